import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { type Around, createWorld, GRACE, OMAR, openFile, PLACE, type World } from './waveWorld.ts';

type Press = 'stop' | 'end';
/** Where the process is with the second customer's part when somebody presses. */
type Moment = 'its parts are read' | 'a part is about to begin' | 'a part was let begin';

async function stateOf(world: World, waveId: string): Promise<string | undefined> {
  return ((await world.store.loadDraft(waveId))?.data as { state?: string } | undefined)?.state;
}

/** Far more than a press takes to be kept. */
const MOST_TURNS = 10_000;

/** Lets others go on, without time, until the file doesn't run any more. */
async function untilChanged(world: World, waveId: string): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if ((await stateOf(world, waveId)) !== 'running') return;
    await Promise.resolve();
  }
  throw new Error('It still runs.');
}

async function findSecond(world: World): Promise<RequestRecord | undefined> {
  return (await world.store.listRequests({})).find(({ customer }) => customer === 'second');
}

const accountsIn = (world: World, customer: string) => [
  ...(world.tenants.get(customer)?.accounts.values() ?? []),
];

/** Has `then` run once, at that moment, before the process goes on. */
function watch(world: World, moment: Moment, then: (kill: () => Promise<never>) => Promise<unknown>): Around {
  let isOver = false;
  const once = async (kill: () => Promise<never>) => {
    if (isOver) return;
    isOver = true;
    await then(kill);
  };
  return async (name, given, call, kill) => {
    const second = isOver ? undefined : await findSecond(world);
    const isHeld = second?.wave?.held === true;
    const isFirstDone = (await world.store.listJobs({ limit: 9 })).some(({ state }) => state === 'done');
    if (!isHeld || !isFirstDone) return call();
    const isOfSecond = name === 'updateRequest' && given[0] === second.id;
    if (moment === 'its parts are read' && name === 'scanRows') {
      const rows = await call();
      await once(kill);
      return rows;
    }
    if (moment === 'a part is about to begin' && isOfSecond) await once(kill);
    const answer = await call();
    if (moment === 'a part was let begin' && isOfSecond) await once(kill);
    return answer;
  };
}

describe('a file for several customers that somebody stops', () => {
  const moments: readonly Moment[] = [
    'its parts are read',
    'a part is about to begin',
    'a part was let begin',
  ];
  const cases = moments.flatMap((moment) => [['stop', moment] as const, ['end', moment] as const]);

  it.each(cases)('begins nothing more after %s, pressed while %s', async (press: Press, moment) => {
    const world = createWorld();
    let waveId = '';
    let pressed: Promise<unknown> | undefined;
    const service: Provisioning = world.start(
      watch(world, moment, async () => {
        pressed = service.waves[press](OMAR, waveId);
        await untilChanged(world, waveId);
      }),
    );
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    waveId = id;
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(600_000);
    if (pressed === undefined) throw new Error('It was never so far.');
    await world.clock.until(pressed);
    expect([...accountsIn(world, 'second'), ...accountsIn(world, 'third')]).toEqual([]);
    expect(await stateOf(world, id)).toBe(press === 'stop' ? 'stopped' : 'ended');
    expect(await findSecond(world)).toMatchObject(
      press === 'stop' ? { state: 'approved', wave: { held: true } } : { state: 'cancelled' },
    );
    const said = world.store.entries().filter(({ subject }) => subject === id);
    const what = press === 'stop' ? 'wave.stopped' : 'wave.ended';
    expect(said.map((entry) => entry.what)).toEqual([
      ...Array(3).fill('wave.started'),
      ...Array(3).fill(what),
    ]);
    if (press === 'end') return;
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(600_000);
    expect(await stateOf(world, id)).toBe('done');
    expect([...accountsIn(world, 'second'), ...accountsIn(world, 'third')]).toHaveLength(2);
  });

  it.each(['stop', 'end'] as const)(
    'begins nothing that a process had let begin when it died, after %s',
    async (press) => {
      const world = createWorld();
      const first = world.start(watch(world, 'a part was let begin', (kill) => kill()));
      await world.clock.until(first.resume());
      const [id, version] = await openFile(world, first);
      await world.clock.until(first.waves.start(OMAR, PLACE, id, version));
      await world.clock.advance(120_000);
      expect((await findSecond(world))?.wave).not.toHaveProperty('held');
      const other = world.start();
      await world.clock.until(other.waves[press](OMAR, id));
      await world.clock.until(other.resume());
      await world.clock.advance(600_000);
      expect([...accountsIn(world, 'second'), ...accountsIn(world, 'third')]).toEqual([]);
    },
  );

  it('begins nothing after a Stop whose process died right then, until it goes on', async () => {
    const world = createWorld();
    let waveId = '';
    const around = watch(world, 'a part was let begin', async () => {
      first.waves.stop(OMAR, waveId).catch(() => undefined);
      await new Promise(() => undefined);
    });
    const first = world.start(async (name, given, call, kill) => {
      const data = given[2] as { state?: string } | undefined;
      if (name !== 'updateDraft' || data?.state !== 'stopped') return around(name, given, call, kill);
      await call();
      return kill();
    });
    await world.clock.until(first.resume());
    const [id, version] = await openFile(world, first);
    waveId = id;
    await world.clock.until(first.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(120_000);
    expect(await stateOf(world, id)).toBe('stopped');
    const other = world.start();
    await world.clock.until(other.resume());
    await world.clock.advance(600_000);
    expect([...accountsIn(world, 'second'), ...accountsIn(world, 'third')]).toEqual([]);
    await world.clock.until(other.waves.goOn(OMAR, id));
    await world.clock.advance(600_000);
    expect(await stateOf(world, id)).toBe('done');
  });

  it('asks for no part any more', async () => {
    const world = createWorld();
    let waveId = '';
    let stopped: Promise<unknown> | undefined;
    let isOver = false;
    // Whether it was asked for is looked up before it is.
    const service: Provisioning = world.start(async (name, _given, call) => {
      if (name === 'loadRequest' && waveId !== '' && !isOver) {
        stopped ??= service.waves.stop(OMAR, waveId);
        await untilChanged(world, waveId);
        isOver = true;
      }
      return call();
    });
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    waveId = id;
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(120_000);
    expect(await stateOf(world, id)).toBe('stopped');
    await world.clock.until(stopped ?? Promise.reject(new Error('It was never so far.')));
    expect(await world.store.listRequests({})).toEqual([]);
    await world.clock.until(service.waves.goOn(OMAR, id));
    await world.clock.advance(600_000);
    expect(await stateOf(world, id)).toBe('done');
  });

  it('cancels a part that was just being asked for when it was ended, and asks for no other', async () => {
    const world = createWorld();
    let waveId = '';
    let ended: Promise<unknown> | undefined;
    const service: Provisioning = world.start(async (name, given, call) => {
      const isSecond = (given[0] as { customer?: string } | undefined)?.customer === 'second';
      if (name === 'saveRequest' && isSecond && ended === undefined) {
        ended = service.waves.end(OMAR, waveId);
        await ended;
      }
      return call();
    });
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    waveId = id;
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(600_000);
    expect(await findSecond(world)).toMatchObject({ state: 'cancelled' });
    const open = (await world.store.listRequests({})).filter(
      ({ state, jobId }) => state === 'approved' && !jobId,
    );
    expect(open).toEqual([]);
    expect([...accountsIn(world, 'second'), ...accountsIn(world, 'third')]).toEqual([]);
  });

  it('is ended by the next start where the process died in the middle of that, in the name of whoever ended it', async () => {
    const world = createWorld();
    const first = world.start(async (name, given, call, kill) => {
      const data = given[2] as { state?: string } | undefined;
      if (name !== 'updateDraft' || data?.state !== 'ended') return call();
      await call();
      return kill();
    });
    await world.clock.until(first.resume());
    const [id, version] = await openFile(world, first);
    const tenant = world.tenants.get('first');
    if (tenant === undefined) throw new Error('There is no first customer.');
    tenant.fateOf = () => 'refused';
    await world.clock.until(first.waves.start(OMAR, PLACE, id, version));
    // By then nothing brings it on any more.
    await world.clock.advance(120_000);
    expect(await stateOf(world, id)).toBe('stopped');
    first.waves.end(GRACE, id).catch(() => undefined);
    await world.clock.advance(1_000);
    expect(await stateOf(world, id)).toBe('ended');
    const other = world.start();
    await world.clock.until(other.resume());
    await world.clock.advance(60_000);
    const { lines } = (await other.waves.read(id)) ?? { lines: [] };
    expect(lines.map(({ standing }) => standing)).toEqual(['failed', 'refused', 'refused']);
    const canceled = world.store.entries().filter(({ what }) => what === 'request.cancelled');
    expect(canceled.map(({ actor }) => actor)).toEqual([GRACE.id, GRACE.id]);
  });

  it('does not tell of an end that somebody else made in the same moment', async () => {
    const world = createWorld();
    let waveId = '';
    let ended: Promise<unknown> | undefined;
    const service: Provisioning = world.start(async (name, given, call) => {
      const data = given[2] as { state?: string } | undefined;
      if (name === 'updateDraft' && data?.state === 'done' && ended === undefined) {
        ended = service.waves.end(OMAR, waveId);
        await untilChanged(world, waveId);
      }
      return call();
    });
    await world.clock.until(service.resume());
    const [id, version] = await openFile(world, service);
    waveId = id;
    await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(600_000);
    expect(ended).toBeDefined();
    expect(await stateOf(world, id)).toBe('ended');
    const said = new Set(
      world.store
        .entries()
        .filter(({ subject }) => subject === id)
        .map(({ what }) => what),
    );
    expect([...said]).toEqual(['wave.started', 'wave.ended']);
  });
});
