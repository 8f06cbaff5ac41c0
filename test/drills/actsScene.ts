import type { Act } from '../../src/domain/acts.ts';
import { LEAVE_STEPS } from '../../src/domain/leaveSteps.ts';
import type { Task } from '../../src/domain/terms.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import type { LoopbackUser } from '../../src/sandbox/graph/people/userMap.ts';
import type { LoopbackGraph } from '../../src/sandbox/graph/server.ts';
import type { AcceptRequest } from '../../src/service/jobs/acceptRequest.ts';
import type { DraftRecord } from '../../src/service/ports/drafts.ts';
import type { AskedPerson } from '../../src/service/ports/requests.ts';
import { draftOf, PLACE, REQUESTER } from '../composition/composeService.ts';
import { LICENSE } from '../composition/tenant.ts';

/** People who exist, one for each task that is made of acts, and what is done to them. */
interface ActsScene {
  task: Task;
  draft: DraftRecord['kind'];
  asked: AskedPerson;
}

/** Object ids that every process knows. */
const idOf = (n: number): string => `d0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Somebody is taken out of the first two, and put into the third. */
export const GROUPS = ['Drill crew', 'Drill doors', 'Drill back'].map((displayName, index) => ({
  id: idOf(900 + index),
  displayName,
}));
/** Held by everybody of the scene. */
const OWN = [LICENSE];
/** Given back to whoever is put back or comes back. */
export const MORE = '3b555118-da6a-4418-894f-7df1e2096870';
export const REPLY = 'Drill Leaver has left.';
export const MANAGER = { id: CAST.manager.teams, userPrincipalName: 'grace.okafor@contoso.com' };

function personOf(index: number, name: string): AskedPerson {
  return {
    person: {
      userPrincipalName: `${name}@contoso.com`,
      displayName: `Drill ${name}`,
      usageLocation: 'DE',
    },
    accountEnabled: true,
    licenses: [],
    objectId: idOf(index),
  };
}

function given(acts: readonly Act[]): Pick<AskedPerson, 'acts' | 'licenses'> {
  return { acts, licenses: [MORE] };
}

const [CREW, DOORS, BACK] = GROUPS as [(typeof GROUPS)[0], (typeof GROUPS)[0], (typeof GROUPS)[0]];
const NEW_NAME = 'changed.name@contoso.com';

/** Each of them is one job of one person. */
export const ACTS_SCENES: readonly ActsScene[] = [
  {
    task: 'leave',
    draft: 'leave',
    asked: {
      ...personOf(1, 'leaver'),
      // Made anew of the choice, for whatever they are in and hold by then.
      acts: [{ kind: 'block' }],
      leaving: { steps: LEAVE_STEPS, reply: REPLY },
    },
  },
  {
    task: 'change',
    draft: 'change',
    asked: {
      ...personOf(2, 'changed'),
      acts: [
        { kind: 'signOut' },
        { kind: 'fields', set: { jobTitle: 'Lead', department: '' } },
        { kind: 'manager', manager: MANAGER },
        { kind: 'rename', userPrincipalName: NEW_NAME },
      ],
    },
  },
  {
    task: 'putBack',
    draft: 'putBack',
    asked: {
      ...personOf(3, 'back'),
      ...given([
        { kind: 'fields', set: { jobTitle: 'Nurse' } },
        { kind: 'leaveGroups', groups: [CREW] },
        { kind: 'joinGroups', groups: [BACK] },
        { kind: 'licenses', add: [{ skuId: MORE, disabledPlans: [] }], remove: [LICENSE] },
        { kind: 'allow' },
      ]),
    },
  },
  {
    task: 'restore',
    draft: 'restore',
    asked: {
      ...personOf(4, 'deleted'),
      ...given([
        { kind: 'restore' },
        { kind: 'leaveGroups', groups: [DOORS] },
        { kind: 'joinGroups', groups: [BACK] },
        { kind: 'licenses', add: [{ skuId: MORE, disabledPlans: [] }], remove: [] },
        { kind: 'allow' },
      ]),
      keeps: OWN,
    },
  },
];

/** Somebody who is in two groups, holds a license and has two ways to sign in beside the password. */
export function seedPerson(
  { state }: LoopbackGraph,
  { objectId: id = '', person }: AskedPerson,
  accountEnabled: boolean,
): LoopbackUser {
  const user: LoopbackUser = {
    id,
    ...person,
    jobTitle: 'Trainee',
    department: 'Ward 3',
    accountEnabled,
    mail: person.userPrincipalName,
    mailNickname: person.userPrincipalName.split('@')[0] ?? '',
    password: `first-of-${id}`,
    assignedLicenses: OWN.map((skuId) => ({ skuId, disabledPlans: [] })),
    onPremisesExtensionAttributes: {},
    createdDateTime: '2026-01-05T09:00:00Z',
    createdAt: 0,
  };
  for (const group of state.groups) if ([CREW.id, DOORS.id].includes(group.id)) group.members.add(id);
  state.methods.set(id, [
    { id: 'phone', type: 'phone', isDefault: true },
    { id: 'key', type: 'fido2' },
  ]);
  state.users.set(id, user);
  return user;
}

/** Puts the groups of {@link ACTS_SCENES} into a tenant. */
export function seedGroups({ state }: LoopbackGraph): void {
  for (const group of GROUPS) state.groups.push({ type: 'group', ...group, members: new Set() });
}

/** Puts the people of {@link ACTS_SCENES} and their groups into a tenant, as they are before anything is done. */
export function seedActs(graph: LoopbackGraph): void {
  seedGroups(graph);
  for (const { task, asked } of ACTS_SCENES) {
    const user = seedPerson(graph, asked, task === 'leave' || task === 'change');
    if (task !== 'restore') continue;
    graph.state.users.delete(user.id);
    const userPrincipalName = `${user.id.replaceAll('-', '')}${user.userPrincipalName}`;
    graph.state.deleted.set(user.id, {
      ...user,
      userPrincipalName,
      deletedDateTime: new Date().toISOString(),
    });
  }
}

const requestIdOf = ({ task }: ActsScene): string => `draft_${task}`;

/** The drafts of all scenes, as conversations would have left them. */
export function draftsOfActs(now: number): DraftRecord[] {
  return ACTS_SCENES.map((scene) => ({
    ...draftOf(requestIdOf(scene), 'one', now),
    kind: scene.draft,
    data: {} as DraftRecord['data'],
  }));
}

/** What is asked for in all scenes. */
export function requestsOfActs(): AcceptRequest[] {
  return ACTS_SCENES.map((scene) => ({
    actor: REQUESTER,
    place: PLACE,
    requestId: requestIdOf(scene),
    requestVersion: 1,
    kind: 'one',
    task: scene.task,
    people: [scene.asked],
    settings: {
      accountEnabled: scene.asked.accountEnabled,
      usageLocation: 'DE',
      licenses: scene.asked.licenses,
      recipients: [],
    },
  }));
}
