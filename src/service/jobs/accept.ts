import { RollcallError } from '../../domain/errors.ts';
import { nothingDone } from '../../domain/nothingDone.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import type { FindNeeded } from '../approvals/asking.ts';
import { withoutWithdrawn } from '../approvals/startableRequests.ts';
import type { ChangeDraft, PutBackDraft } from '../changing/changeDraft.ts';
import type { ChangesDraft } from '../changing/changesDraft.ts';
import type { ProvisioningOptions } from '../context.ts';
import { enter, enterApproved, type Passed } from '../door/door.ts';
import { rulesOf } from '../door/taskRules.ts';
import type { PersonDraft, ResetDraft, RestoreDraft, RosterDraft } from '../drafts/draftData.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { DeleteDraft } from '../leaving/deleteDraft.ts';
import type { LeaveDraft } from '../leaving/leaveDraft.ts';
import type { LeaversDraft } from '../leaving/leaversDraft.ts';
import type { AssignDraft } from '../licensing/assignDraft.ts';
import type { ResetsDraft } from '../people/resetsDraft.ts';
import type { AsideKind, DraftRecord } from '../ports/drafts.ts';
import { takeOrder } from '../ports/order.ts';
import type { JobRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { requireAgreed } from '../rosters/requireAgreed.ts';
import type { AcceptedAudit } from './acceptedAudit.ts';
import type { AcceptRequest } from './acceptRequest.ts';
import { describeNoJob, describeNotYourJob } from './jobErrors.ts';
import type { Jobs } from './jobs.ts';
import { jobIdFor, makeJob, makeRows } from './newJob.ts';
import { isOver } from './runner/runJob.ts';
import type { Runs } from './runner/runs.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

type Draft = DraftRecord<
  | PersonDraft
  | RosterDraft
  | AssignDraft
  | ResetDraft
  | ResetsDraft
  | RestoreDraft
  | ChangeDraft
  | ChangesDraft
  | PutBackDraft
  | LeaveDraft
  | LeaversDraft
  | DeleteDraft
>;

/** What kind of draft it comes from. */
export function draftKindOf({ task, kind }: AcceptRequest): Exclude<Draft['kind'], AsideKind | 'wave'> {
  return rulesOf(task).draft(kind) as Exclude<Draft['kind'], AsideKind | 'wave'>;
}

/** Makes requests into jobs. */
export interface Accepting {
  accept: Jobs['accept'];
  /**
   * The job of an approved request, from what is stored with it and nothing else. Asked twice it finds the job. `isStill`
   * is asked last, since the directory may take long to answer what is asked of it first; undefined when it says no.
   */
  acceptApproved(
    request: RequestRecord,
    requester: Actor,
    isStill: () => Promise<boolean>,
  ): Promise<JobRecord | undefined>;
}

/** What accepting is made with. */
export interface AcceptParts {
  drafts: Drafts;
  accepted: AcceptedAudit;
  runs: Runs;
  findNeeded: FindNeeded;
  facts: Pick<Facts, 'recipientDomains' | 'rolesByJoining' | 'seatsHeld'>;
}

export function createAccept(
  context: ProvisioningOptions,
  { drafts, accepted, runs, findNeeded, facts }: AcceptParts,
): Accepting {
  const { policy, store, log } = context;

  /** The job is there: it is answered again, and carried out if something kept it from that. */
  async function answerAgain(actor: Actor, job: JobRecord): Promise<{ job: JobRecord; existed: boolean }> {
    if (job.customer !== actor.customer) throw describeNoJob(policy);
    if (!isSamePerson(policy, job.requestedBy.actorId, actor.id))
      throw describeNotYourJob(job.requestedBy.name);
    if (!isOver(job)) {
      await accepted.ensure(job);
      await runs.ensure(job);
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

  /** The job, on disk and in the audit before anything is carried out. */
  async function begin(
    jobId: string,
    request: Passed<AcceptRequest>,
    note: (jobId: string) => Promise<void>,
  ): Promise<{ job: JobRecord; existed: boolean }> {
    await context.checkPolicy?.();
    const job = { ...makeJob(context, jobId, request), order: await takeOrder(context) };
    const rows = await makeRows(context, job, request);
    if ((await store.accept(job, rows)) === 'exists') {
      const first = await store.loadJob(jobId);
      if (first === undefined) throw new Error(`The job ${jobId} exists and cannot be read.`);
      return answerAgain(request.actor, first);
    }
    try {
      await accepted.ensure(job);
    } catch (cause) {
      throw new RollcallError('STORE_BROKEN', JOB_SERVICE_WORDS.unaudited.message, {
        done: nothingDone(request.task).replace(/\.$/, ' yet.'),
        next: JOB_SERVICE_WORDS.unaudited.next,
        cause,
      });
    }
    const { task = 'create', requestId } = job;
    log.info({ jobId, task, rows: rows.length, reqId: requestId }, 'job.accepted');
    facts.seatsHeld(job.customer);
    await note(jobId);
    await runs.ensure(job);
    return { job, existed: false };
  }

  return {
    async accept(request) {
      const { actor, requestId, requestVersion } = request;
      const jobId = jobIdFor(requestId, requestVersion);
      const before = await store.loadJob(jobId);
      if (before !== undefined) return answerAgain(actor, before);

      const draft: Draft = await drafts.load(draftKindOf(request), actor, requestId);
      const other = await findJobOf(draft);
      if (other !== undefined) return answerAgain(actor, other);
      if (draft.version !== requestVersion) throw describeStale();
      requireAgreed(draft);
      const entered = await enter(policy, facts, findNeeded, request);
      return begin(jobId, entered, (id) => noteJob(draft, id));
    },

    async acceptApproved(stored, requester, isStill) {
      const { draftId: _draft, draftVersion: _version, ...asked } = withoutWithdrawn(stored).asked;
      const request: AcceptRequest = {
        ...asked,
        actor: requester,
        place: stored.place,
        requestId: stored.id,
        requestVersion: stored.version,
        isApproved: true,
        ...(stored.wave === undefined ? {} : { wave: stored.wave.id }),
      };
      const jobId = jobIdFor(stored.id, stored.version);
      const before = await store.loadJob(jobId);
      if (before !== undefined) return (await answerAgain(requester, before)).job;
      const entered = await enterApproved(policy, facts, request);
      if (!(await isStill())) return undefined;
      const { job } = await begin(jobId, entered, async () => undefined);
      return job;
    },
  };
}
