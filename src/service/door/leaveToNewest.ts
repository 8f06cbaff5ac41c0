import { type ErrorCode, RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Engine, TaskKind } from '../ports/engine.ts';
import { DOOR_WORDS } from './words.ts';

/** Our own number: when a task is offered again that an instance may not judge. Others look each second. */
export const OFFERED_AGAIN_MS = 2_000;

/**
 * Our own number: when what is left to a newer policy file is looked at again while an older one stands in, as often as the sweep
 * looks for what nobody runs. That may go on for good, and each look costs a hold and a few writes. An instance that starts with the
 * newer file, or is given it, has jobs and requests looked at once, so that later would only keep emails waiting.
 */
const LEFT_AGAIN_MS = 5 * 60_000;

/** What is refused for what the policy says, or doesn't say, and not by the directory. */
const BY_POLICY: ReadonlySet<ErrorCode> = new Set([
  'POLICY_OLDER',
  'ROLE_MISSING',
  'CUSTOMER_GONE',
  'INPUT_INVALID',
  'NEEDS_APPROVAL',
  'NO_APPROVER',
]);

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

/** Why nothing is done, and nothing is ended, that an older policy refuses: a newer one may allow it. */
export function describeOlder(): RollcallError {
  return new RollcallError('POLICY_OLDER', DOOR_WORDS.older.message, DOOR_WORDS.older);
}

/** True for the refusal of something that a newer policy file may allow, so that it waits for that. Throws what the store throws. */
export async function isForNewer(
  context: Pick<ProvisioningOptions, 'checkPolicy' | 'standsIn'>,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof RollcallError) || !BY_POLICY.has(error.code)) return false;
  return error.code === 'POLICY_OLDER' || (await isOlder(context));
}

/** Leaves something to an instance with a newer policy file, which there is, or for which it waits. Durable on return. */
export async function leaveToNewer(
  context: Pick<ProvisioningOptions, 'checkPolicy' | 'engine' | 'clock' | 'log' | 'onLeft'>,
  kind: TaskKind,
  id: string,
): Promise<void> {
  const { engine, clock, log, onLeft } = context;
  const isThere = await isBehind(context);
  log.warn({ kind, id }, 'task.left_to_newer_policy');
  if (!isThere) onLeft?.();
  const againMs = isThere ? OFFERED_AGAIN_MS : LEFT_AGAIN_MS;
  await engine.send(kind, id, { startAfter: clock.now() + againMs });
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
