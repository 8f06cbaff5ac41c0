import { count, cut, headHistory, sayNoHistory } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButtons } from './parts.ts';

const COLORS = { done: 'Default', refused: 'Warning', failed: 'Attention' } as const;

export const bindHistory: Binder<'history'> = (view) => {
  const more = view.more + Math.max(0, view.entries.length - LIMITS.rows);
  return {
    about: cut(headHistory(view), LIMITS.value),
    customer: `${cut(view.customer, LIMITS.value)}${view.span === undefined ? '' : `, ${view.span}`}`,
    entries: view.entries.slice(0, LIMITS.rows).map((entry) => ({
      who: cut(entry.who, LIMITS.value),
      what: ` ${cut(entry.what, LIMITS.sentence)}`,
      color: COLORS[entry.outcome],
      when: entry.when,
      about: entry.about === '' ? '' : ` ${cut(entry.about, LIMITS.sentence)}`,
      detail: entry.detail === '' ? '' : `  ${cut(entry.detail, LIMITS.sentence)}`,
    })),
    empty: sayNoHistory(view),
    isEmpty: view.entries.length === 0,
    hasMore: more > 0,
    more: `and ${view.isCut ? 'more than ' : ''}${count(more, 'older entry', 'older entries')}`,
    buttons: bindButtons(view.buttons),
  };
};
