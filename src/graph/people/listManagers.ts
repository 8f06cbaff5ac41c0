import type { User } from '@microsoft/microsoft-graph-types';
import type { Account } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { readIfThere } from '../licenses/readHoldings.ts';
import { ACCOUNT_PROPERTIES, toAccount } from './account.ts';

/** As many reads at once as a batch would hold: a filter that expands managers is not offered for a list of ids. */
const AT_ONCE = 20;

/** GET /users/{id}/manager for each; Graph answers 404 where there is none. */
export async function listManagers(
  client: GraphClient,
  objectIds: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  const found = new Map<string, Account>();
  const ids = [...new Set(objectIds)];
  const $select = ACCOUNT_PROPERTIES.join(',');
  async function readOne(id: string): Promise<void> {
    const path = withQuery(`/users/${encodeURIComponent(id)}/manager`, { $select });
    const user = (await readIfThere(client, 'listManagers', path)) as User | undefined;
    const account = user === undefined ? undefined : toAccount(user);
    if (account !== undefined) found.set(id, account);
  }
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    await Promise.all(ids.slice(start, start + AT_ONCE).map(readOne));
  }
  return found;
}
