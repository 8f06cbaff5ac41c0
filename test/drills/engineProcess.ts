import { setTimeout as wait } from 'node:timers/promises';
import { openBossEngine } from '../../src/engine/bossEngine.ts';
import { fenceFetch } from '../../src/run/fence.ts';
import type { TaskHandler } from '../../src/service/ports/engine.ts';
import { loudLog } from '../composition/composeService.ts';
import { openDrillStore } from './openDrillStore.ts';

/** An instance of the drills of the engine. */
export interface EngineSettings {
  name: string;
  databaseUrl: string;
  /** Where each act is noted, with who did it for which job. */
  worldUrl: string;
  /** So many acts of one job are under way at a time, and so many are written down together. */
  lanes: number;
}

/** Between two acts, as if Graph took its time. */
const ACT_EVERY_MS = 40;

const { name, databaseUrl, worldUrl, lanes }: EngineSettings = JSON.parse(process.argv[2] ?? '{}');
const engine = await openBossEngine({ connectionString: databaseUrl, log: loudLog });
/** With the moment at which the fence let it go. */
const send = fenceFetch(engine.turn, (input) => fetch(`${String(input)}&at=${Date.now()}`));
const store = await openDrillStore(databaseUrl);

/**
 * As a run of a job: takes it, acts for its rows in lanes, and records who acted. It asks nobody but the fence and the
 * store, which have to hold also for a run that knows nothing of its turn.
 */
const carryOut: TaskHandler = async (job) => {
  const held = await store.holdJob(job);
  if (held === undefined) throw new Error(`${job} isn't there.`);
  const run = String(held.turn);
  await fetch(`${worldUrl}/take?${new URLSearchParams({ job, run, by: name, at: String(Date.now()) })}`);
  const rows = (await store.loadRows(job)).filter(({ create }) => create.state !== 'done');
  for (let start = 0; start < rows.length; start += lanes) {
    await Promise.all(
      rows.slice(start, start + lanes).map(async (row, lane) => {
        await wait(ACT_EVERY_MS * (lane + 1));
        await send(`${worldUrl}/act?${new URLSearchParams({ job, row: row.rowId, run, by: name })}`);
        held.record([{ ...row, objectId: run, create: { state: 'done' } }]);
      }),
    );
  }
  await held.flush();
};

engine.work('bulk', carryOut);
process.on('SIGTERM', () => {
  void engine
    .drain()
    .then(() => engine.close())
    .then(() => process.exit(0));
});
process.stdout.write('ready\n');
