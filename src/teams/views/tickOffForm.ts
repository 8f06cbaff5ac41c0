import type { TickOffFormView } from '../../flows/views/job.ts';
import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButton, bindErrors, bindLines, bindTarget } from './parts.ts';

function toChoice({ value, text }: TickOffFormView['choices'][number]) {
  return { title: cut(text, LIMITS.choice), value };
}

export const bindTickOffForm: Binder<'tickOffForm'> = (view) => ({
  ...bindTarget(view.target),
  customer: cut(view.customer, LIMITS.value),
  hasChoices: view.choices.length > 0,
  choices: view.choices.map(toChoice),
  hasTicked: view.ticked.length > 0,
  ticked: view.ticked.map(toChoice),
  notes: bindLines(view.notes),
  errors: bindErrors(view.target.errors, ['left', 'notDone']),
  back: bindButton(view.back),
});
