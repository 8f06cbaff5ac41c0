import type { Account } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { readIfThere } from '../client/readIfThere.ts';
import { text } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from './account.ts';

/** Microsoft: "List manager": a user or an organizational contact, which has no user name and is nobody here. */
const managerShape = userShape.extend({ userPrincipalName: text });

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
    const manager = await readIfThere(client, 'listManagers', path, managerShape);
    const userPrincipalName = manager?.userPrincipalName;
    if (manager !== undefined && userPrincipalName)
      found.set(id, toAccount({ ...manager, userPrincipalName }));
  }
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    await Promise.all(ids.slice(start, start + AT_ONCE).map(readOne));
  }
  return found;
}
