import { describe, expect, it } from 'vitest';
import { createCallBack } from '../../../src/service/approvals/callBack.ts';
import { createOneAtATime } from '../../../src/service/ports/oneAtATime.ts';
import { sampleRequest } from '../../store/sampleRecords.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';
import {
  createGate,
  createWorld,
  holdCreates,
  OMAR,
  openFile,
  PLACE,
  SWEEP_MS,
  statesOfJobs,
  type World,
} from './waveWorld.ts';

const stateOf = async (world: World, waveId: string) =>
  ((await world.store.loadDraft(waveId))?.data as { state?: string } | undefined)?.state;

const dataOf = async (world: World, waveId: string) => (await world.store.loadDraft(waveId))?.data;

/** Omar goes on; after his first change and before his last, he presses Stop on another message, and all of that is through. */
async function pressWhileGoingOn(world: World, waveId: string): Promise<unknown> {
  const other = world.start();
  const before = (await dataOf(world, waveId)) as { resumed?: number };
  let isPressed = false;
  const goingOn = world.start(async (name, given, call) => {
    const answer = await call();
    const changed = given[2] as { resumed?: number } | undefined;
    if (!isPressed && name === 'updateDraft' && changed?.resumed !== before.resumed) {
      isPressed = true;
      await other.waves.stop(OMAR, waveId);
    }
    return answer;
  });
  const went = world.clock.until(goingOn.waves.goOn(OMAR, waveId));
  return went.finally(() => expect(isPressed).toBe(true));
}

const stoppedJobs = (world: World) =>
  world.store.entries().flatMap(({ what, customer }) => (what === 'job.stopped' ? [customer] : []));

const countAccounts = (world: World) => [...world.tenants.values()].map(({ accounts }) => accounts.size);

describe('a Stop that is still under way when somebody goes on', () => {
  it.each(['the press', 'what another instance does of it once its process died'])(
    'at an instance that is frozen, stops nothing of what goes on: %s',
    async (whose) => {
      const world = createWorld();
      const [second, third, thawed] = [createGate(), createGate(), createGate()];
      holdCreates(world, 'second', second.passed);
      holdCreates(world, 'third', third.passed);
      let waveId = '';
      let isFrozen = false;
      const frozen = world.start(async (name, given, call) => {
        if (name !== 'holdKey' || given[0] !== `alone:${waveId}`) return call();
        isFrozen = true;
        await thawed.passed;
        return call();
      });
      const runner = world.start();
      await world.clock.until(runner.resume());
      const [id, version] = await openFile(world, runner);
      waveId = id;
      await world.clock.until(runner.waves.start(OMAR, PLACE, id, version));
      await world.clock.advance(60_000);
      expect(await statesOfJobs(world)).toEqual(['first done', 'second running']);

      if (whose !== 'the press') {
        const mortal = world.start(async (_name, given, call, kill) => {
          const isStop = (given[2] as { state?: string } | undefined)?.state === 'stopped';
          if (!isStop) return call();
          await call();
          return kill();
        });
        mortal.waves.stop(OMAR, id).catch(() => undefined);
        await world.clock.advance(1_000);
      }
      const stopping: Promise<unknown> =
        whose === 'the press' ? frozen.waves.stop(OMAR, id) : frozen.waves.finishPress(id);
      await world.clock.advance(5_000);
      expect(isFrozen).toBe(true);
      second.open();
      await world.clock.advance(20_000);
      expect(await statesOfJobs(world)).toEqual(['first done', 'second stopped']);

      await world.clock.until(runner.waves.goOn(OMAR, id));
      await world.clock.advance(5_000);
      thawed.open();
      await world.clock.until(stopping);
      third.open();
      await world.clock.advance(60_000);
      expect(stoppedJobs(world)).toEqual(['second']);
      expect(await statesOfJobs(world)).toEqual(['first done', 'second done', 'third done']);
      expect(await stateOf(world, id)).toBe('done');
    },
  );

  it.each([true, false])(
    'has a part wait for its turn again only while it is to, once others let go of it: %s',
    async (isStill) => {
      const store = createMemoryStore(createManualClock());
      const oneAtATime = createOneAtATime();
      await store.saveRequest(sampleRequest('req_1', { state: 'approved', wave: { id: 'wave_1' } }));
      const changed: string[] = [];
      const callBack = createCallBack({ store }, oneAtATime, (id) => void changed.push(id));
      const begun = createGate();
      let isToWait = true;
      const beginning = oneAtATime('start req_1', () => begun.passed);
      const called = callBack('req_1', async () => isToWait);
      isToWait = isStill;
      begun.open();
      await Promise.all([beginning, called]);
      expect((await store.loadRequest('req_1'))?.wave?.held === true).toBe(isStill);
      expect(changed).toEqual(isStill ? ['req_1'] : []);
    },
  );
});

describe('a Stop that somebody presses while a Go on is under way', () => {
  it('holds, in a file that stopped by itself', async () => {
    const world = createWorld(undefined, { first: 1, atOnce: 2, failures: 1 });
    const [second, third] = [world.tenants.get('second'), world.tenants.get('third')];
    if (second === undefined || third === undefined) throw new Error('There are not three customers.');
    second.fateOf = () => 'refused';
    // Its people wait for the quota.
    third.queueMs = 600_000;
    const service = world.start();
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(60_000);
    expect(await statesOfJobs(world)).toEqual(['first done', 'second done', 'third running']);
    await expect(pressWhileGoingOn(world, id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await world.clock.advance(5_000);
    expect(await dataOf(world, id)).toMatchObject({ state: 'stopped', stoppedBy: OMAR.name });
    expect(await dataOf(world, id)).not.toHaveProperty('stopping');
    expect(await statesOfJobs(world)).toEqual(['first done', 'second done', 'third stopped']);
    await world.clock.until(service.waves.goOn(OMAR, id));
    expect(await stateOf(world, id)).toBe('running');
    await world.clock.advance(2 * SWEEP_MS);
    expect(stoppedJobs(world)).toEqual(['third']);
  });

  it('holds, in a file that somebody had stopped', async () => {
    const world = createWorld();
    const created = createGate();
    holdCreates(world, 'second', created.passed);
    const service = world.start();
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(60_000);
    await world.clock.until(service.waves.stop(OMAR, id));
    created.open();
    await world.clock.advance(20_000);
    expect(await statesOfJobs(world)).toEqual(['first done', 'second stopped']);
    await expect(pressWhileGoingOn(world, id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await world.clock.advance(2 * SWEEP_MS);
    expect(await stateOf(world, id)).toBe('stopped');
    expect((await statesOfJobs(world)).filter((one) => one.startsWith('third'))).toEqual([]);
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(60_000);
    expect(await stateOf(world, id)).toBe('done');
  });
});

describe('going on before a part that was stopped has come to its end', () => {
  it('is refused, and takes that part up once it has', async () => {
    const world = createWorld();
    const created = createGate();
    holdCreates(world, 'second', created.passed);
    const service = world.start();
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(60_000);
    await world.clock.until(service.waves.stop(OMAR, id));
    expect(await statesOfJobs(world)).toEqual(['first done', 'second stopping']);
    await expect(world.clock.until(service.waves.goOn(OMAR, id))).rejects.toMatchObject({ code: 'NOT_YET' });
    expect(await stateOf(world, id)).toBe('stopped');
    created.open();
    await world.clock.advance(20_000);
    expect(await statesOfJobs(world)).toEqual(['first done', 'second stopped']);
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(60_000);
    expect(await stateOf(world, id)).toBe('done');
    expect(countAccounts(world)).toEqual([2, 1, 1]);
    const stops = world.store.entries().filter(({ what }) => what === 'wave.stopped');
    expect(stops.map(({ platform }) => platform)).toEqual(Array(3).fill('slack'));
  });
});
