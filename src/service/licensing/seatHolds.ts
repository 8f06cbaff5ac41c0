import type { CustomerId, License } from '../../domain/terms.ts';
import { isReadyToStart } from '../approvals/startableRequests.ts';
import type { Store } from '../ports/store.ts';

/**
 * Counts them over the rows of running jobs whose license step is still to come, and over what was approved and has no
 * job yet, except for one request.
 */
export async function countHeldSeats(
  store: Pick<Store, 'listUnfinished' | 'scanRows' | 'listRequests'>,
  customer: CustomerId,
  exceptRequest?: string,
): Promise<ReadonlyMap<string, number>> {
  const held = new Map<string, number>();
  for (const request of await store.listRequests({ state: 'approved' })) {
    if (request.customer !== customer || request.id === exceptRequest || !isReadyToStart(request)) continue;
    for (const skuId of request.asked.people.flatMap(({ licenses }) => licenses)) {
      held.set(skuId, (held.get(skuId) ?? 0) + 1);
    }
  }
  for (const job of await store.listUnfinished()) {
    const isRunning = job.state === 'running' || job.state === 'stopping';
    if (job.customer !== customer || !isRunning) continue;
    await store.scanRows(job.id, ({ licenses, license, create }) => {
      if (license.state !== 'todo' || create.state === 'failed') return;
      for (const skuId of licenses) held.set(skuId, (held.get(skuId) ?? 0) + 1);
    });
  }
  return held;
}

/** The same licenses, with seats that are held counted as taken. */
export function holdSeats(licenses: readonly License[], held: ReadonlyMap<string, number>): License[] {
  return licenses.map((license) => {
    const promised = held.get(license.skuId) ?? 0;
    if (promised === 0) return license;
    return { ...license, left: Math.max(0, license.left - promised), promised };
  });
}
