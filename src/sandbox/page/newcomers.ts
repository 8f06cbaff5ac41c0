import { find } from './dom.ts';

/** People who can be added again and again: the first who is not in the tenant yet is next. */
const NEWCOMERS = [
  'Katherine Johnson',
  'Dorothy Vaughan',
  'Mary Jackson',
  'Annie Easley',
  'Joan Clarke',
  'Radia Perlman',
  'Hedy Lamarr',
  'Jean Bartik',
];

/** @throws Error when all of them exist */
export function pickNewcomer(): string {
  const known = find('#tenant').textContent;
  const found = NEWCOMERS.find((name) => !known.includes(name));
  if (found === undefined)
    throw new Error('Everybody of the tour exists already. Press Start over to play it again.');
  return found;
}
