import { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { type Passed, press } from '../door/door.ts';
import { STOPPED } from '../door/haltJob.ts';
import type { Facts } from '../facts/facts.ts';
import { withDeletionsNow } from '../leaving/deletionsNow.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import { describeNoJob, describeNotYourJob } from './jobErrors.ts';
import { createRowCounter, type RowCounter } from './runner/rowState.ts';
import { isOver } from './runner/runJob.ts';
import type { Runs } from './runner/runs.ts';
import type { JobState } from './shownJob.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

/** What is audited for Undo. */
export const UNDONE = 'job.undone';

/** Jobs as they are shown, and whose they are. */
export interface JobStates {
  read(jobId: string): Promise<JobState | undefined>;
  /**
   * Throws NOT_FOUND for no job and NOT_YOURS, audited as `what`, for one that another human asked for. The same
   * human owns it in either chat. Throws ROLE_MISSING, audited too, when they lack the role for it by now.
   */
  findOwn(actor: Actor, jobId: string, what: string): Promise<Passed<JobRecord>>;
  /** The same for a stop, which harms nobody and needs no role. */
  findToStop(actor: Actor, jobId: string): Promise<JobRecord>;
  /** The own job as it is shown now. */
  loadOwn(actor: Actor, jobId: string, what: string): Promise<JobState>;
  /** A job as it is shown now, for whoever was found to own it. */
  show(jobId: string): Promise<JobState>;
  /** Throws why this cannot be done, once that is audited as `what`. */
  refuse(actor: Actor, jobId: string, what: string, why: RollcallError): Promise<never>;
}

export function createJobStates(context: ProvisioningOptions, facts: Facts, runs: Runs): JobStates {
  const { store } = context;

  /** Rows that were loaded, or those that the store has. */
  async function count(jobId: string, loaded: readonly RowRecord[]): Promise<RowCounter> {
    const counter = createRowCounter();
    if (loaded.length === 0) await store.scanRows(jobId, counter.add);
    for (const row of loaded) counter.add(row);
    return counter;
  }

  async function read(jobId: string): Promise<JobState | undefined> {
    const job = await store.loadJob(jobId);
    if (job === undefined) return undefined;
    const licenseNames = facts.licenseNames(job.customer);
    const isWhole = job.kind === 'one' || isOver(job);
    const loaded: RowRecord[] = isWhole ? await store.loadRows(jobId) : [];
    const rows = await withDeletionsNow(context, loaded);
    const { counts, writesLeft } =
      (isWhole ? undefined : runs.countsOf(jobId)) ?? (await count(jobId, loaded));
    const secondsLeft =
      job.state === 'running' ? await runs.secondsLeft(job, counts.waiting, writesLeft) : undefined;
    return { job, rows, counts, secondsLeft, licenseNames: await licenseNames };
  }

  async function findAny(actor: Actor, jobId: string, what: string): Promise<JobRecord> {
    const job = await store.loadJob(jobId);
    if (job === undefined) throw describeNoJob(context.policy);
    // The customer first: to whoever is of another one there is no such job, and nobody's name.
    if (job.customer !== actor.customer) return refuse(actor, jobId, what, describeNoJob(context.policy));
    if (!isSamePerson(context.policy, job.requestedBy.actorId, actor.id)) {
      return refuse(actor, jobId, what, describeNotYourJob(job.requestedBy.name), job.requestedBy.actorId);
    }
    return job;
  }

  async function findOwn(actor: Actor, jobId: string, what: string): Promise<Passed<JobRecord>> {
    const job = await findAny(actor, jobId, what);
    const pressed = press(actor, job, what === UNDONE ? 'undo' : 'task');
    return pressed instanceof RollcallError ? refuse(actor, jobId, what, pressed) : pressed;
  }

  async function show(jobId: string): Promise<JobState> {
    const state = await read(jobId);
    if (state === undefined) throw describeNoJob(context.policy);
    return state;
  }

  async function refuse(
    actor: Actor,
    jobId: string,
    what: string,
    why: RollcallError,
    owner?: string,
  ): Promise<never> {
    const job = await store.loadJob(jobId);
    const detail = {
      ...(owner === undefined ? {} : { owner }),
      code: why.code,
      ...(job === undefined ? {} : auditTask(job)),
    };
    await store.audit(byActor(context, actor, { what, outcome: 'refused', subject: jobId, detail }));
    throw why;
  }

  return {
    read,
    findOwn,
    findToStop: (actor, jobId) => findAny(actor, jobId, STOPPED),
    show,
    refuse: (actor, jobId, what, why) => refuse(actor, jobId, what, why),
    async loadOwn(actor, jobId, what) {
      await findOwn(actor, jobId, what);
      return show(jobId);
    },
  };
}

/** There is nothing left for this button to do. */
export function describeAlreadyDone({ message, next }: { message: string; next: string }): RollcallError {
  return new RollcallError('ALREADY_DONE', message, { done: JOB_SERVICE_WORDS.nothingChanged, next });
}
