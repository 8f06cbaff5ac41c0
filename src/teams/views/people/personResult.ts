import { sayResult } from '../../../flows/jobs/taskWords.ts';
import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindActions, bindDeliveries, bindLines } from '../parts.ts';

const ICONS = { created: '✅', partly: '⚠', failed: '⛔', stopped: '⏹', undoing: '↩', undone: '↩' } as const;
const ACT_ICONS = { done: '✅', failed: '⛔', waiting: '⏳', stays: 'ℹ' } as const;
const COLORS = {
  created: 'Good',
  partly: 'Warning',
  failed: 'Attention',
  stopped: 'Warning',
  undoing: 'Warning',
  undone: 'Warning',
} as const;

export const bindPersonResult: Binder<'personResult'> = (view) => {
  const isNew = (view.task ?? 'create') === 'create';
  const isMissing = view.outcome === 'created' && view.undelivered !== undefined;
  const mark = isMissing ? 'partly' : view.outcome;
  const isThere = view.outcome === 'created' || view.outcome === 'partly';
  const by = cut(view.createdBy, LIMITS.value);
  const where = cut(view.customer, LIMITS.value);
  return {
    heading: `${ICONS[mark]} ${sayResult(view)}`,
    color: COLORS[mark],
    displayName: cut(view.displayName, LIMITS.value),
    userPrincipalName: view.userPrincipalName,
    summary: isThere && isNew ? `Created by ${by} in ${where}.` : `Requested by ${by} in ${where}.`,
    hasLicenses: view.licenses.length > 0,
    licenses: cut(view.licenses.join(', '), LIMITS.sentence * 2),
    hasError: view.error !== undefined,
    hasReason: view.error?.message !== undefined,
    error: cut(view.error?.message ?? '', LIMITS.sentence * 2),
    next: cut(view.error?.next ?? '', LIMITS.sentence * 2),
    acts: (view.acts ?? []).map(({ text, state, why }) => ({
      icon: ACT_ICONS[state],
      text: cut(text, LIMITS.sentence),
      why: why === undefined ? '' : `  ${cut(why, LIMITS.sentence)}`,
    })),
    hasMoreActs: view.moreActs !== undefined,
    moreActs: `and ${view.moreActs ?? 0} more`,
    hasLeft: (view.left ?? []).length > 0,
    // A command is never cut: half of one does something else.
    left: (view.left ?? []).map(({ what, command, done }) => ({
      what:
        done === undefined
          ? cut(what, LIMITS.sentence)
          : `☑ ${cut(what, LIMITS.sentence)}. Done by ${cut(done, LIMITS.sentence)}`,
      command: command === undefined || done !== undefined ? '' : `  ${command}`,
    })),
    deliveries: bindDeliveries(view.deliveries),
    revealed: bindLines(view.revealed === undefined ? [] : [`🔑 ${view.revealed}`]),
    ...bindActions(view.buttons),
  };
};
