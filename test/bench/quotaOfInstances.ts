import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import startPostgres from '../startPostgres.ts';
import type { BenchOptions } from './bench.ts';
import { printLine } from './numbers.ts';
import { findMinimumSeconds, type Model, THROTTLED_AT_MOST } from './quotaModels.ts';
import { createScaledClock } from './scaledClock.ts';
import { type GraphProcess, startGraph } from './startGraph.ts';
import { type QuotaInstance, startQuotaInstance } from './startQuotaInstance.ts';

/** The short ones fit into two windows, with what is left for people at a form in each. */
const PEOPLE = { long: 5_000, short: 2_750 } as const;
/** What a killed process held is taken up after up to 13 s of real time: much faster, and it would measure that alone. */
const SPEED = 3;
const PEOPLE_A_JOB = 250;
/** Of real time. */
const LOOK_MS = 100;
/** After the minimum; of real time. */
const PATIENCE_MS = 120_000;

/** Until so many people have their license. Throws where that takes too long. */
async function waitUntilLicensed(graph: GraphProcess, people: number): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; await wait(LOOK_MS)) {
    const { licensed } = await graph.tally();
    if (licensed >= people) return;
    if (Date.now() > until) throw new Error(`${licensed} of ${people} people were licensed.`);
  }
}

/** Jobs that a second process went on with. */
async function countTakenUp(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ taken: number }>(
    'SELECT count(*)::int AS taken FROM jobs WHERE turn > 1',
  );
  return rows[0]?.taken ?? 0;
}

/** Whoever looks first takes jobs, so that one may have all of them and another none. */
async function killBusiest(running: QuotaInstance[]): Promise<void> {
  const held = await Promise.all(running.map(async (one) => (await one.ask({ ask: 'held' })).held));
  const [busiest] = running.splice(held.indexOf(Math.max(...held)), 1);
  await busiest?.kill();
}

/** Several processes under one quota, of which one is killed in the middle, and one more person is asked for right then. */
async function benchModel(model: Model, { instances, short }: BenchOptions): Promise<void> {
  const people = PEOPLE[short ? 'short' : 'long'];
  const baselineSeconds = findMinimumSeconds(model, people + 1);
  const database = await openTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const startedAt = Date.now();
  const clock = createScaledClock(SPEED, startedAt);
  const graph = await startGraph({ latencyMs: 50, quota: model, speed: SPEED, startedAt });
  const masterKey = randomBytes(32).toString('base64');
  const running: QuotaInstance[] = [];
  const settings = { databaseUrl: database.url, graphUrl: graph.url, masterKey, speed: SPEED, startedAt };
  try {
    for (let n = 0; n < instances; n += 1) running.push(await startQuotaInstance(settings));
    const from = clock.now();
    const asked = Array.from({ length: people / PEOPLE_A_JOB }, (_, job) =>
      running[job % instances]?.ask({
        ask: 'create',
        from: 1 + job * PEOPLE_A_JOB,
        people: PEOPLE_A_JOB,
      }),
    );
    await Promise.all(asked);
    const acceptedSeconds = (clock.now() - from) / 1_000;
    await clock.sleep((baselineSeconds * 1_000) / 2 - (clock.now() - from));
    await killBusiest(running);
    const single = running[0]?.ask({ ask: 'single', from: people + 1 });
    const { seconds: singleSeconds = Number.NaN } = (await single) ?? {};
    await clock.sleep(baselineSeconds * 990 - (clock.now() - from));
    await waitUntilLicensed(graph, people + 1);
    const seconds = (clock.now() - from) / 1_000;
    // What they did last is written down a second later.
    await wait(2_000);
    const takenUp = await countTakenUp(client);
    const { failed = Number.NaN } = (await running[0]?.ask({ ask: 'results' })) ?? {};
    const { throttled, requests, users } = await graph.tally();
    if (users !== people + 1) throw new Error(`${users} people were created.`);
    printLine(
      {
        ...{ bench: 'quota', model, instances, n: people, seconds, baselineSeconds },
        ratio: seconds / baselineSeconds,
        // Nothing is written before the first of them, and the bucket cannot get fuller.
        acceptedSeconds,
        ...{ failed, throttled, requests, throttledShare: throttled / requests },
        ...{
          singleSeconds,
          singleQuotaSeconds: singleSeconds * SPEED,
          takenUp,
          notTakenUp: takenUp > 0 ? 0 : 1,
        },
      },
      {
        ...{ ratio: 1.03, failed: 0, throttledShare: THROTTLED_AT_MOST[model] },
        ...{ singleSeconds: 3, singleQuotaSeconds: 3, notTakenUp: 0 },
      },
    );
  } finally {
    await Promise.all(running.map((instance) => instance.kill()));
    await graph.stop();
    await client.end();
    await database.drop();
  }
}

/** Both ways in which Microsoft's quota may refill; no process is told which. */
export async function benchQuotaOfInstances(options: BenchOptions): Promise<void> {
  const stop = await startPostgres();
  try {
    await benchModel('bucket', options);
    await benchModel('window', options);
  } finally {
    await stop();
  }
}
