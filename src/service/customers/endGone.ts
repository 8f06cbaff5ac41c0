import { isReadyToStart } from '../approvals/startableRequests.ts';
import { tellRequester } from '../approvals/tellRequester.ts';
import { auditTask } from '../audit/auditAsked.ts';
import type { ProvisioningOptions } from '../context.ts';
import { byGone } from '../door/haltJob.ts';
import { isOlder } from '../door/leaveToNewest.ts';
import { isGone } from '../door/taskRules.ts';
import type { Emit } from '../events.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { nameOnce } from './gone.ts';
import { CUSTOMER_GONE_WORDS } from './words.ts';

type Options = Pick<
  ProvisioningOptions,
  'policy' | 'store' | 'engine' | 'clock' | 'log' | 'checkPolicy' | 'standsIn'
>;

/**
 * Ends what is open of customers that are gone from the policy: requests and plans are canceled, and jobs stop. Whoever asked
 * is told, and it is audited. Harmless twice, and on several instances at once; one with an older file ends nothing, even where that stands in.
 */
export function createEndGone(context: Options, emit: Emit): () => Promise<void> {
  const { policy, store, engine, clock, log } = context;

  async function endRequest({ id, customer: whose }: RequestRecord): Promise<void> {
    const closedAt = clock.now();
    const said = CUSTOMER_GONE_WORDS(await nameOnce(store, policy, whose));
    const ended = await store.updateRequest(
      id,
      (now) => {
        const isOpen = now.state === 'waiting' || (isReadyToStart(now) && now.begunAt === undefined);
        if (!isOpen || !isGone(policy, now.customer)) return undefined;
        const problem = { code: 'CUSTOMER_GONE' as const, ...said };
        return tellRequester({ ...now, state: 'cancelled', closedAt, problem });
      },
      ({ requestedBy, customer, asked }) => [
        {
          ...{ at: closedAt, actor: requestedBy.actorId, platform: 'system', what: 'request.cancelled' },
          ...{ outcome: 'done', customer, subject: id },
          detail: { code: 'CUSTOMER_GONE', ...auditTask(asked) },
        },
      ],
    );
    if (ended === undefined) return;
    log.warn({ requestId: id, customer: ended.customer }, 'request.ended');
    emit('request', id);
  }

  return async () => {
    // A customer that was added since isn't gone.
    if (await isOlder(context)) return;
    for (const state of ['waiting', 'approved'] as const) {
      for (const request of await store.listRequests({ state })) {
        if (isGone(policy, request.customer)) await endRequest(request);
      }
    }
    for (const job of await store.listUnfinished()) {
      if (job.state !== 'running' || !isGone(policy, job.customer)) continue;
      const stopping = { state: 'stopping', haltedAt: clock.now(), haltedFor: 'customer' } as const;
      const stopped = await store.updateJob(
        job.id,
        (now) =>
          now.state === 'running' && isGone(policy, now.customer) ? { ...now, ...stopping } : undefined,
        [byGone(context, job)],
      );
      if (stopped === undefined) continue;
      log.warn({ jobId: job.id, customer: job.customer }, 'job.halted');
      engine.wake('stop', job.id);
    }
  };
}
