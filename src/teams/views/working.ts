import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';

export const bindWorking: Binder<'working'> = (view) => ({
  heading: cut(view.title, LIMITS.sentence),
  hasText: view.text !== '',
  text: cut(view.text, LIMITS.sentence),
});
