import { count, cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButton, bindErrors, bindLines, bindTarget } from './parts.ts';

export const bindTickOffForm: Binder<'tickOffForm'> = (view) => ({
  ...bindTarget(view.target),
  customer: cut(view.customer, LIMITS.value),
  choices: view.choices.map(({ value, text }) => ({ title: cut(text, LIMITS.choice), value })),
  more: bindLines(
    view.more === 0
      ? []
      : [`${count(view.more, 'more thing comes', 'more things come')} up once these are done.`],
  ),
  errors: bindErrors(view.target.errors, ['left']),
  back: bindButton(view.back),
});
