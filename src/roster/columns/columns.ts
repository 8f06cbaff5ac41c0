import { addParts } from './addedParts.ts';
import { addContext, readForeign, saysFamilyFirst } from './columnContext.ts';
import { type ColumnMeaning, mayRepeat } from './columnMeaning.ts';
import { findNamesByValue } from './guesses/findNamesByValue.ts';
import { findRecipients } from './guesses/findRecipients.ts';
import { guessMeanings, likelyMeaning, nameBeside } from './guesses/guessHeader.ts';
import { findBothNames } from './guesses/guessNames.ts';
import {
  contradicts,
  holdsMails,
  holdsNamesOfPeople,
  holdsNoMail,
  holdsSurnamesFirst,
  holdsWholeNames,
  listValues,
  type Samples,
} from './guesses/weighValues.ts';
import { bracketedMeaningOf, findWord, meaningOf } from './headerMeanings.ts';
import { isResults } from './ownFiles.ts';
import { mentionsPassword } from './passwordHeaders.ts';
import { preferAddresses } from './preferAddresses.ts';
import { findSignIn } from './signInHeaders.ts';
import { isTemplate, readByPosition } from './templateOrder.ts';
import { TEMPLATES, type Template } from './words.ts';

/** A recognized header row. */
export interface RecognizedHeader {
  /** The name people see. */
  template: Template;
  /** One for each column; undefined for one that is ignored. */
  meanings: readonly (ColumnMeaning | undefined)[];
  /** True when only the number and order of columns told what they are. */
  byPosition: boolean;
  /** Indexes of columns whose meaning somebody has to agree to. */
  guesses: ReadonlySet<number>;
  /** True when display names are put together from first and last names. */
  composesNames: boolean;
  /** Index of a column of both names, the surname first: `Lima, Ada`. */
  surnameFirst?: number;
  /** True where only the comma after the surname told so: a name without one has the first name first. */
  surnameBeforeComma?: true;
  /** True where names are said with the family's first, as in Hungarian; left out where their letters tell. */
  familyFirst?: boolean;
}

/** Meaning → the header over it, as the file spells it. */
export type ColumnNames = Readonly<Partial<Record<ColumnMeaning, string>>>;

/** The header over each meaning. */
export function nameMeanings(columns: readonly string[], { meanings }: RecognizedHeader): ColumnNames {
  return Object.fromEntries(
    columns.flatMap((column, index) => {
      const meaning = meanings[index];
      return meaning === undefined ? [] : [[meaning, column]];
    }),
  );
}

/**
 * Whole names whose user names are suggested: surely some, or beside something else that is known, or told by what
 * stands below a header that only says "Name".
 */
function namesWhole(
  columns: readonly string[],
  meanings: Meanings,
  certain: Meanings,
  samples: Samples,
): boolean {
  if (!meanings.includes('displayName') || meanings.includes('userPrincipalName')) return false;
  if (holdsNamesOfPeople(samples, meanings.indexOf('displayName'))) return true;
  const known = certain.filter((meaning) => meaning !== undefined && meaning !== 'displayName').length;
  return certain.includes('displayName') ? known > 0 || columns.length === 1 : known > 1;
}

function namesPeople(meanings: readonly (ColumnMeaning | undefined)[]): boolean {
  return meanings.includes('userPrincipalName') && meanings.includes('displayName');
}

/** Columns that two headers claim; their values would overwrite each other. What is about passwords is not used. */
export function findRepeatedColumns(columns: readonly string[], header: RecognizedHeader): string[] {
  return columns.filter((column, index) => {
    const meaning = header.meanings[index];
    if (meaning === 'password' || (meaning === undefined && mentionsPassword(column))) return false;
    const before = columns.slice(0, index);
    if (meaning !== undefined && !mayRepeat(meaning) && header.meanings.indexOf(meaning) < index) return true;
    if (header.byPosition || column === '') return false;
    return before.some((other) => other.toLowerCase() === column.toLowerCase());
  });
}

type Meanings = readonly (ColumnMeaning | undefined)[];

/** Twice as many as a personnel system exports; guessing takes some 0.03 ms for each, in every line at the start. */
const MOST_GUESSED = 300;

/** Columns of which user name and display name are certain; the others may be a guess. */
function guessRest(columns: readonly string[], certain: Meanings, samples: Samples): RecognizedHeader {
  const meanings =
    columns.length > MOST_GUESSED ? certain : guessMeanings(columns, certain, findWord, samples);
  const guesses = new Set(meanings.flatMap((meaning, index) => (meaning === certain[index] ? [] : [index])));
  return { template: TEMPLATES.own, meanings, byPosition: false, guesses, composesNames: false };
}

/** Columns that are about people, if only by a guess. */
function guessHeader(
  columns: readonly string[],
  certain: Meanings,
  samples: Samples,
): RecognizedHeader | undefined {
  if (columns.length > MOST_GUESSED) return undefined;
  const meanings = guessMeanings(columns, certain, findWord, samples);
  const bothNames = meanings.includes('givenName') && meanings.includes('surname');
  const recipients = findRecipients(columns, meanings, samples);
  if (recipients >= 0) meanings[recipients] = 'displayName';
  // "Имя" alone, over first and last names.
  const only = bothNames ? -1 : meanings.findIndex((each) => each === 'givenName' || each === 'surname');
  if (only >= 0 && !meanings.includes('displayName') && holdsNamesOfPeople(samples, only))
    meanings[only] = 'displayName';
  // "Employee Name" with `Lima, Ada` below it says the same again.
  const same = bothNames && !certain.includes('displayName') ? meanings.indexOf('displayName') : -1;
  if (same >= 0 && holdsSurnamesFirst(samples, same)) meanings[same] = undefined;
  if (!bothNames && !namesPeople(meanings) && !namesWhole(columns, meanings, certain, samples)) {
    const names = findNamesByValue(columns, meanings, samples);
    if (names < 0) return undefined;
    meanings[names] = 'displayName';
  }
  const guesses = new Set(meanings.flatMap((meaning, index) => (meaning === certain[index] ? [] : [index])));
  const composesNames = !meanings.includes('displayName');
  const whole = meanings.indexOf('displayName');
  const saysFirst = findBothNames(columns[whole] ?? '');
  const surnameFirst =
    !bothNames &&
    (saysFirst === 'surnameFirst' || (saysFirst === undefined && holdsSurnamesFirst(samples, whole)));
  const template = TEMPLATES.own;
  return {
    template,
    meanings,
    byPosition: false,
    guesses,
    composesNames,
    ...(surnameFirst ? { surnameFirst: whole } : {}),
    ...(surnameFirst && saysFirst === undefined ? { surnameBeforeComma: true } : {}),
  };
}

/** With a display name, a column that only says "name" beside one of the other two can be but the third. */
function settleNames(columns: readonly string[], certain: Meanings, samples: Samples): Meanings {
  if (!certain.includes('displayName')) return certain;
  const meanings = [...certain];
  for (const index of columns.keys()) {
    const meaning = certain[index] ?? nameBeside(columns, certain, index, samples);
    if (!meanings.includes(meaning)) meanings[index] = meaning;
  }
  return meanings;
}

/** User names below "Display name", and names below "User name": somebody has to agree that they change places. */
function swapNames(
  columns: readonly string[],
  meanings: Meanings,
  samples: Samples,
): RecognizedHeader | undefined {
  const [user, whole] = [meanings.indexOf('userPrincipalName'), meanings.indexOf('displayName')];
  if (!holdsNoMail(samples, user) || !holdsMails(samples, whole)) return undefined;
  const swapped = [...meanings];
  swapped[user] = 'displayName';
  swapped[whole] = 'userPrincipalName';
  const { guesses, ...rest } = guessRest(columns, swapped, samples);
  return { ...rest, guesses: new Set([...guesses, user, whole]) };
}

/** What some columns hold, of a header that does not say whom to create: the first one of each meaning. */
export function guessSome(columns: readonly string[], samples: Samples): RecognizedHeader {
  const known = columns.map((column, index) => {
    const meaning = meaningOf(column) ?? readForeign(columns, index);
    return meaning === 'userPrincipalName' && holdsWholeNames(samples, index) ? 'displayName' : meaning;
  });
  const certain = known.map((meaning, index) =>
    known.indexOf(meaning) === index && !contradicts(samples, index, meaning) ? meaning : undefined,
  );
  return guessRest(columns, certain, samples);
}

/**
 * What the columns hold: by the Entra template's bracketed names; by English names, in any order, when at least
 * user name and display name are among them; by the Microsoft 365 template's order, when its labels are known in
 * some language; by names in other languages; by a guess; or by the number of columns, which is a guess, too.
 * Undefined when none of it fits.
 *
 * @param samples the first rows: what their values rule out is no meaning of a column
 */
export function recognizeHeader(
  columns: readonly string[],
  samples: Samples = [],
): RecognizedHeader | undefined {
  const recognized = recognize(columns, samples);
  if (recognized === undefined) return undefined;
  const header = addLeavingDates(
    columns,
    addParts(columns, leaveOutEmptyNames(recognized, samples), samples),
    samples,
  );
  return saysFamilyFirst(columns) ? { ...header, familyFirst: true } : header;
}

/** Of several columns with a day on which somebody leaves, the others, too: some people have only that one. */
function addLeavingDates(
  columns: readonly string[],
  header: RecognizedHeader,
  samples: Samples,
): RecognizedHeader {
  if (!header.meanings.includes('leavingDate')) return header;
  const meanings = header.meanings.map(
    (meaning, index) =>
      meaning ??
      (findSignIn(columns[index] ?? '', samples, index) === 'leavingDate' ? 'leavingDate' : undefined),
  );
  return { ...header, meanings };
}

/** Names are put together where the column for them is there, and empty: Okta writes one for everything it knows. */
function leaveOutEmptyNames(header: RecognizedHeader, samples: Samples): RecognizedHeader {
  const whole = header.meanings.indexOf('displayName');
  const isEmpty = whole >= 0 && samples.length > 0 && listValues(samples, whole).length === 0;
  const areThere = header.meanings.includes('givenName') && header.meanings.includes('surname');
  if (!isEmpty || !areThere || header.template !== TEMPLATES.own) return header;
  const meanings = header.meanings.map((meaning, index) => (index === whole ? undefined : meaning));
  return { ...header, meanings, composesNames: true };
}

function recognize(columns: readonly string[], samples: Samples): RecognizedHeader | undefined {
  const sure = { byPosition: false, guesses: new Set<number>(), composesNames: false } as const;
  const bracketed = columns.map(bracketedMeaningOf);
  const plausible = (meaning: ColumnMeaning | undefined, index: number): ColumnMeaning | undefined =>
    contradicts(samples, index, meaning) ? undefined : meaning;
  const known = addContext(columns, columns.map(meaningOf).map(plausible), samples);
  const named = preferAddresses(columns, known, samples);
  const addForeign = (meanings: Meanings): Meanings => {
    const all = meanings.map((meaning, index) => {
      const foreign = plausible(readForeign(columns, index), index);
      return meaning ?? (meanings.includes(foreign) ? undefined : foreign);
    });
    return preferAddresses(columns, all, samples);
  };
  if (namesPeople(bracketed)) {
    const meanings = bracketed.map((meaning, index) => meaning ?? named[index]);
    return { ...sure, template: TEMPLATES.entra, meanings };
  }
  if (isResults(columns)) return { ...sure, template: TEMPLATES.results, meanings: columns.map(meaningOf) };
  if (namesPeople(named)) {
    const meanings = settleNames(columns, named, samples);
    const swapped = swapNames(columns, meanings, samples);
    if (swapped !== undefined) return swapped;
    if (isTemplate(columns.map(meaningOf))) return { ...sure, template: TEMPLATES.portal, meanings };
    return guessRest(columns, addForeign(meanings), samples);
  }
  if (columns.some((column) => column.includes('@'))) return undefined;
  const certain = settleNames(columns, addForeign(named), samples);
  const place = readByPosition(columns, named, certain, columns.map(likelyMeaning));
  const byPlace = (): RecognizedHeader | undefined =>
    place && {
      ...sure,
      template: TEMPLATES.portal,
      meanings: place.order,
      byPosition: true,
      guesses: place.guesses,
    };
  if (place?.fits === true) return byPlace();
  if (namesPeople(certain)) {
    return swapNames(columns, certain, samples) ?? guessRest(columns, certain, samples);
  }
  return guessHeader(columns, certain, samples) ?? byPlace();
}
