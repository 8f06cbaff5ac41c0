import { makePeople } from '../composition/tenant.ts';
import type { Bench } from './bench.ts';
import { printLine } from './numbers.ts';
import { findMinimumSeconds, type Model, THROTTLED_AT_MOST } from './quotaModels.ts';
import { benchQuotaOfInstances } from './quotaOfInstances.ts';
import { createScaledClock } from './scaledClock.ts';
import { startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const PEOPLE = 5_000;
const SPEED = 10;
/** 5,000 people under a quota, in tenfold time; `single...` is of one person who is asked for in the middle. */
async function benchModel(model: Model): Promise<void> {
  const baselineSeconds = findMinimumSeconds(model, PEOPLE + 1);
  const startedAt = Date.now();
  const graph = await startGraph({ latencyMs: 50, quota: model, speed: SPEED });
  const clock = createScaledClock(SPEED, startedAt);
  const service = await startService({ graphUrl: graph.url, clock, graphClock: clock });
  let single: ReturnType<typeof service.run> | undefined;
  const half = clock.sleep((baselineSeconds * 1_000) / 2).then(() => {
    single ??= service.run(makePeople(1, PEOPLE + 1), 'one');
  });
  const { seconds, finishedSeconds, state } = await service.run(makePeople(PEOPLE), 'bulk');
  await half;
  const { seconds: singleSeconds } = (await single) ?? { seconds: Number.NaN };
  const { throttled, requests, users } = await graph.tally();
  if (users !== PEOPLE + 1) throw new Error(`${users} people were created.`);
  await service.stop();
  await graph.stop();
  printLine(
    {
      bench: 'quota',
      model,
      n: PEOPLE,
      seconds: seconds * SPEED,
      baselineSeconds,
      ratio: (seconds * SPEED) / baselineSeconds,
      failed: state.counts.failed + state.counts.partly,
      throttled,
      requests,
      throttledShare: throttled / requests,
      singleSeconds,
      // In the time of the quota, which runs ten times as fast.
      singleQuotaSeconds: singleSeconds * SPEED,
      finishedSeconds: finishedSeconds * SPEED,
    },
    {
      ratio: 1.03,
      failed: 0,
      throttledShare: THROTTLED_AT_MOST[model],
      singleSeconds: 3,
      singleQuotaSeconds: 3,
    },
  );
}

/** Both ways in which Microsoft's quota may refill; the runner is not told which. */
export const benchQuota: Bench = async (options) => {
  if (options.instances > 1) return benchQuotaOfInstances(options);
  await benchModel('bucket');
  await benchModel('window');
};
