import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import startPostgres from '../startPostgres.ts';
import type { Bench } from './bench.ts';
import { readMemory } from './memory.ts';
import { medianOf, printLine } from './numbers.ts';
import { fillDatabase, fillFolder, type OldSize } from './oldRecords.ts';
import type { StoreKind } from './openRecords.ts';

const SIZE = {
  long: { jobs: 2_000, rowsAJob: 25, entries: 260_000 },
  short: { jobs: 200, rowsAJob: 25, entries: 10_000 },
} as const satisfies Record<string, OldSize>;
const RUNS = { long: 5, short: 3 } as const;

/** A process that has used less than so much of a second's CPU time does nothing any more, beats and timers aside. */
const IDLE_MS = 50;
/** What it does after its start, such as indexing the audit, takes seconds. */
const IDLE_WITHIN_MS = 60_000;
/** Linux counts CPU time in these (`getconf CLK_TCK`). */
const MS_A_TICK = 10;

interface Started {
  seconds: number;
  /** CPU time of the process until then. */
  cpuSeconds: number;
  /** Resident megabytes, at most, once it does nothing any more. */
  megabytes: number;
}

function readCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // `utime` and `stime` of proc(5), without the first two fields.
  return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
}

async function waitUntilIdle(pid: number): Promise<void> {
  const until = Date.now() + IDLE_WITHIN_MS;
  for (let before = Number.NEGATIVE_INFINITY; Date.now() < until; await wait(1_000)) {
    const now = readCpuMs(pid);
    if (now - before < IDLE_MS) return;
    before = now;
  }
}

/** A bot that can be started again and again on the same records. */
interface Place {
  start(): Promise<Started>;
  close(): Promise<void>;
}

async function openPlace(
  kind: StoreKind,
  size: OldSize | undefined,
): Promise<Place & { auditBytes: number }> {
  const key = randomBytes(32);
  const database: TestDatabase | undefined = kind === 'postgres' ? await openTestDatabase() : undefined;
  let onLine: (line: string) => void = () => undefined;
  const sandbox: Sandbox = await createSandbox({
    env: {
      SECRET_KEY: key.toString('base64'),
      ...(database === undefined ? {} : { DATABASE_URL: database.url }),
    },
    onBotLine: (line) => onLine(line),
  });
  const fill = database === undefined ? fillFolder : fillDatabase;
  const place = database === undefined ? sandbox.dataDir : database.url;
  const { auditBytes } = size === undefined ? { auditBytes: 0 } : await fill(place, key, size);
  return {
    auditBytes,
    async start() {
      const started = new Promise<{ at: number; cpuMs: number }>((resolve) => {
        onLine = (line) => {
          if (!line.includes('rollcall.started')) return;
          resolve({ at: performance.now(), cpuMs: readCpuMs(sandbox.bot.pid ?? 0) });
        };
      });
      const from = performance.now();
      await sandbox.bot.start();
      const { at, cpuMs } = await started;
      await waitUntilIdle(sandbox.bot.pid ?? 0);
      const { peak } = readMemory(sandbox.bot.pid ?? 0);
      await sandbox.bot.stop();
      return { seconds: (at - from) / 1_000, cpuSeconds: cpuMs / 1_000, megabytes: peak };
    },
    async close() {
      await sandbox.stop();
      await database?.drop();
    },
  };
}

async function benchStore(store: StoreKind, form: 'long' | 'short'): Promise<void> {
  const size = SIZE[form];
  const empty = await openPlace(store, undefined);
  const old = await openPlace(store, size);
  try {
    // The first start on each writes what only a first one does.
    await empty.start();
    await old.start();
    const pairs: { empty: Started; old: Started }[] = [];
    // In turns, as the machine's load changes.
    for (let run = 0; run < RUNS[form]; run += 1) {
      pairs.push({ empty: await empty.start(), old: await old.start() });
    }
    const ofOld = (measure: keyof Started) => medianOf(pairs.map((pair) => pair.old[measure]));
    const ofEmpty = (measure: keyof Started) => medianOf(pairs.map((pair) => pair.empty[measure]));
    printLine(
      {
        ...{ bench: 'start', what: 'old records', store, n: size.jobs },
        auditMegabytes: old.auditBytes / 1e6,
        seconds: ofOld('seconds'),
        baselineSeconds: ofEmpty('seconds'),
        ratio: medianOf(pairs.map((pair) => pair.old.seconds / pair.empty.seconds)),
        cpuSeconds: ofOld('cpuSeconds'),
        baselineCpuSeconds: ofEmpty('cpuSeconds'),
        peakMegabytes: ofOld('megabytes'),
        baselinePeakMegabytes: ofEmpty('megabytes'),
      },
      { ratio: 2, peakMegabytes: 300 },
    );
  } finally {
    await empty.close();
    await old.close();
  }
}

/** A start on what a year of use leaves, against one on nothing, on both stores. */
export const benchStartOnOld: Bench = async ({ stores, short }) => {
  const stop = stores.includes('postgres') ? await startPostgres() : undefined;
  try {
    for (const store of stores) await benchStore(store, short ? 'short' : 'long');
  } finally {
    await stop?.();
  }
};
