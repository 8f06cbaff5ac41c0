import { RollcallError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isOver } from '../jobs/runner/runJob.ts';

const BUSY = new RollcallError('NOT_YET', 'This person is in a job that still runs.', {
  done: 'Nothing was changed.',
  next: 'Wait until it has ended, and try again then.',
});

/** Throws NOT_YET while another job is about this person: what both do would depend on which is faster. */
export async function refuseInRunningJob(
  { store }: Pick<ProvisioningOptions, 'store'>,
  customer: CustomerId,
  objectId: string,
): Promise<void> {
  for (const job of await store.listUnfinished()) {
    if (job.customer !== customer || (isOver(job) && job.undo?.state !== 'running')) continue;
    let isIn = false;
    await store.scanRows(job.id, (row) => {
      isIn ||= row.objectId === objectId;
    });
    if (isIn) throw BUSY;
  }
}
