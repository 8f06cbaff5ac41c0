import { beforeEach, describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { type Policy, policySchema } from '../../../src/domain/policy/policy.ts';
import { createLivePolicy, type LivePolicy } from '../../../src/run/policy/livePolicy.ts';
import type { UserGroups } from '../../../src/service/ports/userGroups.ts';
import { createRoleGroups } from '../../../src/service/roleGroups/createRoleGroups.ts';
import type { RoleGroups } from '../../../src/service/roleGroups/roleGroups.ts';
import { createFakeTenant, type FakeTenant } from '../fakes/fakeDirectory.ts';
import { createManualClock, type ManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const id = (last: string) => `c0ffee00-0000-4000-8000-00000000000${last}`;
const [ADMINS, APPROVERS, ADA, ANN] = [id('1'), id('2'), id('a'), id('b')];
const MINUTE = 60_000;
const DOWN = new RollcallError('DIRECTORY_DOWN', "Microsoft 365 can't be reached.", { next: 'Try again.' });

let clock: ManualClock;
let tenant: FakeTenant;
let policy: Policy;
let live: LivePolicy;
let inSlack: Map<string, readonly string[]>;
let slackAsked: string[];
let slackFails: RollcallError | undefined;
let groups: RoleGroups;

let slackAnswers: Promise<void> | undefined;
const userGroups: UserGroups = {
  async listUserGroup(groupId) {
    slackAsked.push(groupId);
    await slackAnswers;
    if (slackFails !== undefined) throw slackFails;
    return inSlack.get(groupId);
  },
  readName: async (userId) => `Name of ${userId}`,
  readTimeZone: async () => undefined,
};

/** `people` and `groups` of a policy. */
function writePolicy(people: object[], given: object[]): Policy {
  return policySchema.parse({ customers: [{ id: 'contoso', name: 'Contoso' }], people, groups: given });
}

beforeEach(() => {
  clock = createManualClock();
  tenant = createFakeTenant(clock);
  inSlack = new Map([['S0HELP', ['U1', 'U2']]]);
  [slackAsked, slackFails, slackAnswers] = [[], undefined, undefined];
  tenant.hold('ada@contoso.com', 'Ada Lovelace', { id: ADA });
  tenant.hold('blocked@contoso.com', 'Bob Blocked', { id: ANN, accountEnabled: false });
  tenant.memberships.set(ADMINS, [ADA]).set(APPROVERS, [ADA, ANN]);
  policy = writePolicy(
    [{ id: 'omar', name: 'Omar', slack: 'U2', teams: id('c') }],
    [
      { id: 'admins', name: 'Admins', entra: ADMINS.toUpperCase(), roles: ['admin'] },
      { id: 'approvers', name: 'Approvers', entra: APPROVERS, roles: ['approver'] },
      { id: 'help', name: 'Helpdesk', slack: 'S0HELP', roles: ['helpdesk', 'approver'] },
    ],
  );
  const { directory } = tenant.connect();
  live = createLivePolicy(policy);
  groups = createRoleGroups({
    written: live.written,
    directoryFor: () => directory,
    userGroups: () => userGroups,
    store: createMemoryStore(clock),
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
});

const rolesOf = (actorId: string) => groups.people().find((one) => one.id === actorId)?.roles;
const lastRoles = () => groups.lastKnown().find((one) => one.id === `entra:${ADA}`)?.roles;

describe('who has a role by a group', () => {
  it('is known once they were read, whether the policy names them or not', async () => {
    expect(groups.people()).toEqual(policy.people);
    await groups.refresh(`entra:${ADA}`, 'Ada');
    expect(groups.people().at(-1)).toMatchObject({
      id: `entra:${ADA}`,
      name: 'Ada',
      teams: ADA,
      roles: ['admin', 'approver'],
      through: [{ name: 'Admins' }, { name: 'Approvers' }],
    });
    await groups.refresh('omar');
    expect(rolesOf('omar')).toEqual(['helpdesk', 'approver']);
    await groups.refresh('slack:U1');
    expect(groups.people().find((one) => one.id === 'slack:U1')).toMatchObject({
      name: 'Name of U1',
      slack: 'U1',
      // Slack makes nobody an approver whose account the policy does not know.
      roles: ['helpdesk'],
    });
    await groups.refresh(`entra:${id('d')}`);
    expect(rolesOf(`entra:${id('d')}`)).toEqual([]);
  });

  it('is asked once in five minutes for each person, and once for each group of Slack', async () => {
    for (let minute = 0; minute < 5; minute += 1) {
      for (const who of [`entra:${ADA}`, 'omar', 'slack:U1', 'slack:U9']) {
        await Promise.all([groups.refresh(who), groups.refresh(who), groups.refreshAccount(ADA, 'contoso')]);
      }
      await clock.advance(MINUTE - 1_000);
    }
    expect(tenant.membershipsAsked).toEqual([ADA, id('c')]);
    expect(slackAsked).toEqual(['S0HELP']);
    await clock.advance(MINUTE);
    await groups.refresh(`entra:${ADA}`);
    expect(tenant.membershipsAsked).toEqual([ADA, id('c'), ADA]);
  });

  it('is known of each of 10,000 members of one group, which is asked for once, and of nobody else', async () => {
    const members = Array.from({ length: 10_000 }, (_, index) => `UMANY${index}`);
    inSlack.set('S0HELP', members);
    for (const one of ['UMANY0', 'UMANY5000', 'UMANY9999']) {
      await groups.refresh(`slack:${one}`);
      expect(rolesOf(`slack:${one}`)).toEqual(['helpdesk']);
    }
    await groups.refresh('slack:UMANY10000');
    expect(rolesOf('slack:UMANY10000') ?? []).toEqual([]);
    expect(slackAsked).toEqual(['S0HELP']);
  });

  it('loses it within minutes of leaving, and at once what nobody read again', async () => {
    await groups.refresh(`entra:${ADA}`, 'Ada');
    tenant.memberships.set(ADMINS, []);
    await clock.advance(5 * MINUTE);
    await groups.refresh(`entra:${ADA}`);
    expect(rolesOf(`entra:${ADA}`)).toEqual(['approver']);
    await clock.advance(6 * MINUTE);
    expect(groups.people().at(-1)).toMatchObject({ name: 'Ada', roles: [] });
  });

  it('loses it five minutes after a Slack group was read for somebody else, too, which is asked once for all', async () => {
    await groups.refresh('slack:U9');
    inSlack.set('S0HELP', ['U2']);
    await clock.advance(5 * MINUTE - 1_000);
    await groups.refresh('slack:U1');
    expect(rolesOf('slack:U1')).toEqual(['helpdesk']);
    await clock.advance(1_000);
    await Promise.all(['slack:U1', 'omar', 'slack:U9'].map((one) => groups.refresh(one)));
    expect(rolesOf('slack:U1') ?? []).toEqual([]);
    expect(rolesOf('omar')).toContain('helpdesk');
    expect(slackAsked).toEqual(['S0HELP', 'S0HELP']);
  });

  it('loses it when the group is gone from the policy, and gets what another gives', async () => {
    await groups.refresh(`entra:${ADA}`, 'Ada');
    policy = writePolicy([], [{ id: 'approvers', name: 'A', entra: APPROVERS, roles: ['auditor'] }]);
    live.replace(policy);
    expect(rolesOf(`entra:${ADA}`)).not.toContain('admin');
    await groups.refresh(`entra:${ADA}`);
    expect(rolesOf(`entra:${ADA}`)).toEqual(['auditor']);
  });
});

describe('a group that cannot be read', () => {
  it('is read again half a minute later, also for somebody whose Slack group was read long before', async () => {
    await groups.refresh('slack:U9');
    await clock.advance(4 * MINUTE);
    tenant.membershipsFail = DOWN;
    for (const waits of [0, 10_000, 19_000]) {
      await clock.advance(waits);
      await groups.refresh('omar');
    }
    expect(tenant.membershipsAsked).toEqual([id('c')]);
    expect(rolesOf('omar')).toEqual(['helpdesk', 'approver']);
    await clock.advance(1_000);
    await groups.refresh('omar');
    expect(tenant.membershipsAsked).toEqual([id('c'), id('c')]);
    await clock.advance(30_000);
    inSlack.set('S0HELP', []);
    await groups.refresh('omar');
    expect(rolesOf('omar')).toEqual([]);
  });

  it('gives nobody a role, says so, and is read again half a minute later', async () => {
    tenant.membershipsFail = DOWN;
    await groups.refresh(`entra:${ADA}`);
    expect(rolesOf(`entra:${ADA}`)).toEqual([]);
    expect(groups.listTrouble(`entra:${ADA}`)[0]?.says).toContain(
      "can't read who is in the group “Admins”, so it gives no one a role now. Microsoft 365 can't be reached.",
    );
    await expect(groups.refreshAccount(ADA, 'contoso')).rejects.toMatchObject({ code: 'ROLE_UNKNOWN' });
    expect(tenant.membershipsAsked).toEqual([ADA]);
    tenant.membershipsFail = undefined;
    await clock.advance(MINUTE / 2);
    await groups.refreshAccount(ADA, 'contoso');
    expect(rolesOf(`entra:${ADA}`)).toEqual(['admin', 'approver']);
    expect(groups.listTrouble(`entra:${ADA}`)).toEqual([]);
  });

  it('takes the role from whoever had it by then', async () => {
    await groups.refresh(`entra:${ADA}`);
    tenant.membershipsFail = DOWN;
    await clock.advance(5 * MINUTE);
    await groups.refresh(`entra:${ADA}`);
    expect(rolesOf(`entra:${ADA}`)).toEqual([]);
  });

  it('takes no role that a list gives, where one person alone could not be read', async () => {
    await groups.list();
    tenant.membershipsFail = DOWN;
    await groups.refresh(`entra:${ADA}`);
    tenant.membershipsFail = undefined;
    expect(await groups.list()).toEqual([]);
    expect(rolesOf(`entra:${ADA}`)).toEqual(['admin', 'approver']);
    await clock.advance(5 * MINUTE);
    tenant.membershipsFail = DOWN;
    await groups.refresh(`entra:${ADA}`);
    await clock.advance(MINUTE);
    expect(rolesOf(`entra:${ADA}`)).toEqual([]);
  });

  it('leaves what one person was read to be in, whatever an older list says', async () => {
    await groups.list();
    tenant.memberships.set(ADMINS, []);
    await groups.refresh(`entra:${ADA}`);
    expect(rolesOf(`entra:${ADA}`)).toEqual(['approver']);
  });

  it('is remembered with its members for a week, who are named and told, and may do nothing by it', async () => {
    await groups.list();
    tenant.membershipsFail = DOWN;
    await clock.advance(7 * MINUTE);
    expect(await groups.list()).toMatchObject([{ id: 'admins' }, { id: 'approvers' }]);
    expect(lastRoles()).toEqual(['admin', 'approver']);
    expect(groups.people().find((one) => one.id === `entra:${ADA}`)).toMatchObject({
      ...{ name: 'Ada Lovelace', roles: [] },
    });
    groups.forget((who) => who === `entra:${ADA}`);
    expect(groups.lastKnown().at(-1)).toMatchObject({ name: `entra:${ADA}` });
    await clock.advance(7 * 24 * 60 * MINUTE);
    expect(lastRoles()).toBeUndefined();
  });

  it('is remembered with nobody once it is gone, or once they were read to have left', async () => {
    await groups.list();
    tenant.memberships.set(APPROVERS, []).delete(ADMINS);
    await clock.advance(7 * MINUTE);
    await groups.list();
    expect(lastRoles()).toBeUndefined();
  });

  it('is said to be gone when Slack does not have it', async () => {
    inSlack.clear();
    await groups.refresh('slack:U1');
    expect(groups.listTrouble('slack:U1').map(({ says }) => says)).toEqual([
      'The group “Helpdesk” no longer exists, so it gives no one a role.',
    ]);
    await clock.advance(MINUTE);
    slackFails = new RollcallError('CHAT_DOWN', 'Slack reported a problem: missing_scope.', {
      next: 'Add it.',
    });
    await groups.refresh('slack:U1');
    expect(groups.listTrouble('slack:U1')[0]?.says).toContain('missing_scope');
  });

  it('keeps nobody waiting for longer than two seconds', async () => {
    let answer: () => void = () => undefined;
    slackAnswers = new Promise((resolve) => {
      answer = resolve;
    });
    const refreshed = groups.refresh('slack:U1');
    await clock.advance(2_000);
    await refreshed;
    expect(rolesOf('slack:U1')).toBeUndefined();
    expect(groups.listTrouble('slack:U1')[0]?.says).toContain('taking a long time');
    answer();
    await groups.refresh('slack:U1');
    expect(rolesOf('slack:U1')).toEqual(['helpdesk']);
  });
});

describe('those who can be asked and told', () => {
  it('are the members of groups that make admins and approvers, where they can sign in and are known', async () => {
    await groups.list();
    expect(groups.people().map((one) => [one.id, one.roles])).toEqual([
      ['omar', ['helpdesk', 'approver']],
      [`entra:${ADA}`, ['admin', 'approver']],
    ]);
    await groups.list();
    expect(slackAsked).toEqual(['S0HELP']);
    expect(tenant.membershipsAsked).toEqual([]);
  });

  it('are fewer when a group is gone, which is said', async () => {
    tenant.memberships.delete(ADMINS);
    await groups.list();
    expect(rolesOf(`entra:${ADA}`)).toEqual(['approver']);
    expect(await groups.list()).toEqual([]);
  });

  it('are fewer while a group cannot be read, which is answered', async () => {
    slackFails = new RollcallError('CHAT_DOWN', "Slack doesn't answer.", { next: 'Try again.' });
    expect((await groups.list()).map((one) => one.id)).toEqual(['help']);
    expect((await groups.list()).map((one) => one.id)).toEqual(['help']);
    expect(rolesOf('omar')).toEqual([]);
  });
});
