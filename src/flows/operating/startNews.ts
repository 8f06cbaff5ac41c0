import type { NoticeView } from '../views/parts.ts';

/** A card is read on a phone; the log has all of them. */
const MOST = 5;

/** To admins: what the checks at the start found wrong; each with what is so and what to do. */
export function showStartFindings(wrong: readonly { said: string; fix: string }[]): NoticeView {
  const more = wrong.length - MOST;
  return {
    kind: 'notice',
    tone: 'warning',
    title: 'Rollcall started, and something is not set up right',
    text: [
      ...wrong.slice(0, MOST).map(({ said, fix }) => `${said} ${fix}`),
      ...(more > 0 ? [`There are ${more} more. The log has all of them (start.wrong).`] : []),
    ],
    next: 'Whoever runs Rollcall can see everything with npm run doctor. This is told once, and again when something else is wrong.',
    buttons: [],
  };
}
