import { monitorEventLoopDelay } from 'node:perf_hooks';
import { makePeople } from '../composition/tenant.ts';
import { GRAPH } from './bulk.ts';
import { printLine } from './numbers.ts';
import { createScaledClock } from './scaledClock.ts';
import { startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const SIZES = [1_000, 10_000, 50_000] as const;
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
}

async function measure(n: number): Promise<Growth> {
  const graph = await startGraph(GRAPH);
  const service = await startService({
    graphUrl: graph.url,
    clock: createScaledClock(1),
    graphClock: createScaledClock(NO_PACING),
  });
  const people = makePeople(n);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  loop.enable();
  const { seconds } = await service.run(people, 'bulk');
  loop.disable();
  const { user, system } = process.cpuUsage(cpu);
  const { bytesWritten } = service.fs;
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
  };
}

/** Time and bytes for each row as jobs grow, and how long the event loop is held up meanwhile. */
export async function benchGrowth(): Promise<void> {
  // The first job of a process pays for compiling.
  await measure(SIZES[0]);
  const measured: Growth[] = [];
  for (const n of SIZES) {
    const growth = await measure(n);
    measured.push(growth);
    printLine({ bench: 'growth', ...growth });
  }
  const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values);
  const largest = measured.at(-1);
  const smallest = measured[0];
  printLine(
    {
      bench: 'growth',
      n: largest?.n ?? 0,
      seconds: largest?.seconds ?? Number.NaN,
      baselineSeconds: ((smallest?.msPerRow ?? Number.NaN) * (largest?.n ?? 0)) / 1_000,
      ratio: spread(measured.map(({ msPerRow }) => msPerRow)),
      perRowRatio: spread(measured.map(({ msPerRow }) => msPerRow)),
      bytesPerRowRatio: spread(measured.map(({ bytesPerRow }) => bytesPerRow)),
      loopDelayMs: Math.max(...measured.map(({ loopDelayMs }) => loopDelayMs)),
    },
    { perRowRatio: 1.2, bytesPerRowRatio: 1.2, loopDelayMs: 20 },
  );
}
