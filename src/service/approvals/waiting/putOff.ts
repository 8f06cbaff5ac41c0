import type { ProvisioningOptions } from '../../context.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import { isReadyToStart } from '../startableRequests.ts';
import { tellRequester } from '../tellRequester.ts';

/**
 * How long what passes keeps a request from starting until whoever asked is told. Our own number: by then five tries have
 * failed, so that it is more than a moment, and somebody who believes that a leaver is blocked hears it within the hour.
 * Shorter sends messages about what has passed when they are read.
 */
const TOLD_AFTER_MS = 10 * 60_000;

/** Approved, and kept from starting by what passes: `waits` says why. */
export function isPutOff(
  request: RequestRecord,
): request is RequestRecord & Required<Pick<RequestRecord, 'waits'>> {
  return request.waits !== undefined && request.problem === undefined && isReadyToStart(request);
}

function putOff(request: RequestRecord, why: string, now: number): RequestRecord | undefined {
  if (!isReadyToStart(request)) return undefined;
  const { since = now, toldAt } = request.waits ?? {};
  if (toldAt === undefined && now - since >= TOLD_AFTER_MS) {
    return tellRequester({ ...request, waits: { since, why, toldAt: now } });
  }
  if (request.waits?.why === why) return undefined;
  return { ...request, waits: { since, why, ...(toldAt === undefined ? {} : { toldAt }) } };
}

/**
 * Keeps why a request has to wait, and tells whoever asked once it has waited for long: whichever instance tries then, and once.
 * True when its cards are to be drawn anew. Throws what the store throws.
 */
export async function notePutOff(
  { store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>,
  requestId: string,
  why: string,
): Promise<boolean> {
  const now = clock.now();
  return (await store.updateRequest(requestId, (request) => putOff(request, why, now))) !== undefined;
}

/**
 * From here on nobody can cancel it. False: somebody has, or it has begun. Throws what the store throws.
 */
export async function noteBegun(
  { store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>,
  requestId: string,
): Promise<boolean> {
  const begun = await store.updateRequest(requestId, (fresh) =>
    isReadyToStart(fresh) ? { ...fresh, begunAt: fresh.begunAt ?? clock.now() } : undefined,
  );
  return begun !== undefined;
}
