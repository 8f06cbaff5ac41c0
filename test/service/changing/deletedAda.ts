import { expect } from 'vitest';
import type { LeaveStep } from '../../../src/domain/leaveSteps.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import type { RowRecord } from '../../../src/service/ports/records.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

export const GRACES = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], slack: OMAR.userId },
  { id: 'grace', name: 'Grace Okafor', roles: ['approver'], slack: 'U0GRACE', teams: GRACES },
];
export const GRACE = {
  ...OMAR,
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver' as const],
  userId: 'U0GRACE',
};
export const BERLIN = { id: 'g-berlin', displayName: 'Berlin office' };
export const CHESS = { id: 'g-chess', displayName: 'Chess' };
export const RULED = { id: 'g-ruled', displayName: 'Everybody', closed: 'dynamic' as const };
export const direct = (skuId: string, disabledPlans: string[] = []) => ({
  skuId,
  disabledPlans,
  inherited: false,
});

export function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.licenses = [E5, E3].map((license) => ({ ...license, total: 50, left: 50 }));
  world.tenant.groups = [BERLIN, CHESS, RULED];
  world.tenant.hold('ada@contoso.com', 'Ada Lovelace', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [direct(E5.skuId, ['plan-1'])],
    licenses: [E5.skuId],
  });
  world.tenant.joined = world.tenant.groups.map(({ id }) => ({ objectId: idOf(world), groupId: id }));
  return world;
}

export const ada = ({ tenant }: World) => tenant.find('ada@contoso.com');
export const idOf = (world: World) => ada(world)?.id ?? '';

/** Offboarded, so that how Ada was is kept, and deleted by somebody since. Answers the job of the offboarding. */
export async function offboard(
  world: World,
  steps: readonly LeaveStep[] = ['block', 'groups', 'licenses'],
): Promise<string> {
  const { leaving, jobs } = world.service;
  const { id, data } = await leaving.open(OMAR, PLACE, idOf(world));
  const { draft } = await leaving.check(OMAR, id, { ...data.values, steps });
  const request = {
    actor: OMAR,
    place: PLACE,
    requestId: id,
    requestVersion: draft.version,
    kind: 'one',
  } as const;
  const { job } = await jobs.accept({ ...request, task: 'leave', ...requestOfActs(draft.data) });
  await world.finish(job.id);
  Object.assign(ada(world) ?? {}, { deleted: true, licenses: [] });
  return job.id;
}

export async function ask(
  world: World,
  more: Partial<{ licenses: string[]; groups: string[]; signIn: 'allowed' | 'blocked' }> = {},
): Promise<AcceptRequest> {
  const { comeBacks } = world.service;
  const { id, data } = await comeBacks.open(OMAR, PLACE, idOf(world));
  const { draft, problems } = await comeBacks.check(OMAR, id, { ...data.values, ...more });
  expect(problems).toEqual([]);
  return {
    actor: OMAR,
    place: PLACE,
    requestId: id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'restore',
    ...requestOfActs(draft.data),
  };
}

export async function carryOut(world: World, request: AcceptRequest): Promise<RowRecord | undefined> {
  const { job } = await world.service.jobs.accept(request);
  return (await world.finish(job.id)).rows[0];
}

export const said = (row: RowRecord | undefined) =>
  row?.acts?.map(({ act, state }) => `${act.kind} ${state}`);
