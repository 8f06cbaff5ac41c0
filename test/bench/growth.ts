import { monitorEventLoopDelay } from 'node:perf_hooks';
import { makePeople } from '../composition/tenant.ts';
import startPostgres from '../startPostgres.ts';
import type { Bench } from './bench.ts';
import { GRAPH } from './bulk.ts';
import { readMemory } from './memory.ts';
import { printLine } from './numbers.ts';
import type { StoreKind } from './openRecords.ts';
import { createScaledClock } from './scaledClock.ts';
import { startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const SIZES = { long: [1_000, 10_000, 50_000], short: [1_000, 10_000] } as const;
/** Two seconds are soon a third longer by chance, which the larger ones even out by themselves. */
const SHORTEST_TIMES = 5;
/** The Graph room's clock runs so fast that Microsoft's write limit never holds a write back. */
const NO_PACING = 10_000;

interface Growth {
  n: number;
  seconds: number;
  msPerRow: number;
  cpuMsPerRow: number;
  bytesPerRow: number;
  loopDelayMs: number;
  loopDelayMaxMs: number;
  peakMegabytes: number;
}

async function measure(n: number, records: StoreKind): Promise<Growth> {
  const graph = await startGraph(GRAPH);
  const service = await startService({
    ...{ graphUrl: graph.url, records },
    clock: createScaledClock(1),
    graphClock: createScaledClock(NO_PACING),
  });
  const people = makePeople(n);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const bytesBefore = await service.countBytes();
  const cpu = process.cpuUsage();
  loop.enable();
  const { seconds } = await service.run(people, 'bulk');
  loop.disable();
  const { user, system } = process.cpuUsage(cpu);
  const bytesWritten = (await service.countBytes()) - bytesBefore;
  await service.stop();
  await graph.stop();
  return {
    n,
    seconds,
    msPerRow: (seconds * 1_000) / n,
    cpuMsPerRow: (user + system) / 1_000 / n,
    bytesPerRow: bytesWritten / n,
    loopDelayMs: loop.percentile(99) / 1e6,
    loopDelayMaxMs: loop.max / 1e6,
    peakMegabytes: readMemory('self').peak,
  };
}

/** Of several times the one in the middle by its time, with the longest stall of all. */
async function measureMiddle(n: number, times: number, store: StoreKind): Promise<Growth> {
  const all: Growth[] = [];
  while (all.length < times) all.push(await measure(n, store));
  const middle = all.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(times / 2)];
  if (middle === undefined) throw new Error('measured not once');
  return { ...middle, loopDelayMaxMs: Math.max(...all.map(({ loopDelayMaxMs }) => loopDelayMaxMs)) };
}

async function benchStore(store: StoreKind, sizes: readonly number[]): Promise<void> {
  // The first job of a process pays for compiling.
  await measure(sizes[0] ?? 0, store);
  const measured: Growth[] = [];
  for (const [index, n] of sizes.entries()) {
    const growth = await measureMiddle(n, index === 0 ? SHORTEST_TIMES : 1, store);
    measured.push(growth);
    printLine({ bench: 'growth', store, ...growth });
  }
  const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values);
  const largest = measured.at(-1);
  const smallest = measured[0];
  const perRowRatio = spread(measured.map(({ msPerRow }) => msPerRow));
  printLine(
    {
      ...{ bench: 'growth', store },
      n: largest?.n ?? 0,
      seconds: largest?.seconds ?? Number.NaN,
      baselineSeconds: ((smallest?.msPerRow ?? Number.NaN) * (largest?.n ?? 0)) / 1_000,
      ratio: perRowRatio,
      perRowRatio,
      bytesPerRowRatio: spread(measured.map(({ bytesPerRow }) => bytesPerRow)),
      loopDelayMs: Math.max(...measured.map(({ loopDelayMs }) => loopDelayMs)),
      loopDelayMaxMs: Math.max(...measured.map(({ loopDelayMaxMs }) => loopDelayMaxMs)),
      peakMegabytes: largest?.peakMegabytes ?? Number.NaN,
    },
    { perRowRatio: 1.2, bytesPerRowRatio: 1.2, loopDelayMs: 20, loopDelayMaxMs: 100 },
  );
}

/** Time and bytes for each row as jobs grow, and how long the event loop is held up meanwhile. */
export const benchGrowth: Bench = async ({ stores, short }) => {
  const stop = stores.includes('postgres') ? await startPostgres() : undefined;
  try {
    for (const store of stores) await benchStore(store, SIZES[short ? 'short' : 'long']);
  } finally {
    await stop?.();
  }
};
