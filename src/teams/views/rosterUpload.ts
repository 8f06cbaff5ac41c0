import { escapeText } from '../text.ts';
import type { Binder } from './binder.ts';
import { bindButtons } from './parts.ts';

export const bindRosterUpload: Binder<'rosterUpload'> = (view) => ({
  customer: escapeText(view.customer),
  maxRows: String(view.maxRows),
  maxMegabytes: String(view.maxMegabytes),
  buttons: bindButtons(view.buttons),
});
