import type { ColumnMeaning } from '../columnMeaning.ts';
import { aboutOf, hasRole } from '../headerParts.ts';
import { isPersonsName } from '../wholeName.ts';
import { holdsRecipients, listValues, type Samples } from './weighValues.ts';

const OF_PEOPLE: ReadonlySet<ColumnMeaning> = new Set<ColumnMeaning>([
  'displayName',
  'givenName',
  'surname',
  'userPrincipalName',
]);

/**
 * Index of the column where `Ada Lima <ada@contoso.com>` says who is to be created, below any header but one about
 * others; -1 where another column names or addresses the people, as these may be whoever asked for them.
 */
export function findRecipients(
  columns: readonly string[],
  meanings: readonly (ColumnMeaning | undefined)[],
  samples: Samples,
): number {
  const isOfOthers = (index: number): boolean =>
    aboutOf(columns[index] ?? '') === 'others' || hasRole(columns[index] ?? '');
  const found = columns.findIndex((_, index) => {
    const isOpen = meanings[index] === undefined || meanings[index] === 'userPrincipalName';
    return isOpen && !isOfOthers(index) && holdsRecipients(samples, index);
  });
  const tellsWho = (index: number): boolean => {
    const meaning = meanings[index];
    if (meaning !== undefined) return OF_PEOPLE.has(meaning);
    return !isOfOthers(index) && areMostPeople(listValues(samples, index));
  };
  return columns.some((_, index) => index !== found && tellsWho(index)) ? -1 : found;
}

function areMostPeople(values: readonly string[]): boolean {
  return values.filter((value) => isPersonsName(value) || value.includes('@')).length * 2 > values.length;
}
