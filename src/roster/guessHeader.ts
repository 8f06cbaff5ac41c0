import type { ColumnMeaning } from './columns.ts';
import { findMailKind } from './guessMail.ts';
import { findBothNames, guessName } from './guessNames.ts';
import { aboutOf, type HeaderPart, listParts } from './headerParts.ts';
import { foldHeader, indexWords, LIKELY_NAMES } from './headerWords.ts';
import { contradictsGuess, holdsMails, holdsValuesOf, type Samples } from './weighValues.ts';

type Meaning = ColumnMeaning | undefined;

const LIKELY = indexWords(LIKELY_NAMES);
/** "Mobile no." is the phone itself; "Street number" is not the street. */
const HAVE_NUMBERS: ReadonlySet<Meaning> = new Set<Meaning>([
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'officeLocation',
  'employeeId',
]);
const NAMES: ReadonlySet<Meaning> = new Set<Meaning>(['givenName', 'surname', 'displayName']);

/** What a header often means, by itself. */
export function likelyMeaning(header: string): Meaning {
  return (
    LIKELY.get(foldHeader(header)) ?? (findMailKind(header) === undefined ? undefined : 'userPrincipalName')
  );
}

/** A column that only says "name", read by the columns beside it. */
export function nameBeside(
  columns: readonly string[],
  meanings: readonly Meaning[],
  index: number,
  samples: Samples,
): Meaning {
  return guessName(columns[index] ?? '', meanings, (beside) =>
    holdsValuesOf(samples, index, meanings.indexOf(beside)),
  );
}

/**
 * What the columns without a certain meaning probably hold: by words that often mean it, by words inside the header,
 * and by the columns beside it. Nothing is guessed twice, and the longest words that mean something decide: a
 * "Middle name" is no name because the others are taken.
 *
 * @param certain one for each column
 * @param find what a whole word certainly means
 */
export function guessMeanings(
  columns: readonly string[],
  certain: readonly Meaning[],
  find: (word: string) => Meaning,
  samples: Samples,
): Meaning[] {
  const meanings = [...certain];
  const take = (index: number, meaning: Meaning): void => {
    if (meaning === undefined || meanings.includes(meaning) || contradictsGuess(samples, index, meaning))
      return;
    meanings[index] = meaning;
  };
  const each = (visit: (column: string, index: number) => void): void => {
    for (const [index, column] of columns.entries()) {
      if (meanings[index] === undefined) visit(column, index);
    }
  };
  const kindOf = (index: number): ReturnType<typeof findMailKind> | 'byValue' =>
    findMailKind(columns[index] ?? '') ??
    (holdsMails(samples, index) && isOwn(index) ? 'byValue' : undefined);
  const isOwn = (index: number): boolean => aboutOf(columns[index] ?? '') === 'person';
  const readParts = (header: string): Meaning => {
    if (/[;|\t]/.test(header)) return undefined;
    const parts = listParts(header);
    const fits = ({ isKey, isNumber }: HeaderPart, meaning: Meaning): boolean =>
      meaning !== undefined && !isKey && (!isNumber || HAVE_NUMBERS.has(meaning));
    const certainly = parts.find((part) => fits(part, find(part.word)));
    if (certainly !== undefined) return find(certainly.word);
    const perhaps = parts.find((part) => fits(part, LIKELY.get(part.word)));
    return perhaps && LIKELY.get(perhaps.word);
  };

  const isOpen = (index: number): boolean => kindOf(index) === undefined;
  for (const kind of ['work', 'plain', 'byValue'] as const) {
    each((_, index) => {
      if (kindOf(index) === kind) take(index, 'userPrincipalName');
    });
  }
  each((column, index) => {
    if (kindOf(index) === 'private') take(index, 'otherMails');
    else if (isOpen(index) && findBothNames(column) !== undefined) take(index, 'displayName');
    else if (isOpen(index)) take(index, LIKELY.get(foldHeader(column)));
  });
  each((column, index) => {
    if (isOpen(index) && isOwn(index) && findBothNames(column) === undefined) take(index, readParts(column));
  });
  each((_, index) => {
    take(index, nameBeside(columns, meanings, index, samples));
  });
  each((column, index) => {
    if (aboutOf(column) !== 'secondChoice' || !isOpen(index)) return;
    const part = readParts(column);
    const ofBirth = /naissance|patronymique/iu.test(column);
    const meaning = NAMES.has(part) ? part : ofBirth ? 'surname' : 'givenName';
    const beside = meanings.indexOf(meaning === 'surname' ? 'givenName' : 'surname');
    if (meaning !== 'displayName' && !holdsValuesOf(samples, index, beside)) take(index, meaning);
  });
  return meanings;
}
