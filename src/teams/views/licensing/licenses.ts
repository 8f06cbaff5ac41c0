import { ATTENTION_WORDS, count, cut, describeUse, drawBar } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButtons } from '../parts.ts';

const COLORS = {
  over: 'Attention',
  out: 'Attention',
  grace: 'Warning',
  low: 'Warning',
  off: 'Default',
  fine: 'Good',
} as const;

export const bindLicenses: Binder<'licenses'> = (view) => {
  const more = view.more + Math.max(0, view.licenses.length - LIMITS.rows);
  return {
    customer: cut(view.customer, LIMITS.value),
    isOld: view.old !== undefined,
    old: view.old ?? '',
    licenses: view.licenses.slice(0, LIMITS.rows).map((license) => ({
      name: cut(license.name, LIMITS.value),
      why: ATTENTION_WORDS[license.attention] === '' ? '' : `  ${ATTENTION_WORDS[license.attention]}`,
      color: COLORS[license.attention],
      bar: drawBar(license.used, license.total),
      use: describeUse(license),
    })),
    hasMore: more > 0,
    more: `and ${count(more, 'more license', 'more licenses')}`,
    hasIdle: view.idle.length > 0,
    idleTitle: `Not signed in for ${view.idleDays} days`,
    idle: view.idle.slice(0, LIMITS.rows).map((one) => ({
      name: cut(one.displayName, LIMITS.value),
      userName: cut(one.userPrincipalName, LIMITS.value),
      rest: `last signed in: ${cut(one.lastSeen, LIMITS.value)} · ${cut(one.licenses, LIMITS.sentence)}`,
    })),
    hasMoreIdle: view.moreIdle > 0,
    moreIdle: `and ${count(view.moreIdle, 'more person', 'more people')}`,
    hasNote: view.idle.length === 0,
    note:
      view.idleReason === undefined
        ? `Everyone with a license has signed in within the last ${view.idleDays} days.`
        : `Rollcall can't show who isn't using a license: ${cut(view.idleReason, LIMITS.sentence * 2)}`,
    buttons: bindButtons(view.buttons),
  };
};
