import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openPostgresStore, type PostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { loudLog, masterKeysOf } from '../composition/composeService.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import startPostgres from '../startPostgres.ts';
import { checkActs } from './checkActs.ts';
import { type Drill, SAID } from './drill.ts';
import { makeLeavers, seedLeavers } from './leaversScene.ts';
import { startLoopbackTenant } from './loopbackTenant.ts';
import { countBlocked } from './timers.ts';
import type { TimersInstanceSettings } from './timersInstance.ts';

/** The compiled process; the drill itself may run from source, in tests. */
const PROCESS = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist-test/test/drills/timersInstance.js' : 'timersInstance.js',
    import.meta.url,
  ),
);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Far enough for a reminder the day before. */
const PLANNED_MS = 3 * DAY_MS;
/** Graph's answers after which an instance is killed, one after the other, once the hour has come. */
const SHAPES = {
  long: { count: 3, leavers: 200, deaths: [25, 70, 200, 400, 700, 1_100, 1_600, 2_200] },
  short: { count: 2, leavers: 8, deaths: [40] },
} as const;
/** Their sweeps have looked, every 5 s, what is due by their clocks. */
const SWEPT_MS = 8_000;
/** What a killed one leaves is taken up after 13 s each time, and the machine may be busy. */
const PATIENCE_MS = 4 * MINUTE_MS;

interface Instance {
  child: ChildProcess;
  /** How often its clock was put elsewhere. */
  steps: number;
  hear(word: string): Promise<void>;
}

async function startInstance(settings: TimersInstanceSettings): Promise<Instance> {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const heard = new Set<string>();
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  lines.on('line', (line) => heard.add(line));
  const instance: Instance = {
    ...{ child, steps: 0 },
    async hear(word) {
      while (!heard.has(word)) {
        if (child.exitCode !== null) throw new Error(`An instance ended by itself, with ${child.exitCode}.`);
        await sleep(50);
      }
    },
  };
  await instance.hear('ready');
  return instance;
}

async function kill({ child }: Instance): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** False: that took too long. */
async function waitUntil(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(200))
    if (await isSo()) return true;
  return false;
}

/**
 * People who leave at an hour that was planned days before, by several instances on one database: they are killed while it is
 * planned, all of them are down when people are to be reminded and again at the hour itself, and they are killed while people
 * leave. The clocks of those that run are put ahead and back meanwhile, by minutes up to a month. Everybody leaves once, and nobody before the hour.
 */
export const drillTimersOfInstances: Drill = async ({ short }) => {
  const { count, leavers, deaths } = SHAPES[short ? 'short' : 'long'];
  const stopPostgres = await startPostgres();
  const database = await openTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const masterKey = randomBytes(32);
  const instances: Instance[] = [];
  let answers = 0;
  const tenant = await startLoopbackTenant({ onAnswer: () => (answers += 1) });
  seedLeavers(tenant.graph, leavers);
  await client.connect();
  const open = (): Promise<PostgresStore> =>
    openPostgresStore({
      ...{ url: database.url, masterKeys: masterKeysOf(masterKey), log: loudLog },
      clock: { now: Date.now, sleep: async (ms) => sleep(ms) },
    });
  const store = await open();
  const plannedAt = Date.now();
  let aheadMs = 0;
  let kills = 0;
  let steps = 0;

  /** Puts the clock of one that runs, and works, to another time. */
  async function step(index: number): Promise<void> {
    const instance = instances[index % count];
    if (instance === undefined) throw new Error(`There is no instance ${index}.`);
    instance.child.kill('SIGUSR2');
    instance.steps += 1;
    await instance.hear(`stepped ${instance.steps}`);
    steps += 1;
  }

  async function start(index: number, plans = false): Promise<void> {
    instances[index] = await startInstance({
      ...{ leavers, databaseUrl: database.url, graphUrl: tenant.graphUrl, aheadMs, plans },
      ...{ masterKey: masterKey.toString('base64'), dueAt: plannedAt + PLANNED_MS },
    });
  }

  async function startAgain(index: number, plans = false): Promise<void> {
    const victim = instances[index];
    if (victim === undefined) throw new Error(`There is no instance ${index}.`);
    await kill(victim);
    kills += 1;
    await start(index, plans);
  }

  async function startAll(planner?: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => start(index, index === planner)));
  }

  /** All of them are down until it is so much later than when it was planned. */
  async function sleepUntil(afterMs: number): Promise<void> {
    await Promise.all(instances.map(kill));
    kills += instances.length;
    const passedMs = plannedAt + afterMs - (Date.now() + aheadMs);
    aheadMs += passedMs;
    await client.query(
      "UPDATE pgboss.job SET start_after = start_after - $1::float8 * interval '1 millisecond' WHERE state < 'active'",
      [passedMs],
    );
    await startAll();
  }

  async function isOver(): Promise<boolean> {
    const requests = await store.listRequests({});
    if (requests.some(({ jobId }) => jobId === undefined)) return false;
    return (await store.listUnfinished()).every(({ state }) => state === 'done');
  }

  try {
    const troubles: string[] = [];
    const early: string[] = [];
    const lookWhetherEarly = (when: string): void => {
      const blocked = countBlocked(tenant.graph, leavers);
      if (blocked > 0) early.push(`${blocked} left before the hour, ${when}`);
    };
    await startAll(0);
    const half = (leavers * 0.75) / 2;
    await waitUntil(async () => (await store.listRequests({})).length >= half);
    await startAgain(0, true);
    await instances[0]?.hear('planned');
    lookWhetherEarly('while it was planned');

    await sleepUntil(PLANNED_MS - DAY_MS + MINUTE_MS);
    if (!short) await startAgain(1);
    const isReminded = async () => (await store.listRequests({})).every(({ copies }) => copies.length >= 2);
    for (const index of instances.keys()) await step(index);
    if (!(await waitUntil(isReminded))) troubles.push('somebody was not reminded');
    for (let index = 0; index < 3 * count; index += 1) await step(index);
    await sleep(SWEPT_MS);
    lookWhetherEarly('the day before');

    if (!short) {
      await sleepUntil(PLANNED_MS - MINUTE_MS);
      lookWhetherEarly('a minute before');
    }
    answers = 0;
    await sleepUntil(PLANNED_MS + 7 * MINUTE_MS);
    let notReached = 0;
    for (const [index, after] of deaths.entries()) {
      const reached = await waitUntil(async () => answers >= after || (await isOver()));
      if (!reached || answers < after) notReached += 1;
      else await startAgain(index % count);
      for (let other = 1; other < count; other += 1) await step(index + other);
    }
    if (!(await waitUntil(isOver))) troubles.push('not everybody has left');
    await Promise.all(instances.splice(0).map(kill));
    const people = makeLeavers(leavers).map((asked) => ({ task: 'leave' as const, asked }));
    const { lost, duplicated, untrue } = await checkActs(tenant, masterKey, people, open);
    for (const sentence of [...troubles, ...lost, ...duplicated, ...untrue, ...early].slice(0, SAID)) {
      console.error(`timers: ${sentence}`);
    }
    return [
      {
        ...{ drill: 'timers', instances: count, leavers, kills, steps, notReached },
        ...{ lost: lost.length + troubles.length, duplicated: duplicated.length, passwordsLost: 0 },
        untrue: untrue.length + early.length,
      },
    ];
  } finally {
    for (const { child } of instances) child.kill('SIGKILL');
    await store.close();
    await client.end();
    await tenant.stop();
    await database.drop();
    await stopPostgres();
  }
};
