import type { Policy } from '../../../domain/policy/policy.ts';
import type { ProvisioningOptions } from '../../context.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import { findToTell } from '../../roleGroups/readThose.ts';
import { tellRequester } from '../tellRequester.ts';
import { readSilent } from '../waiting/remind.ts';
import { findCopies, withCopies } from '../whomToAsk.ts';
import { deleteReminderOf, tellTimeOf, tellTimeOfDeletion } from './planning.ts';

/**
 * When those concerned are told that nobody has decided yet what is to happen at an hour of its own: as long before it
 * expires as they are reminded of a plan before it starts. Undefined for everything else.
 */
function warnTimeOf(policy: Pick<Policy, 'customers'>, request: RequestRecord): number | undefined {
  const { state, warnedAt, asked, createdAt, expiresAt, customer } = request;
  if (state !== 'waiting' || warnedAt !== undefined || asked.startsAt === undefined) return undefined;
  return asked.task === 'delete'
    ? tellTimeOfDeletion(expiresAt, createdAt, deleteReminderOf(policy, customer).days)
    : tellTimeOf(expiresAt, createdAt);
}

/**
 * Once {@link warnTimeOf} has come, sends a new card to whoever asked and to those who have not answered. True when it
 * did. Throws what the store throws.
 */
export async function warnInTime(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock'>,
  requestId: string,
): Promise<boolean> {
  const { policy, store, clock } = context;
  const dueForMs = (request: RequestRecord): number =>
    clock.now() - (warnTimeOf(policy, request) ?? Infinity);
  const isDue = (request: RequestRecord): boolean => dueForMs(request) >= 0;
  const request = await store.loadRequest(requestId);
  if (request === undefined || !isDue(request)) return false;
  const silent = findToTell(await readSilent(context, request), dueForMs(request));
  if (silent === undefined) return false;
  const copies = await findCopies(context, silent, request.managers);
  const warned = await store.updateRequest(requestId, (fresh) =>
    isDue(fresh) ? withCopies(tellRequester({ ...fresh, warnedAt: clock.now() }), copies) : undefined,
  );
  return warned !== undefined;
}
