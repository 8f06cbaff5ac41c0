import { RollcallError } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { LeaveValues } from '../../../src/service/leaving/leaveDraft.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, PLACE, type World } from '../fakes/world.ts';

const id = (last: string) => `c0ffee00-0000-4000-8000-00000000000${last}`;
const AUDITORS = id('3');
export const [ADMINS, APPROVERS] = [id('1'), id('2')];
export const [ADA, GRACE, KIM] = [id('a'), id('b'), id('c')];
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const DOWN = new RollcallError('DIRECTORY_DOWN', "Microsoft 365 can't be reached.", {
  next: 'Try again.',
});

const actorOf = (userId: string, name: string, roles: Actor['roles']): Actor => ({
  ...{ id: `entra:${userId}`, name, roles, customer: 'contoso', platform: 'teams', userId },
});
export const ADMIN = actorOf(ADA, 'Ada Lovelace', ['admin']);
export const FIRST = actorOf(GRACE, 'Grace Hopper', ['approver']);
export const SECOND = actorOf(KIM, 'Kim Park', ['approver']);
export const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };

/** Everybody has their role by a group alone. */
export async function openWorld(more: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({
    people: [],
    groups: [
      { id: 'admins', name: 'Admins', entra: ADMINS, roles: ['admin'] },
      { id: 'approvers', name: 'Approvers', entra: APPROVERS, roles: ['approver'] },
      // It gives nobody what is asked here.
      { id: 'auditors', name: 'Auditors', entra: AUDITORS, roles: ['auditor'] },
    ],
    ...more,
  });
  const { tenant } = world;
  tenant.licenses = tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  for (const [objectId, name] of [
    [ADA, 'Ada Lovelace'],
    [GRACE, 'Grace Hopper'],
    [KIM, 'Kim Park'],
  ] as const) {
    tenant.hold(`${name.split(' ')[0]?.toLowerCase()}@contoso.com`, name, { id: objectId });
    await world.store.saveDirect('teams', objectId, { ...PLACE, platform: 'teams' } as never);
  }
  tenant.memberships.set(ADMINS, [ADA]).set(APPROVERS, [GRACE, KIM]).set(AUDITORS, []);
  await world.service.resume();
  return world;
}

/** What groups gave is not believed any more by the next time somebody asks. */
export const forget = ({ clock }: World) => clock.advance(7 * MINUTE_MS);

export async function failReading(world: World, of?: string): Promise<void> {
  world.tenant.membershipsFail = DOWN;
  world.tenant.membershipsFailFor = of;
  await forget(world);
}

export async function mend(world: World): Promise<void> {
  world.tenant.membershipsFail = undefined;
  // What failed again and again is tried each hour.
  await world.clock.advance(61 * MINUTE_MS);
}

/** The role is really gone. */
export async function lose(world: World, group = ADMINS): Promise<void> {
  world.tenant.memberships.set(group, []);
  await forget(world);
}

/** Of Lea, in a day. */
export async function planLeave(
  world: World,
  more: Partial<LeaveValues> = {},
  days = 1,
): Promise<RequestRecord> {
  world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
  const { leaving, approvals } = world.service;
  const { id: draftId, data } = await leaving.open(
    ADMIN,
    PLACE,
    world.tenant.find('lea@contoso.com')?.id ?? '',
  );
  const [date = '', time = ''] = new Date(world.clock.now() + days * DAY_MS).toISOString().split('T');
  const typed = { ...data.values, ...more, date, time: time.slice(0, 5), zone: 'UTC' };
  const { draft } = await leaving.check(ADMIN, draftId, typed);
  const submitted = await approvals.submit({
    ...{ actor: ADMIN, place: PLACE, requestId: draft.id, requestVersion: draft.version },
    ...{ kind: 'one', task: 'leave', ...requestOfActs(draft.data) },
  });
  if (!('request' in submitted)) throw new Error('It was not planned.');
  return submitted.request.request;
}

export async function ask(world: World): Promise<RequestRecord> {
  const asked = await world.prepare(2, { actor: ADMIN, settings: { licenses: [E5.skuId] } });
  const submitted = await world.service.approvals.submit(asked);
  if (!('request' in submitted)) throw new Error('This needed no approval.');
  return submitted.request.request;
}

export const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: RollcallError) => `${error.code}: ${error.message}`,
  );
export const reading = (name: string, group: string) =>
  `ROLE_UNKNOWN: Rollcall can't tell whether ${name} has the role for this, because Rollcall can't read who is in the group “${group}”.`;
export const requestIn = async (world: World, { id: requestId }: RequestRecord) =>
  (await world.store.loadRequest(requestId)) as RequestRecord;
