import { describe, expect, it } from 'vitest';
import { GLOBAL_ADMIN } from '../../../src/domain/adminRoles.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { fail } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';
import { mailedPasswords } from '../jobs/delivery/mailed.ts';

function createTenant(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld(more);
  world.tenant.hold('ada@contoso.com', 'Ada');
  return world;
}

const objectIdOf = ({ tenant }: World) => tenant.find('ada@contoso.com')?.id ?? '';
const passwordOf = ({ tenant }: World) => tenant.find('ada@contoso.com')?.password;

async function accept(world: World, recipients = 'it@contoso.com'): Promise<JobRecord> {
  const { service } = world;
  const opened = await service.resets.open(MIA, PLACE, objectIdOf(world));
  const values = { ...opened.data.values, recipients };
  const { draft, problems } = await service.resets.check(MIA, opened.id, values);
  expect(problems).toEqual([]);
  const { job } = await service.jobs.accept({
    actor: MIA,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'reset',
    ...service.resets.requestOf(draft.data),
  });
  return job;
}

describe('a new password for somebody who exists', () => {
  it('is set, mailed and shown once, and audited without itself', async () => {
    const world = createTenant();
    const job = await accept(world);
    const { counts } = await world.finish(job.id);
    expect(counts).toMatchObject({ created: 1 });
    const password = passwordOf(world) ?? '';
    expect(password).not.toBe('not ours');
    expect(world.tenant.sent).toEqual([]);
    expect(mailedPasswords(world, 'ada@contoso.com')).toEqual([password]);
    const claim = await world.service.jobs.claimPasswords(MIA, job.id);
    expect(claim.people[0]?.password.reveal()).toBe(password);
    const entries = await world.store.readAudit({ limit: 50 });
    expect(entries.map(({ what }) => what)).toContain('password.reset');
    expect(entries.map(({ what }) => what)).not.toContain('account.created');
    expect(JSON.stringify(entries)).not.toContain(password);
  });

  it('is the same one after an answer was lost and after a restart', async () => {
    const world = createTenant();
    world.tenant.passwordFateOf = (nth) => (nth === 1 ? 'lostAfter' : 'answered');
    const job = await accept(world);
    await world.clock.until(world.clock.sleep(1_000));
    world.restart();
    await world.service.resume();
    await world.finish(job.id);
    expect(world.tenant.passwordsSet).toHaveLength(2);
    expect(new Set(world.tenant.passwordsSet).size).toBe(1);
    expect(mailedPasswords(world, 'ada@contoso.com')).toEqual([passwordOf(world)]);
  });

  it.each([0, 2, 5, 7, 10, 12, 15])(
    'is the one that is mailed when the process dies after %i ms',
    async (ms) => {
      const world = createTenant();
      const job = await accept(world);
      await world.clock.until(world.clock.sleep(ms));
      world.restart();
      await world.service.resume();
      await world.finish(job.id);
      expect(new Set(world.tenant.passwordsSet).size).toBe(1);
      const mailed = mailedPasswords(world, 'ada@contoso.com');
      expect(new Set(mailed)).toEqual(new Set([passwordOf(world)]));
    },
  );

  it('is drawn anew when the directory refuses it', async () => {
    const world = createTenant();
    world.tenant.passwordFateOf = (nth) => (nth === 1 ? 'passwordRefused' : 'answered');
    const job = await accept(world);
    await world.finish(job.id);
    expect(new Set(world.tenant.passwordsSet).size).toBe(2);
    expect(mailedPasswords(world, 'ada@contoso.com')).toEqual([passwordOf(world)]);
  });

  it('is refused, and audited, for somebody who holds an admin role', async () => {
    const world = createTenant();
    world.tenant.adminRoles.set(objectIdOf(world), ['User Administrator']);
    await expect(world.service.resets.open(MIA, PLACE, objectIdOf(world))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const [entry] = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 1 });
    expect(entry).toMatchObject({ what: 'password.reset', outcome: 'refused', actor: 'mia' });
  });

  it('G1: is refused, and audited, for somebody who comes from Active Directory, before a password is drawn', async () => {
    const world = createTenant();
    const cloud = await world.service.resets.open(MIA, PLACE, objectIdOf(world));
    Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { synced: true });
    const refusal = { code: 'SYNCED', message: expect.stringContaining('Active Directory') };
    await expect(world.service.resets.open(MIA, PLACE, objectIdOf(world))).rejects.toMatchObject(refusal);
    const sent = world.service.resets.check(MIA, cloud.id, {
      ...cloud.data.values,
      recipients: 'it@contoso.com',
    });
    await expect(sent).rejects.toMatchObject(refusal);
    const entries = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 5 });
    expect(entries.map(({ what, outcome }) => `${what} ${outcome}`)).toEqual([
      'password.reset refused',
      'password.reset refused',
    ]);
  });

  it('G1: is not sent for somebody who was synced since the job was accepted', async () => {
    const world = createTenant();
    const accepting = accept(world);
    world.tenant.passwordFateOf = () => 'lostBefore';
    const job = await accepting;
    Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { synced: true });
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.create.error?.code).toBe('SYNCED');
    expect(passwordOf(world)).toBe('not ours');
  });

  it('is refused for a colleague who may do more in Rollcall, by somebody who could then act as them', async () => {
    const grace = {
      id: 'grace',
      name: 'Grace',
      teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
      roles: ['approver'],
    };
    const world = createWorld({ people: [grace] });
    world.tenant.hold('grace@contoso.com', 'Grace', { id: grace.teams });
    await expect(world.service.resets.open(MIA, PLACE, grace.teams)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('role in Rollcall'),
    });
    // D9: known by Slack alone, whoever has their name may be they.
    const { teams: _, ...inSlack } = { ...grace, slack: 'U0GRACEOKA' };
    const alone = createWorld({ people: [inSlack] });
    alone.tenant.hold('grace@contoso.com', ' GRACE', { id: grace.teams });
    alone.tenant.hold('gracie@contoso.com', 'Gracie', { id: 'gracie' });
    await expect(alone.service.resets.open(MIA, PLACE, grace.teams)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(alone.service.resets.open(MIA, PLACE, 'gracie')).resolves.toBeDefined();
    const peer = createWorld({ people: [{ ...grace, roles: ['helpdesk'] }] });
    peer.tenant.hold('grace@contoso.com', 'Grace', { id: grace.teams });
    await expect(peer.service.resets.open(MIA, PLACE, grace.teams)).resolves.toBeDefined();
  });

  it('is allowed for them when the policy says so', async () => {
    const world = createTenant({ resetAdmins: true });
    world.tenant.adminRoles.set(objectIdOf(world), ['User Administrator']);
    const job = await accept(world);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
  });

  it.each([
    ['a Global Administrator', GLOBAL_ADMIN],
    ['a Privileged Role Administrator', 'e8611ab8-c189-46e8-94e1-60213ab1f814'],
    ['a Privileged Authentication Administrator', '7be44c8a-adaf-4e2a-84d6-ab2649e08a13'],
    ['Partner Tier2 Support', 'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8'],
  ])('is refused, and audited, for %s where the policy only allows admins', async (_who, role) => {
    const world = createTenant({ resetAdmins: true });
    world.tenant.adminRoles.set(objectIdOf(world), ['User Administrator', role]);
    await expect(world.service.resets.open(MIA, PLACE, objectIdOf(world))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('Global Administrator'),
      next: expect.stringContaining('"resetGlobalAdmins"'),
    });
    const [entry] = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 1 });
    expect(entry).toMatchObject({ what: 'password.reset', outcome: 'refused', actor: 'mia' });
    Object.assign(world.policy, { resetGlobalAdmins: true });
    const job = await accept(world);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
  });

  it('is allowed for Partner Tier1 Support, who can reset no admin, where the policy allows admins', async () => {
    const world = createTenant({ resetAdmins: true });
    world.tenant.adminRoles.set(objectIdOf(world), ['4ba39ca4-527c-499a-b93d-d9b492c50246']);
    const job = await accept(world);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
  });

  it('goes on where the policy allows admins and Rollcall may not see who is one, and not where that fails otherwise', async () => {
    const world = createTenant({ resetAdmins: true });
    world.tenant.rolesFail = fail('FORBIDDEN', 'No permission.');
    const job = await accept(world);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    for (const code of ['THROTTLED', 'DIRECTORY_DOWN'] as const) {
      world.tenant.rolesFail = fail(code, 'Not now.');
      await expect(world.service.resets.open(MIA, PLACE, objectIdOf(world))).rejects.toMatchObject({ code });
    }
  });

  it('is refused for a Global Administrator of today, where the policy allows admins', async () => {
    const world = createTenant({ resetAdmins: true });
    const accepting = accept(world);
    world.tenant.passwordFateOf = () => 'lostBefore';
    const job = await accepting;
    world.tenant.adminRoles.set(objectIdOf(world), [GLOBAL_ADMIN]);
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.create.error?.code).toBe('FORBIDDEN');
    expect(passwordOf(world)).toBe('not ours');
  });

  it('is refused for somebody who became an admin since, or when that cannot be told', async () => {
    const world = createTenant();
    const accepting = accept(world);
    world.tenant.passwordFateOf = () => 'lostBefore';
    const job = await accepting;
    world.tenant.adminRoles.set(objectIdOf(world), ['Global Administrator']);
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.create.error?.code).toBe('FORBIDDEN');
    expect(passwordOf(world)).toBe('not ours');

    const other = createTenant();
    other.tenant.rolesFail = fail('FORBIDDEN', 'No permission.');
    await expect(other.service.resets.open(MIA, PLACE, objectIdOf(other))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'No permission.',
      done: "The password wasn't changed, because this may be an admin.",
    });
    const [entry] = await other.store.readAudit({ subject: 'ada@contoso.com', limit: 1 });
    expect(entry).toMatchObject({ what: 'password.reset', outcome: 'refused' });
  });

  it('D1: is refused when the form is sent for somebody who became an admin since it was opened', async () => {
    const world = createTenant();
    const { id, data } = await world.service.resets.open(MIA, PLACE, objectIdOf(world));
    world.tenant.adminRoles.set(objectIdOf(world), ['Global Administrator']);
    const sent = world.service.resets.check(MIA, id, { ...data.values, recipients: 'it@contoso.com' });
    await expect(sent).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('D1: is not sent for a colleague who got a role since, from another policy file', async () => {
    const teams = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
    const people = [MIA, OMAR].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));
    const grace = { id: 'grace', name: 'Grace', teams, roles: ['helpdesk'] };
    const world = createWorld({ people: [...people, grace] });
    world.tenant.hold('ada@contoso.com', 'Grace', { id: teams });
    const accepting = accept(world);
    world.tenant.passwordFateOf = () => 'lostBefore';
    const job = await accepting;
    const known = world.policy.people.find(({ id }) => id === 'grace');
    if (known !== undefined) known.roles = ['helpdesk', 'auditor'];
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.create.error).toMatchObject({ code: 'FORBIDDEN' });
    expect(passwordOf(world)).toBe('not ours');
  });

  it('cannot be undone', async () => {
    const world = createTenant();
    const job = await accept(world);
    await world.finish(job.id);
    const asAdmin = { ...MIA, roles: ['helpdesk', 'admin'] as const };
    await expect(world.service.jobs.undo(asAdmin, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect(world.tenant.find('ada@contoso.com')).toBeDefined();
  });
});
