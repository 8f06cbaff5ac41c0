import type { KnownBlock } from '@slack/types';
import type { CustomerLine, CustomersView } from '../../../flows/views/customers.ts';
import { count, cut } from '../../../flows/words.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { actions, button, header, note, plain } from '../blocks.ts';
import { lines, type Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';

const MARKS = { well: '🟢', attention: '🟡', down: '🔴' } as const;

function lineOf({ mark, name, state, says, open }: CustomerLine): KnownBlock {
  const said = says.map((one) => cut(one, LENGTHS.sentence)).join(' · ');
  return {
    type: 'section',
    text: plain(`${MARKS[state]} ${mark} ${cut(name, LENGTHS.value)} · ${said}`, LIMITS.text),
    accessory: button(open),
  };
}

function blocksOf(view: CustomersView): Part[] {
  return [
    header('Customers'),
    lines(view.lines, (shown) => shown.map(lineOf), {}, view.lines.length),
    ...(view.more === 0 ? [] : [note(`and ${count(view.more, 'more customer', 'more customers')}`)]),
    note(view.note),
    ...actions(view.buttons),
  ];
}

/** All customers, each with a way in. */
export const customers = {
  message: (view) => ({ text: 'The customers.', blocks: blocksOf(view) }),
  modal: (view) => modal('Customers', blocksOf(view)),
} satisfies Renderer<'customers'>;
