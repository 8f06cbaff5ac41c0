import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type BossEngine, openBossEngine } from '../../src/engine/bossEngine.ts';
import { migrateQueues } from '../../src/engine/queues.ts';
import type { RowRecord } from '../../src/service/ports/records.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import startPostgres from '../startPostgres.ts';
import { sampleJob, sampleRows } from '../store/sampleRecords.ts';
import type { EngineSettings } from './engineProcess.ts';
import { openDrillStore } from './openDrillStore.ts';

/** The compiled process; the drill itself may run from source, in tests. */
const PROCESS = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist-test/test/drills/engineProcess.js' : 'engineProcess.js',
    import.meta.url,
  ),
);

/** A call that an instance made. `at`: when its fence let it go, in milliseconds since the epoch. */
export interface Act {
  job: string;
  row: string;
  run: number;
  by: string;
  at: number;
}

export interface Instance {
  name: string;
  child: ChildProcess;
  ended: Promise<string>;
}

/** Instances on one database, and the world in which they act. */
export interface EngineScene {
  databaseUrl: string;
  acts: Act[];
  /** When a run took each job, before it acted for it: without a row. */
  takes: Act[];
  start(name: string, databaseUrl?: string): Promise<Instance>;
  /** Sends every job, and answers with what waits until they are done: false when that takes too long. */
  sendAll(): Promise<(withinMs: number) => Promise<boolean>>;
  /** Rows that are not done, or for which nobody acted. */
  countLost(): Promise<number>;
  /** Rows of which the records have not the last one that acted, but one whose job was taken: its password is lost. */
  countOverwritten(): Promise<number>;
  close(): Promise<void>;
}

export interface SceneOptions {
  jobs: number;
  /** Of each job. */
  acts: number;
  lanes: number;
  /** Left out: one of its own on the server of all drills. */
  database?: TestDatabase;
}

/** Of acts in some order, those for a job by a run after a later run of it. */
function findOutOfTurn(acts: readonly Act[]): Act[] {
  const latest = new Map<string, number>();
  return acts.filter(({ job, run }) => {
    const last = latest.get(job) ?? 0;
    latest.set(job, Math.max(last, run));
    return run < last;
  });
}

/** Acts for a job that a run began after a later run of it had begun to act: two at once. */
export const findStale = (acts: readonly Act[]): Act[] =>
  findOutOfTurn(acts.toSorted((one, other) => one.at - other.at));

/** How many only arrived after that: they were under way when their instance stood still, and no one can call them back. */
export const countLate = (acts: readonly Act[]): number =>
  findOutOfTurn(acts).length - findStale(acts).length;

/** How long it took after `at` until another run went on with each job that `by` was acting for, in milliseconds. */
export function findTakeovers(acts: readonly Act[], by: string, at: number): number[] {
  const held = new Map<string, number>();
  for (const act of acts) if (act.at <= at) held.set(act.job, act.by === by ? act.run : -1);
  const after = acts.filter((act) => act.at > at);
  return [...held].flatMap(([job, run]) => {
    if (run === -1) return [];
    const next = after.find((act) => act.job === job && act.run > run);
    return next === undefined ? [] : [next.at - at];
  });
}

/** Takes of runs that died before they acted. */
export function findCutOff({ acts, takes }: Pick<EngineScene, 'acts' | 'takes'>): Act[] {
  const acted = new Set(acts.map(({ job, run }) => `${job} ${run}`));
  return takes.filter(({ job, run }) => !acted.has(`${job} ${run}`));
}

/** The value that 95 of 100 do not exceed; 0 of none. */
export function findP95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0);
}

async function startWorld({
  acts,
  takes,
}: Pick<EngineScene, 'acts' | 'takes'>): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://world');
    const read = (name: string): string => searchParams.get(name) ?? '';
    (pathname === '/take' ? takes : acts).push({
      job: read('job'),
      row: read('row'),
      run: Number(read('run')),
      by: read('by'),
      at: Number(read('at')),
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function startInstance(settings: EngineSettings): Promise<Instance> {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = text(child.stderr);
  const said = await Promise.race([once(child.stdout, 'data').then(() => undefined), ended]);
  if (said !== undefined) throw new Error(`An instance did not start: ${said}`);
  child.once('exit', (code) => {
    // One that is killed has no code.
    if (code !== null)
      void ended.then((words) => console.error(`${settings.name} ended by itself: ${words.slice(-4_000)}`));
  });
  return { name: settings.name, child, ended };
}

/** A fresh database with so many jobs to do, and nobody who does them yet. */
export async function openEngineScene(options: SceneOptions): Promise<EngineScene> {
  const { jobs, acts: wanted, lanes } = options;
  const stopPostgres = options.database === undefined ? await startPostgres() : undefined;
  const database = options.database ?? (await openTestDatabase());
  await migrateQueues(database.url);
  const store = await openDrillStore(database.url);
  const ids = Array.from({ length: jobs }, (_, index) => `job${index}`);
  for (const id of ids) await store.accept(sampleJob(id, wanted), sampleRows(wanted));
  const acts: Act[] = [];
  const takes: Act[] = [];
  const world = await startWorld({ acts, takes });
  const children = new Set<ChildProcess>();
  let sender: BossEngine | undefined;

  /** By the name of the job and the row: the last run that acted for it. */
  function findLastRuns(): Map<string, number> {
    const last = new Map<string, number>();
    for (const { job, row, run } of acts) {
      last.set(`${job} ${row}`, Math.max(run, last.get(`${job} ${row}`) ?? 0));
    }
    return last;
  }

  async function countRows(isSo: (row: Readonly<RowRecord>, job: string) => boolean): Promise<number> {
    let count = 0;
    for (const id of ids) {
      await store.scanRows(id, (row) => {
        if (isSo(row, id)) count += 1;
      });
    }
    return count;
  }

  return {
    databaseUrl: database.url,
    ...{ acts, takes },
    async start(name, databaseUrl = database.url) {
      const instance = await startInstance({
        ...{ name, databaseUrl, lanes },
        worldUrl: world.url,
      });
      children.add(instance.child);
      return instance;
    },
    async sendAll() {
      sender = await openBossEngine({
        connectionString: database.url,
        log: { debug() {}, info() {}, warn() {}, error() {} },
      });
      for (const id of ids) await sender.send('bulk', id);
      return async (withinMs) => {
        for (const until = Date.now() + withinMs; Date.now() < until; await wait(500)) {
          if ((await countRows(({ create }) => create.state !== 'done')) === 0) return true;
        }
        return false;
      };
    },
    countLost() {
      const last = findLastRuns();
      return countRows(({ rowId, create }, job) => create.state !== 'done' || !last.has(`${job} ${rowId}`));
    },
    countOverwritten() {
      const last = findLastRuns();
      return countRows(({ rowId, objectId }, job) => Number(objectId) !== last.get(`${job} ${rowId}`));
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await sender?.close();
      world.close();
      await store.close();
      await database.drop();
      await stopPostgres?.();
    },
  };
}
