import type { ColumnMeaning } from '../columnMeaning.ts';
import { findWord } from '../headerMeanings.ts';
import { aboutOf } from '../headerParts.ts';
import { findTheirs } from './findTheirs.ts';
import { differs, holdsPeople } from './findWhoseAddresses.ts';
import { findBothNames } from './guessNames.ts';
import { listValues, type Samples } from './weighValues.ts';

/** Of two rows that differ; one alone may be anything. */
const FEWEST_NAMES = 2;
/** Columns that are known to be about people, where the header of this one says nothing. */
const FEWEST_KNOWN = 2;

/**
 * The one column in which everybody has another whole name, where no header says so: "Worker", "Payroll Name", "Last/First
 * Middle". -1 where there is none, or several, or too little else that is known of people.
 */
export function findNamesByValue(
  columns: readonly string[],
  meanings: readonly (ColumnMeaning | undefined)[],
  samples: Samples,
): number {
  if (
    meanings.some((meaning) => meaning === 'displayName' || meaning === 'givenName' || meaning === 'surname')
  )
    return -1;
  const isKnown = meanings.filter((meaning) => meaning !== undefined).length >= FEWEST_KNOWN;
  const theirs = findTheirs(columns, findWord, samples);
  const [found = -1, another] = columns.flatMap((column, index) => {
    if (meanings[index] !== undefined || theirs.has(index)) return [];
    const mayBe = findBothNames(column) !== undefined || (isKnown && aboutOf(column) === 'person');
    if (!mayBe || listValues(samples, index).length < FEWEST_NAMES) return [];
    return differs(samples, index) && holdsPeople(samples, index) ? [index] : [];
  });
  return another === undefined ? found : -1;
}
