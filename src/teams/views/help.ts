import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButtons, bindLines } from './parts.ts';

export const bindHelp: Binder<'help'> = (view) => ({
  notUnderstood: bindLines(
    view.notUnderstood === undefined
      ? []
      : [`I didn't understand “${cut(view.notUnderstood, LIMITS.value)}”.`],
  ),
  greets: view.notUnderstood === undefined,
  name: cut(view.name, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  because: bindLines(view.because === undefined ? [] : [cut(view.because, LIMITS.sentence)]),
  commands: view.commands.map(({ command, does }) => ({ command, does })),
  buttons: bindButtons(view.buttons),
});
