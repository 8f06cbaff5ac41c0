import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButtons, bindLines, TONES } from './parts.ts';

export const bindNotice: Binder<'notice'> = (view) => ({
  ...TONES[view.tone],
  heading: cut(view.title, LIMITS.sentence),
  paragraphs: bindLines(view.text),
  hasNext: view.next !== undefined,
  next: cut(view.next ?? '', LIMITS.sentence * 2),
  hasCopy: view.copy !== undefined,
  copy: cut(view.copy ?? '', 600),
  hasReference: view.reference !== undefined,
  reference: view.reference ?? '',
  buttons: bindButtons(view.buttons),
});
