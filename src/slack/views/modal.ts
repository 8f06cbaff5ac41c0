import type { ModalView } from '@slack/types';
import type { FieldErrors, FormTarget } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS, LIMITS } from '../outgoing/limits.ts';
import { plain } from './blocks.ts';
import { labelOf } from './fieldLabels.ts';
import { drawParts, type Part } from './lines.ts';
import { list, type Piece } from './richText.ts';

/** A modal around blocks. With a target it submits there; without one it can only be closed. */
export function modal(
  title: string,
  blocks: readonly Part[],
  target?: FormTarget,
  more: Pick<ModalView, 'clear_on_close'> = {},
): ModalView {
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain(target === undefined ? 'Close' : 'Cancel', LIMITS.modalButton),
    blocks: drawParts(blocks).slice(0, LIMITS.modalBlocks),
    ...(target === undefined
      ? {}
      : {
          submit: plain(target.submit.label, LIMITS.modalButton),
          callback_id: target.submit.action,
          private_metadata: JSON.stringify({ id: target.id, version: target.version }),
        }),
    ...more,
  };
}

/** What is wrong, at the top of a form: each field by its label, and what belongs to no field as it is. */
export function errorBlocks(errors: FieldErrors): Part[] {
  const entries = Object.entries(errors);
  const items = entries.map(([field, sentence]): Piece[] => {
    const words = cut(sentence, LENGTHS.error);
    return field === '' ? [words] : [{ bold: cut(labelOf(field), LENGTHS.value) }, ': ', words];
  });
  return list(items, items.length === 1 ? "⚠️ One thing isn't right yet" : "⚠️ Some things aren't right yet");
}
