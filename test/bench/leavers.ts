import { monitorEventLoopDelay } from 'node:perf_hooks';
import { makeLeavers, planLeavers } from '../drills/leaversScene.ts';
import { runBareLeavers, WRITES } from './bareLeavers.ts';
import { printLine } from './numbers.ts';
import { createScaledClock } from './scaledClock.ts';
import { type GraphProcess, startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const PEOPLE = 500;
/** Every write of them shares the quota but those of sign-in methods: 500 more than go at once. */
const WRITES_IN_ALL = PEOPLE * WRITES;
const AT_ONCE_WRITES = 3_000;
/**
 * What is over 3,000 goes at 20 a second, or in the second window of 150 s. Each person takes some 25 calls, so that time
 * runs little faster than the machine's: much faster, and it would measure the machine.
 */
const MODELS = {
  bucket: { speed: 1, minimumSeconds: (WRITES_IN_ALL - AT_ONCE_WRITES) / 20 },
  window: { speed: 2, minimumSeconds: 150 },
} as const;

async function startTenant(model: keyof typeof MODELS): Promise<GraphProcess> {
  const { speed } = MODELS[model];
  return startGraph({ latencyMs: 50, quota: model, speed, leavers: PEOPLE });
}

async function checkLeft(graph: GraphProcess): Promise<{ throttled: number }> {
  const { left, throttled } = await graph.tally();
  await graph.stop();
  if (left !== PEOPLE) throw new Error(`${left} people left.`);
  return { throttled };
}

/** The same writes without records, checks and reads. Seconds of the quota's time. */
async function runBaseline(model: keyof typeof MODELS): Promise<number> {
  const graph = await startTenant(model);
  const { speed } = MODELS[model];
  const startedAt = performance.now();
  await runBareLeavers(graph.url, makeLeavers(PEOPLE), speed);
  const seconds = ((performance.now() - startedAt) / 1_000) * speed;
  await checkLeft(graph);
  return seconds;
}

/** 500 people leave at once under a quota, every step of them. */
async function benchModel(model: keyof typeof MODELS): Promise<void> {
  const { speed, minimumSeconds } = MODELS[model];
  const baselineSeconds = await runBaseline(model);
  const graph = await startTenant(model);
  const clock = createScaledClock(speed);
  const service = await startService({ graphUrl: graph.url, clock, graphClock: clock });
  const [plan] = planLeavers(PEOPLE, undefined, clock.now(), 1);
  if (plan === undefined) throw new Error('Nobody leaves.');
  const held = monitorEventLoopDelay({ resolution: 5 });
  held.enable();
  const { seconds, state } = await service.carryOut(plan);
  held.disable();
  await service.stop();
  const { throttled } = await checkLeft(graph);
  const { failed, partly } = state.counts;
  printLine(
    {
      bench: 'leavers',
      model,
      n: PEOPLE,
      writes: WRITES_IN_ALL,
      seconds: seconds * speed,
      minimumSeconds,
      ratio: (seconds * speed) / minimumSeconds,
      baselineSeconds,
      baselineRatio: (seconds * speed) / baselineSeconds,
      failed: failed + partly,
      throttled,
      heldUpP99Ms: held.percentile(99) / 1e6,
      heldUpWorstMs: held.max / 1e6,
    },
    { ratio: 1.1, failed: 0 },
  );
}

/** Both ways in which Microsoft's quota may refill. */
export async function benchLeavers(): Promise<void> {
  await benchModel('bucket');
  await benchModel('window');
}
