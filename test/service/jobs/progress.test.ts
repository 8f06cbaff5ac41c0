import { describe, expect, it } from 'vitest';
import { createRowCounter } from '../../../src/service/jobs/runner/rowState.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld } from '../fakes/world.ts';

describe('progress', () => {
  it('is told at most three times a second, and the end once', async () => {
    const world = createWorld();
    world.tenant.callMs = 20;
    const told: number[] = [];
    const ended: string[] = [];
    world.service.on('progress', () => told.push(world.clock.now()));
    world.service.on('finished', (jobId) => ended.push(jobId));
    const { job } = await world.run(2_000);
    expect(ended).toEqual([job.id]);
    expect(told.length).toBeGreaterThan(1);
    const gaps = told.slice(1).map((at, index) => at - (told[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(333);
  });

  it('has counts that always add up, and a time left from the measured rate', async () => {
    const world = createWorld();
    world.tenant.callMs = 1_000;
    world.tenant.licenses = [{ ...E3, left: 900, total: 900 }];
    world.tenant.fateOf = ({ person }) => (person.displayName.endsWith('7') ? 'refused' : 'answered');
    const { id } = await world.accept(800, { settings: { licenses: [E3.skuId] } });
    const left: (number | undefined)[] = [];
    for (let second = 0; second < 40; second++) {
      const state = await world.service.jobs.read(id);
      const { total, created, failed, partly, waiting } = state?.counts ?? {};
      expect((created ?? 0) + (failed ?? 0) + (partly ?? 0) + (waiting ?? 0)).toBe(total);
      if (state?.job.state === 'running') left.push(state.secondsLeft);
      await world.clock.advance(1_000);
    }
    expect(left[0]).toBeUndefined();
    expect(left[10]).toBeGreaterThan(5);
    expect(left[10]).toBeLessThan(15);
    const { counts, secondsLeft } = (await world.service.jobs.read(id)) ?? {};
    expect(counts).toEqual({ total: 800, created: 720, failed: 80, partly: 0, undone: 0, waiting: 0 });
    expect(secondsLeft).toBeUndefined();
  });

  it('says how long the quota will take, even when the first people are done in no time', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, left: 900, total: 900 }];
    world.tenant.quotaMs = (writes) => writes * 50;
    world.tenant.callMs = 500;
    const { id } = await world.accept(800, { settings: { licenses: [E3.skuId] } });
    await world.clock.advance(2_000);
    const state = await world.service.jobs.read(id);
    const rows = await world.store.loadRows(id);
    const writes = rows.reduce(
      (sum, { create, license }) => sum + Number(create.state === 'todo') + Number(license.state === 'todo'),
      0,
    );
    expect(writes).toBeGreaterThan(800);
    expect(state?.secondsLeft).toBe(Math.ceil(writes / 20));
  });

  it('keeps for other processes how long what is left will take, row by row', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, left: 300, total: 300 }];
    world.tenant.fateOf = ({ person }) => (person.displayName.endsWith('7') ? 'refused' : 'answered');
    world.tenant.quotaMs = (writes) => writes * 50;
    world.tenant.callMs = 2_000;
    const kept: Promise<[number | undefined, number]>[] = [];
    const hold = world.store.holdJob.bind(world.store);
    world.store.holdJob = async (jobId) => {
      const held = await hold(jobId);
      if (held === undefined) return undefined;
      const tell = held.tell.bind(held);
      held.tell = (told) => {
        tell(told);
        kept.push(
          world.store.loadRows(jobId).then((rows) => {
            const counter = createRowCounter();
            for (const row of rows) counter.add(row);
            return [told.secondsLeft, Math.ceil(counter.writesLeft / 20)];
          }),
        );
      };
      return held;
    };
    await world.run(800, { settings: { licenses: [E3.skuId] } });
    const pairs = await Promise.all(kept);
    expect(pairs.length).toBeGreaterThan(3);
    expect(new Set(pairs.map(([said]) => said)).size).toBeGreaterThan(3);
    for (const [said, counted] of pairs) expect(said ?? 0).toBe(counted);
  });

  it('names products, and does without the names when the directory is down', async () => {
    const world = createWorld();
    const state = await world.run(1);
    expect(state.licenseNames[E3.skuId]).toBe('Office 365 E3');
    world.restart();
    world.tenant.away = true;
    expect((await world.service.jobs.read(state.job.id))?.licenseNames).toEqual({});
  });

  it('ends a bulk job with a results message, stored with its end', async () => {
    const world = createWorld();
    const seen: unknown[] = [];
    world.service.on('finished', async (jobId) => {
      seen.push(
        (await world.store.loadJob(jobId))?.messages.map(({ kind, settled }) => `${kind} ${settled}`),
      );
    });
    const bulk = await world.run(2);
    const one = await world.run([{ userPrincipalName: 'x@contoso.com', displayName: 'X' }], { kind: 'one' });
    expect(bulk.job.messages.map(({ kind }) => kind)).toEqual(['progress', 'results']);
    expect(one.job.messages.map(({ kind }) => kind)).toEqual(['progress']);
    expect(seen[0]).toEqual(['progress false', 'results false']);
  });

  it('minds no listener that throws', async () => {
    const world = createWorld();
    world.service.on('progress', () => {
      throw new Error('a broken chat');
    });
    expect((await world.run(3)).counts.created).toBe(3);
    expect(world.logged.join()).toContain('event.listener_failed');
  });

  it('keeps two jobs apart that run at the same time', async () => {
    const world = createWorld();
    const first = await world.accept(60);
    const second = await world.accept([{ userPrincipalName: 'x@contoso.com', displayName: 'X' }]);
    const states = await Promise.all([world.finish(first.id), world.finish(second.id)]);
    expect(states.map(({ counts }) => counts.created)).toEqual([60, 1]);
    expect(world.mailer.inbox).toHaveLength(2);
  });
});
