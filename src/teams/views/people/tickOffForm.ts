import type { StepChoice } from '../../../flows/views/job.ts';
import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindErrors, bindLines, bindTarget } from '../parts.ts';

/** Of a name and of a step beside it: fifty of both fit into one card, and neither hides the other. */
const PERSON = 40;
const STEP = 60;

function toChoice({ value, text, person }: StepChoice) {
  if (person === undefined) return { title: cut(text, LIMITS.choice), value };
  return { title: `${cut(person, PERSON)}: ${cut(text, STEP)}`, value };
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
