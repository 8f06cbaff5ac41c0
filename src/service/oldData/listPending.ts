import { isReadyToStart } from '../approvals/startableRequests.ts';
import { hasPendingMail } from '../jobs/delivery/mailPending.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { JobRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { Store } from '../ports/store.ts';
import type { WaveDraft } from '../waves/waveDraft.ts';

/** What begins by itself as soon as nothing holds it. */
export interface Pending {
  jobs: readonly JobRecord[];
  /** Jobs whose accounts are being deleted again, or licenses given back. */
  undos: readonly JobRecord[];
  /** Jobs that are over but for mails that are tried again. */
  mails: readonly JobRecord[];
  /** Approved, and their hour has come. */
  requests: readonly RequestRecord[];
  /** Files for several customers whose next part begins by itself. */
  waves: readonly DraftRecord[];
}

export async function listPending(
  store: Pick<Store, 'listUnfinished' | 'listJobs' | 'listRequests' | 'listDrafts'>,
  now: number,
): Promise<Pending> {
  const unfinished = await store.listUnfinished();
  const ended = (await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })).filter(isOver);
  const approved = await store.listRequests({ state: 'approved' });
  const waves = await store.listDrafts({ kind: 'wave', limit: Number.MAX_SAFE_INTEGER });
  return {
    jobs: unfinished.filter((job) => !isOver(job)),
    undos: ended.filter(({ undo }) => undo?.state === 'running'),
    mails: ended.filter((job) => job.passwordsGoneAt === undefined && hasPendingMail(job)),
    requests: approved.filter(
      (request) => isReadyToStart(request) && (request.asked.startsAt ?? request.createdAt) <= now,
    ),
    waves: waves.filter(({ data }) => (data as WaveDraft).state === 'running'),
  };
}

export function isNothing({ jobs, undos, mails, requests, waves }: Pending): boolean {
  return jobs.length + undos.length + mails.length + requests.length + waves.length === 0;
}
