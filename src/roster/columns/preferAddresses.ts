import { isMadeOfNames, splitUserName } from '../../domain/names/userName.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { ColumnMeaning } from './columnMeaning.ts';
import { findMailKind } from './guesses/guessMail.ts';
import { isNameWord } from './guesses/guessNames.ts';
import {
  holdsMailsMostlyOfOne,
  holdsNamesInside,
  holdsNoMail,
  holdsWholeNames,
  type Samples,
} from './guesses/weighValues.ts';

type Meanings = readonly (ColumnMeaning | undefined)[];

/** Headers of addresses that are no sign-in: "Team email", "Old email", "Invoice email". */
const OTHER_ADDRESS =
  /team|recipient|\bold\b|forward|\bb?cc\b|invoice|billing|alias|support|welcome|group|contact|notif|shared/iu;

/** What people are called who have another first name in their papers; mail addresses are made of it. */
const CALLED = /prefer|known ?as|chosen|nick ?name|rufname|called/iu;

/** True where most user names have an address beside them, and most addresses are made of these or of the names. */
function areOfUserNames(
  samples: Samples,
  columns: readonly string[],
  meanings: Meanings,
  index: number,
): boolean {
  // What only says "Name" is not known yet.
  const name = columns.findIndex((column, at) => meanings[at] === undefined && isNameWord(column));
  const placeOf = (meaning: ColumnMeaning): number =>
    meaning === 'displayName' && !meanings.includes(meaning) ? name : meanings.indexOf(meaning);
  const cellOf = (cells: readonly string[], meaning: ColumnMeaning): string =>
    tidyValue(cells[placeOf(meaning)] ?? '');
  const called = columns.findIndex((column) => CALLED.test(column));
  const withMail = samples.filter((cells) => (cells[index] ?? '').includes('@'));
  const isOwn = (cells: readonly string[]): boolean => {
    const { localPart } = splitUserName((cells[index] ?? '').toLowerCase());
    const [userName = ''] = cellOf(cells, 'userPrincipalName').toLowerCase().split('@');
    if (userName.length > 2 && localPart.startsWith(userName)) return true;
    const names = {
      displayName: cellOf(cells, 'displayName'),
      givenName: cellOf(cells, 'givenName'),
      surname: cellOf(cells, 'surname'),
    };
    const nickName = { ...names, displayName: '', givenName: tidyValue(cells[called] ?? '') };
    return (
      /[a-z]{2}/.test(localPart) && (isMadeOfNames(localPart, names) || isMadeOfNames(localPart, nickName))
    );
  };
  const named = samples.filter((cells) => cellOf(cells, 'userPrincipalName') !== '');
  return (
    named.filter((cells) => withMail.includes(cells)).length * 2 > named.length &&
    withMail.filter(isOwn).length * 2 > withMail.length
  );
}

/**
 * Where systems of schools and staff have sign-in names of their own beside it, or those inside a network, the address at
 * work is the user name: their column means nothing then, and the address is a guess that somebody has to agree to.
 */
export function preferAddresses(columns: readonly string[], meanings: Meanings, samples: Samples): Meanings {
  const user = meanings.indexOf('userPrincipalName');
  if (user < 0 || meanings.includes('domain')) return meanings;
  if (!holdsNoMail(samples, user) && !holdsNamesInside(samples, user)) return meanings;
  const isAtWork = (column: string, index: number): boolean => {
    const kind = meanings[index] === undefined ? findMailKind(column) : undefined;
    return (
      (kind === 'signIn' || kind === 'work' || kind === 'plain') &&
      !OTHER_ADDRESS.test(column.replace(/[_.]|(?<=\p{Ll})(?=\p{Lu})/gu, ' ')) &&
      holdsMailsMostlyOfOne(samples, index) &&
      !holdsNamesInside(samples, index) &&
      (holdsWholeNames(samples, user) || areOfUserNames(samples, columns, meanings, index))
    );
  };
  if (!columns.some(isAtWork)) return meanings;
  return meanings.map((meaning, index) => (index === user ? undefined : meaning));
}
