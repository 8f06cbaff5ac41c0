import type { Paused } from '../../service/door/brake.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { PAUSING_WORDS } from './words.ts';

const { goesOn } = PAUSING_WORDS;

/** To whoever let Rollcall go on. `before`: who had paused it; undefined: nobody had. */
export function showWentOn(before: Paused | undefined): NoticeView {
  if (before === undefined)
    return { kind: 'notice', tone: 'info', title: goesOn.notPaused, text: [], buttons: [] };
  const { by, at, byItself } = before;
  const who = byItself ? PAUSING_WORDS.beforeItself(sayTime(at)) : PAUSING_WORDS.before(by, sayTime(at));
  return { kind: 'notice', tone: 'success', title: goesOn.title, text: [who, goesOn.text], buttons: [] };
}
