import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Store } from '../../src/service/ports/store.ts';
import {
  composeService,
  draftOf,
  ids,
  loudLog,
  REQUESTER,
  requestOf,
  sealerOf,
} from '../composition/composeService.ts';
import { makePeople } from '../composition/tenant.ts';
import type { Bench } from './bench.ts';
import { readMemory } from './memory.ts';
import { medianOf, percentileOf, printLine } from './numbers.ts';
import { openRecords } from './openRecords.ts';
import { createScaledClock } from './scaledClock.ts';

const CUSTOMERS = 20;
const PEOPLE = 100;
const RUNS = 3;
/**
 * What a request with a batch takes. Microsoft states no number; of Entra a batch of twenty writes takes a second and more,
 * and tenants differ. With less, the time of the machine would be measured: all of these share two cores with their Graphs.
 */
const USUAL_MS = 1_000;
const SLOWEST_MS = 2_000;

interface Tenants {
  urls: readonly string[];
  stop(): Promise<void>;
}

async function startTenants(latencies: readonly (number | null)[]): Promise<Tenants> {
  const script = fileURLToPath(new URL('tenantsProcess.js', import.meta.url));
  const child = fork(script, [JSON.stringify(latencies)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    urls: latencies.map((_latency, index) => `http://127.0.0.1:${port}/${index}/graph`),
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** What was measured of one run, by customer. */
interface Measured {
  /** From accept to the last license recorded, in seconds; undefined for whose Graph never answers. */
  seconds: readonly (number | undefined)[];
  /** From accept to each person's license, in seconds. */
  steps: readonly (readonly number[])[];
}

/** The same job for each customer, all at once. */
async function runAll(latencies: readonly (number | null)[]): Promise<Measured> {
  const tenants = await startTenants(latencies);
  const clock = createScaledClock(1);
  const masterKey = randomBytes(32);
  const records = await openRecords('embedded', { masterKey, clock });
  const steps = latencies.map((): number[] => []);
  const customers = tenants.urls.map((graphUrl, index) => ({ id: `customer${index}`, graphUrl }));
  const indexOf = new Map<string, number>();
  const endings = new Map<string, () => void>();
  let startedAt = 0;
  const store: Store = {
    ...records.store,
    async holdJob(jobId) {
      const held = await records.store.holdJob(jobId);
      if (held === undefined) return undefined;
      return {
        ...held,
        record(rows) {
          held.record(rows);
          const at = (performance.now() - startedAt) / 1_000;
          const own = steps[indexOf.get(jobId) ?? -1];
          for (const { license } of rows) if (license.state === 'done') own?.push(at);
          if (own?.length === PEOPLE) endings.get(jobId)?.();
        },
      };
    },
  };
  const service = composeService({
    ...{ store, graphUrl: customers, clock, graphClock: clock, log: loudLog, engine: records.engine },
    mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
    sealer: sealerOf(masterKey),
  });
  await service.resume();
  startedAt = performance.now();
  const jobs = await Promise.all(
    customers.map(async ({ id: customer }, index) => {
      const requestId = ids.next('draft');
      await store.saveDraft({ ...draftOf(requestId, 'bulk', clock.now()), customer });
      const request = {
        ...requestOf(requestId, 'bulk', makePeople(PEOPLE)),
        actor: { ...REQUESTER, customer },
      };
      const { job } = await service.jobs.accept(request);
      indexOf.set(job.id, index);
      return job.id;
    }),
  );
  await Promise.all(
    jobs.map(
      (jobId, index) =>
        new Promise<void>((resolve) => {
          if (latencies[index] === null || steps[index]?.length === PEOPLE) resolve();
          else endings.set(jobId, resolve);
        }),
    ),
  );
  // A Graph that hangs lets go first.
  await tenants.stop();
  await service.drain();
  await records.close();
  return { seconds: steps.map((own) => own.at(-1)), steps };
}

function latenciesOf(customers: number, first: number | null): (number | null)[] {
  return [first, ...Array.from({ length: customers - 1 }, () => USUAL_MS)];
}

/** Time of all customers together against the slowest of them alone. */
async function benchTogether(customers: number): Promise<void> {
  const ratios: number[] = [];
  const all: number[] = [];
  const alone: number[] = [];
  let peakMegabytes = Number.NaN;
  for (let run = 0; run < RUNS; run += 1) {
    const [slowest = Number.NaN] = (await runAll([SLOWEST_MS])).seconds;
    const { seconds } = await runAll(latenciesOf(customers, SLOWEST_MS));
    // Of the first: what later runs leave behind is the bench's own.
    if (run === 0) peakMegabytes = readMemory('self').peak;
    const last = Math.max(...seconds.map((one) => one ?? Number.NaN));
    alone.push(slowest);
    all.push(last);
    ratios.push(last / slowest);
  }
  printLine(
    {
      ...{ bench: 'customers', what: 'together', customers, n: PEOPLE },
      ...{ seconds: medianOf(all), baselineSeconds: medianOf(alone), ratio: medianOf(ratios) },
      peakMegabytes,
    },
    { ratio: 1.1, peakMegabytes: 300 },
  );
}

/** What a customer whose Graph never answers costs the others, against the same with one that answers. */
async function benchHanging(customers: number): Promise<void> {
  const measure = async (first: number | null): Promise<number[]> =>
    (await runAll(latenciesOf(customers, first))).steps.slice(1).flat();
  const medians: number[] = [];
  const p95s: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const well = await measure(USUAL_MS);
    const hanging = await measure(null);
    medians.push(medianOf(hanging) / medianOf(well));
    p95s.push(percentileOf(hanging, 0.95) / percentileOf(well, 0.95));
  }
  printLine(
    {
      ...{ bench: 'customers', what: 'hanging', customers, n: PEOPLE },
      ...{ medianRatio: medianOf(medians), p95Ratio: medianOf(p95s) },
    },
    { medianRatio: 1.1, p95Ratio: 1.3 },
  );
}

/** Many customers at once: they do not wait for each other, and one whose Graph hangs costs the others little. */
export const benchCustomers: Bench = async ({ short }) => {
  const customers = short ? 5 : CUSTOMERS;
  await benchTogether(customers);
  await benchHanging(customers);
};
