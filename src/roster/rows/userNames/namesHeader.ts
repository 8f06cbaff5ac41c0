import { isMadeOfNames, splitUserName } from '../../../domain/names/userName.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import type { ColumnMeaning } from '../../columns/columnMeaning.ts';
import { guessSome, type RecognizedHeader } from '../../columns/columns.ts';
import { holdsNamesOfPeople } from '../../columns/guesses/weighValues.ts';
import { aboutOf } from '../../columns/headerParts.ts';
import { MOST_SAMPLES, type NamesTable } from './namesTable.ts';

/** What people are called over a list of them: Workday "Worker". */
const PEOPLE =
  /^(?:workers?|employees?|persons?|people|members?|staff(?: member)?|leavers?|who|users?|colleagues?|students?|teachers?|mitarbeiter(?:in|:in|\/in)?|beschäftigte[r]?|employé|collaborateur|empleado|dipendente|medewerker|pracownik|zaměstnanec)$/iu;

/** The column of whole names where no header says so: by a word for people, or since most addresses are made of it. */
function findWholeNames({ columns, key, records, isHeadless }: NamesTable): number {
  const all = records.map(({ record }) => record);
  const fits = (record: readonly string[], index: number): boolean => {
    const { localPart } = splitUserName(tidyValue(record[key.index] ?? '').toLowerCase());
    const displayName = tidyValue(record[index] ?? '');
    return key.by === undefined && displayName.includes(' ') && isMadeOfNames(localPart, { displayName });
  };
  return columns.findIndex((column, index) => {
    if (index === key.index || !holdsNamesOfPeople(all, index)) return false;
    if (!isHeadless && aboutOf(column) !== 'person') return false;
    if (!isHeadless && PEOPLE.test(column)) return true;
    const filled = all.filter((record) => tidyValue(record[index] ?? '') !== '');
    return filled.filter((record) => fits(record, index)).length * 2 > filled.length;
  });
}

const NAMES: readonly (ColumnMeaning | undefined)[] = ['displayName', 'givenName', 'surname'];

/**
 * The columns of a file of people who exist as they are read for people to create, with the key as the user name. An
 * employee ID counts by its header only: an export's `id` is another number.
 */
export function readNamesHeader(table: NamesTable): RecognizedHeader {
  const { columns, key, records, isHeadless } = table;
  const samples = records.slice(0, MOST_SAMPLES).map(({ record }) => record);
  const guessed = guessSome(isHeadless ? columns.map(() => '') : columns, samples);
  const meanings = columns.map((_, index) => {
    if (index === key.index) return key.by ?? 'userPrincipalName';
    const meaning = guessed.meanings[index];
    if (meaning === 'employeeId' && guessed.guesses.has(index)) return undefined;
    return meaning === 'userPrincipalName' || meaning === key.by ? undefined : meaning;
  });
  const whole = meanings.some((meaning) => NAMES.includes(meaning)) ? -1 : findWholeNames(table);
  if (whole >= 0) meanings[whole] = 'displayName';
  return { ...guessed, meanings, composesNames: false };
}
