import { count, cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindButtons } from '../parts.ts';

const MARKS = { well: '🟢', attention: '🟡', down: '🔴' } as const;

export const bindCustomers: Binder<'customers'> = (view) => {
  const more = view.more + Math.max(0, view.lines.length - LIMITS.rows);
  return {
    lines: view.lines.slice(0, LIMITS.rows).map(({ mark, name, state, says, open }) => ({
      name: `${MARKS[state]} ${mark} ${cut(name, LIMITS.value)}`,
      says: cut(says.join(' · '), LIMITS.sentence * 2),
      open: bindButton(open),
    })),
    hasMore: more > 0,
    more: `and ${count(more, 'more customer', 'more customers')}`,
    note: view.note,
    buttons: bindButtons(view.buttons),
  };
};
