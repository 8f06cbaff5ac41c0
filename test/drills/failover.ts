import { setTimeout as wait } from 'node:timers/promises';
import { migrateRecords } from '../../src/postgres/migrate.ts';
import { startPostgresCluster } from '../../src/sandbox/instances/postgresCluster.ts';
import { sampleJob, sampleRows } from '../store/sampleRecords.ts';
import { type Drill, SAID } from './drill.ts';
import { findStale, openEngineScene } from './engineScene.ts';
import { openDrillStore } from './openDrillStore.ts';

const SHAPES = {
  long: { jobs: 12, acts: 1_500, failures: 8 },
  short: { jobs: 6, acts: 400, failures: 2 },
} as const;
const LANES = 8;
/** Until it fails, and again once it is back: whoever was cut off has gone on by then. */
const WORK_MS = 6_000;
/** Longer than an instance may act without it, at every other failure. */
const DOWN_MS = { short: 1_500, long: 10_000 } as const;
const DONE_WITHIN_MS = 180_000;

/** Stores one job after the other, and knows of which it was told that it is stored. */
async function startAsking(databaseUrl: string) {
  const store = await openDrillStore(databaseUrl);
  const ending = new AbortController();
  const acknowledged: string[] = [];
  let refused = 0;
  const asking = (async () => {
    for (let n = 0; !ending.signal.aborted; n += 1) {
      const id = `acknowledged${n}`;
      await store.accept(sampleJob(id, 1), sampleRows(1)).then(
        () => acknowledged.push(id),
        async () => {
          refused += 1;
          await wait(100);
        },
      );
    }
  })();
  return {
    async end(): Promise<{ acknowledged: number; refused: number; gone: string[] }> {
      ending.abort();
      await asking;
      const gone: string[] = [];
      for (const id of acknowledged) if ((await store.loadJob(id)) === undefined) gone.push(id);
      await store.close();
      return { acknowledged: acknowledged.length, refused, gone };
    },
  };
}

/**
 * PostgreSQL ends at once, as a machine that fails, and starts again, by turns on its own folder and on a copy of it, as
 * a standby that lost nothing takes its place. Every record that was acknowledged is there, and two instances go on with
 * their jobs as one.
 */
export const drillFailover: Drill = async ({ short }) => {
  const { jobs, acts, failures } = SHAPES[short ? 'short' : 'long'];
  const cluster = await startPostgresCluster();
  try {
    await migrateRecords(cluster.url);
    const database = { url: cluster.url, drop: async () => undefined };
    const scene = await openEngineScene({ jobs, acts, lanes: LANES, database });
    try {
      await scene.start('first');
      await scene.start('second');
      const waitUntilDone = await scene.sendAll();
      const asking = await startAsking(cluster.url);
      for (let failure = 0; failure < failures; failure += 1) {
        await wait(WORK_MS);
        await cluster.fail();
        await wait(DOWN_MS[failure % 4 < 2 ? 'short' : 'long']);
        await cluster.goOn(failure % 2 === 0 ? 'its folder' : 'a copy');
      }
      await wait(WORK_MS);
      const { acknowledged, refused, gone } = await asking.end();
      for (const id of gone.slice(0, SAID)) console.error(`failover: ${id} is gone`);
      const isDone = await waitUntilDone(DONE_WITHIN_MS);
      return [
        {
          ...{ drill: 'failover', jobs, acts: scene.acts.length, failures, acknowledged, refused },
          lost: gone.length + (isDone ? await scene.countLost() : jobs),
          duplicated: findStale(scene.acts).length,
          passwordsLost: await scene.countOverwritten(),
          // It proves nothing of records that nobody stored, nor of a failure that nobody met.
          notReached: (acknowledged > 0 ? 0 : 1) + (refused > 0 ? 0 : 1),
        },
      ];
    } finally {
      await scene.close();
    }
  } finally {
    await cluster.stop();
  }
};
