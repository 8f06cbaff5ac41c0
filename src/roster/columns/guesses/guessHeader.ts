import { isNameParticle } from '../../../domain/names/nameWords.ts';
import type { ColumnMeaning } from '../columnMeaning.ts';
import {
  aboutOf,
  type HeaderPart,
  isEmployeeNumber,
  listParts,
  listWords,
  withoutWork,
} from '../headerParts.ts';
import { foldHeader, indexWords, LIKELY_NAMES } from '../headerWords.ts';
import { findTheirs } from './findTheirs.ts';
import { findMailKind, isPrivateHeader } from './guessMail.ts';
import { guessManager } from './guessManager.ts';
import { findBothNames, guessName, isNameWord, isSurnameWord } from './guessNames.ts';
import {
  contradictsGuess,
  holdsMails,
  holdsSeveralWords,
  holdsSomeMail,
  holdsValuesOf,
  type Samples,
} from './weighValues.ts';

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
/** Everybody in the company sees these, so that they are never somebody's private ones by a guess. */
const AT_WORK: ReadonlySet<Meaning> = new Set<Meaning>([
  'businessPhones',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'officeLocation',
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
  const column = columns[index] ?? '';
  if (aboutOf(column) !== 'person') return undefined;
  return guessName(
    column,
    meanings,
    (beside) =>
      holdsValuesOf(samples, index, meanings.indexOf(beside)) ||
      // A surname of several words is "Le Bœuf" or "von der Heide", and in France "Nom" is no whole name.
      (beside === 'givenName' && !isSurnameWord(column) && holdsSeveralWords(samples, index, isNameParticle)),
  );
}

/** The first name that somebody goes by. */
const CALLED =
  /rufname|roepnaam|tilltalsnamn|kutsumanimi|kaldenavn|usuel|known ?as|goes ?by|(?:first|given|fore) ?name/iu;

const OWN_MAIL = ['signIn', 'work', 'plain', 'byValue'] as const;

/**
 * The columns that may be somebody's own mail address, the likeliest first: one without any address below it is the
 * last, and "Email" comes before "Email verified" and "Email of somebody".
 */
function orderMails(
  columns: readonly string[],
  samples: Samples,
  kindOf: (index: number) => (typeof OWN_MAIL)[number] | 'private' | undefined,
): number[] {
  const weigh = (index: number): number[] => [
    samples.length > 0 && !holdsSomeMail(samples, index) ? 1 : 0,
    (OWN_MAIL as readonly unknown[]).indexOf(kindOf(index)),
    listWords(columns[index] ?? '').length,
  ];
  return [...columns.keys()]
    .map((index) => ({ index, weight: weigh(index) }))
    .filter(({ weight: [, kind = -1] }) => kind >= 0)
    .sort((one, other) => {
      const at = one.weight.findIndex((value, place) => value !== other.weight[place]);
      return at < 0 ? 0 : (one.weight[at] ?? 0) - (other.weight[at] ?? 0);
    })
    .map(({ index }) => index);
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
  const theirs = findTheirs(columns, find, samples);
  const take = (index: number, meaning: Meaning): void => {
    if (theirs.has(index)) return;
    if (meaning === undefined || meanings.includes(meaning) || contradictsGuess(samples, index, meaning))
      return;
    meanings[index] = meaning;
  };
  const each = (visit: (column: string, index: number) => void): void => {
    for (const [index, column] of columns.entries()) {
      if (meanings[index] === undefined) visit(column, index);
    }
  };
  const about = columns.map((column, index) => (theirs.has(index) ? 'others' : aboutOf(column)));
  const isOwn = (index: number): boolean => about[index] === 'person';
  // "Email 2" beside "Email 1", or beside what people sign in with.
  const isFirst = (column: string, index: number): boolean =>
    !theirs.has(index) && likelyMeaning(column) === 'userPrincipalName' && findMailKind(column) !== 'second';
  const second = certain.includes('userPrincipalName') || columns.some(isFirst) ? 'private' : 'plain';
  const kinds = columns.map((column, index) => {
    const kind = findMailKind(column);
    if (kind === 'second') return second;
    return kind ?? (isOwn(index) && holdsMails(samples, index) ? 'byValue' : undefined);
  });
  const bothNames = columns.map((column, index) => (isOwn(index) ? findBothNames(column) : undefined));
  const readParts = (header: string): Meaning => {
    if (/[;|\t]/.test(header)) return undefined;
    if (isEmployeeNumber(header)) return 'employeeId';
    // "Ort geschäftlich", "Ville (bureau)", "Work Address Region": the place that the rest says, at work.
    const place = withoutWork(header);
    const atWork = place === '' ? undefined : (find(place) ?? LIKELY.get(place));
    if (AT_WORK.has(atWork) || atWork === 'faxNumber') return atWork;
    const parts = listParts(header);
    const fits = ({ isKey, isNumber }: HeaderPart, meaning: Meaning): boolean =>
      meaning !== undefined &&
      // A blood group and an age group are none of the directory.
      meaning !== 'groups' &&
      // "Has Exchange license" asks about one service.
      !(meaning === 'licenses' && /^has\b/i.test(header)) &&
      // Below "Last sign-in" stands a date.
      meaning !== 'signInAllowed' &&
      meaning !== 'signInBlocked' &&
      !isKey &&
      (!isNumber || HAVE_NUMBERS.has(meaning)) &&
      !(AT_WORK.has(meaning) && isPrivateHeader(header));
    const certainly = parts.find((part) => fits(part, find(part.word)));
    if (certainly !== undefined) return find(certainly.word);
    // "Last seen" is no name: these say what they mean by themselves only. "Work - Site" is a site, "Work no." a phone.
    const perhaps = parts.find(({ word, ...part }) => {
      if (word === 'work' && !part.isNumber) return false;
      return word !== 'last' && word !== 'first' && fits({ word, ...part }, LIKELY.get(word));
    });
    return perhaps && LIKELY.get(perhaps.word);
  };

  const isOpen = (index: number): boolean => kinds[index] === undefined;
  for (const index of orderMails(columns, samples, (index) => kinds[index])) {
    if (meanings[index] === undefined) take(index, 'userPrincipalName');
  }
  each((column, index) => {
    if (kinds[index] === 'private') take(index, 'otherMails');
    else if (bothNames[index] !== undefined && isOpen(index)) take(index, 'displayName');
    else if (isOpen(index)) take(index, LIKELY.get(foldHeader(column)));
  });
  each((column, index) => {
    if (isOpen(index) && isOwn(index) && bothNames[index] === undefined) take(index, readParts(column));
  });
  each((column, index) => {
    // Beside "Name" it is the only first name that there is.
    if (!CALLED.test(column.normalize('NFC')) || !isOpen(index) || about[index] !== 'secondChoice') return;
    const hasName = columns.some((other, at) => at !== index && isOwn(at) && isNameWord(other));
    if (hasName && !meanings.includes('displayName')) take(index, 'givenName');
  });
  each((_, index) => {
    const meaning = nameBeside(columns, meanings, index, samples);
    // Beside both names, `LimaAda` and `LIM` are what a timetable calls people.
    const isShort = meanings.includes('givenName') && meanings.includes('surname') && samples.length > 0;
    if (meaning !== 'displayName' || !isShort || holdsSeveralWords(samples, index)) take(index, meaning);
  });
  // Where there are no other names, the ones that people go by are all there is.
  const readSecond = (column: string): Meaning => {
    const part = readParts(column);
    if (NAMES.has(part)) return part;
    return /naissance|patronymique|geboortenaam/iu.test(column) ? 'surname' : 'givenName';
  };
  const goneBy = (meaning: Meaning): number =>
    columns.findIndex((column, at) => about[at] === 'secondChoice' && readSecond(column) === meaning);
  const [first, last] = [goneBy('givenName'), goneBy('surname')];
  if (first >= 0 && last >= 0 && !meanings.includes('givenName') && !meanings.includes('surname')) {
    take(first, 'givenName');
    take(last, 'surname');
  }
  each((column, index) => {
    if (about[index] !== 'secondChoice' || !isOpen(index)) return;
    const meaning = readSecond(column);
    const beside = meanings.indexOf(meaning === 'surname' ? 'givenName' : 'surname');
    const isWhole = beside >= 0 && holdsValuesOf(samples, index, beside);
    // Alone it may as well be the whole name.
    if (meaning !== 'displayName' && beside >= 0 && !isWhole) take(index, meaning);
    // Beside both names, it is how people know them.
    if (meanings[index] === undefined && meaning !== 'surname' && meanings.includes('surname')) {
      if (!meanings.includes('displayName')) take(index, isWhole ? 'displayName' : 'calledName');
    }
  });
  const manager = guessManager(columns, meanings, samples);
  if (manager < 0) return meanings;
  return meanings.map((meaning, index) =>
    index === manager ? 'manager' : meaning === 'manager' ? undefined : meaning,
  );
}
