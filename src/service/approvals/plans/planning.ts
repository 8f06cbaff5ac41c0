import { RollcallError } from '../../../domain/errors.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { isSamePerson } from '../../../domain/policy/roleGroups.ts';
import type { Actor, Role } from '../../../domain/terms.ts';
import { auditTask } from '../../audit/auditAsked.ts';
import type { ProvisioningOptions } from '../../context.ts';
import { readMay } from '../../door/readMay.ts';
import { isAboutOneself } from '../../door/refuseChange.ts';
import { refuseRole, rolesFor, rolesNow } from '../../door/taskRules.ts';
import type { AskedPerson, RequestRecord } from '../../ports/requests.ts';
import { listKnown, readThose, type Those } from '../../roleGroups/readThose.ts';
import { mayDecide } from '../judging.ts';
import { auditLeftOut, isPlanned, isToCome, withdrawPeople, withoutWithdrawn } from '../startableRequests.ts';
import { tellRequester } from '../tellRequester.ts';
import { noteBegun } from '../waiting/putOff.ts';
import { findApproverCopies, findCopies, withCopies } from '../whomToAsk.ts';
import { APPROVAL_REFUSALS } from '../words.ts';

/** What the engine has to wake for a request; its id follows. */
export const START_TASK = 'start:';

const DAY_MS = 86_400_000;

/**
 * What may pass between counting the days and keeping the plan, which asks the directory whose approval it needs. Our own
 * number: a reminder an hour early of what is a day away hurts nobody, and one that is left out may.
 */
const LATE_MS = 3_600_000;

/**
 * How often what a pause holds after its hour is looked at again: it starts so long after Rollcall goes on, at most.
 * Our own number; each look is one small write for each such plan.
 */
const HELD_MS = 30_000;

/**
 * How often groups of admins are read again that couldn't be when these were to be reminded. Our own number: a reminder comes days
 * ahead. Longer tells them later, shorter asks a service that is away more often.
 */
const UNREAD_AGAIN_MS = 5 * 60_000;

/**
 * When whoever asked is reminded of what starts later: so many days before, or, where it starts sooner, the day before,
 * which is enough to stop it or to move it. Undefined for what starts sooner than two days from now, which nobody has
 * forgotten.
 */
export function tellTimeOf(startsAt: number, now: number, days = 1): number | undefined {
  const before = (count: number): boolean => startsAt - now >= (count + 1) * DAY_MS - LATE_MS;
  return before(days) ? startsAt - days * DAY_MS : before(1) ? startsAt - DAY_MS : undefined;
}

/** The same of a deletion, of which everybody is reminded: what is nearer than that, when half of the time is over. */
export function tellTimeOfDeletion(startsAt: number, now: number, days: number): number {
  return tellTimeOf(startsAt, now, days) ?? startsAt - (startsAt - now) / 2;
}

/** How many days before a deletion whoever asked is reminded, and whether admins are. Three days bridge a weekend. */
export function deleteReminderOf(
  { customers }: Pick<Policy, 'customers'>,
  customer: string,
): { days: number; admins: boolean } {
  return customers.find(({ id }) => id === customer)?.deleteReminder ?? { days: 3, admins: false };
}

/** What waits for its hour. */
export interface Planning {
  /**
   * `now` when a request may become a job. Before its hour, and after it while Rollcall is paused, it is only put on the
   * engine's list, which outlives a restart, and its requester is reminded when that is due; `gone` once somebody has
   * canceled it. Throws STORE_BROKEN.
   */
  await(request: RequestRecord): Promise<'now' | 'later' | 'gone'>;
  /**
   * Takes people out of a plan, or of a deletion that waits for approval, because something else has taken its place for
   * them; with nobody left it is canceled.
   * Whoever approved it gets a new card. Not once it has begun, and not for whoever may not cancel it today. Harmless twice.
   */
  replace(requestId: string, by: Actor, people: readonly Pick<AskedPerson, 'objectId'>[]): Promise<void>;
}

export function createPlanning(
  {
    policy,
    roleGroups,
    store,
    clock,
    engine,
    brake,
  }: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock' | 'engine' | 'brake'>,
  changed: (requestId: string) => void,
): Planning {
  async function replace(
    requestId: string,
    by: Actor,
    people: readonly Pick<AskedPerson, 'objectId'>[],
  ): Promise<void> {
    const { id, name, platform, customer } = by;
    const ids = people.flatMap(({ objectId }) => objectId ?? []);
    const request = await store.loadRequest(requestId);
    const copies =
      request === undefined ? [] : await findApproverCopies({ policy, roleGroups, store }, request, by);
    const replaced = (fresh: RequestRecord): RequestRecord | undefined => {
      if (!isToCome(fresh) || fresh.customer !== customer || !mayCancel(policy, by, fresh)) return undefined;
      const less = withdrawPeople(fresh, ids, by, clock.now());
      const isEmpty = withoutWithdrawn(less).asked.people.length === 0;
      if (!isEmpty && less === fresh) return undefined;
      // It still says whom it was about.
      const next: RequestRecord = isEmpty
        ? { ...fresh, state: 'cancelled', closedAt: clock.now(), cancelledBy: name }
        : withCopies(less, copies);
      return isSamePerson(policy, fresh.requestedBy.actorId, id) ? next : tellRequester(next);
    };
    const changedPlan = await store.updateRequest(requestId, replaced, (plan) => {
      const isCanceled = plan.state === 'cancelled';
      const detail = { ...auditTask(plan.asked), ...(isCanceled ? {} : auditLeftOut(plan)) };
      const what = isCanceled ? 'request.cancelled' : 'request.changed';
      return [
        {
          ...{ at: clock.now(), actor: id, platform, what, outcome: 'done' },
          ...{ customer: plan.customer, subject: requestId, detail },
        },
      ];
    });
    if (changedPlan !== undefined) changed(requestId);
  }

  /** Ids of the admins who are reminded of a deletion besides whoever asked, where the policy wants it. */
  async function readReminded({ customer, asked, requestedBy }: RequestRecord): Promise<Those<string>> {
    if (asked.task !== 'delete' || !deleteReminderOf(policy, customer).admins) return { all: [] };
    return readThose({ policy, roleGroups }, { role: 'admin', customer }, (now) =>
      now.people
        .filter(
          ({ id }) =>
            !isSamePerson(now, requestedBy.actorId, id) && rolesNow(now, id, customer).includes('admin'),
        )
        .map(({ id }) => id),
    );
  }

  async function wake(id: string, startAfter: number): Promise<'later'> {
    await engine.send('due', `${START_TASK}${id}`, { startAfter });
    return 'later';
  }

  /** From here on nobody can cancel it. Until then a pause is the time to do so. */
  async function begin({ id }: RequestRecord): Promise<'now' | 'later' | 'gone'> {
    if (brake.paused() !== undefined) return wake(id, clock.now() + HELD_MS);
    return (await noteBegun({ store, clock }, id)) ? 'now' : 'gone';
  }

  /**
   * The time at which something is to happen next. Whoever asked is told in time, and so are the admins who are known; others,
   * in groups that can't be read then, once they can be.
   */
  async function remind(request: RequestRecord, startsAt: number): Promise<number> {
    const { id, tellAt, toldAdmins } = request;
    const now = clock.now();
    if (tellAt === undefined && toldAdmins === undefined) return startsAt;
    if (tellAt !== undefined && tellAt > now) return tellAt;
    const admins = await readReminded(request);
    const isAll = 'all' in admins;
    const more = listKnown(admins).filter((one) => toldAdmins?.includes(one) !== true);
    const again = isAll ? startsAt : Math.min(startsAt, now + UNREAD_AGAIN_MS);
    if (tellAt === undefined && more.length === 0 && !isAll) return again;
    const copies = await findCopies({ policy, store }, more);
    const told = await store.updateRequest(id, ({ tellAt: due, toldAdmins: before, ...fresh }) => {
      if ((due === undefined && before === undefined) || !isPlanned(fresh)) return undefined;
      const kept = isAll ? fresh : { ...fresh, toldAdmins: [...(before ?? []), ...more] };
      return withCopies(due === undefined ? kept : tellRequester({ ...kept, toldAt: now }), copies);
    });
    if (told !== undefined) changed(id);
    return again;
  }

  return {
    async await(request) {
      const { startsAt } = request.asked;
      if (startsAt === undefined) return 'now';
      if (startsAt <= clock.now()) return begin(request);
      return wake(request.id, await remind(request, startsAt));
    },
    replace,
  };
}

/** Why whoever {@link mayCancel} refuses may not, in words that fit who they are. */
export function describeMayNotCancel(policy: Policy, actor: Actor, request: RequestRecord): RollcallError {
  const { requestedBy, asked, state, waits } = request;
  const refuse = (
    said: { message: string; done: string; next: string },
    needs: readonly Role[] = [],
  ): RollcallError => new RollcallError('NOT_YOURS', said.message, { ...said, needs });
  const says = APPROVAL_REFUSALS.cancel;
  const isOpen =
    asked.startsAt === undefined ? waits === undefined : state === 'waiting' && !isToCome(request);
  if (isOpen) return refuse(says.onlyRequester(requestedBy.name));
  if (isSamePerson(policy, requestedBy.actorId, actor.id)) return refuse(says.roleLost, rolesFor(asked));
  return isAboutOneself(policy, actor, asked)
    ? refuse(says.aboutYou(requestedBy.name))
    : refuse(says.others(requestedBy.name), ['admin', 'approver']);
}

/**
 * Why somebody may not cancel a plan, by the policy of today; undefined when they may. ROLE_UNKNOWN where a group that
 * can't be read now might allow it: nobody is told then that they lost a role, or that it isn't theirs.
 */
export async function refuseToCancel(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups'>,
  actor: Actor,
  request: RequestRecord,
): Promise<RollcallError | undefined> {
  const may = await readMay(context, actor, (policy) => {
    const roles = [...actor.roles, ...rolesNow(policy, actor.id, request.customer)];
    return mayCancel(policy, { ...actor, roles }, request) || undefined;
  });
  if (may.may === 'unknown') return may.why;
  return may.may === 'yes' ? undefined : describeMayNotCancel(context.policy, actor, request);
}

/**
 * Whether somebody may look at a plan, or at what is put off, and cancel it, by the policy of today: whoever asked and could
 * still ask, who approved it and could still decide, and admins, but not whoever it is about.
 */
export function mayCancel(policy: Policy, actor: Actor, request: RequestRecord): boolean {
  const { requestedBy, customer, asked } = request;
  if (isSamePerson(policy, requestedBy.actorId, actor.id)) {
    return refuseRole({ roles: rolesNow(policy, actor.id, customer) }, rolesFor(asked)) === undefined;
  }
  if (!actor.roles.includes('admin') && !mayDecide(policy, request, actor.id)) return false;
  return !isAboutOneself(policy, actor, asked);
}

/** Whether somebody may open a request: its requester, those who were asked, and whoever could cancel what waits to begin. */
export function mayOpen(policy: Policy, actor: Actor, request: RequestRecord): boolean {
  const { requestedBy, approvers, asked, waits } = request;
  if ([requestedBy.actorId, ...approvers].some((id) => isSamePerson(policy, id, actor.id))) return true;
  return (asked.startsAt !== undefined || waits !== undefined) && mayCancel(policy, actor, request);
}
