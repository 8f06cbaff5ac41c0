import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { idOfUnnamed, type RoleGroup } from '../../../src/domain/policy/roleGroups.ts';
import {
  DONE,
  dataOf,
  dyingOnce,
  hear,
  LEFT_TO_RUN,
  ofAll,
  STOPPED,
  startFile,
  stopFile,
} from './startedFile.ts';
import { createGate, GRACE, limit, OMAR, SWEEP_MS, statesOfJobs, type World } from './waveWorld.ts';

/** Omar goes on, in a process that dies right after that was kept. */
async function goOnAndDie(world: World, id: string): Promise<void> {
  const mortal = world.start(dyingOnce('running'));
  mortal.waves.goOn(OMAR, id).catch(() => undefined);
  await world.clock.advance(1_000);
  expect(await dataOf(world, id)).toMatchObject({ state: 'running', goingOn: { id: OMAR.id } });
}

const RETRIED = ['job.retried second omar', 'job.retried third omar'];

describe('a Go on whose process died', () => {
  it('is finished by the sweep, once, before anything else begins', async () => {
    const { world, id } = await stopFile();
    const audited = hear(world);
    await goOnAndDie(world, id);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
    expect(audited()).toEqual([...ofAll('wave.resumed', OMAR), ...RETRIED].sort());
    expect(await dataOf(world, id)).not.toHaveProperty('goingOn');
    await world.clock.advance(4 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(DONE);
  });

  it('leaves nothing to nobody, wherever it died', async () => {
    let nth = 0;
    for (let isThrough = false; !isThrough; nth += 1) {
      const { world, service, id } = await stopFile();
      let writes = 0;
      const mortal = world.start(async (name, _given, call, kill) => {
        if (!/^(update|save|drop|hold|audit)/.test(name) || writes++ !== nth) return call();
        if (nth % 2 === 0) await call();
        return kill();
      });
      mortal.waves.goOn(OMAR, id).catch(() => undefined);
      await world.clock.advance(10_000);
      isThrough = writes <= nth;
      // Killed before it was kept, it can be pressed again.
      if ((await dataOf(world, id)).state === 'stopped')
        await world.clock.until(service.waves.goOn(OMAR, id));
      await world.clock.advance(5 * SWEEP_MS);
      expect(await statesOfJobs(world), `${nth}`).toEqual(DONE);
      expect(await dataOf(world, id), `${nth}`).toMatchObject({ state: 'done' });
    }
    expect(nth).toBeGreaterThan(8);
  }, 60_000);

  it('lets what runs go on, where the Stop before it died as well', async () => {
    const { world, service, id } = await startFile();
    const audited = hear(world);
    world
      .start(dyingOnce('stopped'))
      .waves.stop(GRACE, id)
      .catch(() => undefined);
    await world.clock.advance(1_000);
    await goOnAndDie(world, id);
    await world.clock.advance(5 * SWEEP_MS);
    expect(audited()).not.toContain('job.stopped second grace');
    expect(await statesOfJobs(world)).toEqual(DONE);
    expect((await service.waves.read(id))?.wave.data.state).toBe('done');
  });

  it('leaves a part alone that somebody stopped since', async () => {
    const { world, id } = await stopFile();
    const isHeld = createGate();
    const hanging = world.start(async (name, given, call) => {
      const job = name === 'holdJob' ? await world.store.loadJob(String(given[0])) : undefined;
      return job?.customer === 'third' && job.state === 'stopped' ? isHeld.passed : call();
    });
    await world.clock.until(hanging.resume());
    hanging.waves.goOn(OMAR, id).catch(() => undefined);
    await world.clock.advance(1_000);
    expect(await statesOfJobs(world)).toEqual(['first done', 'second running', 'third stopped']);
    const second = (await world.store.listJobs({ limit: 9 })).find(({ customer }) => customer === 'second');
    await world.clock.until(hanging.jobs.stop({ ...OMAR, customer: 'second' }, second?.id ?? ''));
    await world.clock.advance(5_000);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    const audited = hear(world);
    await world.clock.advance(2 * SWEEP_MS);
    expect(audited().filter((one) => one.startsWith('job.'))).toEqual(['job.retried third omar']);
  });

  it('is finished once Rollcall is no longer paused', async () => {
    const { world, service, id } = await stopFile();
    await goOnAndDie(world, id);
    await world.clock.until(service.brake.pause(GRACE));
    await world.clock.advance(2 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    await world.clock.until(service.brake.goOn(GRACE));
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
  });

  it('is finished after a pause also where nobody sweeps', async () => {
    const { world, service: before, id } = await stopFile();
    await goOnAndDie(world, id);
    await world.clock.until(before.brake.pause(GRACE));
    await before.drain();
    const service = world.start(undefined, { sweepEveryMs: 1e12 });
    await world.clock.until(service.resume());
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    await world.clock.until(service.brake.goOn(GRACE));
    await world.clock.advance(60_000);
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
  });

  it('is finished once it can be told what whoever pressed it may do, and nothing begins before that', async () => {
    const { world, service: before, id } = await stopFile();
    await goOnAndDie(world, id);
    await before.drain();
    const people = structuredClone(world.policy.people);
    limit(world, OMAR, []);
    const group: RoleGroup = { id: 'admins', name: 'Admins', slack: 'S0ADMINS', roles: ['admin'] };
    let isRead = false;
    const roleGroups = {
      findUnread: async () => (isRead ? [] : [group]),
      peopleIfIn: () => people,
      refreshAccount: async () => undefined,
      list: async () => [],
      lastKnown: () => [],
      forget: () => undefined,
    };
    const service = world.start(undefined, { roleGroups });
    await world.clock.until(service.resume());
    await world.clock.advance(2 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    expect(await dataOf(world, id)).toMatchObject({ state: 'running', goingOn: { id: OMAR.id } });
    isRead = true;
    limit(world, OMAR, [...world.tenants.keys()]);
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
  });

  it('is finished for whoever had no entry in the policy as they pressed it', async () => {
    const { world, id } = await stopFile();
    await goOnAndDie(world, id);
    const { goingOn, ...data } = await dataOf(world, id);
    const draft = await world.store.loadDraft(id);
    const before = { ...goingOn, id: idOfUnnamed('slack', OMAR.userId) };
    await world.store.updateDraft(id, draft?.version ?? 0, { ...data, goingOn: before });
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
  });

  it('is not finished by an instance with an older policy file, which may not know who pressed it', async () => {
    const { world, service, id } = await stopFile();
    await goOnAndDie(world, id);
    const checkPolicy = () =>
      Promise.reject(new RollcallError('POLICY_BEHIND', 'Others have a newer one.', { next: 'Wait.' }));
    await world.clock.until(world.start(undefined, { checkPolicy }).waves.finishPress(id));
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    await world.clock.until(service.waves.finishPress(id));
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
  });

  it('is not finished in a file that was stopped since by an instance of before, which leaves its mark there', async () => {
    const { world, service, id } = await stopFile();
    await goOnAndDie(world, id);
    const draft = await world.store.loadDraft(id);
    const data = { ...(await dataOf(world, id)), state: 'stopped', stoppedBy: 'Grace' };
    await world.store.updateDraft(id, draft?.version ?? 0, data);
    await world.clock.until(service.waves.finishPress(id));
    expect(await statesOfJobs(world)).toEqual(STOPPED);
  });
});
