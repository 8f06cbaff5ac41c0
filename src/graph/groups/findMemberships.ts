import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { GraphClient } from '../client/client.ts';
import { needed } from '../client/shapes.ts';

const shape = z.object({ value: z.array(needed) });

/** Microsoft: "directoryObject: checkMemberGroups": at most 20 groups per request. */
const MOST_GROUPS = 20;

/**
 * POST /users/{id}/checkMemberGroups, or the same of a group: which of these it is in, also by way of other groups. None
 * for what is not there.
 */
export async function findMemberships(
  client: GraphClient,
  of: 'users' | 'groups',
  objectId: string,
  groupIds: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (let start = 0; start < groupIds.length; start += MOST_GROUPS) {
    const some = groupIds.slice(start, start + MOST_GROUPS);
    const path = `/${of}/${encodeURIComponent(objectId)}/checkMemberGroups`;
    try {
      const { value } = await client.ask('findMemberships', path, { groupIds: some }, shape);
      found.push(...value.map((id) => id.toLowerCase()));
    } catch (error) {
      if (error instanceof RollcallError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }
  return found;
}
