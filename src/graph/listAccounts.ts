import type { User } from '@microsoft/microsoft-graph-types';
import type { Account } from '../domain/terms.ts';
import { ACCOUNT_PROPERTIES, toAccount } from './account.ts';
import type { GraphClient } from './client.ts';
import { isObjectId, listFilters, withQuery } from './odata.ts';

/** GET /users by user name or id; one entry for each live account, with its mail address. */
export async function listAccounts(client: GraphClient, namesOrIds: readonly string[]): Promise<Account[]> {
  const asked = [...new Set(namesOrIds.map((text) => text.trim().toLowerCase()))].filter(
    (text) => text !== '',
  );
  const filters = [
    ...listFilters('id', asked.filter(isObjectId)),
    ...listFilters(
      'userPrincipalName',
      asked.filter((text) => !isObjectId(text)),
    ),
  ];
  if (filters.length === 0) return [];
  const paths = filters.map(($filter) =>
    withQuery('/users', { $filter, $select: [...ACCOUNT_PROPERTIES, 'mail'].join(',') }),
  );
  const users = (await client.readMany('listAccounts', paths)) as User[];
  return users.flatMap((user) => toAccount(user) ?? []);
}
