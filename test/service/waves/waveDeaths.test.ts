import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { type Around, CUSTOMERS, createWorld, OMAR, openFile, PLACE, type World } from './waveWorld.ts';

/** What changes records; before or after one of these the process dies. */
const WRITES: ReadonlySet<string> = new Set([
  ...['accept', 'updateJob', 'saveDraft', 'updateDraft', 'saveRequest', 'updateRequest'],
  ...['saveTask', 'dropTask', 'audit', 'auditOnce'],
]);

/** Where a process dies: at this write, counted from 1 since the start was pressed, before it or after it. */
interface Death {
  nth: number;
  when: 'before' | 'after';
}

/** A process that dies as it is told. */
function startMortal(world: World, death: Death | undefined) {
  let [armed, died, writes] = [false, false, 0];
  const around: Around = async (name, _given, call, kill) => {
    if (!armed || !WRITES.has(name)) return call();
    writes += 1;
    if (writes !== death?.nth) return call();
    if (death.when === 'after') await call();
    died = true;
    return kill();
  };
  return {
    service: world.start(around),
    arm() {
      armed = true;
    },
    writes: () => writes,
    died: () => died,
  };
}

/** Of which customers the audit says this, each once. */
function findAudited(world: World, what: string): string[] {
  const found = world.store.entries().filter((entry) => entry.what === what);
  return [...new Set(found.map(({ customer = '' }) => customer))].sort();
}

/** Starts the file in a process that dies as told, and lets the next one go on. Answers the writes of the first. */
async function play(death?: Death): Promise<number> {
  const world = createWorld();
  const first = startMortal(world, death);
  await world.clock.until(first.service.resume());
  const [id, version] = await openFile(world, first.service);
  first.arm();
  const pressed = first.service.waves.start(OMAR, PLACE, id, version).catch(() => undefined);
  await world.clock.advance(120_000);
  let last = first.service;
  if (first.died()) {
    last = world.start();
    await world.clock.until(last.resume());
    await world.clock.advance(600_000);
  } else await pressed;
  const state = await last.waves.read(id);
  // Killed before the start was kept, nothing was started, and it can be started again.
  if (state?.wave.data.state === 'open') {
    await world.clock.until(last.waves.start(OMAR, PLACE, id, state.wave.version));
    await world.clock.advance(120_000);
  }
  const what = JSON.stringify(death);
  const after = await last.waves.read(id);
  expect(after?.wave.data.state, what).toBe('done');
  expect(
    after?.lines.map(({ standing }) => standing),
    what,
  ).toEqual(['done', 'done', 'done']);
  for (const [customer, tenant] of world.tenants) {
    const names = tenant.sent.map(({ userPrincipalName }) => userPrincipalName);
    const accounts = [...tenant.accounts.values()].filter(({ deleted }) => !deleted);
    expect(accounts, `${customer} ${what}`).toHaveLength(new Set(names).size);
    // A create whose answer died with the process is looked up and never sent with another password.
    const keys = new Set(
      tenant.sent.map((one) => `${one.userPrincipalName} ${one.operationId} ${one.password}`),
    );
    expect(keys.size, `${customer} ${what}`).toBe(new Set(names).size);
  }
  expect((await world.store.listJobs({ limit: 9 })).length, what).toBe(3);
  // Whatever is created, every customer's history says who started the file, and that it is through.
  for (const said of ['wave.started', 'wave.done']) {
    expect(findAudited(world, said), `${said} ${what}`).toEqual([...CUSTOMERS].sort());
  }
  return first.writes();
}

describe('a file for several customers', () => {
  it('comes to the same end wherever its process dies', async () => {
    const writes = await play();
    expect(writes).toBeGreaterThan(20);
    for (let nth = 1; nth <= writes; nth++) {
      await play({ nth, when: nth % 2 === 0 ? 'before' : 'after' });
    }
  }, 60_000);
});

describe('a Stop whose process died once it was kept, and before it stopped a job', () => {
  const stateOfJob = async (world: World) =>
    (await world.store.listJobs({ limit: 9 })).map(({ state }) => state);

  const countSaid = (world: World, what: string) =>
    world.store.entries().filter((entry) => entry.what === what).length;

  /** Answers the file. */
  async function stopAndDie(world: World): Promise<string> {
    let isStopped = false;
    const first = world.start(async (_name, given, call, kill) => {
      const isStop = (given[2] as { state?: string } | undefined)?.state === 'stopped';
      if (!isStop || isStopped) return call();
      isStopped = true;
      await call();
      return kill();
    });
    const tenant = world.tenants.get('first');
    if (tenant === undefined) throw new Error('There is no first customer.');
    // Its people wait for the quota.
    tenant.queueMs = 600_000;
    await world.clock.until(first.resume());
    const [id, version] = await openFile(world, first);
    await world.clock.until(first.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(1_000);
    first.waves.stop(OMAR, id).catch(() => undefined);
    await world.clock.advance(1_000);
    expect(await stateOfJob(world)).toEqual(['running']);
    return id;
  }

  it('can be pressed again', async () => {
    const world = createWorld();
    const id = await stopAndDie(world);
    const other = world.start();
    await world.clock.until(other.waves.stop(OMAR, id));
    expect(await stateOfJob(world)).toEqual(['stopping']);
    // Whoever presses is audited, each time.
    expect(countSaid(world, 'wave.stopped')).toBe(2 * CUSTOMERS.length);
    expect(countSaid(world, 'job.stopped')).toBe(1);
  });

  it.each(['the next start', 'the sweep of another instance'])('is finished by %s, once', async (who) => {
    const world = createWorld();
    const sweeping = { sweepEveryMs: 300_000 };
    const alive = who === 'the next start' ? undefined : world.start(undefined, sweeping);
    if (alive !== undefined) await world.clock.until(alive.resume());
    await stopAndDie(world);
    const other = alive ?? world.start(undefined, sweeping);
    if (alive === undefined) await world.clock.until(other.resume());
    await world.clock.advance(sweeping.sweepEveryMs);
    expect(await stateOfJob(world)).toEqual(['stopped']);
    const said = world.store.entries().filter(({ what }) => what === 'job.stopped');
    expect(said.map(({ actor }) => actor)).toEqual([OMAR.id]);
    // What somebody tries again after that is not stopped.
    await world.clock.until(other.jobs.retry(OMAR, (await world.store.listJobs({ limit: 1 }))[0]?.id ?? ''));
    await world.clock.advance(2 * sweeping.sweepEveryMs - 10_000);
    expect(await stateOfJob(world)).toEqual(['running']);
  });

  it('is not finished by an instance with an older policy file, which may not know who pressed it', async () => {
    const world = createWorld();
    const id = await stopAndDie(world);
    const isMarked = async () =>
      ((await world.store.loadDraft(id))?.data as { stopping?: object } | undefined)?.stopping !== undefined;
    const checkPolicy = () =>
      Promise.reject(new RollcallError('POLICY_BEHIND', 'Others have a newer one.', { next: 'Wait.' }));
    const behind = world.start(undefined, { checkPolicy });
    await world.clock.until(behind.waves.finishPress(id));
    expect(await stateOfJob(world)).toEqual(['running']);
    expect(await isMarked()).toBe(true);
    const newest = world.start();
    await world.clock.until(newest.waves.finishPress(id));
    expect(await stateOfJob(world)).toEqual(['stopping']);
    expect(await isMarked()).toBe(false);
  });
});
