import { auditTask } from '../../audit/auditAsked.ts';
import type { ProvisioningOptions } from '../../context.ts';
import { isOlder } from '../../door/leaveToNewest.ts';
import { isGone } from '../../door/taskRules.ts';
import type { AuditEntry } from '../../ports/records.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import type { FindControlled } from '../control/control.ts';
import { mayDecide } from '../judging.ts';
import { warnInTime } from '../plans/warnInTime.ts';
import { tellRequester } from '../tellRequester.ts';
import { isOverdue } from './overdue.ts';
import { passOn } from './passOn.ts';
import { remindApprovers } from './remind.ts';
import { isJustRemindable } from './remindable.ts';
import { noteUnreadTime } from './unreadTime.ts';

/**
 * What waits is looked at each minute. A few of those, for one that comes late: once more costs a look at the cards, and once
 * too few leaves a button out until the next start.
 */
const LOOKED_AT_WITHIN_MS = 5 * 60_000;

/**
 * Our own number: what nobody may decide by an older policy file that stands in expires no sooner, so that those who may by the
 * newest one have at least a part of a day once that is back. Longer keeps what nobody wants any more; shorter asks them at night.
 */
const MORE_TIME_MS = 86_400_000;

/**
 * Ends requests that nobody decided in time, and sees to it that the others are reminded of and passed on. What nobody may decide by
 * an older policy file that stands in is given more time.
 */
export function createExpireRequests(
  context: ProvisioningOptions,
  findControlled: FindControlled,
  changed: (requestId: string) => void,
): () => Promise<void> {
  const { policy, store, clock } = context;
  const isExpired = (request: RequestRecord, now: number): boolean =>
    request.state === 'waiting' && isOverdue(request, now);

  function expireRequest(id: string, now: number): Promise<RequestRecord | undefined> {
    const entryOf = ({ requestedBy, customer, asked }: RequestRecord): AuditEntry => ({
      ...{ at: now, actor: requestedBy.actorId, platform: 'system', what: 'request.expired' },
      ...{ outcome: 'done', customer, subject: id, detail: auditTask(asked) },
    });
    return store.updateRequest(
      id,
      (fresh) =>
        isExpired(fresh, now) ? tellRequester({ ...fresh, state: 'expired', closedAt: now }) : undefined,
      (expired) => [entryOf(expired)],
    );
  }

  /** By the newest policy file somebody may. */
  async function mayNobodyYet(request: RequestRecord): Promise<boolean> {
    const mayAny = request.approvers.some((id) => mayDecide(policy, request, id));
    return (isGone(policy, request.customer) || !mayAny) && (await isOlder(context));
  }

  function giveTime(id: string, now: number): Promise<RequestRecord | undefined> {
    return store.updateRequest(id, (fresh) =>
      isExpired(fresh, now) ? { ...fresh, expiresAt: now + MORE_TIME_MS } : undefined,
    );
  }

  return async () => {
    // Nobody can decide meanwhile, and nobody is reminded.
    if (context.brake.paused() !== undefined) return;
    for (const listed of await store.listRequests({ state: 'waiting' })) {
      const { id } = listed;
      const noted = await noteUnreadTime(context, listed);
      if (noted !== undefined) changed(id);
      const request = noted ?? listed;
      const now = clock.now();
      // Most are not due, and nothing is to be audited of them.
      const isDue = isExpired(request, now);
      if (isDue && (await mayNobodyYet(request))) {
        await giveTime(id, now);
        changed(id);
        continue;
      }
      const expired = isDue ? await expireRequest(id, now) : undefined;
      if (expired === undefined) {
        const { isChanged } = await passOn(context, findControlled, id);
        const isReminded = await remindApprovers(context, id);
        const isWarned = await warnInTime(context, id);
        const isNews = isJustRemindable(request, now, LOOKED_AT_WITHIN_MS);
        if (isWarned || isReminded || isChanged || isNews) changed(id);
        continue;
      }
      changed(id);
    }
  };
}
