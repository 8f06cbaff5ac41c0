import { fallbackOf, standInsOf } from '../../../domain/approvalRules.ts';
import type { ApprovalRule } from '../../../domain/policy/approvalPolicy.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { auditTask } from '../../audit/auditAsked.ts';
import type { ProvisioningOptions } from '../../context.ts';
import { isOlder } from '../../door/leaveToNewest.ts';
import type { RequestCopy, RequestRecord } from '../../ports/requests.ts';
import { keepNames } from '../../roleGroups/lastNames.ts';
import { findToTell, listKnown } from '../../roleGroups/readThose.ts';
import { readApprovers } from '../../roleGroups/unreadApprovers.ts';
import type { FindControlled } from '../control/control.ts';
import { countedApprovals, countNeeded } from '../coverage.ts';
import { withIdsNow } from '../idsNow.ts';
import { tellRequester } from '../tellRequester.ts';
import { findCopies } from '../whomToAsk.ts';

/** The request with more people asked, who answer for managers who have not, or who are `dropped`. */
function withFallback(
  policy: Policy,
  request: RequestRecord,
  rule: Pick<ApprovalRule, 'by' | 'count'>,
  {
    fallback,
    copies,
    standIns,
  }: Record<'fallback' | 'standIns', readonly string[]> & { copies: RequestCopy[] },
  dropped: ReadonlySet<string> | undefined,
): RequestRecord {
  const now = withIdsNow(policy, request);
  const approved = new Set(countedApprovals(now).map(({ by }) => by));
  const isExcused = (id: string): boolean => (dropped === undefined ? !approved.has(id) : dropped.has(id));
  const managers = now.managers?.map((one) => (isExcused(one.id) ? { ...one, excused: true as const } : one));
  const { passOnAt, stuckAt: _before, ...kept } = request;
  return {
    ...kept,
    ...(passOnAt === undefined || fallback.length > 0 ? {} : { passOnAt }),
    ...(managers === undefined ? {} : { managers }),
    needed: countNeeded(rule, managers ?? [], request.asked.people, standIns),
    approvers: [...new Set([...request.approvers, ...fallback])],
    copies: [...request.copies, ...copies],
  };
}

const NOBODY = { asked: [], isChanged: false };

/** Tells whoever asked, once, that it could not be passed on. True when it did. */
async function tellStuck(
  { store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>,
  { id, customer, requestedBy, asked, stuckAt }: RequestRecord,
): Promise<boolean> {
  // What changes with an entry takes the audit's lock, also where it then changes nothing, and this is asked each minute.
  if (stuckAt !== undefined) return false;
  const at = clock.now();
  const told = await store.updateRequest(
    id,
    (fresh) =>
      fresh.passOnAt !== undefined && fresh.state === 'waiting' && fresh.stuckAt === undefined
        ? tellRequester({ ...fresh, stuckAt: at })
        : undefined,
    () => [
      {
        at,
        actor: requestedBy.actorId,
        platform: 'system',
        what: 'request.passed_on',
        outcome: 'failed',
        customer,
        subject: id,
        detail: { code: 'NO_APPROVER', ...auditTask(asked) },
      },
    ],
  );
  return told !== undefined;
}

/**
 * Asks the rule's fallback too, once the time its rule gives is over, or at once because some who were asked do not count
 * any more (`dropped`, their ids). Answers whom of the fallback is asked by now, and whether anything changed. With nobody
 * there who counts and can be reached whoever asked is told, and it is tried again later: those who were asked first may
 * still decide.
 */
export async function passOn(
  context: Pick<
    ProvisioningOptions,
    'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn' | 'store' | 'clock'
  >,
  findControlled: FindControlled,
  requestId: string,
  dropped?: ReadonlySet<string>,
): Promise<{ asked: readonly string[]; isChanged: boolean }> {
  const { policy, store, clock } = context;
  const stored = await store.loadRequest(requestId);
  if (stored?.state !== 'waiting') return NOBODY;
  const request = withIdsNow(policy, stored);
  const dueForMs = clock.now() - (request.passOnAt ?? Number.POSITIVE_INFINITY);
  if (dropped === undefined && dueForMs < 0) return NOBODY;
  const rule = policy.approvals.find(({ name }) => name === request.rule);
  const { customer, requestedBy } = request;
  const by = { customer, requester: requestedBy.actorId };
  const read = await readApprovers(context, rule, customer, (now) => {
    const named = rule === undefined ? [] : [...fallbackOf(now, rule, by), ...standInsOf(now, rule, by)];
    return now.people.filter(({ id }) => named.includes(id));
  });
  const all = dropped === undefined ? findToTell(read, dueForMs) : listKnown(read);
  // Somebody may be there: it is looked at again, as what waits is each minute.
  if (all === undefined) return NOBODY;
  const controlled = await findControlled(
    { id: requestedBy.actorId, customer },
    all.map(({ id, name, teams }) => ({ id, name, objectId: teams })),
  );
  const standIns = all.map(({ id }) => id).filter((id) => !controlled.has(id));
  const fallback = standIns.filter((id) => !request.approvers.includes(id));
  const copies = await findCopies(context, fallback);
  const asked = standIns.filter(
    (id) => request.copies.some(({ to }) => to === id) || copies.some(({ to }) => to === id),
  );
  if (rule === undefined || (dropped === undefined ? copies.length === 0 : asked.length === 0)) {
    const isStuck = dropped === undefined && 'all' in read && !(await isOlder(context));
    return { asked: [], isChanged: isStuck && (await tellStuck(context, request)) };
  }
  const passed = await store.updateRequest(
    requestId,
    (fresh) => {
      const isNews =
        fallback.some((id) => !fresh.approvers.includes(id)) ||
        withIdsNow(policy, fresh).managers?.some(({ id, excused }) => dropped?.has(id) && !excused);
      if (fresh.state !== 'waiting' || !isNews) return undefined;
      const passedOn = withFallback(policy, fresh, rule, { fallback, copies, standIns }, dropped);
      return tellRequester({ ...passedOn, passedOnAt: clock.now() });
    },
    (now) => [
      {
        at: clock.now(),
        actor: requestedBy.actorId,
        platform: 'system',
        what: 'request.passed_on',
        outcome: 'done',
        customer,
        subject: requestId,
        detail: { approvers: fallback.join(' '), ...auditTask(now.asked) },
      },
    ],
  );
  await keepNames(
    store,
    all.filter(({ id }) => fallback.includes(id)),
    clock.now(),
  );
  return { asked, isChanged: passed !== undefined };
}
