import type { Call } from '../call.ts';
import { type Answer, noSegment, notFound } from '../errors.ts';
import { idOfRole } from '../groups/roles.ts';
import { describeDetails } from '../licenses.ts';
import { CONTEXT } from '../lists.ts';
import type { LoopbackGroup } from '../state.ts';
import { findVisible, type World } from '../world.ts';
import { presentObject, readSelect } from './present.ts';
import type { LoopbackUser } from './userMap.ts';

/** What a user points at. */
export const RELATIONS: ReadonlySet<string> = new Set([
  'manager',
  'memberOf',
  'transitiveMemberOf',
  'licenseDetails',
]);

const MEMBER_PROPERTIES: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'mail',
  'isAssignableToRole',
  'roleTemplateId',
]);

/** Groups and roles a user or a group is in; `deep` also those it is in by way of another group. */
export function groupsOf(
  { id }: Pick<LoopbackUser, 'id'>,
  groups: readonly LoopbackGroup[],
  deep: boolean,
): LoopbackGroup[] {
  const found = new Set(groups.filter(({ members, nested }) => members.has(id) || nested?.has(id)));
  // A set that grows is walked to its new end.
  for (const inner of deep ? found : []) {
    for (const group of groups) if (group.nested?.has(inner.id)) found.add(group);
  }
  return [...found];
}

function answerMemberships(call: Call, user: LoopbackUser, world: World, deep: boolean): Answer {
  const names = readSelect(call.query, 'directoryObject', MEMBER_PROPERTIES, undefined);
  if (names !== undefined && 'status' in names) return names;
  const value = groupsOf(user, world.state.groups, deep).map(({ type, kind, id, displayName }) => ({
    '@odata.type': `#microsoft.graph.${type}`,
    id,
    displayName,
    ...(type === 'group' && names?.includes('isAssignableToRole')
      ? { isAssignableToRole: kind === 'roleAssignable' }
      : {}),
    ...(type === 'directoryRole' && names?.includes('roleTemplateId')
      ? { roleTemplateId: idOfRole(displayName) }
      : {}),
  }));
  const units = [...world.state.units.values()].filter(({ members }) => members.has(user.id));
  const inUnits = units.map(({ id, displayName }) => ({
    '@odata.type': '#microsoft.graph.administrativeUnit',
    ...{ id, displayName },
  }));
  return {
    status: 200,
    body: { '@odata.context': `${CONTEXT}directoryObjects`, value: [...value, ...inUnits] },
  };
}

/** GET of what a user points at: its manager, its groups and roles, the services of its licenses. */
export function answerRelation(call: Call, key: string, relation: string, world: World): Answer {
  const user = findVisible(world, key);
  if (user === undefined) return notFound(key);
  if (relation === 'licenseDetails') {
    const value = describeDetails(user, world.state);
    return { status: 200, body: { '@odata.context': `${CONTEXT}users('${user.id}')/licenseDetails`, value } };
  }
  if (relation === 'memberOf') return answerMemberships(call, user, world, false);
  if (relation === 'transitiveMemberOf') return answerMemberships(call, user, world, true);
  if (relation !== 'manager') return noSegment(relation);
  const manager = world.state.users.get(world.state.managers.get(user.id) ?? '');
  if (manager === undefined) return notFound('manager');
  return {
    status: 200,
    body: { '@odata.context': `${CONTEXT}directoryObjects/$entity`, ...presentObject(manager) },
  };
}
