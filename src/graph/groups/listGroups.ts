import type { Group as GraphGroup } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { Group, GroupClosure } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { isObjectId, listFilters, quote, withQuery } from '../client/odata.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';

const shape = z.object({
  id: needed,
  displayName: text,
  description: text,
  mail: text,
  groupTypes: z.array(z.string()).nullish(),
  mailEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
  assignedLicenses: z.array(z.object({ skuId: text })).nullish(),
} satisfies NamedAs<GraphGroup>);
type FoundGroup = z.output<typeof shape>;

const SELECT = Object.keys(shape.shape).join(',');

/**
 * Microsoft: "Add members": only security and Microsoft 365 groups take members through Graph, and not those with
 * dynamic membership or from on-premises. Members of role-assignable groups get the roles of the group, so a file
 * must not reach them, whatever the app may do.
 */
function closureOf(group: FoundGroup): GroupClosure | undefined {
  const types = group.groupTypes ?? [];
  if (group.isAssignableToRole) return 'role';
  if (types.includes('DynamicMembership')) return 'dynamic';
  if (group.onPremisesSyncEnabled) return 'synced';
  return group.mailEnabled && !types.includes('Unified') ? 'mail' : undefined;
}

function toGroup(group: FoundGroup): Group {
  const { id, displayName, description, mail } = group;
  const closed = closureOf(group);
  // Microsoft: "What is group-based licensing": only direct members get them, not those of groups in it.
  const licenses = (group.assignedLicenses ?? []).flatMap(({ skuId }) => skuId ?? []);
  return {
    id,
    displayName: displayName ?? id,
    ...(description ? { description } : {}),
    ...(mail ? { mail } : {}),
    ...(closed === undefined ? {} : { closed }),
    ...(licenses.length === 0 ? {} : { licenses }),
  };
}

/** GET /groups by name or id; one entry for each group. */
export async function listGroups(client: GraphClient, namesOrIds: readonly string[]): Promise<Group[]> {
  const asked = [...new Set(namesOrIds.map((text) => text.trim().toLowerCase()))].filter(
    (text) => text !== '',
  );
  if (asked.length === 0) return [];
  // A group's name can look like an id, so that what looks like one is asked for as both.
  const filters = [...listFilters('id', asked.filter(isObjectId)), ...listFilters('displayName', asked)];
  const paths = filters.map(($filter) => withQuery('/groups', { $filter, $select: SELECT }));
  const groups = (await client.readMany('listGroups', paths, shape)).map(toGroup);
  return [...new Map(groups.map((group) => [group.id, group])).values()];
}

/** GET /groups whose name begins with the text, at most `most`. */
export async function findGroups(client: GraphClient, text: string, most: number): Promise<Group[]> {
  const wanted = text.trim();
  const path = withQuery('/groups', {
    $filter: wanted === '' ? undefined : `startswith(displayName,${quote(wanted)})`,
    $select: SELECT,
    $top: String(most),
  });
  // One page: what is beyond `most` is not wanted.
  return (await client.readPage('findGroups', path, shape)).map(toGroup);
}
