import type { Call } from '../call.ts';
import { type Answer, badRequest, notFound, unreadableBody } from '../errors.ts';
import { answerPage } from '../lists.ts';
import { present, readUserSelect } from '../people/present.ts';
import { groupsOf } from '../people/relations.ts';
import type { LoopbackUser } from '../people/userMap.ts';
import type { LoopbackGroup } from '../state.ts';
import { findVisible, type World } from '../world.ts';

/** Microsoft: "directoryObject: checkMemberGroups": 20 groups per request. */
const MOST_GROUPS = 20;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `POST /users/{id}/checkMemberGroups` and the same of a group. Microsoft: "directoryObject: checkMemberGroups": those of
 * the given groups that it is in, also by way of others; a malformed id fails the whole request, and a group that is not
 * there is left out like any other.
 */
export function checkMemberGroups(call: Call, key: string, set: 'users' | 'groups', world: World): Answer {
  const { groups } = world.state;
  const whose =
    set === 'users'
      ? findVisible(world, key)
      : groups.find(({ type, id }) => type === 'group' && id === key.toLowerCase());
  if (whose === undefined) return notFound(key);
  const ids = call.body?.groupIds;
  if (!Array.isArray(ids)) return unreadableBody();
  if (ids.length > MOST_GROUPS) return badRequest(`Too many group ids: at most ${MOST_GROUPS} are allowed.`);
  const wrong = ids.find((id) => !GUID.test(String(id)));
  if (wrong !== undefined) return badRequest(`Invalid object identifier '${String(wrong)}'.`);
  const wanted = new Set(ids.map((id) => String(id).toLowerCase()));
  const value = groupsOf(whose, groups, true)
    .filter(({ type, id }) => type === 'group' && wanted.has(id))
    .map(({ id }) => id);
  return {
    status: 200,
    body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)', value },
  };
}

/** Everybody in a group and in those that are in it. */
function membersOf(group: LoopbackGroup, { state }: World): LoopbackUser[] {
  const inside = new Set([group]);
  // A set that grows is walked to its new end.
  for (const { nested } of inside) {
    for (const one of state.groups) if (nested?.has(one.id)) inside.add(one);
  }
  const ids = new Set([...inside].flatMap(({ members }) => [...members]));
  return [...ids].flatMap((id) => state.users.get(id) ?? []);
}

/** `GET /groups/{id}/transitiveMembers/microsoft.graph.user`. Microsoft: "List group transitive members": a flat list. */
export function listTransitiveUsers(call: Call, group: LoopbackGroup, world: World): Answer {
  const names = readUserSelect(call.query, world.switches);
  if ('status' in names) return names;
  return answerPage(call, 'users', membersOf(group, world), (user) => present(user, names));
}
