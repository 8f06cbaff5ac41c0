import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import type { Shape } from '../client/shapes.ts';
import type { User } from './account.ts';

/** The largest page of directory objects that Graph accepts. */
const PAGE = '999';

/** A deleted user's name carries the object id, without its dashes, in front: a filter for the name misses it. */
function restoreName<T extends User>(user: T): T {
  const prefix = user.id.replaceAll('-', '').toLowerCase();
  const name = user.userPrincipalName;
  if (prefix === '' || !name.toLowerCase().startsWith(prefix)) return user;
  return { ...user, userPrincipalName: name.slice(prefix.length) };
}

/** Every user among the deleted items, under the names they had. */
export async function readDeleted<T extends User>(
  client: GraphClient,
  task: string,
  $select: string,
  shape: Shape<T>,
): Promise<T[]> {
  const path = withQuery('/directory/deletedItems/microsoft.graph.user', { $select, $top: PAGE });
  return (await client.readAll(task, path, shape)).map(restoreName);
}
