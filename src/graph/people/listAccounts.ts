import type { User } from '@microsoft/microsoft-graph-types';
import type { Account } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { isObjectId, listFilters, withQuery } from '../client/odata.ts';
import { ACCOUNT_PROPERTIES, toAccount } from './account.ts';

/** Microsoft, "user resource type": `SMTP:` marks the primary address, `smtp:` the others, other schemes are no mail. */
function addressesOf({ proxyAddresses, otherMails }: User): string[] {
  const proxies = (proxyAddresses ?? []).filter((address) => /^smtp:/i.test(address));
  return [...proxies.map((address) => address.slice('smtp:'.length)), ...(otherMails ?? [])];
}

/** GET /users by user name or id; one entry for each live account, with its mail addresses. */
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
    withQuery('/users', {
      $filter,
      $select: [...ACCOUNT_PROPERTIES, 'mail', 'proxyAddresses', 'otherMails'].join(','),
    }),
  );
  const users = (await client.readMany('listAccounts', paths)) as User[];
  return users.flatMap((user) => {
    const account = toAccount(user);
    return account === undefined ? [] : [{ ...account, addresses: addressesOf(user) }];
  });
}
