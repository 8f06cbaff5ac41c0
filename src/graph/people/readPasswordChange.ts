import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { readIfThere } from '../client/readIfThere.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';

const shape = z.object({ id: needed, lastPasswordChangeDateTime: text } satisfies NamedAs<GraphUser>);

/**
 * GET /users/{id}?$select=lastPasswordChangeDateTime. Microsoft: "user resource type": answered only when it is asked for;
 * when a password was changed, or created. Undefined for an account that isn't there, or whose answer is no time.
 */
export async function readPasswordChange(client: GraphClient, objectId: string): Promise<number | undefined> {
  const path = withQuery(`/users/${encodeURIComponent(objectId)}`, {
    $select: 'id,lastPasswordChangeDateTime',
  });
  const user = await readIfThere(client, 'readPasswordChange', path, shape);
  const at = Date.parse(user?.lastPasswordChangeDateTime ?? '');
  return Number.isNaN(at) ? undefined : at;
}
