import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { Account } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { isObjectId, listFilters, withQuery } from '../client/odata.ts';
import type { NamedAs } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from './account.ts';

const shape = userShape.extend({
  proxyAddresses: z.array(z.string()).nullish(),
  otherMails: z.array(z.string()).nullish(),
} satisfies NamedAs<GraphUser>);

/** Microsoft, "user resource type": `SMTP:` marks the primary address, `smtp:` the others, other schemes are no mail. */
function addressesOf({ proxyAddresses, otherMails }: z.output<typeof shape>): string[] {
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
  const users = await client.readMany('listAccounts', paths, shape);
  return users.map((user) => ({ ...toAccount(user), addresses: addressesOf(user) }));
}
