import type { User } from '@microsoft/microsoft-graph-types';
import type { Account, Person } from '../domain/terms.ts';
import { ACCOUNT_PROPERTIES, toAccount } from './account.ts';
import type { GraphClient } from './client.ts';
import { quote, withQuery } from './odata.ts';

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
  const users = (await client.readAll('findLookAlikes', path)) as User[];
  return users.flatMap((user) => toAccount(user) ?? []);
}
