import { RollcallError } from '../../../domain/errors.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { isSamePerson } from '../../../domain/policy/roleGroups.ts';
import type { Actor } from '../../../domain/terms.ts';
import { auditTask } from '../../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../../context.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import { findToTell, listKnown, type Those } from '../../roleGroups/readThose.ts';
import { describeUnreadApprovers, readApprovers } from '../../roleGroups/unreadApprovers.ts';
import type { Approvals } from '../approvals.ts';
import { withIdsNow } from '../idsNow.ts';
import { describeClosed, describeNoRequest, describeNotAsked, mayDecide } from '../judging.ts';
import { namesOf } from '../managers.ts';
import type { ReadState } from '../requestState.ts';
import { findCopies } from '../whomToAsk.ts';
import { APPROVAL_REFUSALS } from '../words.ts';
import { isOverdue } from './overdue.ts';
import { remindableFrom } from './remindable.ts';

/** See {@link Approvals.remind}. */
export function createRemindNow(
  context: ProvisioningOptions,
  readState: ReadState,
  changed: (requestId: string) => void,
): Approvals['remind'] {
  const { policy, store, clock } = context;
  const what = 'request.reminded';

  async function refuse(actor: Actor, requestId: string, error: RollcallError): Promise<never> {
    const detail = { code: error.code };
    await store.audit(byActor(context, actor, { what, outcome: 'refused', subject: requestId, detail }));
    throw error;
  }

  function findRefusal(request: RequestRecord, now: number): RollcallError | undefined {
    if (request.state !== 'waiting') return describeClosed(request);
    if (isOverdue(request, now)) return describeClosed({ ...request, state: 'expired' });
    const waitMs = remindableFrom(request) - now;
    if (waitMs <= 0) return undefined;
    const said = APPROVAL_REFUSALS.remind.tooSoon(Math.ceil(waitMs / 60_000));
    return new RollcallError('NOT_YET', said.message, said);
  }

  return async (actor, requestId) => {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) {
      return refuse(actor, requestId, describeNoRequest());
    }
    if (!isSamePerson(policy, request.requestedBy.actorId, actor.id))
      return refuse(actor, requestId, describeNotAsked());
    const now = clock.now();
    const read = await readSilent(context, request);
    const silent = listKnown(read);
    const untold = describeUnreadApprovers(read, request.rule, APPROVAL_REFUSALS.remind.untold);
    if (silent.length === 0 && untold !== undefined) return refuse(actor, requestId, untold);
    const copies = await findCopies(context, silent, request.managers);
    let lost: RollcallError | undefined;
    const reached = new Set(copies.map(({ to }) => to));
    const detail = { approvers: [...reached].join(' ') };
    const reminded = await store.updateRequest(
      requestId,
      (fresh) => {
        lost = findRefusal(fresh, now);
        return lost === undefined
          ? { ...fresh, remindedAt: now, copies: [...fresh.copies, ...copies] }
          : undefined;
      },
      () => [byActor(context, actor, { what, outcome: 'done', subject: requestId, detail })],
    );
    if (reminded === undefined) return refuse(actor, requestId, lost ?? describeClosed(request));
    const names = namesOf(policy, request, [...reached]);
    changed(requestId);
    return { state: await readState(reminded), reminded: names };
  };
}

function hasAnswered({ decisions, version: now }: RequestRecord, id: string): boolean {
  return decisions.some(({ by, version }) => by === id && version === now);
}

/** Ids of those who were asked, may decide today, and have not answered this version. */
export async function readSilent(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups'>,
  stored: RequestRecord,
): Promise<Those<string>> {
  const { rule: name, customer } = stored;
  const listSilent = (policy: Policy) => {
    const request = withIdsNow(policy, stored);
    return request.approvers.filter((id) => mayDecide(policy, request, id) && !hasAnswered(request, id));
  };
  const rule = context.policy.approvals.find((one) => one.name === name);
  const silent = await readApprovers(context, rule, customer, listSilent);
  const known = listKnown(silent);
  const request = withIdsNow(context.policy, stored);
  // Whoever else is in the group was not asked.
  const areAll = request.approvers.every((id) => known.includes(id) || hasAnswered(request, id));
  return areAll ? { all: known } : silent;
}

/**
 * Once the time its rule gives is over, sends the card anew to those who were asked and have not answered: where they
 * can be reached by now. True when it did.
 */
export async function remindApprovers(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock'>,
  requestId: string,
): Promise<boolean> {
  const { store, clock } = context;
  const now = clock.now();
  const request = await store.loadRequest(requestId);
  if (request?.remindAt === undefined || request.remindAt > now) return false;
  const silent = findToTell(await readSilent(context, request), now - request.remindAt);
  if (silent === undefined) return false;
  const copies = await findCopies(context, silent, request.managers);
  const reminded = await store.updateRequest(
    requestId,
    ({ remindAt, ...fresh }) =>
      remindAt !== undefined && fresh.state === 'waiting'
        ? { ...fresh, remindedAt: now, copies: [...fresh.copies, ...copies] }
        : undefined,
    ({ requestedBy, customer, asked }) => [
      {
        at: now,
        actor: requestedBy.actorId,
        platform: 'system',
        what: 'request.reminded',
        outcome: 'done',
        customer,
        subject: requestId,
        detail: { approvers: silent.join(' '), ...auditTask(asked) },
      },
    ],
  );
  return reminded !== undefined;
}
