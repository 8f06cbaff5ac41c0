import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/terms.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { createWorld, MIA, OMAR, type World } from '../fakes/world.ts';

/** Omar, who was admin when his job was accepted. */
const EX_ADMIN = { ...OMAR, roles: ['helpdesk'] as const };

/** Another policy file, from the next start on. */
function setRoles(world: World, ...roles: Role[]): void {
  const omar = world.policy.people.find(({ id }) => id === 'omar');
  if (omar !== undefined) omar.roles = roles;
}

/** A job of five, of whom the second was not created. */
async function runWithFailure(world: World): Promise<JobRecord> {
  world.tenant.fateOf = ({ person }) => (person.displayName === 'Person 2' ? 'refused' : 'answered');
  const { job } = await world.run(5);
  world.tenant.fateOf = () => 'answered';
  return job;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('D8: a job whose requester has lost the role for it', () => {
  it.each([
    ['retried', (world: World, id: string, actor = EX_ADMIN) => world.service.jobs.retry(actor, id)],
    ['mailed again', (world: World, id: string, actor = EX_ADMIN) => world.service.jobs.resend(actor, id)],
    [
      'sent on',
      (world: World, id: string, actor = EX_ADMIN) => world.service.jobs.sendTo(actor, id, 'me@contoso.com'),
    ],
    ['undone', (world: World, id: string, actor = EX_ADMIN) => world.service.jobs.undo(actor, id)],
    [
      'revealed',
      (world: World, id: string, actor = EX_ADMIN) => world.service.jobs.claimPasswords(actor, id),
    ],
    [
      'shown on a page',
      (world: World, id: string, actor = EX_ADMIN) => world.service.links.makeList(actor, id),
    ],
    ['looked at', (world: World, id: string, actor = EX_ADMIN) => world.service.jobs.load(actor, id)],
  ] as const)('is not %s, and that is audited; with the role it is', async (_what, act) => {
    const world = createWorld();
    world.mailer.outcomeOf = () => ({ status: 'refused', response: '550 no' });
    const { id } = await runWithFailure(world);
    const sent = world.tenant.sent.length;
    expect(await codeOf(act(world, id))).toBe('ROLE_MISSING');
    expect(world.store.entries().at(-1)).toMatchObject({
      actor: 'omar',
      outcome: 'refused',
      subject: id,
      detail: { code: 'ROLE_MISSING' },
    });
    expect(world.tenant.sent).toHaveLength(sent);
    expect(await codeOf(world.clock.until(act(world, id, OMAR as never) as Promise<unknown>))).toBe('done');
  });

  it('can still be stopped by them', async () => {
    const world = createWorld();
    const { id } = await world.accept(60);
    expect((await world.service.jobs.stop(EX_ADMIN, id)).job.state).toBe('stopping');
  });

  it('stops when it is taken up again, loses nothing, and goes on once they have it again', async () => {
    const world = createWorld();
    const { id } = await world.accept(300);
    await world.clock.until(world.clock.sleep(25));
    world.restart();
    setRoles(world, 'helpdesk');
    await world.service.resume();
    const { job, counts, rows } = await world.finish(id);
    expect(job).toMatchObject({ state: 'stopped', haltedAt: expect.any(Number) });
    expect(counts.waiting).toBeGreaterThan(0);
    // Who was created by then is on the list, and their passwords were mailed.
    const there = [...world.tenant.accounts.keys()];
    const created = rows.filter(({ objectId }) => objectId !== undefined);
    expect(created.map(({ person }) => person.userPrincipalName).sort()).toEqual(there.sort());
    expect(world.store.entries().filter(({ what }) => what === 'job.stopped')).toMatchObject([
      { platform: 'system', subject: id, detail: { code: 'ROLE_MISSING' } },
    ]);
    expect(await codeOf(world.service.jobs.retry(EX_ADMIN, id))).toBe('ROLE_MISSING');

    setRoles(world, 'helpdesk', 'admin');
    await world.service.jobs.retry(OMAR, id);
    const after = await world.finish(id);
    expect(after).toMatchObject({ job: { state: 'done' }, counts: { created: 300 } });
    expect(after.job.haltedAt).toBeUndefined();
  });

  it.each([
    ['left the policy', (world: World) => world.policy.people.splice(0)],
    [
      'may act for other customers only',
      (world: World) => {
        for (const one of world.policy.people) one.customers = ['fabrikam'];
      },
    ],
  ])('stops as well when they %s', async (_why, change) => {
    const world = createWorld();
    const { id } = await world.accept(60);
    world.restart();
    change(world);
    await world.service.resume();
    expect((await world.finish(id)).job.state).toBe('stopped');
    expect(world.tenant.sent).toEqual([]);
  });

  it('goes on at a restart for everybody who still has it', async () => {
    const world = createWorld();
    const { id } = await world.accept(60);
    const own = await world.accept([{ userPrincipalName: 'one@contoso.com', displayName: 'One' }], {
      actor: MIA,
      kind: 'one',
    });
    world.restart();
    await world.service.resume();
    expect((await world.finish(id)).counts.created + (await world.finish(own.id)).counts.created).toBe(61);
  });

  it('is not undone any further after a restart, and says so of everybody who is left', async () => {
    const world = createWorld();
    const { job } = await world.run(100);
    await world.service.jobs.undo(OMAR, job.id);
    world.restart();
    setRoles(world, 'helpdesk');
    await world.service.resume();
    await world.clock.until(world.clock.sleep(5_000));
    const state = await world.service.jobs.read(job.id);
    expect(state?.job.undo?.state).toBe('done');
    const left = state?.rows.filter(({ undo }) => undo?.error?.code === 'ROLE_MISSING') ?? [];
    expect(left.length).toBeGreaterThan(0);
    expect(world.tenant.accounts.size).toBeGreaterThan(0);
  });

  it('does not show its passwords by a link that was given before', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    const { url } = await world.service.links.makeList(OMAR, job.id);
    const token = url.reveal().split('/').at(-1) ?? '';
    setRoles(world, 'helpdesk');
    expect(await world.service.links.take(token)).toBeUndefined();
    setRoles(world, 'admin');
    expect((await world.service.jobs.claimPasswords(OMAR, job.id)).people).toHaveLength(2);
  });
});
