import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindApprovalWords, bindButtons, bindErrors, bindLines, bindTarget, labelReason } from '../parts.ts';
import { bindPicker } from '../presets/presetPicker.ts';

export const bindLeaveForm: Binder<'leaveForm'> = (view) => ({
  ...bindTarget(view.target),
  backs: bindButtons(view.back === undefined ? [] : [view.back]),
  ...bindApprovalWords(view),
  reasonLabel: labelReason(view),
  name: cut(view.displayName, LIMITS.sentence),
  userName: cut(view.userPrincipalName ?? '', LIMITS.sentence),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(view.target.errors, ['steps', 'reply', 'date', 'time', 'zone', 'deleteAfter', 'reason']),
  preset: bindPicker(view.preset),
  choices: view.choices.map(({ value, text }) => ({ title: cut(text, LIMITS.choice), value })),
  steps: view.steps.join(','),
  reply: view.reply,
  replyLabel:
    view.userPrincipalName === undefined
      ? 'Automatic reply to everyone who emails them (Rollcall fills in {name} and {manager})'
      : 'Automatic reply to everyone who emails them',
  asksDate: view.dates === undefined,
  dates: bindLines(view.dates ?? []),
  date: view.date,
  time: view.time,
  timeLabel: view.dates === undefined ? 'Time of day (only with a date)' : 'Time of day',
  zone: view.zone,
  deleteAfter: view.deleteAfter,
  planned: bindLines(view.planned === undefined ? [] : [view.planned]),
  reason: view.reason,
});
