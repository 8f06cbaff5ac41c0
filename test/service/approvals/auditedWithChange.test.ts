import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { createWorld, OMAR, type World } from '../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', roles: ['helpdesk', 'admin'] },
  ...[
    { id: 'grace', name: 'Grace Okafor', slack: 'U0GRACEOKA' },
    { id: 'kim', name: 'Kim Park', slack: 'U0KIMPARK' },
  ].map((one, index) => ({
    ...{ ...one, roles: ['approver'] },
    teams: `a1b6b0f2-333${index}-4f6f-9d0e-333333333333`,
  })),
];
const GRACE: Actor = {
  ...{ id: 'grace', name: 'Grace Okafor', roles: ['approver'], customer: 'contoso' },
  ...{ platform: 'slack', userId: 'U0GRACEOKA' },
};

const RULE = {
  ...{ name: 'E5', when: { licenses: ['SPE_E5'] }, by: { people: ['grace'] } },
  ...{ expireAfterHours: 48, remindAfterHours: 1, passOnAfterHours: 2, fallback: { people: ['kim'] } },
};

interface Change {
  name: string;
  what: string;
  /** What makes it due, where nobody presses anything. */
  afterHours?: number;
  make(world: World, request: RequestRecord): Promise<unknown>;
  /** What the request is then. */
  becomes: object;
}

const CHANGES: readonly Change[] = [
  {
    name: 'a request that is canceled',
    what: 'request.cancelled',
    make: ({ service }, { id }) => service.approvals.cancel(OMAR, id),
    becomes: { state: 'cancelled' },
  },
  {
    name: 'a decision',
    what: 'request.decided',
    make: ({ service }, { id }) => service.approvals.decide(GRACE, id, 1, 'decline', 'No'),
    becomes: { state: 'declined' },
  },
  {
    name: 'a request for fewer people',
    what: 'request.changed',
    make: ({ service }, { id, asked }) =>
      service.approvals.change(OMAR, id, 1, {
        leaveOut: [asked.people[0]?.person.userPrincipalName ?? ''],
        remove: [],
      }),
    becomes: { version: 2 },
  },
  {
    name: 'a note',
    what: 'request.discussed',
    make: ({ service }, { id }) => service.approvals.discuss(OMAR, id, 'It is urgent.'),
    becomes: { notes: [{ text: 'It is urgent.' }] },
  },
  {
    name: 'a reminder that was pressed',
    what: 'request.reminded',
    afterHours: 1.1,
    make: ({ service }, { id }) => service.approvals.remind(OMAR, id),
    becomes: { remindedAt: expect.any(Number) },
  },
  {
    name: 'a reminder whose time has come',
    what: 'request.reminded',
    afterHours: 1.5,
    make: ({ service }) => service.approvals.expire(),
    becomes: { remindedAt: expect.any(Number) },
  },
  {
    name: 'a request that is passed on',
    what: 'request.passed_on',
    afterHours: 3,
    make: ({ service }) => service.approvals.expire(),
    becomes: { passedOnAt: expect.any(Number) },
  },
  {
    name: 'a request that expires',
    what: 'request.expired',
    afterHours: 49,
    make: ({ service }) => service.approvals.expire(),
    becomes: { state: 'expired' },
  },
];

async function ask(world: World, more: object = {}): Promise<RequestRecord> {
  const prepared = await world.prepare(2, { settings: { licenses: [E5] } });
  const asked = await world.service.approvals.submit({ ...prepared, ...more });
  if (!('request' in asked)) throw new Error('This was not asked for.');
  return asked.request.request;
}

function openWorld(...approvals: object[]): World {
  const world = createWorld({ people: PEOPLE, approvals });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  return world;
}

/** Makes a change while nothing can be audited, and once that is over. */
async function makeTwice(
  world: World,
  { id }: RequestRecord,
  { what, make, becomes }: Pick<Change, 'what' | 'becomes'> & { make: () => Promise<unknown> },
): Promise<void> {
  const before = await world.store.loadRequest(id);
  const said = () =>
    world.store.entries().filter((entry) => entry.what === what && entry.subject === id).length;
  world.store.broken.audit = true;
  await expect(make()).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  expect(await world.store.loadRequest(id)).toEqual(before);
  expect(said()).toBe(0);
  world.store.broken.audit = false;
  await make();
  expect(await world.store.loadRequest(id)).toMatchObject(becomes);
  expect(said()).toBe(1);
}

describe('kept exactly when it is audited', () => {
  it.each(CHANGES)('is $name', async ({ what, afterHours = 0, make, becomes }) => {
    const world = openWorld(RULE);
    const request = await ask(world);
    await world.clock.advance(afterHours * HOUR_MS);
    await makeTwice(world, request, { what, becomes, make: () => make(world, request) });
  });

  it('is a plan of which somebody is taken out', async () => {
    const world = openWorld();
    const plan = await ask(world, { startsAt: world.clock.now() + 9 * DAY_MS, zone: 'Europe/Berlin' });
    // As those have one who exist.
    await world.store.updateRequest(plan.id, (now) => ({
      ...now,
      asked: {
        ...now.asked,
        people: now.asked.people.map((one, index) => ({ ...one, objectId: `o-${index}` })),
      },
    }));
    const leaveOut = [plan.asked.people[0]?.person.userPrincipalName ?? ''];
    const make = () => world.service.approvals.change(OMAR, plan.id, 1, { leaveOut, remove: [] });
    await makeTwice(world, plan, {
      what: 'request.changed',
      becomes: { withdrawn: [expect.any(String)] },
      make,
    });
  });
});
