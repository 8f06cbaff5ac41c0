import { RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Engine } from '../ports/engine.ts';

/** Our own number: when a task is offered again that an instance may not judge. Others look each second. */
export const OFFERED_AGAIN_MS = 2_000;

type Options = Pick<ProvisioningOptions, 'checkPolicy' | 'engine' | 'clock' | 'log'>;

/**
 * Whether another instance goes by a newer policy file: nothing may be ended, stopped, or begun by the one that is here. Throws
 * what else the store throws.
 */
export async function isBehind({ checkPolicy }: Pick<Options, 'checkPolicy'>): Promise<boolean> {
  try {
    await checkPolicy?.();
    return false;
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'POLICY_BEHIND') return true;
    throw error;
  }
}

/**
 * Whether some instance has had a newer policy file than the one that is here, even if it's gone: who isn't in this one may
 * be in that, so that nothing is ended for that reason. Throws what the store throws.
 */
export async function isOlder(
  context: Pick<ProvisioningOptions, 'checkPolicy' | 'standsIn'>,
): Promise<boolean> {
  return (await isBehind(context)) || ((await context.standsIn?.()) ?? false);
}

/** The engine, of whose tasks none runs while this instance is behind: they are offered again, to all. */
export function leaveToNewest(options: Options): Engine {
  const { engine, clock, log } = options;
  return {
    ...engine,
    work: (kind, handler) =>
      engine.work(kind, async (id, turn) => {
        if (!(await isBehind(options))) return handler(id, turn);
        log.warn({ kind, id }, 'task.left_to_newer_policy');
        await engine.send(kind, id, { startAfter: clock.now() + OFFERED_AGAIN_MS });
      }),
  };
}
