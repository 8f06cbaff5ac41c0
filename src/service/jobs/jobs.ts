import type { Actor, Place, Problem } from '../../domain/terms.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { RequestState } from '../approvals/approvals.ts';
import type { Delivery, JobRecord, RowRecord } from '../ports/records.ts';
import type { AcceptRequest } from './acceptRequest.ts';
import type { JobState } from './shownJob.ts';
/**
 * What is accepted, and what can be asked of it from then on. Methods throw RollcallError; whose job it is, is checked
 * here.
 */
export interface Jobs {
  /**
   * Makes the job durable and starts it. The same request id and version again answers the same job with
   * `existed` true.
   */
  accept(request: AcceptRequest): Promise<{ job: JobRecord; existed: boolean }>;
  load(actor: Actor, jobId: string): Promise<JobState>;
  /** For notify, which speaks for the job itself. */
  read(jobId: string): Promise<JobState | undefined>;
  /** Has it told in a new message from now on, in the place of the one about it; of one that is over, its results. */
  tell(actor: Actor, jobId: string, place: Place): Promise<void>;
  stop(actor: Actor, jobId: string): Promise<JobState>;
  /** Failed and stopped rows only. */
  retry(actor: Actor, jobId: string): Promise<JobState>;
  /** Sends again to recipients whose mail was not accepted, or whose link was not opened. */
  resend(actor: Actor, jobId: string): Promise<{ state: JobState; deliveries: readonly Delivery[] }>;
  /**
   * Sends the same first passwords to more addresses, as text like the form's. Without problems it is under way, and
   * the job's message shows what came of it. Throws NOT_YET while the job runs, NOT_FOUND when nobody was created.
   */
  sendTo(
    actor: Actor,
    jobId: string,
    addresses: string,
  ): Promise<{ problems: readonly Problem[]; state?: JobState }>;
  /**
   * Deletes only what this job created; the directory keeps it for 30 days. Gives back licenses that it took away, or
   * asks for the approval that these need, from `place` (the job's own when left out). Durable, and harmless twice. Throws
   * NOT_YET while the job runs, ALREADY_DONE when there is nothing to delete.
   */
  undo(actor: Actor, jobId: string, place?: Place): Promise<JobState | { request: RequestState }>;
  /**
   * Notes that things which were left for a person are done, by their keys (`listLeftThings`), or are not done after all.
   * Throws NOT_YET while the job runs, ALREADY_DONE when nothing of it would change.
   */
  tickOff(
    actor: Actor,
    jobId: string,
    done: readonly string[],
    notDone?: readonly string[],
  ): Promise<JobState>;
  /** To the requester alone, once, audited before anything is shown. */
  claimPasswords(actor: Actor, jobId: string): Promise<RevealClaim>;
  /** CSV text, without passwords. `sayDone` says what was changed of somebody who existed, a text for each thing. */
  writeResults(state: JobState, sayDone?: (row: RowRecord) => readonly string[]): string;
}

/** A won claim on a job's first passwords. Release it when they could not be shown. */
export interface RevealClaim {
  people: readonly { displayName: string; userPrincipalName: string; password: Secret<string> }[];
  /** Names of those whose password was replaced since, which is why it is not among them. */
  replaced: readonly string[];
  /** The claim before this one was cut off by an end of the process: they may have been seen already. */
  again?: true;
  /** They are in front of whoever asked. Until then an end of the process leaves one more chance. */
  shown(): Promise<void>;
  /** Makes the claim free again, and audits why. */
  release(reason: string): Promise<void>;
}
