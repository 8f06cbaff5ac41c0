import { RollcallError } from '../../domain/errors.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { Actor, Task } from '../../domain/terms.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import { isRoleUnknown, readRole } from '../door/readMay.ts';
import { rolesNow } from '../door/taskRules.ts';
import { standingOf, toStored } from '../jobs/runner/rowState.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import { inTurns } from '../ports/inTurns.ts';
import { orderOf } from '../ports/order.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { AskedPerson, RequestRecord } from '../ports/requests.ts';
import { deleteDraftsOf } from './deleteDraft.ts';
import type { EndLeft } from './endLeft.ts';
import { deletionOf, submitDeletion } from './submitDeletion.ts';
import { LEAVING_WORDS } from './words.ts';

const DAY_MS = 86_400_000;

/**
 * Plans the deletion of those of an offboarding who are offboarded by now, once for each of them: a request of its own that
 * starts so many days later, and that anybody who could cancel it can stop. Where the offboarding was approved, its approval said
 * this; by another rule it is asked for anew. What it comes to is in the rows. An older
 * deletion of somebody ends with the newer offboarding, whatever that one says, and once somebody was put back, restored or
 * allowed to sign in again. Called before the job ends, so that a
 * crash in between plans it again and finds it. Throws what passes; but whoever pressed Stop doesn't wait for a group that
 * can't be read: then what the known roles allow is done, and the rows say why nothing is planned.
 */
export type PlanDeletions = (job: JobRecord, held: HeldJob) => Promise<void>;

function toAsked({ person, objectId = '', sourceRow }: RowRecord): AskedPerson {
  const { userPrincipalName, displayName } = person;
  return {
    person: { userPrincipalName, displayName },
    accountEnabled: false,
    licenses: [],
    objectId,
    acts: [{ kind: 'delete' }],
    ...(sourceRow === undefined ? {} : { sourceRow }),
  };
}

/** At least something was done, and nothing of it is still to be done. */
function isSomeDone(row: RowRecord): boolean {
  const standing = standingOf(row);
  return standing === 'created' || standing === 'partly';
}

/** Their deletion is still to be planned. */
function isDue({ leaving, deletion }: RowRecord): boolean {
  if (leaving?.deleteAfterDays === undefined) return false;
  return deletion === undefined || 'error' in deletion;
}

/** An account is deleted only while sign-in is blocked: until then there is nothing to plan. */
function isNotBlocked({ acts = [] }: RowRecord): boolean {
  return acts.some(({ act, state }) => act.kind === 'block' && state === 'failed');
}

/** Tasks that can. */
const DECIDING: ReadonlySet<Task> = new Set(['leave', 'putBack', 'restore', 'change']);

/** Whether an older deletion of somebody ends with it: they left anew, or are needed again. */
function decides({ task }: JobRecord, { acts = [] }: RowRecord): boolean {
  return task !== 'change' || acts.some(({ act, state }) => act.kind === 'allow' && state === 'done');
}

/** It is tried again. */
function passes({ code }: RollcallError): boolean {
  return ['STORE_BROKEN', 'DIRECTORY_DOWN', 'THROTTLED', 'ROLE_UNKNOWN', 'POLICY_OLDER'].includes(code);
}

export function createPlanDeletions(
  context: Pick<
    ProvisioningOptions,
    'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn' | 'store' | 'clock' | 'log'
  >,
  approvals: Pick<Approvals, 'submit' | 'dropDeletions'>,
  endLeft: EndLeft,
): PlanDeletions {
  const { policy, store, clock, log } = context;

  async function submit(actor: Actor, job: JobRecord, rows: readonly RowRecord[]): Promise<RequestRecord> {
    const [first] = rows;
    const leave = await store.loadRequest(job.requestId);
    const { message: _button, ...place } = job.place;
    return submitDeletion({ store, clock }, approvals, {
      actor,
      id: `${deleteDraftsOf(job.id)}${first?.rowId}`,
      place,
      people: rows.map(toAsked),
      ...(job.fileName === undefined ? {} : { fileName: job.fileName }),
      ...(job.reason === undefined ? {} : { reason: job.reason }),
      startsAt: clock.now() + (first?.leaving?.deleteAfterDays ?? 0) * DAY_MS,
      zone: leave?.asked.zone ?? customerOf(policy, job.customer).timeZone ?? 'UTC',
      ...(leave === undefined || leave.rule === '' ? {} : { coveredBy: leave.rule, coveredIn: leave.id }),
    });
  }

  async function plan(
    actor: Actor,
    job: JobRecord,
    rows: readonly RowRecord[],
  ): Promise<NonNullable<RowRecord['deletion']>> {
    try {
      return deletionOf(await submit(actor, job, rows));
    } catch (error) {
      const isStopped = job.state === 'stopping' && isRoleUnknown(error);
      if (!(error instanceof RollcallError) || (passes(error) && !isStopped)) throw error;
      log.warn({ jobId: job.id, err: error }, 'deletion.not_planned');
      return { error: toStored(error) };
    }
  }

  return async (job, held) => {
    if (job.task === undefined || !DECIDING.has(job.task)) return;
    const rows = (await store.loadRows(job.id)).filter(isSomeDone);
    const decided = rows.filter((row) => decides(job, row));
    if (decided.length === 0) return;
    const { actorId, name, platform, userId } = job.requestedBy;
    const id = idNow(policy, actorId);
    // What follows is for admins. Done without the role it would end a deletion, or leave one that is to end.
    const may = await readRole(context, { id, name }, job.customer, ['admin']);
    // Whoever changed one person is mostly no admin by the newest policy file either, and no job of theirs waits for that.
    const isLikelyNone = job.task === 'change' && may.may === 'unknown' && may.why.code === 'POLICY_OLDER';
    if (may.may === 'unknown' && job.state !== 'stopping' && !isLikelyNone) throw may.why;
    const actor = {
      id,
      name,
      roles: rolesNow(policy, id, job.customer),
      customer: job.customer,
      platform,
      userId,
    };
    await approvals.dropDeletions(
      actor,
      decided.flatMap(({ objectId }) => objectId ?? []),
      // What came after this job, which may be tried again, decides over it.
      { until: orderOf(job), except: deleteDraftsOf(job.id) },
    );
    if (job.task !== 'leave') await endLeft(job, decided);
    const due = job.task === 'leave' ? rows.filter(isDue) : [];
    const open = due.filter(isNotBlocked);
    const error = { code: 'NOT_YET' as const, ...LEAVING_WORDS.notBlocked };
    for await (const some of inTurns(open)) held.record(some.map((row) => ({ ...row, deletion: { error } })));
    const blocked = due.filter((row) => !isNotBlocked(row));
    if (blocked.length === 0) return;
    const deletion = may.may === 'unknown' ? { error: toStored(may.why) } : await plan(actor, job, blocked);
    for await (const some of inTurns(blocked)) held.record(some.map((row) => ({ ...row, deletion })));
  };
}
