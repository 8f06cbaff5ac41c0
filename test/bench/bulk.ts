import { makePeople } from '../composition/tenant.ts';
import startPostgres from '../startPostgres.ts';
import { runBareClient } from './bareClient.ts';
import type { Bench } from './bench.ts';
import { readMemory } from './memory.ts';
import { medianOf, printLine } from './numbers.ts';
import type { StoreKind } from './openRecords.ts';
import { createScaledClock } from './scaledClock.ts';
import { startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const PEOPLE = 1_000;
const RUNS = 5;
const LATENCY_MS = 50;
/** As the runner has it. */
const AT_ONCE = 4;
const BATCH_SIZE = 20;
/** PostgreSQL takes a tenth of the two cores' time for itself, and its answers come over a socket. */
const RATIO_AT_MOST = { embedded: 1.3, postgres: 1.5 } as const;

export const GRAPH = { latencyMs: LATENCY_MS, quota: 'none', speed: 1 } as const;

async function runBaseline(): Promise<number> {
  const graph = await startGraph(GRAPH);
  const people = makePeople(PEOPLE);
  const startedAt = performance.now();
  await runBareClient(graph.url, people, AT_ONCE);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { licensed } = await graph.tally();
  if (licensed !== PEOPLE) throw new Error(`The bare client licensed ${licensed} people.`);
  await graph.stop();
  return seconds;
}

async function runService(records: StoreKind): Promise<{ seconds: number; finishedSeconds: number }> {
  const graph = await startGraph(GRAPH);
  const clock = createScaledClock(1);
  const service = await startService({ graphUrl: graph.url, records, clock, graphClock: clock });
  const { seconds, finishedSeconds } = await service.run(makePeople(PEOPLE), 'bulk');
  const { licensed } = await graph.tally();
  if (licensed !== PEOPLE) throw new Error(`The service licensed ${licensed} people.`);
  await service.stop();
  await graph.stop();
  return { seconds, finishedSeconds };
}

async function benchStore(store: StoreKind): Promise<void> {
  const bare: number[] = [];
  const ours: Awaited<ReturnType<typeof runService>>[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await runBaseline());
    ours.push(await runService(store));
  }
  const seconds = medianOf(ours.map((one) => one.seconds));
  const baselineSeconds = medianOf(bare);
  const batches = Math.ceil(PEOPLE / BATCH_SIZE);
  const idealSeconds = 2 * Math.ceil(batches / AT_ONCE) * (LATENCY_MS / 1_000);
  printLine(
    {
      ...{ bench: 'bulk', store },
      n: PEOPLE,
      seconds,
      baselineSeconds,
      ratio: medianOf(ours.map((one, run) => one.seconds / (bare[run] ?? Number.NaN))),
      idealSeconds,
      baselineVsIdeal: baselineSeconds / idealSeconds,
      finishedSeconds: medianOf(ours.map((one) => one.finishedSeconds)),
      peakMegabytes: readMemory('self').peak,
    },
    { ratio: RATIO_AT_MOST[store] },
  );
}

/** 1,000 people, created and licensed, against a bare client that sends the same batches. */
export const benchBulk: Bench = async ({ stores }) => {
  const stop = stores.includes('postgres') ? await startPostgres() : undefined;
  try {
    for (const store of stores) await benchStore(store);
  } finally {
    await stop?.();
  }
};
