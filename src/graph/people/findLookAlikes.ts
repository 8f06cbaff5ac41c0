import type { Account, Person } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { listFilters, quote, withQuery } from '../client/odata.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from './account.ts';

/** Live accounts with the same display name or employee id, each once. */
export async function findLookAlikes(
  client: GraphClient,
  { displayName, employeeId }: Pick<Person, 'displayName' | 'employeeId'>,
): Promise<Account[]> {
  const filters = Object.entries({ displayName, employeeId })
    .map(([name, value]) => [name, value?.trim() ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} eq ${quote(value)}`);
  if (filters.length === 0) return [];
  const path = withQuery('/users', {
    $filter: filters.join(' or '),
    $select: ACCOUNT_PROPERTIES.join(','),
  });
  return (await client.readAll('findLookAlikes', path, userShape)).map(toAccount);
}

function listDistinct(values: readonly (string | undefined)[]): string[] {
  const tidy = values.map((value) => value?.trim() ?? '').filter((value) => value !== '');
  return [...new Map(tidy.map((value) => [value.toLowerCase(), value])).values()];
}

/** Live accounts with one of these display names or employee ids, each once: 15 values in a filter, 20 filters in a batch. */
export async function findLookAlikesOf(
  client: GraphClient,
  people: readonly Partial<Pick<Person, 'displayName' | 'employeeId'>>[],
): Promise<Account[]> {
  const $select = ACCOUNT_PROPERTIES.join(',');
  const filters = [
    ...listFilters('displayName', listDistinct(people.map(({ displayName }) => displayName))),
    ...listFilters('employeeId', listDistinct(people.map(({ employeeId }) => employeeId))),
  ];
  const paths = filters.map(($filter) => withQuery('/users', { $filter, $select }));
  const accounts = (await client.readMany('findLookAlikes', paths, userShape)).map(toAccount);
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}
