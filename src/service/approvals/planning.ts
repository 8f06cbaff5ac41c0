import type { Policy } from '../../domain/policy.ts';
import type { Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isOneself } from '../door/refuseChange.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { isPlanned, isReadyToStart } from './startableRequests.ts';
import { tellRequester } from './tellRequester.ts';

/** What the engine has to wake for a request; its id follows. */
export const START_TASK = 'start:';

const DAY_MS = 86_400_000;

/**
 * When whoever asked is reminded of what starts later: the day before, which is enough to stop it or to move it. Undefined
 * for what starts sooner than two days from now, which nobody has forgotten.
 */
export function tellTimeOf(startsAt: number, now: number): number | undefined {
  return startsAt - now >= 2 * DAY_MS ? startsAt - DAY_MS : undefined;
}

/** What waits for its hour. */
export interface Planning {
  /**
   * `now` when a request may become a job. Before its hour it is only put on the engine's list, which outlives a restart,
   * and its requester is reminded when that is due; `gone` once somebody has canceled it. Throws STORE_BROKEN.
   */
  await(request: RequestRecord): Promise<'now' | 'later' | 'gone'>;
  /** Cancels what something else takes the place of, unless it has begun. Harmless twice. */
  replace(requestId: string, by: Pick<Actor, 'id' | 'name' | 'platform'>): Promise<void>;
}

export function createPlanning(
  { store, clock, engine }: Pick<ProvisioningOptions, 'store' | 'clock' | 'engine'>,
  changed: (requestId: string) => void,
): Planning {
  async function replace(
    requestId: string,
    { id, name, platform }: Pick<Actor, 'id' | 'name' | 'platform'>,
  ): Promise<void> {
    const cancelled = await store.updateRequest(requestId, (fresh) => {
      if (!isPlanned(fresh)) return undefined;
      const closed = { ...fresh, state: 'cancelled' as const, closedAt: clock.now(), cancelledBy: name };
      return fresh.requestedBy.actorId === id ? closed : tellRequester(closed);
    });
    if (cancelled === undefined) return;
    await store.audit({
      at: clock.now(),
      actor: id,
      platform,
      what: 'request.cancelled',
      outcome: 'done',
      customer: cancelled.customer,
      subject: requestId,
    });
    changed(requestId);
  }

  /** From here on nobody can cancel it. */
  async function begin({ id }: RequestRecord): Promise<'now' | 'gone'> {
    const begun = await store.updateRequest(id, (fresh) =>
      isReadyToStart(fresh) ? { ...fresh, begunAt: fresh.begunAt ?? clock.now() } : undefined,
    );
    return begun === undefined ? 'gone' : 'now';
  }

  /** The time at which something is to happen next. */
  async function remind({ id, tellAt }: RequestRecord, startsAt: number): Promise<number> {
    if (tellAt === undefined) return startsAt;
    if (tellAt > clock.now()) return tellAt;
    const told = await store.updateRequest(id, ({ tellAt: _due, ...fresh }) =>
      _due !== undefined && isPlanned(fresh) ? tellRequester({ ...fresh, toldAt: clock.now() }) : undefined,
    );
    if (told !== undefined) changed(id);
    return startsAt;
  }

  return {
    async await(request) {
      const { id, requestedBy, asked } = request;
      const { startsAt, replaces } = asked;
      if (replaces !== undefined) {
        const { actorId, name, platform } = requestedBy;
        await replace(replaces, { id: actorId, name, platform });
      }
      if (startsAt === undefined) return 'now';
      if (startsAt <= clock.now()) return begin(request);
      await engine.send('due', `${START_TASK}${id}`, { startAfter: await remind(request, startsAt) });
      return 'later';
    },
    replace,
  };
}

/** Whether somebody may look at a plan and cancel it: whoever asked, who approved it, and admins, but not whoever it is about. */
export function mayCancel(
  policy: Policy,
  actor: Actor,
  { requestedBy, approvers, asked }: RequestRecord,
): boolean {
  if (requestedBy.actorId === actor.id) return true;
  if (!actor.roles.includes('admin') && !approvers.includes(actor.id)) return false;
  return !asked.people.some(({ objectId = '', person: { displayName } }) =>
    isOneself(policy, actor, { id: objectId, displayName }),
  );
}
