import { RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import { describeNoJob } from './jobErrors.ts';

/**
 * How often what was pressed is begun anew because another press took the job from it. Each begins by looking at the
 * job, and finds it done after the first that was through; more than a few in a row are no coincidence.
 */
const TRIES = 5;
/** So that two which take the job from each other do not keep step. */
const APART_MS = 50;

/**
 * What somebody asked of a job, while nobody else writes in it: it looks at the job after it was taken, and is begun
 * anew when somebody took it in between. Throws NOT_FOUND when the job is gone.
 */
export async function whileHeld<T>(
  { policy, store, clock, randomInt }: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'randomInt'>,
  jobId: string,
  work: (held: HeldJob) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const held = await store.holdJob(jobId);
    if (held === undefined) throw describeNoJob(policy);
    try {
      return await work(held);
    } catch (error) {
      const isTaken = error instanceof RollcallError && error.code === 'STORE_LOCKED';
      if (!isTaken || tries === TRIES) throw error;
      await clock.sleep(randomInt(APART_MS));
    } finally {
      // Whoever took it in between has it now.
      await held.letGo().catch(() => undefined);
    }
  }
}
