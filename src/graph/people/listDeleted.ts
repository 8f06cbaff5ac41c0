import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import type { DeletedAccount } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { type NamedAs, text } from '../client/shapes.ts';
import { HOLDINGS_PROPERTIES, holdingsShape, toHoldings } from '../licenses/readHoldings.ts';
import { readDeleted } from './readDeleted.ts';

const deletedShape = holdingsShape.extend({ deletedDateTime: text } satisfies NamedAs<GraphUser>);

/** GET /directory/deletedItems/microsoft.graph.user, with their licenses and when they were deleted. */
export async function listDeleted(client: GraphClient): Promise<DeletedAccount[]> {
  const $select = [...HOLDINGS_PROPERTIES, 'mail', 'deletedDateTime'].join(',');
  const users = await readDeleted(client, 'listDeleted', $select, deletedShape);
  return users.map((user) => ({
    ...toHoldings(user),
    ...(user.deletedDateTime ? { deletedDateTime: user.deletedDateTime } : {}),
  }));
}
