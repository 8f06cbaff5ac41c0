import { RollcallError } from '../../../domain/errors.ts';
import { orderOf } from '../../ports/order.ts';
import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';
import { hasAccount } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { isNewer, readNewestPasswords } from './newestPasswords.ts';

/**
 * Row ids of those whose password another job has replaced since, by a new one or when they were offboarded: what is
 * shown or mailed of them would hold no more. A job that was asked for earlier counts too, because it may have come to
 * the person later.
 */
export async function listReplaced(
  store: Pick<Store, 'listJobs' | 'scanRows'>,
  job: JobRecord,
  rows: readonly RowRecord[],
): Promise<ReadonlySet<string>> {
  const own = rows.filter((row) => row.objectId !== undefined && hasAccount(row));
  const since = { customer: job.customer, since: orderOf(job), except: job.id };
  const newest = await readNewestPasswords(store, since);
  return new Set(
    own.flatMap(({ rowId, objectId = '', create }) => {
      const other = newest.get(objectId);
      return other !== undefined && isNewer(other.set, [create.order ?? create.at ?? 0, orderOf(job)])
        ? [rowId]
        : [];
    }),
  );
}

/** Nothing of a job is shown or sent any more, because everybody in it has another password by now. */
export function describeReplaced(isOne: boolean): RollcallError {
  const { message, ...more } = JOB_SERVICE_WORDS.passwords.replaced[isOne ? 'one' : 'many'];
  return new RollcallError('ALREADY_DONE', message, more);
}
