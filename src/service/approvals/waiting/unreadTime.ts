import type { ProvisioningOptions } from '../../context.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import { countedApprovals } from '../coverage.ts';
import { readSilent } from './remind.ts';

/**
 * Our own number: a group is found to be unreadable minutes after it is, and whoever can answer again has to hear of it. Longer keeps
 * what nobody wants any more; shorter ends what they were about to decide.
 */
const LEAST_LEFT_MS = 60 * 60_000;

/**
 * Our own number, and more than the minute in which each instance looks: of two that don't agree whether a group can be read, one notes
 * it and the other takes it back, each of which would give an hour.
 */
const NOTICED_AFTER_MS = 5 * 60_000;

/** Whether too few of those who were asked can decide now, and others of them may be in groups that can't be read. */
async function areTooFewRead(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups'>,
  request: RequestRecord,
): Promise<boolean> {
  const silent = await readSilent(context, request);
  if ('all' in silent) return false;
  return silent.some.length < request.needed - countedApprovals(request).length;
}

/**
 * Notes since when too few of those who were asked can be read, and once they can be, gives that time back, as a pause's is.
 * Answers the request when it changed. Throws what the store throws.
 */
export async function noteUnreadTime(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock'>,
  request: RequestRecord,
): Promise<RequestRecord | undefined> {
  const isUnread = await areTooFewRead(context, request);
  if (isUnread === (request.unreadSince !== undefined)) return undefined;
  const now = context.clock.now();
  return context.store.updateRequest(request.id, ({ unreadSince: since, ...fresh }) => {
    if (fresh.state !== 'waiting' || isUnread === (since !== undefined)) return undefined;
    if (since === undefined) return { ...fresh, unreadSince: now };
    const expiresAt = fresh.expiresAt + now - since;
    const isLong = now - since > NOTICED_AFTER_MS;
    return { ...fresh, expiresAt: isLong ? Math.max(expiresAt, now + LEAST_LEFT_MS) : expiresAt };
  });
}
