import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openBossEngine } from '../../src/engine/bossEngine.ts';
import { fenceFetch } from '../../src/run/fence.ts';
import type { TaskHandler } from '../../src/service/ports/engine.ts';
import { loudLog } from '../composition/composeService.ts';

/** An instance of the drills of the engine. */
export interface EngineSettings {
  name: string;
  databaseUrl: string;
  /** Where each act is noted, with who did it for which job. */
  worldUrl: string;
  acts: number;
  /** So many acts of one job are under way at a time, and so many are written down together. */
  lanes: number;
}

/** Between two acts, as if Graph took its time. */
const ACT_EVERY_MS = 40;

const { name, databaseUrl, worldUrl, acts, lanes }: EngineSettings = JSON.parse(process.argv[2] ?? '{}');
const engine = await openBossEngine({ connectionString: databaseUrl, log: loudLog });
/** With the moment at which the fence let it go. */
const send = fenceFetch(engine.turn, (input) => fetch(`${String(input)}&at=${Date.now()}`));
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, query_timeout: 5_000 });
pool.on('error', () => undefined);

/** Writes how far a run has come, as long as it is the last one: in the background, as a run writes its results. */
function createWriter(job: string, run: number) {
  let wanted = 0;
  let written = 0;
  let writing: Promise<void> | undefined;
  let failure: unknown;

  async function write(): Promise<void> {
    while (written < wanted) {
      const done = wanted;
      const { rowCount } = await pool.query('UPDATE drill SET done = $1 WHERE job = $2 AND run = $3', [
        done,
        job,
        run,
      ]);
      if (rowCount === 0) throw new Error(`${job} is another's.`);
      written = done;
    }
  }

  return {
    record(done: number): void {
      wanted = done;
      writing ??= write()
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          writing = undefined;
        });
    },
    async flush(): Promise<void> {
      while (writing !== undefined) await writing;
      if (written < wanted) throw failure;
    },
  };
}

/**
 * As a run of a job: takes it, acts in lanes, and writes now and then how far it has come. It asks nobody but the fence,
 * which has to hold also for a run that knows nothing of its turn.
 */
const carryOut: TaskHandler = async (job) => {
  const { rows } = await pool.query<{ run: number; done: number }>(
    'UPDATE drill SET run = run + 1 WHERE job = $1 RETURNING run, done',
    [job],
  );
  const [taken] = rows;
  if (taken === undefined) throw new Error(`${job} is not there.`);
  const { run, done: from } = taken;
  const { record, flush } = createWriter(job, run);
  for (let done = from; done < acts; ) {
    const now = Array.from({ length: Math.min(lanes, acts - done) }, (_, index) => done + index);
    await Promise.all(
      now.map(async (act, lane) => {
        await wait(ACT_EVERY_MS * (lane + 1));
        await send(`${worldUrl}/act?${new URLSearchParams({ job, act: `${act}`, run: `${run}`, by: name })}`);
      }),
    );
    done += now.length;
    record(done);
  }
  await flush();
};

engine.work('bulk', carryOut);
process.on('SIGTERM', () => {
  void engine
    .drain()
    .then(() => engine.close())
    .then(() => process.exit(0));
});
process.stdout.write('ready\n');
