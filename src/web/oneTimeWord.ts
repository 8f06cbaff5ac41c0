import { createHash, randomBytes } from 'node:crypto';

/** Whoever asks with it wants to know whether this very process answers there: `npm run doctor` does. */
export const WORD_HEADER = 'x-rollcall-word';

/** Another Rollcall, and a page that repeats what it was asked, answer otherwise. */
const PROCESS = randomBytes(16).toString('hex');

/** What this process answers to a one-time word, on any path. Undefined for anything that is no such word. */
export function answerWord(word: unknown): { rollcall: string } | undefined {
  if (typeof word !== 'string' || !/^[\w-]{16,64}$/.test(word)) return undefined;
  return { rollcall: createHash('sha256').update(`${PROCESS} ${word}`).digest('base64url') };
}
