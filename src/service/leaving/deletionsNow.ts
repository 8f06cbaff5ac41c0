import type { ProvisioningOptions } from '../context.ts';
import type { Events } from '../events.ts';
import type { RowRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { offboardingOf } from './deleteDraft.ts';

type Planned = Extract<RowRecord['deletion'], { requestId: string }>;

/** It is to come, or it is not, or its own results tell it. */
function becameOf(request: RequestRecord | undefined, objectId: string): NonNullable<Planned['now']> {
  // No longer kept, as it is long after its day.
  if (request === undefined) return 'over';
  const { state, jobId, problem, withdrawn = [] } = request;
  if (state === 'cancelled' || withdrawn.includes(objectId)) return 'kept';
  if (state === 'expired' || state === 'declined') return 'unapproved';
  return jobId === undefined && problem === undefined ? 'toCome' : 'over';
}

/** The rows of an offboarding as they are shown, with what has become of each deletion since. Throws what the store throws. */
export async function withDeletionsNow(
  { store }: Pick<ProvisioningOptions, 'store'>,
  rows: readonly RowRecord[],
): Promise<readonly RowRecord[]> {
  const isPlanned = (deletion: RowRecord['deletion']): deletion is Planned =>
    deletion !== undefined && 'requestId' in deletion;
  const ids = new Set(rows.flatMap(({ deletion }) => (isPlanned(deletion) ? [deletion.requestId] : [])));
  if (ids.size === 0) return rows;
  const requests = new Map<string, RequestRecord | undefined>();
  for (const id of ids) requests.set(id, await store.loadRequest(id));
  return rows.map((row) => {
    const { deletion, objectId = '' } = row;
    if (!isPlanned(deletion)) return row;
    return { ...row, deletion: { ...deletion, now: becameOf(requests.get(deletion.requestId), objectId) } };
  });
}

/** Has the results of an offboarding drawn anew once one of its deletions is canceled, decided or carried out. */
export function followDeletions(
  { store, log }: Pick<ProvisioningOptions, 'store' | 'log'>,
  events: Events,
): void {
  const tell = async (requestId: string): Promise<void> => {
    const { asked } = (await store.loadRequest(requestId)) ?? {};
    const jobId = asked?.task === 'delete' ? offboardingOf(asked.draftId) : undefined;
    if (jobId !== undefined && (await store.loadJob(jobId)) !== undefined) events.emit('tickedOff', jobId);
  };
  const follow = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.warn({ err: error }, 'deletion.not_followed'));
  };
  events.on('request', (id) => follow(tell(id)));
  events.on('finished', (jobId) =>
    follow(store.loadJob(jobId).then((job) => (job?.task === 'delete' ? tell(job.requestId) : undefined))),
  );
}
