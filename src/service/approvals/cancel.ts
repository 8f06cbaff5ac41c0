import type { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { Approvals } from './approvals.ts';
import { describeClosed, describeNoRequest } from './judging.ts';
import { describeMayNotCancel, refuseToCancel } from './plans/planning.ts';
import type { ReadState } from './requestState.ts';
import { isHeld, isNotBegun, isToCome } from './startableRequests.ts';
import { tellRequester } from './tellRequester.ts';

const CANCELLED = 'request.cancelled';

/** By others than its requester, too. What is over answers how it ended. */
function isCancellable(request: RequestRecord): boolean {
  const { asked, state, waits } = request;
  if (asked.startsAt === undefined) return state !== 'waiting' && waits !== undefined;
  return state !== 'waiting' || isToCome(request);
}

/** See {@link Approvals.endPart}. */
export function createEndPart(
  { policy, store, clock }: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>,
  changed: (requestId: string) => void,
): Approvals['endPart'] {
  const isOpen = (request: RequestRecord): boolean =>
    request.wave !== undefined && (request.state === 'waiting' || isHeld(request));

  return async (actor, requestId) => {
    const request = await store.loadRequest(requestId);
    if (request === undefined || !isOpen(request)) return;
    const { customer, asked } = request;
    const entry = { what: CANCELLED, outcome: 'done', subject: requestId, detail: auditTask(asked) } as const;
    // Before it is kept: an end of the process between the two leaves the entry, which is the one of the next try as well.
    await store.auditOnce(
      { ...byActor({ clock }, { ...actor, customer }, entry), subject: requestId },
      ({ what, outcome }) => what === CANCELLED && outcome === 'done',
    );
    const closedAt = clock.now();
    const ended = await store.updateRequest(requestId, (fresh) => {
      if (!isOpen(fresh)) return undefined;
      const closed = { ...fresh, state: 'cancelled' as const, closedAt };
      return isSamePerson(policy, fresh.requestedBy.actorId, actor.id)
        ? closed
        : { ...closed, cancelledBy: actor.name };
    });
    if (ended !== undefined) changed(requestId);
  };
}

/** See {@link Approvals.cancel}. */
export function createCancel(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock'>,
  readState: ReadState,
  changed: (requestId: string) => void,
): Approvals['cancel'] {
  const { policy, store, clock } = context;
  const what = CANCELLED;

  async function refuse(
    actor: Actor,
    { id: subject, asked }: RequestRecord,
    error: RollcallError,
  ): Promise<never> {
    const detail = { code: error.code, ...auditTask(asked) };
    await store.audit(byActor(context, actor, { what, outcome: 'refused', subject, detail }));
    throw error;
  }

  async function load(actor: Actor, requestId: string): Promise<RequestRecord> {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) throw describeNoRequest();
    return request;
  }

  return async (actor, requestId) => {
    const request = await load(actor, requestId);
    const isOwn = isSamePerson(policy, request.requestedBy.actorId, actor.id);
    const isOwnAtOnce = isOwn && request.asked.startsAt === undefined;
    const isOthers = isOwn ? undefined : describeMayNotCancel(policy, actor, request);
    const isAsked = !isOwnAtOnce && isCancellable(request);
    const refusal = isAsked ? await refuseToCancel(context, actor, request) : isOthers;
    if (refusal !== undefined) return refuse(actor, request, refusal);
    // The code of before made a job without noting first that it begins.
    if ((await store.loadJob(jobIdFor(requestId, request.version))) !== undefined) {
      throw describeClosed({ begunAt: clock.now(), ...request });
    }
    const closedAt = clock.now();
    const cancelled = await store.updateRequest(
      requestId,
      (fresh) => {
        const isOpen = isToCome(fresh) || isNotBegun(fresh);
        if (!isOpen && !(isOwn && (fresh.state === 'waiting' || isHeld(fresh)))) return undefined;
        const closed = { ...fresh, state: 'cancelled' as const, closedAt };
        return isOwn ? closed : tellRequester({ ...closed, cancelledBy: actor.name });
      },
      ({ asked }) => [
        byActor(context, actor, { what, outcome: 'done', subject: requestId, detail: auditTask(asked) }),
      ],
    );
    if (cancelled === undefined) throw describeClosed(await load(actor, requestId));
    changed(requestId);
    return readState(cancelled);
  };
}
