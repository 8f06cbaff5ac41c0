import type { KnownBlock } from '@slack/types';
import type { WriteFormView } from '../../flows/views/approval.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions } from './blocks.ts';
import { textField } from './fields.ts';
import { errorBlocks, modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function introduction(view: WriteFormView): KnownBlock {
  return line(
    { bold: cut(view.requestedBy, LENGTHS.value) },
    ` ${cut(view.subject, LENGTHS.sentence)} in `,
    { bold: cut(view.customer, LENGTHS.value) },
    `. ${view.says}`,
  );
}

/** One text about a request. A message cannot hold the form, so there it is a button that opens it. */
export const writeForm = {
  message: (view) => ({
    text: `${view.title}.`,
    blocks: [introduction(view), ...actions([view.open])],
  }),
  modal: (view) =>
    modal(
      view.title,
      [
        ...errorBlocks(view.target.errors),
        introduction(view),
        textField(view.field, view.value, {
          multiline: true,
          maxLength: view.maxLength,
          required: true,
          hint: cut(view.hint, LENGTHS.sentence),
        }),
      ],
      view.target,
    ),
} satisfies Renderer<'writeForm'>;
