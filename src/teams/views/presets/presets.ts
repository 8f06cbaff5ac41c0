import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton } from '../parts.ts';

export const bindPresets: Binder<'presets'> = (view) => ({
  customer: cut(view.customer, LIMITS.value),
  isEmpty: view.presets.length === 0,
  hasSome: view.presets.length > 0,
  hasNote: view.note !== undefined,
  note: cut(view.note ?? '', LIMITS.sentence),
  presets: view.presets.map(({ name, summary, edit }) => ({
    name: cut(name, LIMITS.value),
    summary: cut(summary.join(' · '), LIMITS.sentence),
    edit: bindButton(edit),
  })),
});
