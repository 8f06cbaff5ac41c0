import { count, cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButtons, bindErrors, bindLines, bindTarget, bindWhen, labelReason } from '../parts.ts';

export const bindActsConfirm: Binder<'actsConfirm'> = (view) => ({
  ...bindTarget(view.target),
  style: view.danger ? 'destructive' : 'positive',
  title: view.title,
  name: cut(view.displayName, LIMITS.sentence),
  userName: cut(view.userPrincipalName ?? '', LIMITS.sentence),
  customer: cut(view.customer, LIMITS.value),
  ...bindWhen(view),
  lines: view.lines.map(({ label, before, after }) => ({
    label: `${label}: `,
    before: before === undefined ? '' : `${cut(before, LIMITS.sentence)} → `,
    after: cut(after, LIMITS.sentence),
  })),
  notes: bindLines([
    ...(view.moreLines === undefined
      ? []
      : [`${count(view.moreLines, 'more thing changes', 'more things change')} than this card can show.`]),
    ...view.notes,
  ]),
  hasReason: view.reason !== '' && view.asksReason === undefined,
  asksReason: view.asksReason !== undefined,
  reasonLabel: labelReason(view.asksReason === 'needed' ? { approval: '' } : {}),
  reasonValue: view.asksReason === undefined ? '' : view.reason,
  errors: bindErrors(view.target.errors, ['reason']),
  reason: cut(view.reason, LIMITS.sentence),
  backs: bindButtons(view.back === undefined || view.asksReason !== undefined ? [] : [view.back]),
});
