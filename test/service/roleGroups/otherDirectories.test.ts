import { beforeEach, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { type Policy, policySchema } from '../../../src/domain/policy/policy.ts';
import { createLivePolicy } from '../../../src/run/policy/livePolicy.ts';
import { refuseColleague } from '../../../src/service/door/refuseReset.ts';
import { createRoleGroups } from '../../../src/service/roleGroups/createRoleGroups.ts';
import type { RoleGroups } from '../../../src/service/roleGroups/roleGroups.ts';
import { createFakeTenant, type FakeTenant } from '../fakes/fakeDirectory.ts';
import { createManualClock, type ManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const id = (last: string) => `c0ffee00-0000-4000-8000-0000000000${last}`;
const [OWN, THEIRS, ADA, SAM] = [id('01'), id('02'), id('0a'), id('0b')];
const DOWN = new RollcallError('DIRECTORY_DOWN', "Microsoft 365 can't be reached.", { next: 'Try again.' });
const policy = policySchema.parse({
  customers: [
    { id: 'contoso', name: 'Contoso', tenantId: id('c1') },
    { id: 'fabrikam', name: 'Fabrikam', tenantId: id('c2') },
  ],
  people: [],
  groups: [
    { id: 'own', name: 'Admins', entra: OWN, directory: 'contoso', roles: ['admin'] },
    { id: 'theirs', name: 'Fabrikam desk', entra: THEIRS, directory: 'fabrikam', roles: ['admin'] },
  ],
});
const HELPDESK = { id: 'mia', customer: 'contoso', roles: ['helpdesk'] } as const;

let clock: ManualClock;
let contoso: FakeTenant;
let fabrikam: FakeTenant;
let groups: RoleGroups;
/** With what groups add. */
let now: Policy;

beforeEach(() => {
  clock = createManualClock();
  [contoso, fabrikam] = [createFakeTenant(clock), createFakeTenant(clock)];
  contoso.hold('ada@contoso.com', 'Ada Lovelace', { id: ADA });
  fabrikam.hold('sam@fabrikam.com', 'Sam Stone', { id: SAM });
  contoso.memberships.set(OWN, [ADA]);
  fabrikam.memberships.set(THEIRS, [SAM]);
  const directories = { contoso: contoso.connect().directory, fabrikam: fabrikam.connect().directory };
  groups = createRoleGroups({
    written: createLivePolicy(policy).written,
    directoryFor: (customer) => directories[customer as 'contoso' | 'fabrikam'],
    userGroups: () => undefined,
    store: createMemoryStore(clock),
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  now = Object.defineProperty({ ...policy }, 'people', { get: groups.people });
});

/** Why a helpdesk person may not reset an account of a customer's. */
async function refuse(objectId: string, customer: string) {
  await groups.refreshAccount(objectId, customer);
  return refuseColleague(now, { ...HELPDESK, roles: ['helpdesk'], customer }, { id: objectId })?.code;
}

it('asks the directory alone that an account is of, which protects its own and keeps nobody else waiting', async () => {
  fabrikam.membershipsFail = DOWN;
  expect(await refuse(ADA, 'contoso')).toBe('FORBIDDEN');
  expect(await refuse(id('0d'), 'contoso')).toBeUndefined();
  expect([contoso.membershipsAsked, fabrikam.membershipsAsked]).toEqual([[ADA, id('0d')], []]);
  const refused = groups.refreshAccount(SAM, 'fabrikam');
  await expect(refused).rejects.toMatchObject({ code: 'ROLE_UNKNOWN' });
  await expect(refused).rejects.toThrow('“Fabrikam desk”');
  fabrikam.membershipsFail = undefined;
  await clock.advance(60_000);
  expect(await refuse(SAM, 'fabrikam')).toBe('FORBIDDEN');
});

it('says so, and no group of another customer’s, while that directory cannot be read', async () => {
  contoso.membershipsFail = DOWN;
  const refused = groups.refreshAccount(ADA, 'contoso');
  await expect(refused).rejects.toMatchObject({ code: 'ROLE_UNKNOWN' });
  await expect(refused).rejects.toThrow(/who is in the group “Admins”\.$/);
});

it('takes nothing from what somebody is known to be in elsewhere, and reads all where they act themselves', async () => {
  fabrikam.memberships.set(THEIRS, [ADA]);
  await groups.refresh(`entra:${ADA}`);
  expect(now.people[0]?.through?.map((one) => one.id)).toEqual(['own', 'theirs']);
  contoso.memberships.set(OWN, []);
  await clock.advance(5 * 60_000);
  await groups.refreshAccount(ADA, 'contoso');
  expect(now.people[0]?.through?.map((one) => one.id)).toEqual(['theirs']);
  expect(await groups.findUnread(`entra:${ADA}`)).toEqual([]);
});

it('forgets who was read in one directory as well', async () => {
  await groups.refreshAccount(ADA, 'contoso');
  groups.forget((one) => one === `entra:${ADA}`);
  expect(now.people.map(({ name }) => name)).toEqual([`entra:${ADA}`]);
});
