import type { Policy } from '../domain/policy/policy.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';
import type { Readings } from '../web/metrics.ts';
import { checkWithin } from '../web/readiness.ts';

/** Two numbers of one scrape come from one look. Longer tells what is over. */
const KEEP_MS = 500;
/** One request for each customer, of whom there may be hundreds. Longer hears later of one that is down. */
const KEEP_DIRECTORIES_MS = 60_000;

function keep<T>(read: () => Promise<T>, forMs = KEEP_MS): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (kept === undefined || now - kept.at > forMs) kept = { at: now, value: read() };
    return kept.value;
  };
}

/** What the numbers of /metrics are read from. */
export function createReadings({
  store,
  policy,
  directoryFor,
  service,
  turn,
  clock,
}: {
  store: Pick<Store, 'listUnfinished' | 'listRequests'>;
  policy: Pick<Policy, 'customers'>;
  directoryFor: (customer: string) => { quotaLeft(): number; check(): Promise<void> };
  service: Pick<Provisioning, 'brake'>;
  turn: Turn;
  clock: Clock;
}): Readings {
  const oldest = (times: readonly number[]) =>
    times.reduce((most, at) => Math.max(most, (clock.now() - at) / 1_000), 0);
  return {
    jobs: keep(async () => {
      const jobs = await store.listUnfinished();
      const byState: Record<string, number> = { running: 0, stopping: 0, untold: 0 };
      // Those that are through are here because somebody has not been told.
      for (const { state } of jobs) {
        const counted = state === 'running' || state === 'stopping' ? state : 'untold';
        byState[counted] = (byState[counted] ?? 0) + 1;
      }
      const running = jobs.filter(({ state }) => state === 'running');
      return { byState, oldestSeconds: oldest(running.map(({ createdAt }) => createdAt)) };
    }),
    approvals: keep(async () => {
      const waiting = await store.listRequests({ state: 'waiting' });
      return { waiting: waiting.length, oldestSeconds: oldest(waiting.map(({ createdAt }) => createdAt)) };
    }),
    quotaLeft: () => Object.fromEntries(policy.customers.map(({ id }) => [id, directoryFor(id).quotaLeft()])),
    mayAct: () => turn.mayAct(),
    isPaused: () => service.brake.paused() !== undefined,
    directories: keep(async () => {
      const answers = policy.customers.map(async ({ id }) => [
        id,
        await checkWithin(() => directoryFor(id).check()).then(
          () => true,
          () => false,
        ),
      ]);
      return Object.fromEntries(await Promise.all(answers));
    }, KEEP_DIRECTORIES_MS),
  };
}
