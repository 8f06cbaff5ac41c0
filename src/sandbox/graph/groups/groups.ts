import type { Call } from '../call.ts';
import {
  type Answer,
  badRequest,
  keptOnPremises,
  noSegment,
  notFound,
  unreadableBody,
  wrongMethod,
} from '../errors.ts';
import { errorOf } from '../faults.ts';
import { type Filtered, readFilter } from '../filter.ts';
import { answerPage, CONTEXT, checkOptions } from '../lists.ts';
import { readSelect } from '../people/present.ts';
import type { LoopbackUser } from '../people/userMap.ts';
import type { LoopbackGroup } from '../state.ts';
import { findVisible, type World } from '../world.ts';
import { checkMemberGroups, listTransitiveUsers } from './memberships.ts';

const OPTIONS = ['$filter', '$select', '$top', '$skiptoken'];
/** Microsoft: "Advanced query capabilities": what groups can be filtered by without them. */
const GROUP: Filtered = {
  resource: 'Group',
  filterable: /^(id|displayName|mail|mailNickname|mailEnabled|securityEnabled)$/,
};

const MOST_MEMBERS = 20;

/** A group as Graph answers it. */
function describe(group: LoopbackGroup): Record<string, unknown> {
  const { id, displayName, description = null, mail = null, kind, licenses = [] } = group;
  const types: Record<string, string[]> = { microsoft365: ['Unified'], dynamic: ['DynamicMembership'] };
  return {
    id,
    displayName,
    description,
    mail,
    mailNickname: displayName.toLowerCase().replace(/[^a-z0-9]/g, ''),
    groupTypes: types[kind ?? ''] ?? [],
    mailEnabled: kind === 'microsoft365' || kind === 'distribution',
    securityEnabled: kind !== 'microsoft365' && kind !== 'distribution',
    onPremisesSyncEnabled: kind === 'synced' ? true : null,
    isAssignableToRole: kind === 'roleAssignable',
    assignedLicenses: licenses.map((skuId) => ({ skuId, disabledPlans: [] })),
  };
}

const PROPERTIES: ReadonlySet<string> = new Set(
  Object.keys(describe({ type: 'group', id: '', displayName: '', members: new Set() })),
);

/** Microsoft: "group resource type": assignedLicenses is answered only where `$select` names it. */
const DEFAULT = [...PROPERTIES].filter((name) => name !== 'assignedLicenses');

function pickerOf(call: Call): Answer | ((group: Record<string, unknown>) => Record<string, unknown>) {
  const names = readSelect(call.query, 'group', PROPERTIES, DEFAULT);
  if ('status' in names) return names;
  return (group) => Object.fromEntries(names.map((name) => [name, group[name]]));
}

function listGroups(call: Call, { state }: World): Answer {
  const refused = checkOptions(call.query, OPTIONS);
  if (refused !== undefined) return refused;
  const pick = pickerOf(call);
  if (typeof pick !== 'function') return pick;
  const text = call.query.get('$filter');
  const filter = text === null ? { test: () => true } : readFilter(text, GROUP);
  if ('status' in filter) return filter;
  const groups = state.groups.filter(({ type }) => type === 'group').map(describe);
  return answerPage(call, 'groups', groups.filter(filter.test), pick);
}

/** The id at the end of `{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/{id}"}`. */
export function readReference(body: Record<string, unknown> | undefined): string | Answer {
  if (body === undefined) return unreadableBody();
  const reference = body['@odata.id'];
  const match = /^https?:\/\/[^/]+\/.*(?:directoryObjects|users)\/([^/?]+)$/.exec(String(reference ?? ''));
  return match?.[1] ?? badRequest('Invalid URL format specified in @odata.id for reference to property.');
}

/** Why Graph adds nobody to a group of this kind. */
function refuseKind({ kind }: LoopbackGroup): Answer | undefined {
  if (kind === 'dynamic') return errorOf(403);
  if (kind === 'roleAssignable') return errorOf(403);
  if (kind === 'distribution')
    return badRequest('Cannot Update a mail-enabled security groups and or distribution list.');
  if (kind === 'synced') return keptOnPremises();
  return undefined;
}

/** Microsoft: "What is group-based licensing": who is put into a group gets its licenses, shown as assigned by it. */
function inherit(user: LoopbackUser, { id, licenses = [] }: LoopbackGroup): void {
  const held = user.assignedLicenses ?? [];
  const states = (user.licenseAssignmentStates ?? []) as { skuId: string }[];
  const direct = held.filter(
    ({ skuId }) => licenses.includes(skuId) && states.every((one) => one.skuId !== skuId),
  );
  const fresh = licenses.filter((skuId) => held.every((one) => one.skuId !== skuId));
  user.assignedLicenses = [...held, ...fresh.map((skuId) => ({ skuId, disabledPlans: [] }))];
  user.licenseAssignmentStates = [
    ...states,
    ...direct.map((one) => ({ ...one, assignedByGroup: null, state: 'Active' })),
    ...licenses.map((skuId) => ({ skuId, disabledPlans: [], assignedByGroup: id, state: 'Active' })),
  ];
}

/** `POST /groups/{id}/members/$ref`. A new user is not found until it is known everywhere. */
function addMember(call: Call, group: LoopbackGroup, world: World): Answer {
  const id = readReference(call.body);
  if (typeof id !== 'string') return id;
  const refused = refuseKind(group);
  if (refused !== undefined) return refused;
  const user = findVisible(world, id);
  if (user === undefined) return notFound(id);
  if (group.members.has(user.id)) {
    return badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  }
  group.members.add(user.id);
  inherit(user, group);
  return { status: 204 };
}

/**
 * `PATCH /groups/{id}` with up to 20 new members. Microsoft: "Add members": all of them or, when one cannot be added,
 * none.
 */
function addMembers(call: Call, group: LoopbackGroup, world: World): Answer {
  const references = call.body?.['members@odata.bind'];
  if (!Array.isArray(references)) return unreadableBody();
  if (references.length > MOST_MEMBERS) {
    return badRequest(`The number of references is over the limit of ${MOST_MEMBERS}.`);
  }
  const before = new Set(group.members);
  for (const reference of references) {
    const added = addMember({ ...call, body: { '@odata.id': reference } }, group, world);
    if (added.status === 204) continue;
    group.members = before;
    return added;
  }
  return { status: 204 };
}

/** Microsoft: "What is group-based licensing": whoever leaves the group loses what came from it alone. */
function disinherit(user: LoopbackUser, { id, licenses = [] }: LoopbackGroup): void {
  const states = (user.licenseAssignmentStates ?? []) as { skuId: string; assignedByGroup: string | null }[];
  const left = states.filter(({ assignedByGroup }) => assignedByGroup !== id);
  user.licenseAssignmentStates = left;
  user.assignedLicenses = user.assignedLicenses.filter(
    ({ skuId }) => !licenses.includes(skuId) || left.some((one) => one.skuId === skuId),
  );
}

/**
 * `DELETE /groups/{id}/members/{user id}/$ref`. Microsoft: "Remove member": 204; who is not a member is not found. A
 * group that takes nobody from here lets nobody out either.
 */
function removeMember(userId: string, group: LoopbackGroup, world: World): Answer {
  const refused = refuseKind(group);
  if (refused !== undefined) return refused;
  const user = findVisible(world, userId);
  if (user === undefined || !group.members.delete(user.id)) return notFound(userId);
  disinherit(user, group);
  world.state.users.set(user.id, user);
  return { status: 204 };
}

/** `/groups`, one of them, and its members: adding one, and taking one out. */
export function answerGroups(call: Call, rest: readonly string[], world: World): Answer {
  const [id, relation, reference, more, end] = rest;
  if (id === undefined || id === '') return call.method === 'GET' ? listGroups(call, world) : wrongMethod();
  const group = world.state.groups.find((one) => one.type === 'group' && one.id === id.toLowerCase());
  if (group === undefined) return notFound(id);
  if (relation === undefined) {
    if (call.method === 'PATCH') return addMembers(call, group, world);
    if (call.method !== 'GET') return wrongMethod();
    const pick = pickerOf(call);
    if (typeof pick !== 'function') return pick;
    return { status: 200, body: { '@odata.context': `${CONTEXT}groups/$entity`, ...pick(describe(group)) } };
  }
  if (relation === 'checkMemberGroups' && reference === undefined) {
    return call.method === 'POST' ? checkMemberGroups(call, id, 'groups', world) : wrongMethod();
  }
  if (relation === 'transitiveMembers' && reference === 'microsoft.graph.user' && more === undefined) {
    return call.method === 'GET' ? listTransitiveUsers(call, group, world) : wrongMethod();
  }
  if (relation === 'members' && reference !== undefined && more === '$ref' && end === undefined) {
    return call.method === 'DELETE' ? removeMember(reference, group, world) : wrongMethod();
  }
  if (relation !== 'members' || reference !== '$ref' || more !== undefined)
    return noSegment(more ?? reference ?? relation);
  return call.method === 'POST' ? addMember(call, group, world) : wrongMethod();
}
