import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import type { AssignDraft } from '../assigning.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Drafts, describeStale } from '../drafts.ts';
import type { DraftRecord, JobRecord } from '../ports/records.ts';
import type { AcceptRequest, PersonDraft, Provisioning, RosterDraft } from '../provisioning.ts';
import type { ResetDraft } from '../resetting.ts';
import type { AcceptedAudit } from './acceptedAudit.ts';
import { checkRequest } from './checkRequest.ts';
import { describeNotYourJob } from './jobErrors.ts';
import { jobIdFor, makeJob, makeRows } from './newJob.ts';
import { isOver } from './runJob.ts';
import type { Runs } from './runs.ts';

type Draft = DraftRecord<PersonDraft | RosterDraft | AssignDraft | ResetDraft>;

function draftKindOf({ task = 'create', kind }: AcceptRequest): Draft['kind'] {
  if (task !== 'create') return task;
  return kind === 'one' ? 'person' : 'roster';
}

/** Makes requests into jobs. See {@link Provisioning.accept}. */
export function createAccept(
  context: ProvisioningOptions,
  drafts: Drafts,
  accepted: AcceptedAudit,
  runs: Runs,
): Provisioning['accept'] {
  const { policy, store, log } = context;

  /** The job is there: it is answered again, and carried out if something kept it from that. */
  async function answerAgain(actor: Actor, job: JobRecord): Promise<{ job: JobRecord; existed: boolean }> {
    if (job.requestedBy.actorId !== actor.id) throw describeNotYourJob(job.requestedBy.name);
    if (!isOver(job)) {
      await accepted.ensure(job);
      runs.ensure(job.id, false);
    }
    return { job, existed: true };
  }

  /** Notes the job on its draft, so that another version of it does not become a second job. */
  async function noteJob(draft: Draft, jobId: string): Promise<void> {
    try {
      await store.updateDraft(draft.id, draft.version, { ...draft.data, jobId });
    } catch (error) {
      log.warn({ jobId, err: error }, 'job.draft_not_noted');
    }
  }

  async function findJobOf(draft: Draft): Promise<JobRecord | undefined> {
    return draft.data.jobId === undefined ? undefined : store.loadJob(draft.data.jobId);
  }

  return async (request: AcceptRequest) => {
    const { actor, requestId, requestVersion, people } = request;
    const jobId = jobIdFor(requestId, requestVersion);
    const before = await store.loadJob(jobId);
    if (before !== undefined) return answerAgain(actor, before);

    const draft: Draft = await drafts.load(draftKindOf(request), actor, requestId);
    const other = await findJobOf(draft);
    if (other !== undefined) return answerAgain(actor, other);
    if (draft.version !== requestVersion) throw describeStale();
    checkRequest(policy, request);

    const job = makeJob(context, jobId, request);
    const rows = await makeRows(context, job, people);
    if ((await store.accept(job, rows)) === 'exists') {
      const first = await store.loadJob(jobId);
      if (first === undefined) throw new Error(`The job ${jobId} exists and cannot be read.`);
      return answerAgain(actor, first);
    }
    try {
      await accepted.write(job);
    } catch (cause) {
      throw new RollcallError(
        'STORE_BROKEN',
        'The request was kept, but could not be written to the audit.',
        {
          done: 'Nobody was created yet.',
          next: 'Press the button again in a minute: it goes on with this request. If that fails, ask whoever runs Rollcall to check the disk.',
          cause,
        },
      );
    }
    await noteJob(draft, jobId);
    runs.ensure(jobId, false);
    return { job, existed: false };
  };
}
