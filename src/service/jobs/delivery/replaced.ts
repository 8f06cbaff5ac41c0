import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';

/**
 * Rows whose password somebody has reset here since: a mail that comes days late would bring one that holds no more.
 */
export async function listReplaced(
  store: Pick<Store, 'listJobs' | 'scanRows'>,
  job: JobRecord,
  rows: readonly RowRecord[],
): Promise<ReadonlySet<string>> {
  const later = (await store.listJobs({ after: job.createdAt, limit: Number.MAX_SAFE_INTEGER })).filter(
    (one) => one.task === 'reset' && one.customer === job.customer,
  );
  const reset = new Set<string>();
  for (const { id } of later) {
    await store.scanRows(id, ({ objectId, create }) => {
      if (objectId !== undefined && create.state === 'done') reset.add(objectId);
    });
  }
  return new Set(
    rows.flatMap(({ rowId, objectId }) => (objectId !== undefined && reset.has(objectId) ? [rowId] : [])),
  );
}
