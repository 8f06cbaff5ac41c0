import type { KnownBlock } from '@slack/types';
import type { CustomerChoiceView } from '../../../flows/views/customers.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { note } from '../blocks.ts';
import { selectField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';
import { CUSTOMER, customerChoices, customerMenu, NO_CUSTOMERS } from './customerMenu.ts';

function introduction({ title, about, problem }: CustomerChoiceView): KnownBlock[] {
  return [
    ...(problem === undefined ? [] : [line(`⚠️ ${cut(problem, LENGTHS.sentence)}`)]),
    line({ bold: title }, ...(about === undefined ? [] : [` ${cut(about, LENGTHS.value)}`])),
  ];
}

/** Asks for which customer something is: a menu in a message, a form in a window. */
export const customerChoice = {
  message: (view) => ({
    text: view.title,
    blocks: [
      ...introduction(view),
      customerMenu(view.target.submit.action, view.target.id, view.offered),
      note(view.hint),
    ] satisfies Part[],
  }),
  modal: (view) =>
    modal(
      'Customer',
      [
        ...errorBlocks(view.target.errors),
        ...introduction(view),
        ...selectField(CUSTOMER, customerChoices(view.offered), '', NO_CUSTOMERS),
        note(view.hint),
      ],
      view.target,
    ),
} satisfies Renderer<'customerChoice'>;
