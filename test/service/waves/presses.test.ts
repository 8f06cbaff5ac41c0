import { describe, expect, it } from 'vitest';
import type { WaveDraft } from '../../../src/service/waves/waveDraft.ts';
import {
  beforeRetry,
  DONE,
  dataOf,
  dyingOnce,
  hear,
  impatient,
  isKept,
  LEFT_TO_RUN,
  ofAll,
  STOPPED,
  startFile,
  stopFile,
} from './startedFile.ts';
import { createGate, GRACE, limit, OMAR, SWEEP_MS, statesOfJobs } from './waveWorld.ts';

describe('Go on, pressed twice', () => {
  it.each([
    'at once',
    'while the first takes a part up',
    'while the first takes a part up, for longer than others wait',
  ])('goes on once: %s', async (when) => {
    const { world, service, id } = await stopFile();
    const audited = hear(world);
    const other = world.start(when.includes('longer') ? impatient : undefined);
    let second: Promise<unknown> | undefined;
    const one = world.start(
      beforeRetry(world, 'second', async (call) => {
        second ??= other.waves.goOn(OMAR, id);
        if (when.includes('longer')) await second;
        return call();
      }),
    );
    if (when === 'at once') {
      await world.clock.until(Promise.all([service.waves.goOn(OMAR, id), service.waves.goOn(OMAR, id)]));
    } else {
      await world.clock.until(one.waves.goOn(OMAR, id));
      await world.clock.until(second ?? Promise.reject(new Error('Nobody pressed it again.')));
    }
    await world.clock.advance(1_000);
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
    expect(audited()).toEqual(
      [...ofAll('wave.resumed', OMAR), 'job.retried second omar', 'job.retried third omar'].sort(),
    );
    expect(await dataOf(world, id)).toMatchObject({ state: 'running' });
    // Of the file as it is by now, it is no different.
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(4 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(DONE);
    expect(await dataOf(world, id)).toMatchObject({ state: 'done' });
    await expect(service.waves.goOn(OMAR, id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });
});

it('Go on lets others begin beside what it takes up, at once', async () => {
  const { world, service, id } = await startFile(['second']);
  await world.clock.until(service.waves.stop(OMAR, id));
  await world.clock.advance(5_000);
  expect(await statesOfJobs(world)).toEqual(['first done', 'second done', 'third stopped']);
  await world.clock.until(service.waves.goOn(OMAR, id));
  await world.clock.advance(1_000);
  expect(await statesOfJobs(world)).toEqual(['first done', 'second done', 'third running', 'fourth done']);
});

it('what failed is tried again in a file that somebody stopped, and stays stopped', async () => {
  const { world, service, id } = await startFile(['second']);
  await world.clock.until(service.waves.stop(OMAR, id));
  await world.clock.advance(5_000);
  const audited = hear(world);
  await world.clock.until(service.waves.retry(OMAR, id));
  await world.clock.advance(1_000);
  expect(await statesOfJobs(world)).toEqual(['first done', 'second running', 'third stopped']);
  expect(audited()).toEqual(['job.retried second omar']);
});

describe('Stop, pressed while another Stop is under way', () => {
  it('takes nothing of it back, and is audited', async () => {
    const { world, service, id } = await startFile();
    limit(world, GRACE, ['first']);
    const audited = hear(world);
    const thawed = createGate();
    let [isKeptBy, isFrozen] = [false, false];
    const slow = world.start(async (name, given, call) => {
      const answer = await call();
      if (name === 'updateDraft' && isKept(given, 'stopped')) isKeptBy = true;
      if (isKeptBy && !isFrozen && name === 'scanRows') {
        isFrozen = true;
        await thawed.passed;
      }
      return answer;
    });
    const first = slow.waves.stop(OMAR, id);
    await world.clock.advance(100);
    expect(isFrozen).toBe(true);
    let drawn = 0;
    // It has not got around to stopping anything by itself.
    const other = world.start(async (name, given, call) => {
      const data = given[2] as WaveDraft | undefined;
      if (name === 'updateDraft' && data?.stopping !== undefined) {
        const answer = await call();
        thawed.open();
        await first;
        return answer;
      }
      return call();
    });
    other.on('wave', () => {
      drawn += 1;
    });
    await world.clock.until(other.waves.stop(GRACE, id));
    await world.clock.advance(5_000);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    expect(audited()).toEqual(
      [
        ...[...ofAll('wave.stopped', OMAR), ...ofAll('wave.stopped', GRACE)],
        ...['job.stopped second omar', 'job.stopped third omar'],
      ].sort(),
    );
    // Once as it was pressed, once as it was through.
    expect(drawn).toBe(2);
    expect(await dataOf(world, id)).toMatchObject({ state: 'stopped', stoppedBy: OMAR.name });
    expect(await dataOf(world, id)).not.toHaveProperty('stopping');
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(4 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(DONE);
  });

  it('is finished by the sweep where its process died, though the other one is through by then', async () => {
    const { world, service, id } = await startFile();
    const [reached, thawed] = [createGate(), createGate()];
    const slow = world.start(async (name, given, call) => {
      const data = given[2] as WaveDraft | undefined;
      if (name !== 'updateDraft' || data?.stopping !== undefined) return call();
      reached.open();
      await thawed.passed;
      return call();
    });
    const first = slow.waves.stop(OMAR, id);
    await world.clock.until(reached.passed);
    await world.clock.advance(5_000);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    const job = (await world.store.listJobs({ limit: 9 })).find(({ customer }) => customer === 'second');
    await world.clock.until(service.jobs.retry({ ...OMAR, customer: 'second' }, job?.id ?? ''));
    const audited = hear(world);
    const mortal = world.start(dyingOnce('stopped'));
    mortal.waves.stop(GRACE, id).catch(() => undefined);
    await world.clock.advance(1_000);
    thawed.open();
    await world.clock.until(first);
    expect(await dataOf(world, id)).toMatchObject({ stopping: { id: GRACE.id } });
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    expect(audited()).toEqual([...ofAll('wave.stopped', GRACE), 'job.stopped second grace'].sort());
    expect(await dataOf(world, id)).not.toHaveProperty('stopping');
  });
});

describe('Stop, pressed while a part is taken up', () => {
  it.each([
    ['at another instance', undefined, 'grace'],
    ['at another instance, which waits for nobody', impatient, 'omar'],
  ] as const)('holds for that part, too: %s', async (_where, around, whose) => {
    const { world, service, id } = await stopFile();
    const audited = hear(world);
    const other = world.start(around);
    let stopped: Promise<unknown> | undefined;
    const one = world.start(
      beforeRetry(world, 'second', async (call) => {
        stopped = other.waves.stop(GRACE, id);
        if (around === undefined) await world.store.loadDraft(id);
        else await stopped;
        return call();
      }),
    );
    await expect(world.clock.until(one.waves.goOn(OMAR, id))).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await world.clock.until(stopped ?? Promise.reject(new Error('Nobody pressed Stop.')));
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    expect(audited()).toContain(`job.stopped second ${whose}`);
    expect(await dataOf(world, id)).toMatchObject({ state: 'stopped', stoppedBy: GRACE.name });
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(4 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(DONE);
  });

  it('holds before anything is taken up', async () => {
    const { world, id } = await stopFile();
    const audited = hear(world);
    const other = world.start(impatient);
    let stopped: Promise<unknown> | undefined;
    const one = world.start(async (name, _given, call) => {
      const isRead = name === 'scanRows' && (await dataOf(world, id)).goingOn !== undefined;
      if (isRead) {
        stopped ??= other.waves.stop(GRACE, id);
        await stopped;
      }
      return call();
    });
    await expect(world.clock.until(one.waves.goOn(OMAR, id))).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect(stopped).toBeDefined();
    expect(audited()).toEqual([...ofAll('wave.resumed', OMAR), ...ofAll('wave.stopped', GRACE)].sort());
    expect(await statesOfJobs(world)).toEqual(STOPPED);
  });

  it.each(['goOn', 'retry'] as const)(
    'holds where the process that takes it up dies right then: %s',
    async (how) => {
      const { world, service, id } = await (how === 'goOn' ? stopFile() : startFile(['second']));
      const [reached, thawed] = [createGate(), createGate()];
      let isThawed = false;
      const hold = beforeRetry(world, 'second', async (call) => {
        reached.open();
        await thawed.passed;
        isThawed = true;
        return call();
      });
      const mortal = world.start((name, given, call, kill) =>
        isThawed && name === 'loadDraft' ? kill() : hold(name, given, call, kill),
      );
      mortal.waves[how](OMAR, id).catch(() => undefined);
      await world.clock.until(reached.passed);
      const stopped = service.waves.stop(GRACE, id);
      await world.clock.advance(10_000);
      thawed.open();
      await world.clock.advance(100);
      expect(await statesOfJobs(world)).toContain('second running');
      await world.clock.until(stopped);
      await world.clock.advance(SWEEP_MS);
      expect(await statesOfJobs(world)).toEqual(STOPPED);
    },
  );

  it.each([
    ['at another instance', undefined],
    ['at another instance, which waits for nobody', impatient],
  ] as const)('holds for a part that failed and is tried again, too: %s', async (_where, around) => {
    const { world, service, id } = await startFile(['second']);
    expect(await dataOf(world, id)).toMatchObject({ state: 'stopped' });
    const other = world.start(around);
    let stopped: Promise<unknown> | undefined;
    const one = world.start(
      beforeRetry(world, 'second', async (call) => {
        stopped = other.waves.stop(GRACE, id);
        if (around !== undefined) await stopped;
        return call();
      }),
    );
    await world.clock.until(one.waves.retry(OMAR, id));
    await world.clock.until(stopped ?? Promise.reject(new Error('Nobody pressed Stop.')));
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(4 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(DONE);
  });
});

describe('End, pressed while a part is taken up', () => {
  it('holds for that part, too', async () => {
    const { world, service, id } = await stopFile();
    const audited = hear(world);
    const one = world.start(
      beforeRetry(world, 'second', async (call) => {
        await service.waves.end(GRACE, id);
        expect(await dataOf(world, id)).not.toHaveProperty('goingOn');
        return call();
      }),
    );
    await expect(world.clock.until(one.waves.goOn(OMAR, id))).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await world.clock.advance(2 * SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    expect(audited()).toContain('job.stopped second grace');
    expect(await dataOf(world, id)).toMatchObject({ state: 'ended' });
  });

  it('leaves a Stop that is under way to be finished', async () => {
    const { world, service, id } = await startFile();
    world
      .start(dyingOnce('stopped'))
      .waves.stop(OMAR, id)
      .catch(() => undefined);
    await world.clock.advance(1_000);
    await world.clock.until(service.waves.end(GRACE, id));
    expect(await statesOfJobs(world)).toEqual(LEFT_TO_RUN);
    await world.clock.advance(SWEEP_MS);
    expect(await statesOfJobs(world)).toEqual(STOPPED);
    expect(await dataOf(world, id)).toMatchObject({ state: 'ended' });
  });
});
