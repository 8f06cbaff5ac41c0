import { RollcallError } from '../../../domain/errors.ts';
import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';
import { hasAccount } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';

/** When this row gave its person a password; undefined: it did not. */
function passwordSetAt({ task }: JobRecord, { create, acts = [] }: Readonly<RowRecord>): number | undefined {
  const step = task === 'reset' ? create : acts.find(({ act }) => act.kind === 'password');
  return step?.state === 'done' ? (step.at ?? 0) : undefined;
}

/** Of two that were set at the same moment, the one that was asked for later counts. */
function isNewer(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];
}

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
  const others = (await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })).filter(
    ({ id, task, customer, finishedAt = Number.POSITIVE_INFINITY }) =>
      id !== job.id &&
      customer === job.customer &&
      (task === 'reset' || task === 'leave') &&
      finishedAt >= job.createdAt,
  );
  const newest = new Map<string, readonly [number, number]>();
  for (const other of others) {
    await store.scanRows(other.id, (row) => {
      const at = passwordSetAt(other, row);
      if (at === undefined || row.objectId === undefined) return;
      const set = [at, other.createdAt] as const;
      const before = newest.get(row.objectId);
      if (before === undefined || isNewer(set, before)) newest.set(row.objectId, set);
    });
  }
  return new Set(
    own.flatMap(({ rowId, objectId = '', create }) => {
      const other = newest.get(objectId);
      return other !== undefined && isNewer(other, [create.at ?? 0, job.createdAt]) ? [rowId] : [];
    }),
  );
}

/** Nothing of a job is shown or sent any more, because everybody in it has another password by now. */
export function describeReplaced(isOne: boolean): RollcallError {
  const { message, ...more } = JOB_SERVICE_WORDS.passwords.replaced[isOne ? 'one' : 'many'];
  return new RollcallError('ALREADY_DONE', message, more);
}
