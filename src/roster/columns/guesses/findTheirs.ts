import { isMadeOfNames, splitUserName } from '../../../domain/names/userName.ts';
import type { ColumnMeaning } from '../columnMeaning.ts';
import { aboutOf, hasRole, listParts } from '../headerParts.ts';
import { foldHeader } from '../headerWords.ts';
import { findMailKind } from './guessMail.ts';
import { findBothNames, isNameWord } from './guessNames.ts';
import { holdsSomeMail, listValues, type Samples } from './weighValues.ts';

type Meaning = ColumnMeaning | undefined;

const PARTS: ReadonlySet<Meaning> = new Set<Meaning>(['givenName', 'surname']);

/**
 * When somebody filled a form in, as Microsoft Forms and Google Forms call it. The column behind the last of these is
 * the address of who did, with a name beside it in Microsoft's.
 */
const STAMPS: ReadonlySet<string> = new Set(
  'timestamp zeitstempel horodateur marcatemporal informazionicronologiche carimbodedatahora tijdstempel completiontime fertigstellungszeit heuredefin horadefinalización oradicompletamento horadeconclusão voltooiingstijd tijdvanvoltooien'
    .split(' ')
    .map(foldHeader),
);

/** A row's names, and what a column holds beside them. */
interface Beside {
  value: string;
  displayName: string;
}

function isTheirAddress({ value, displayName }: Beside): boolean {
  return isMadeOfNames(splitUserName(value).localPart, { displayName });
}

function sharesNoWord({ value, displayName }: Beside): boolean {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const names = new Set(words(displayName));
  return !words(value).some((word) => names.has(word));
}

function isMost(rows: readonly Beside[], test: (row: Beside) => boolean): boolean {
  return rows.filter(test).length * 2 > rows.length;
}

/** True where most rows have an address that stands on several of them, and is made of no name of theirs. */
function isSharedAddress(rows: readonly Beside[]): boolean {
  const namesakes = new Map<string, Set<string>>();
  const keyOf = ({ value }: Beside): string => value.toLowerCase();
  for (const row of rows) {
    namesakes.set(keyOf(row), (namesakes.get(keyOf(row)) ?? new Set()).add(row.displayName));
  }
  return isMost(rows, (row) => (namesakes.get(keyOf(row))?.size ?? 0) > 1 && !isTheirAddress(row));
}

/**
 * Indexes of columns about somebody else than the people of the list, which no header says by itself: the teacher's
 * beside the student's, an address that several people share, and who filled the form in.
 *
 * @param find what a whole word certainly means
 */
export function findTheirs(
  columns: readonly string[],
  find: (word: string) => Meaning,
  samples: Samples,
): ReadonlySet<number> {
  const isOwn = (column: string): boolean => !hasRole(column) && aboutOf(column) === 'person';
  const isPart = (column: string): boolean => listParts(column).some(({ word }) => PARTS.has(find(word)));
  const isName = (column: string): boolean =>
    find(foldHeader(column)) !== 'userPrincipalName' &&
    (isPart(column) || isNameWord(column) || findBothNames(column) !== undefined);
  const names = [...columns.keys()].filter(
    (index) => isOwn(columns[index] ?? '') && isName(columns[index] ?? ''),
  );
  const parts = names.filter((index) => isPart(columns[index] ?? ''));
  if (names.length === 0) return new Set();

  const readBeside = (index: number, own: readonly number[]): Beside[] =>
    samples
      .map((cells) => ({
        value: cells[index]?.trim() ?? '',
        displayName: own
          .map((at) => cells[at] ?? '')
          .join(' ')
          .trim(),
      }))
      .filter(({ value, displayName }) => value !== '' && displayName !== '');

  // In a list of teachers, "Teacher_email" is made of the names beside it.
  const isRoleOfOthers = (index: number): boolean => {
    const rows = holdsSomeMail(samples, index) ? readBeside(index, names) : [];
    return hasRole(columns[index] ?? '') && !(rows.length > 0 && isMost(rows, isTheirAddress));
  };
  const theirs = new Set([...columns.keys()].filter(isRoleOfOthers));

  // "Mia Meyer" beside Ada and Lima, with her address.
  // "Apellido paterno" and "Apellido materno" are both last names, with the first one beside them.
  const hasPart = (part: Meaning): boolean =>
    parts.some((index) => listParts(columns[index] ?? '').some(({ word }) => find(word) === part));
  const others =
    !hasPart('givenName') || !hasPart('surname') ? [] : names.filter((index) => !parts.includes(index));
  for (const index of others) {
    const rows = readBeside(index, parts);
    if (rows.length > 0 && isMost(rows, sharesNoWord)) theirs.add(index);
  }
  const own = names.filter((index) => !theirs.has(index));
  const strangers = names.filter((index) => theirs.has(index));
  const stamp = columns.findLastIndex((column) => STAMPS.has(foldHeader(column)));
  for (const [index, column] of columns.entries()) {
    if (findMailKind(column) === undefined && !holdsSomeMail(samples, index)) continue;
    const rows = readBeside(index, own);
    const isStrangers = strangers.some((at) => {
      const beside = readBeside(index, [at]);
      return beside.length > 0 && isMost(beside, isTheirAddress) && !isMost(rows, isTheirAddress);
    });
    const isAuthors = stamp >= 0 && index === stamp + 1 && !isMost(rows, isTheirAddress);
    if (isStrangers || isAuthors || isSharedAddress(rows)) theirs.add(index);
  }
  // Who fills a form in has no employee ID there: the lines are counted.
  for (const [index, column] of columns.entries()) {
    if (foldHeader(column) === 'id' && countsRows(listValues(samples, index))) theirs.add(index);
  }
  return theirs;
}

/** True for 1, 2, 3, and for 1, 2, 4 where a line was deleted. */
function countsRows(values: readonly string[]): boolean {
  if (!/^[01]$/.test(values[0] ?? '')) return false;
  return values.every(
    (value, at) => /^\d{1,6}$/.test(value) && (at === 0 || Number(value) > Number(values[at - 1])),
  );
}
