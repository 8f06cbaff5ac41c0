import { describe, expect, it } from 'vitest';
import { GLOBAL_ADMIN } from '../../../src/domain/adminRoles.ts';
import { LEAVE_STEPS } from '../../../src/domain/leaveSteps.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { listLeftThings } from '../../../src/service/jobs/tickOff.ts';
import type { LeaveValues } from '../../../src/service/leaving/leaveDraft.ts';
import { quotePowerShell } from '../../../src/service/leaving/listLeft.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const PEOPLE = [{ id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], slack: OMAR.userId }];
const BERLIN = { id: 'g-berlin', displayName: 'Berlin office' };
const NOTICES = { id: 'g-notices', displayName: "Notices'; Remove-Mailbox", closed: 'mail' as const };

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.groups = [BERLIN, NOTICES];
  world.tenant.hold('boss@contoso.com', 'Boss');
  world.tenant.hold('ada@contoso.com', 'Ada', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  world.tenant.managers.set(idOf(world), idOf(world, 'boss@contoso.com'));
  world.tenant.joined = [BERLIN, NOTICES].map(({ id }) => ({ objectId: idOf(world), groupId: id }));
  return world;
}

const idOf = ({ tenant }: World, name = 'ada@contoso.com') => tenant.find(name)?.id ?? '';

async function check(world: World, typed: Partial<LeaveValues> = {}) {
  const { id, data } = await world.service.leaving.open(OMAR, PLACE, idOf(world));
  return world.service.leaving.check(OMAR, id, { ...data.values, ...typed });
}

async function accept(world: World, typed: Partial<LeaveValues> = {}): Promise<JobRecord> {
  const { draft, problems } = await check(world, typed);
  expect(problems).toEqual([]);
  const { job } = await world.service.jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'leave',
    ...requestOfActs(draft.data),
  });
  return job;
}

const ORDER = [
  'block done',
  'signOut done',
  'password done',
  'reply done',
  'methods done',
  'leaveGroups done',
  'licenses done',
];

describe('somebody who leaves', () => {
  it('is blocked first and in a call of its own, keeps nothing, and nobody knows the password', async () => {
    const world = openWorld();
    const before = world.tenant.find('ada@contoso.com')?.password;
    const job = await accept(world);
    const { counts, rows } = await world.finish(job.id);
    expect(counts).toMatchObject({ created: 1 });
    expect(rows[0]?.acts?.map(({ act, state }) => `${act.kind} ${state}`)).toEqual(ORDER);
    expect(world.tenant.done[0]).toMatchObject({ what: 'person', change: { accountEnabled: false } });
    expect(world.tenant.find('ada@contoso.com')).toMatchObject({ accountEnabled: false, held: [] });
    expect(world.tenant.find('ada@contoso.com')?.password).not.toBe(before);
    expect(world.tenant.joined).toEqual([{ objectId: idOf(world), groupId: NOTICES.id }]);
    expect(world.mailer.inbox).toEqual([]);
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toBeDefined();
  });

  it.each([
    ['group.left', 'leaveGroups'],
    ['license.changed', 'licenses'],
  ])(
    'is told all that was done when the process dies before %s is kept, and nothing is done twice',
    async (what) => {
      const world = openWorld();
      const { id } = await accept(world);
      const dying = world.store;
      const audit = dying.audit.bind(dying);
      let died = false;
      dying.audit = async (entry) => {
        if (entry.what !== what) return audit(entry);
        died = true;
        return new Promise(() => {});
      };
      // The rows are on disk later than the audit, and are lost.
      dying.broken.unrecorded = true;
      while (!died) await world.clock.advance(1_000);
      world.restart();
      await world.service.resume();
      const { rows } = await world.finish(id);
      expect(rows[0]?.acts?.map(({ act, state }) => `${act.kind} ${state}`)).toEqual(ORDER);
      const commands = rows[0]?.left?.flatMap(({ command }) => command ?? []) ?? [];
      expect(commands).toContain("Set-Mailbox -Identity 'ada@contoso.com' -Type Shared");
      const told = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 100 });
      expect(told.map((entry) => entry.what).sort()).toEqual(
        [
          'group.left',
          'license.changed',
          'person.blocked',
          'person.methods_removed',
          'person.password_replaced',
          'person.reply_set',
          'person.signed_out',
        ].sort(),
      );
      expect(world.tenant.find('ada@contoso.com')).toMatchObject({ accountEnabled: false, held: [] });
      const replies = world.tenant.done.filter((one) => one.what === 'reply');
      expect(replies).toHaveLength(1);
    },
  );

  it('leaves a person what only Exchange can do, with commands in which no name is a command', async () => {
    const world = openWorld();
    const job = await accept(world);
    const { rows } = await world.finish(job.id);
    const commands = rows[0]?.left?.flatMap(({ command }) => command ?? []) ?? [];
    expect(commands).toContain("Set-Mailbox -Identity 'ada@contoso.com' -Type Shared");
    expect(commands).toContain(
      "Add-MailboxPermission -Identity 'ada@contoso.com' -User 'boss@contoso.com' -AccessRights FullAccess -InheritanceType All",
    );
    expect(commands).toContain(
      "Remove-DistributionGroupMember -Identity 'g-notices' -Member 'ada@contoso.com' -Confirm:$false",
    );
    expect(commands.join()).not.toContain('Remove-Mailbox');
    expect(quotePowerShell("a'; b \u2019\n$(c)")).toBe("'a''; b \u2019\u2019 $(c)'");
  });

  it('says of the mailbox that it needs a license again where its license is taken away, and only there', async () => {
    const world = openWorld();
    const whatIsLeft = async (steps: LeaveValues['steps']) => {
      const { draft } = await check(world, { steps });
      return draft.data.left?.map(({ what }) => what);
    };
    const again = 'Convert the mailbox to a shared mailbox within 30 days (assign a license first)';
    const asItIs = 'Convert the mailbox to a shared mailbox while it has a license';
    expect(await whatIsLeft(['block', 'licenses'])).toContain(again);
    expect(await whatIsLeft(['block', 'groups'])).toContain(asItIs);
    const held = [{ skuId: E3.skuId, disabledPlans: [], inherited: true }];
    Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { held });
    expect(await whatIsLeft(['block', 'groups'])).toContain(again);
    expect(await whatIsLeft(['block', 'licenses'])).toContain(asItIs);
  });

  it('keeps the mailbox until the automatic reply is set: what takes it away is held back until then', async () => {
    const world = openWorld();
    let isDown = true;
    world.tenant.actFateOf = (what) =>
      what === 'reply' && isDown ? { status: 'refused', error: fail('FORBIDDEN') } : { status: 'done' };
    const job = await accept(world);
    const { counts, rows } = await world.finish(job.id);
    expect(counts).toMatchObject({ partly: 1 });
    expect(rows[0]?.acts?.filter(({ state }) => state === 'failed').map(({ act }) => act.kind)).toEqual([
      'reply',
      'leaveGroups',
      'licenses',
    ]);
    expect(world.tenant.find('ada@contoso.com')).toMatchObject({
      accountEnabled: false,
      held: [{ skuId: E3.skuId }],
    });
    isDown = false;
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(world.tenant.find('ada@contoso.com')?.held).toEqual([]);
  });

  it('stays blocked when the password is refused, and the rest is done', async () => {
    const world = openWorld();
    world.tenant.passwordFateOf = () => 'passwordRefused';
    const job = await accept(world);
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.acts?.map(({ act, state }) => `${act.kind} ${state}`)).toEqual(
      ORDER.map((one) => one.replace('password done', 'password failed')),
    );
    expect(world.tenant.find('ada@contoso.com')?.accountEnabled).toBe(false);
  });

  it.each([0, 7, 15, 26, 38, 52, 64, 76])(
    'is through after a crash at %i ms, blocked before the password',
    async (ms) => {
      const world = openWorld();
      const job = await accept(world);
      await world.clock.until(world.clock.sleep(ms));
      if (world.tenant.passwordsSet.length > 0) {
        expect(world.tenant.find('ada@contoso.com')?.accountEnabled).toBe(false);
      }
      world.restart();
      await world.service.resume();
      const { counts, rows } = await world.finish(job.id);
      expect(rows[0]?.acts?.flatMap(({ error }) => error ?? [])).toEqual([]);
      expect(counts).toMatchObject({ created: 1 });
      expect(world.tenant.find('ada@contoso.com')).toMatchObject({ accountEnabled: false, held: [] });
    },
  );

  it('is put back with groups and licenses', async () => {
    const world = openWorld();
    world.tenant.licenses = [{ ...E3, total: 50, left: 50 }];
    await world.finish((await accept(world)).id);
    const [kept] = await world.service.snapshots.list(OMAR, idOf(world));
    const { draft } = await world.service.putBacks.open(OMAR, PLACE, kept?.id ?? '');
    expect(draft.data.acts.map(({ kind }) => kind)).toEqual(['joinGroups', 'licenses', 'allow']);
  });

  it('gets no new password that somebody is told while they are offboarded, and one afterwards', async () => {
    const world = openWorld();
    const { resets, jobs } = world.service;
    const reset = async () => {
      const { id, data } = await resets.open(OMAR, PLACE, idOf(world));
      const { draft } = await resets.check(OMAR, id, data.values);
      const request = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version };
      return { ...request, kind: 'one' as const, task: 'reset' as const, ...resets.requestOf(draft.data) };
    };
    const pressed = await reset();
    const job = await accept(world);
    await expect(reset()).rejects.toMatchObject({ code: 'NOT_YET' });
    // Confirmed before the offboarding began, and pressed while it runs.
    const { job: late } = await jobs.accept(pressed);
    await world.finish(job.id);
    const { counts } = await world.finish(late.id);
    expect(counts).toMatchObject({ failed: 1 });
    expect(world.tenant.passwordsSet).toHaveLength(1);
    const { job: after } = await jobs.accept(await reset());
    expect((await world.finish(after.id)).counts).toMatchObject({ created: 1 });
  });

  it('is told on coming back what stays: the reply, the ways to sign in, and what was done by hand', async () => {
    const world = openWorld();
    world.tenant.licenses = [{ ...E3, total: 50, left: 50 }];
    const job = await accept(world);
    const { rows } = await world.finish(job.id);
    const shared = listLeftThings(rows).find(({ what }) => what.includes('shared mailbox'));
    await world.service.jobs.tickOff(OMAR, job.id, [shared?.key ?? '']);
    const [kept] = await world.service.snapshots.list(OMAR, idOf(world));
    const open = async () => (await world.service.putBacks.open(OMAR, PLACE, kept?.id ?? '')).draft.data;
    const { cannot, left } = await open();
    expect(cannot).toHaveLength(4);
    expect(cannot[0]).toContain('automatic reply stays on');
    expect(cannot[3]).toContain('shared mailbox');
    expect(left?.[0]?.command).toBe(
      "Set-MailboxAutoReplyConfiguration -Identity 'ada@contoso.com' -AutoReplyState Disabled",
    );
    expect(left?.[1]?.what).toContain('Take back what was done by hand: Convert the mailbox');
  });

  it('is told of nothing that the offboarding did not do', async () => {
    const world = openWorld();
    await world.finish((await accept(world, { steps: ['block', 'groups'] })).id);
    const [kept] = await world.service.snapshots.list(OMAR, idOf(world));
    const { draft } = await world.service.putBacks.open(OMAR, PLACE, kept?.id ?? '');
    expect(draft.data).toMatchObject({ cannot: [], left: [] });
  });

  it('has only done what was chosen', async () => {
    const world = openWorld();
    const { draft } = await check(world, { steps: ['block', 'licenses'] });
    expect(draft.data.acts.map(({ kind }) => kind)).toEqual(['block', 'licenses']);
    expect((await check(world, { steps: [] })).problems).toHaveLength(1);
    expect((await check(world, { steps: ['reply'], reply: ' ' })).problems).toHaveLength(1);
    expect((await check(world, { steps: ['reply'], reply: 'x'.repeat(2_001) })).problems).toHaveLength(1);
  });
});

describe('whoever is not offboarded from a chat', () => {
  it.each([
    ['oneself', { displayName: 'Omar Haddad' }, 'FORBIDDEN'],
    ['a guest', { guest: true }, 'FORBIDDEN'],
    ['somebody from Active Directory', { synced: true }, 'SYNCED'],
  ])('is %s', async (_who, own, code) => {
    const world = openWorld();
    Object.assign(world.tenant.find('ada@contoso.com') ?? {}, own);
    await expect(world.service.leaving.open(OMAR, PLACE, idOf(world))).rejects.toMatchObject({ code });
  });

  it('is an admin, and a Global Administrator even where the policy allows admins', async () => {
    const world = openWorld();
    world.tenant.adminRoles.set(idOf(world), ['Helpdesk Administrator']);
    await expect(world.service.leaving.open(OMAR, PLACE, idOf(world))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const lax = openWorld({ resetAdmins: true });
    lax.tenant.adminRoles.set(idOf(lax), ['Helpdesk Administrator']);
    await lax.service.leaving.open(OMAR, PLACE, idOf(lax));
    lax.tenant.adminRoles.set(idOf(lax), [GLOBAL_ADMIN]);
    await expect(lax.service.leaving.open(OMAR, PLACE, idOf(lax))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('last one'),
    });
  });

  it('T65: is whoever decides on what one asks for; where nobody decides, they can be', async () => {
    const graces = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
    const grace = { id: 'grace', name: 'Grace', roles: ['helpdesk', 'admin'], teams: graces };
    const people = [...PEOPLE, grace];
    const open = (world: World) => {
      Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { id: graces });
      return world.service.leaving.open(OMAR, PLACE, graces);
    };
    const approvals = [{ name: 'All', by: { people: ['grace'] } }];
    await expect(open(openWorld({ people, approvals }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('may decide'),
    });
    await expect(open(openWorld({ people }))).resolves.toBeDefined();
  });

  it('is anybody, for whoever is no admin', async () => {
    const world = openWorld();
    const { draft } = await check(world);
    const request = {
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'leave',
      ...requestOfActs(draft.data),
    } as const;
    const helpdesk = { ...OMAR, roles: ['helpdesk', 'approver', 'auditor'] as const };
    await expect(world.service.jobs.accept({ ...request, actor: helpdesk })).rejects.toMatchObject({
      code: 'ROLE_MISSING',
    });
    await expect(world.service.jobs.accept({ ...request, actor: OMAR })).resolves.toBeDefined();
  });

  it('is whoever is in a job that still runs, until it has ended', async () => {
    const world = openWorld();
    const job = await accept(world, { steps: ['signOut'] });
    await expect(check(world)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.finish(job.id);
    expect((await check(world)).problems).toEqual([]);
    expect(LEAVE_STEPS[0]).toBe('block');
  });
});
