import type { Policy } from '../../domain/policy/policy.ts';
import type { MessageRef, Platform } from '../../domain/terms.ts';
import type { RequestState } from '../../service/approvals/approvals.ts';
import { isPutOff } from '../../service/approvals/waiting/putOff.ts';
import { canRemind } from '../../service/approvals/waiting/remindable.ts';
import { nameOnce } from '../../service/customers/gone.ts';
import { isLimitedToOthers } from '../../service/door/taskRules.ts';
import type { Engine } from '../../service/ports/engine.ts';
import type { RequestCopy, RequestRecord } from '../../service/ports/requests.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import { drawFor } from '../customers/drawFor.ts';
import { LATER_MS, leaveToOthers, type Notify, RETRY_AFTER_MS } from '../jobs/notify.ts';
import { createSendAlone } from '../jobs/sendAlone.ts';
import type { Chat } from '../reply.ts';
import { showApproval } from './approvalViews.ts';
import { viewerOf } from './planParts.ts';

/** What this part of notify needs. A chat that is left out gets nothing. */
export interface ApprovalNotifyOptions {
  service: Pick<Provisioning, 'on' | 'approvals' | 'brake'>;
  store: Pick<Store, 'loadNote' | 'updateRequest' | 'listRequests' | 'holdKey' | 'freeKey'>;
  engine: Pick<Engine, 'send'>;
  chats: Partial<Record<Platform, Chat>>;
  policy: Pick<Policy, 'customers' | 'people'>;
  clock: Clock;
  log: Log;
  /** Other instances send messages, too. */
  isShared?: boolean;
}

/** As for jobs: the answer to the click that made a request must not overwrite what is newer. */
const AFTER_CLICK_MS = 1_000;

/** A minute late is early enough for what expires after hours. */
const EXPIRE_EVERY_MS = 60_000;

/** What a copy shows once it shows the request as it is. */
function shownOf(request: RequestRecord, canRemind: boolean): string {
  const {
    version,
    state,
    decisions,
    problem,
    remindedAt,
    approvers,
    stuckAt,
    notCounted = [],
    notes = [],
    withdrawn = [],
  } = request;
  const { asked, jobId = '', begunAt = '', toldAt = '', warnedAt, againAs } = request;
  const shown = [version, state, decisions.length, problem?.code ?? '', remindedAt ?? '', approvers.length];
  // Only where there is one: cards of before are as they should be.
  const plan = asked.startsAt === undefined ? [] : [jobId, begunAt, toldAt];
  return [
    ...shown,
    ...plan,
    ...notes.map(({ at }) => at),
    ...(withdrawn.length === 0 ? [] : [`without ${withdrawn.length}`]),
    ...(stuckAt === undefined ? [] : [stuckAt]),
    ...(warnedAt === undefined ? [] : [`warned ${warnedAt}`]),
    ...(againAs === undefined ? [] : [againAs]),
    ...(isPutOff(request) ? [request.waits.why, request.waits.toldAt ?? ''] : []),
    ...(state === 'waiting' && !canRemind ? ['unremindable'] : []),
    ...notCounted,
  ].join(':');
}

/** Sends each copy of a request's card, and sends it again until it shows the request as it is. */
export function createApprovalNotify(options: ApprovalNotifyOptions): Notify {
  const { service, store, clock, log } = options;
  const running = new Map<string, Promise<void>>();
  const wanted = new Set<string>();
  const stopping = new AbortController();
  const sendAlone = createSendAlone(options);

  /** Whoever asked for it hears what comes of it; others as long as they may act for the customer. */
  function isSeenBy({ customer }: RequestRecord, { as, to }: RequestCopy): boolean {
    return as === 'requester' || !isLimitedToOthers(options.policy, to, customer);
  }

  async function send(chat: Chat, state: RequestState, copy: RequestCopy): Promise<MessageRef> {
    const { customer } = state.request;
    const name = await nameOnce(store, options.policy, customer);
    const shown = showApproval(state, name, viewerOf(state.request, copy.to));
    const view = drawFor(options.policy, customer, shown);
    const direct = await chat.openDirect(copy.userId);
    // Records of before can name a card in a channel, which others read.
    if (copy.ref?.conversationId !== direct.conversationId) return chat.post(direct, view, copy.userId);
    if (copy.shown === undefined) {
      const wait = state.request.createdAt + AFTER_CLICK_MS - clock.now();
      if (wait > 0) await clock.sleep(wait, stopping.signal);
    }
    return chat.update(copy.ref, view, copy.userId);
  }

  /** Sends one copy as the request is by now, unless it shows that already. */
  async function sendCopy(requestId: string, index: number): Promise<void> {
    const state = await service.approvals.read(requestId);
    const copy = state?.request.copies[index];
    if (state === undefined || copy === undefined) return;
    const shown = shownOf(state.request, state.canRemind);
    const chat = options.chats[copy.platform];
    if (chat === undefined || copy.shown === shown || !isSeenBy(state.request, copy)) return;
    const ref = await send(chat, state, copy);
    await store.updateRequest(requestId, (now) => ({
      ...now,
      copies: now.copies.map((each, at) => (at === index ? { ...each, ref, shown } : each)),
    }));
  }

  /** True when every copy shows how things stand. One that cannot be sent keeps none of the others back. */
  async function deliver(requestId: string): Promise<boolean> {
    await service.brake.released(stopping.signal);
    const state = await service.approvals.read(requestId);
    if (state === undefined) return true;
    const shown = shownOf(state.request, state.canRemind);
    let all = true;
    for (const [index, copy] of state.request.copies.entries()) {
      if (options.chats[copy.platform] === undefined || copy.shown === shown) continue;
      if (!isSeenBy(state.request, copy)) continue;
      if (stopping.signal.aborted) break;
      try {
        // Another instance that is sending it may have read the request before this change.
        if (!(await sendAlone(`${requestId}:${index}`, () => sendCopy(requestId, index)))) all = false;
      } catch (error) {
        log.warn({ reqId: requestId, to: copy.to, platform: copy.platform, err: error }, 'request.not_sent');
        all = false;
      }
    }
    return all;
  }

  async function work(requestId: string): Promise<void> {
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      wanted.delete(requestId);
      const isDone = await deliver(requestId);
      if (stopping.signal.aborted || (isDone && !wanted.has(requestId))) return;
      if (wanted.has(requestId)) continue;
      if (wait === undefined) {
        await options.engine.send('tell', requestId, { startAfter: clock.now() + LATER_MS });
        return;
      }
      await clock.sleep(wait, stopping.signal);
    }
  }

  function want(requestId: string): void {
    wanted.add(requestId);
    if (running.has(requestId) || stopping.signal.aborted) return;
    occupy(
      requestId,
      work(requestId).catch((error: unknown) =>
        log.error({ reqId: requestId, err: error }, 'request.notify_crashed'),
      ),
    );
  }

  /** One at a time sends for a request. */
  function occupy(requestId: string, work: Promise<unknown>): void {
    const task = work.then(() => {
      running.delete(requestId);
      if (wanted.has(requestId)) want(requestId);
    });
    running.set(requestId, task);
  }

  async function expireNowAndThen(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(EXPIRE_EVERY_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      await service.approvals
        .expire()
        .catch((error: unknown) => log.warn({ err: error }, 'request.expiry_failed'));
    }
  }

  async function findUnsaid(): Promise<string[]> {
    const requests = await store.listRequests({});
    const isSaid = (request: RequestRecord, shown = shownOf(request, canRemind(request, clock.now()))) =>
      request.copies.every((copy) => copy.shown === shown || !isSeenBy(request, copy));
    return requests.filter((request) => !isSaid(request)).map(({ id }) => id);
  }

  async function sendUnsaid(): Promise<void> {
    for (const id of await findUnsaid()) {
      if (options.isShared === true) await leaveToOthers(options, id);
      else want(id);
    }
  }

  service.on('request', want);
  service.on('swept', () => {
    sendUnsaid().catch((error: unknown) => log.warn({ err: error }, 'request.unsaid_not_found'));
  });
  let expiring: Promise<void> = Promise.resolve();

  return {
    async start() {
      await sendUnsaid();
      expiring = expireNowAndThen();
    },
    listUnsaid: findUnsaid,
    async tellAgain(requestId) {
      while (running.has(requestId)) await running.get(requestId);
      if (stopping.signal.aborted) throw new Error('Nothing is sent any more.');
      const sending = deliver(requestId);
      occupy(
        requestId,
        sending.catch(() => undefined),
      );
      if (!(await sending)) throw new Error('Not every copy of the request could be sent.');
    },
    async stop() {
      stopping.abort();
      await Promise.all([expiring, ...running.values()]);
    },
  };
}
