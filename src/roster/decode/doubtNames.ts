import { tidyValue } from '../../domain/personRules.ts';
import type { Finding, RosterRow } from '../../domain/terms.ts';
import type { DecodedFile } from './decodeFile.ts';
import { BEYOND_ASCII } from './encodings.ts';
import { isGarbled, isGarbledName, NAME_GARBLED } from './findGarbled.ts';
import { createWindows1252Judge } from './judgeWindows1252.ts';
import { FILE_WORDS } from './words.ts';

/** Why somebody has to look at names, and some of them as they would be created. */
export interface NameDoubt {
  /** `encoding`: they were read as Windows-1252, which may be wrong. `garbled`: they look wrong in any encoding. */
  why: 'encoding' | 'garbled';
  samples: readonly string[];
}

/** Names that are shown: enough to see what is wrong; more would not be looked at. */
export const MAX_SAMPLES = 3;
/** Nothing of this in a cell: then it is right. Nearly every cell of a large file has none. */
const TELLING = /[^ -~]|[?&%=\\]/;

function nameOf({
  displayName,
  givenName = '',
  surname = '',
  userPrincipalName = '',
}: RosterRow['person']): string {
  return displayName ?? (tidyValue(`${givenName} ${surname}`) || userPrincipalName);
}

function isInside(name: string | undefined, value: string): boolean {
  return name !== undefined && (name.includes(value) || value.includes(name));
}

/** True for a cell that a name is, is made of, or was taken out of. */
function isName({ displayName, givenName, surname }: RosterRow['person'], value: string): boolean {
  return isInside(displayName, value) || isInside(givenName, value) || isInside(surname, value);
}

/** True for a value that is no name: a job, a street. */
export function isRunningText(person: RosterRow['person'], value: string): boolean {
  const { jobTitle, department, streetAddress, officeLocation } = person;
  return value === jobTitle || value === department || value === streetAddress || value === officeLocation;
}

/** The first of these cells that is the person's name, or else the first of them. */
function preferName({ person, cells }: RosterRow, indexes: readonly number[]): number | undefined {
  return indexes.find((index) => isName(person, tidyValue(cells[index] ?? ''))) ?? indexes[0];
}

/** `Jiøí Dvoøák`, or `Petr Novak (City: Plzeò)` where the doubtful cell is not in the name. */
export function describe(row: RosterRow, columns: readonly string[], indexes: readonly number[]): string {
  const index = preferName(row, indexes) ?? 0;
  const value = tidyValue(row.cells[index] ?? '');
  const name = nameOf(row.person);
  return isName(row.person, value) ? name : `${name} (${columns[index]}: ${value})`;
}

/**
 * Looks at a file's rows as they are read, and says at the end whether somebody has to look at the names. `take`
 * answers a warning for a row that looks garbled; at most one for each.
 */
export function createNameDoubts(): {
  take(row: RosterRow, columns: readonly string[]): Finding[];
  finish(kind: ReturnType<DecodedFile['kind']>): NameDoubt | undefined;
} {
  const isSurelyWindows1252 = createWindows1252Judge();
  const unsure = new Set<string>();
  const garbled = new Set<string>();
  /** The last cell of each column that is right. The rows of a large file repeat most of theirs. */
  const right: string[] = [];

  function add(samples: Set<string>, sample: string): void {
    if (samples.size < MAX_SAMPLES) samples.add(sample);
  }

  return {
    take(row, columns) {
      const inDoubt: number[] = [];
      const wrong: number[] = [];
      for (let index = 0; index < row.cells.length; index += 1) {
        const cell = row.cells[index] ?? '';
        if (cell === right[index]) continue;
        if (!TELLING.test(cell)) {
          right[index] = cell;
          continue;
        }
        const value = tidyValue(cell);
        // A user name with such letters is an error already, whatever they are.
        const isUserName = value === row.person.userPrincipalName;
        const looksWrong = isGarbled(cell) || (isName(row.person, value) && isGarbledName(value));
        if (looksWrong && !isUserName) wrong.push(index);
        if (unsure.size === MAX_SAMPLES || !BEYOND_ASCII.test(cell)) continue;
        if (!isSurelyWindows1252(cell, isRunningText(row.person, value))) inDoubt.push(index);
        else if (!looksWrong) right[index] = cell;
      }
      if (inDoubt.length > 0) add(unsure, describe(row, columns, inDoubt));
      const index = preferName(row, wrong);
      if (index === undefined) return [];
      add(garbled, describe(row, columns, wrong));
      const value = tidyValue(row.cells[index] ?? '');
      const at = { row: row.row, column: columns[index] ?? '', property: 'file', value } as const;
      return [{ ...at, code: NAME_GARBLED, severity: 'warning', message: FILE_WORDS.garbled }];
    },

    finish(kind) {
      if (kind === 'guessed' && unsure.size > 0) return { why: 'encoding', samples: [...unsure] };
      return garbled.size > 0 ? { why: 'garbled', samples: [...garbled] } : undefined;
    },
  };
}
