import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButton, bindErrors, bindTarget } from './parts.ts';

const LABELS = { reason: 'Reason', note: 'Note' } as const;

export const bindWriteForm: Binder<'writeForm'> = (view) => {
  const errors = bindErrors(view.target.errors, [view.field]);
  return {
    ...bindTarget(view.target),
    title: view.title,
    subject: cut(view.subject, LIMITS.sentence),
    requestedBy: cut(view.requestedBy, LIMITS.value),
    customer: cut(view.customer, LIMITS.value),
    says: view.says,
    field: view.field,
    label: LABELS[view.field],
    value: cut(view.value, view.maxLength),
    isNote: view.field === 'note',
    isReason: view.field === 'reason',
    hint: cut(view.hint, LIMITS.sentence),
    missing: view.field === 'reason' ? 'Enter a reason.' : 'Write something to send.',
    style: view.field === 'reason' ? 'destructive' : 'positive',
    errors: { form: errors.form ?? {}, field: errors[view.field] ?? {} },
    back: bindButton(view.back),
  };
};
