import { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import type { Approvals, RequestState } from '../approvals/approvals.ts';
import { describeClosed, describeNoRequest, describeNotAsked } from '../approvals/judging.ts';
import { deleteReminderOf } from '../approvals/plans/planning.ts';
import { isReadyToStart } from '../approvals/startableRequests.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { refuseRole, rolesFor } from '../door/taskRules.ts';
import type { Emit } from '../events.ts';
import { isBackSince } from '../jobs/steps/deleting.ts';
import { whileHeld } from '../jobs/whileHeld.ts';
import type { AskedPerson, RequestRecord } from '../ports/requests.ts';
import { offboardingOf } from './deleteDraft.ts';
import { deletionOf, submitDeletion } from './submitDeletion.ts';
import { LEAVING_WORDS } from './words.ts';

const DAY_MS = 86_400_000;
const SAYS = LEAVING_WORDS.again;

/** Deletions that came to nothing. */
export interface Deletions {
  /**
   * Asks once more for a deletion that nobody approved or that could not be started, for its day where that is far enough
   * away; the offboarding says so from then on. Whoever was put back, restored or allowed to sign in since, or offboarded
   * anew, is left out. The same request when it is pressed twice.
   *
   * @throws RollcallError NOT_FOUND, NOT_YOURS (audited), ROLE_MISSING, ALREADY_DONE for one that is still to come or was
   *   canceled, NOT_YET with nobody left, and what `Approvals.submit` throws
   */
  askAgain(actor: Actor, requestId: string): Promise<RequestState>;
}

/** Nobody said yes, or what said no has an end. */
export function mayBeAskedAgain(request: RequestRecord): boolean {
  const { state, jobId, problem, againAs } = request;
  if (againAs !== undefined) return false;
  if (state === 'approved') return jobId === undefined && problem !== undefined && !isReadyToStart(request);
  return state === 'expired' || state === 'declined';
}

export function createDeletions(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'randomInt'>,
  approvals: Pick<Approvals, 'submit' | 'load' | 'listDeletions'>,
  emit: Emit,
): Deletions {
  const { policy, store, clock } = context;

  /** Whose deletion nothing newer has decided. */
  async function listOpen(actor: Actor, request: RequestRecord, again: string): Promise<AskedPerson[]> {
    const { asked, customer } = request;
    const ids = asked.people.flatMap(({ objectId }) => objectId ?? []);
    const others = (await approvals.listDeletions(actor, ids)).filter((one) => one.asked.draftId !== again);
    const planned = new Set(others.flatMap((one) => one.asked.people.map(({ objectId }) => objectId)));
    const open: AskedPerson[] = [];
    for (const one of asked.people) {
      const { objectId = '' } = one;
      const isOut = planned.has(objectId) || request.withdrawn?.includes(objectId) === true;
      if (!isOut && !(await isBackSince(store, customer, objectId, request))) open.push(one);
    }
    return open;
  }

  /** The rows that told of the one that came to nothing. */
  async function tellOffboarding(jobId: string, before: string, request: RequestRecord): Promise<void> {
    if ((await store.loadJob(jobId)) === undefined) return;
    await whileHeld(context, jobId, async (held) => {
      const rows = (await store.loadRows(jobId)).filter(
        ({ deletion }) => deletion !== undefined && 'requestId' in deletion && deletion.requestId === before,
      );
      const deletion = deletionOf(request);
      await held.update(
        (now) => now,
        [],
        rows.map((row) => ({ ...row, deletion })),
      );
    });
    emit('tickedOff', jobId);
  }

  return {
    async askAgain(actor, requestId) {
      const request = await store.loadRequest(requestId);
      if (request === undefined || request.customer !== actor.customer || request.asked.task !== 'delete') {
        throw describeNoRequest();
      }
      const { requestedBy, asked, place } = request;
      if (!isSamePerson(policy, requestedBy.actorId, actor.id)) {
        const detail = { code: 'NOT_YOURS', ...auditTask(asked) };
        const what = 'request.asked';
        await store.audit(byActor(context, actor, { what, outcome: 'refused', subject: requestId, detail }));
        throw describeNotAsked();
      }
      const refusal = refuseRole(actor, rolesFor(asked));
      if (refusal !== undefined) throw refusal;
      if (request.againAs !== undefined) return approvals.load(actor, request.againAs);
      if (!mayBeAskedAgain(request)) throw describeClosed(request);
      const id = `${asked.draftId}-again`;
      const people = await listOpen(actor, request, id);
      if (people.length === 0) throw new RollcallError('NOT_YET', SAYS.message, SAYS);
      // As far away as it is announced, and a day to decide it.
      const soonest = clock.now() + (deleteReminderOf(policy, actor.customer).days + 1) * DAY_MS;
      const { fileName, reason, zone, startsAt = 0 } = asked;
      const { coveredBy, coveredIn } = request;
      const again = await submitDeletion(context, approvals, {
        actor,
        id,
        place,
        people,
        startsAt: Math.max(startsAt, soonest),
        ...(fileName === undefined ? {} : { fileName }),
        ...(reason === undefined ? {} : { reason }),
        ...(zone === undefined ? {} : { zone }),
        ...(coveredBy === undefined ? {} : { coveredBy }),
        ...(coveredIn === undefined ? {} : { coveredIn }),
      });
      const jobId = offboardingOf(asked.draftId);
      if (jobId !== undefined) await tellOffboarding(jobId, requestId, again);
      await store.updateRequest(requestId, (now) => ({ ...now, againAs: again.id }));
      emit('request', requestId);
      return approvals.load(actor, again.id);
    },
  };
}
