import { isNameParticle } from '../../domain/names/nameWords.ts';
import { listNameWords, splitDisplayName } from '../../domain/names/splitName.ts';
import { foldToAscii, isMadeOfNames, splitUserName } from '../../domain/names/userName.ts';
import type { Person } from '../../domain/terms.ts';
import { leaveOutBrackets } from '../../domain/trimEnds.ts';

/** What is known of whoever has a user name. */
export interface Holder {
  displayName: string;
  employeeId?: string;
  /** What they were created from, if Rollcall created them and still knows. */
  createdFrom?: Partial<Person>;
}

/** The words of a name as they are compared: without accents, apostrophes, titles and what stands in brackets. */
function listKeyWords(name: string): string[] {
  return leaveOutBrackets(name, '([（', ')]）')
    .split(',')
    .flatMap(listNameWords)
    .flatMap((word) =>
      foldToAscii(word)
        .toLowerCase()
        .replace(/['`]/g, '')
        .split(/[^a-z0-9]+/),
    )
    .filter((word) => word !== '');
}

/** The words of a name in any order: `Lima, Ada` is `Ada Lima`, and `Dr. Ada O’Neill (IT)` is `Ada ONeill`. */
function keyOf(name: string): string {
  return listKeyWords(name).sort().join(' ');
}

/** What somebody is called, for a comparison: by display name, and by first and last name. */
export function listNames({ displayName = '', givenName = '', surname = '' }: Partial<Person>): string[] {
  const both = givenName === '' || surname === '' ? '' : `${givenName} ${surname}`;
  return [displayName, both].map(keyOf).filter((key) => key !== '');
}

/** A shorter beginning of a name may be that of anybody. */
const SHORTEST_BEGINNING = 3;

/** Mueller is how Müller is written without the dots, and reads as Muller once they are gone. */
function foldUmlauts(word: string): string {
  return word.replace(/(?<=[aou])e/g, '');
}

/** True for a word that two names share: `Sam` is also the beginning of `Samuel`, and `Al` of an `al.reed` that of Alan. */
function isShared(word: string, others: readonly string[], localPart: string): boolean {
  return others.some((other) => {
    if (foldUmlauts(word) === foldUmlauts(other)) return true;
    const [shorter, longer] = word.length < other.length ? [word, other] : [other, word];
    const isLongEnough =
      shorter.length >= SHORTEST_BEGINNING || (shorter.length === 2 && localPart.startsWith(shorter));
    return isLongEnough && longer.startsWith(shorter);
  });
}

/** Which of a person's two names are among the words; for a name that nobody could split, any word is the first. */
function findShared(
  person: Partial<Person>,
  words: readonly string[],
  localPart: string,
): { first: boolean; last: boolean } {
  const { displayName = '', givenName = '', surname = '' } = person;
  const split =
    givenName === '' && surname === '' ? splitDisplayName(displayName) : { first: givenName, last: surname };
  const { first, last } = split.first + split.last === '' ? { first: displayName, last: '' } : split;
  const shares = (name: string): boolean => {
    const own = listKeyWords(name);
    // `Ben` and `Van` alone are names, and begin a last name before another word.
    const telling = own.length === 1 ? own : own.filter((word) => !isNameParticle(word));
    return telling.some((word) => isShared(word, words, localPart));
  };
  return { first: shares(first), last: shares(last) };
}

/** An employee id as it is compared: a spreadsheet takes the zeros before a number. */
export function foldId(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '');
}

/** What the employee ids say, where both are known. */
function compareIds({ employeeId }: Partial<Person>, holder: Holder): 'same' | 'different' | 'unknown' {
  const known = [holder.employeeId, holder.createdFrom?.employeeId].filter((id) => id !== undefined);
  if (employeeId === undefined || known.length === 0) return 'unknown';
  return known.some((id) => foldId(id) === foldId(employeeId)) ? 'same' : 'different';
}

/**
 * Whether somebody in a file is whoever has the user name: `same` by name, by employee id, or because they were
 * created from the same values; `unsure` where somebody has to say, because a name is shared and nothing else explains
 * the same user name, or because the employee ids or the first and last name say otherwise. To be asked only where the
 * user name is the same.
 */
export function weighHolder(
  person: Partial<Person>,
  holder: Holder,
  userName: string,
): 'same' | 'unsure' | 'other' {
  const ids = compareIds(person, holder);
  if (ids === 'same') return 'same';
  const { createdFrom = {} } = holder;
  const names = new Set([...listNames(holder), ...listNames(createdFrom)]);
  const words = [...names].flatMap((name) => name.split(' '));
  const { localPart } = splitUserName(userName.toLowerCase());
  const { first, last } = findShared(person, words, localPart);
  if (listNames(person).some((name) => names.has(name))) {
    return ids === 'different' || !(first || last) ? 'unsure' : 'same';
  }
  if (ids === 'different' || !(first || last)) return 'other';
  if (first && last) return 'unsure';
  // `jsmith` is John's and Jane's, and `mia` everybody's of that name.
  return isMadeOfNames(localPart, holder) && isMadeOfNames(localPart, person) ? 'other' : 'unsure';
}

/**
 * Whether the account that a file's user name or number leads to is the person whom its row names: `same` also where
 * nothing can be compared, `unsure` where some of it fits. A column that was sorted alone makes it `other`.
 */
export function weighNamed(
  person: Partial<Person>,
  holder: Holder,
  userName: string,
): 'same' | 'unsure' | 'other' {
  const ids = compareIds(person, holder);
  const { displayName = '', givenName = '', surname = '' } = person;
  const own = [displayName, givenName, surname].flatMap(listKeyWords);
  const words = listKeyWords(holder.displayName);
  if (own.length === 0) return ids === 'different' ? 'other' : 'same';
  if (words.length === 0) return ids === 'different' ? 'unsure' : 'same';
  const { localPart } = splitUserName(userName.toLowerCase());
  const { first, last } = findShared(person, words, localPart);
  const isAlike = listNames(person).some((name) => listNames(holder).includes(name));
  if (isAlike || (first && last) || (own.length === 1 && (first || last))) {
    return ids === 'different' ? 'unsure' : 'same';
  }
  if (first || last || isMadeOfNames(localPart, person)) return ids === 'same' ? 'same' : 'unsure';
  return ids === 'same' ? 'unsure' : 'other';
}
