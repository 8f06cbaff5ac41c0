import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindActions, bindErrors, bindLines, bindTarget } from '../parts.ts';

export const bindPresetName: Binder<'presetName'> = (view) => ({
  ...bindTarget(view.target),
  customer: cut(view.customer, LIMITS.value),
  summary: bindLines(view.summary),
  errors: bindErrors(view.target.errors, ['presetName']),
  values: view.values,
  ...bindActions(view.buttons),
});
