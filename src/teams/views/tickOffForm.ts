import type { TickOffFormView } from '../../flows/views/job.ts';
import { count, cut } from '../../flows/words.ts';
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
  more: bindLines(
    view.more === 0
      ? []
      : [`${count(view.more, 'more step comes', 'more steps come')} up when these are done.`],
  ),
  errors: bindErrors(view.target.errors, ['left', 'notDone']),
  back: bindButton(view.back),
});
