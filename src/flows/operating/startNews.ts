import type { NoticeView } from '../views/parts.ts';
import { OPERATING_WORDS } from './words.ts';

const { startFindings } = OPERATING_WORDS;

/** A card is read on a phone; the log has all of them. */
const MOST = 5;

/** To admins: what the checks at the start found wrong; each with what is so and what to do. */
export function showStartFindings(wrong: readonly { said: string; fix: string }[]): NoticeView {
  const more = wrong.length - MOST;
  return {
    kind: 'notice',
    tone: 'warning',
    title: startFindings.title,
    text: [
      ...wrong.slice(0, MOST).map(({ said, fix }) => `${said} ${fix}`),
      ...(more > 0 ? [startFindings.more(more)] : []),
    ],
    next: startFindings.next,
    buttons: [],
  };
}
