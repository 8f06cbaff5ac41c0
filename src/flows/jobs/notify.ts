import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '../../domain/policy/policy.ts';
import type { MessageRef, Place, Platform } from '../../domain/terms.ts';
import { nameOnce } from '../../service/customers/gone.ts';
import { TOLD_BY_OTHERS_AFTER_MS } from '../../service/jobs/createJobs.ts';
import type { JobState } from '../../service/jobs/shownJob.ts';
import type { Engine } from '../../service/ports/engine.ts';
import type { JobRecord, OutMessage } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import { drawFor } from '../customers/drawFor.ts';
import { isPrivate, keepPrivate } from '../privatePlaces.ts';
import type { Chat } from '../reply.ts';
import type { View } from '../views.ts';
import { showProgress, showResults } from './jobViews.ts';
import { showLinkNews } from './linkViews.ts';
import { showMailNews } from './mailNews.ts';
import { createSendAlone } from './sendAlone.ts';

/** What notify needs. A chat that is left out gets nothing. */
export interface NotifyOptions {
  service: Provisioning;
  store: Pick<Store, 'loadNote' | 'loadJob' | 'updateJob' | 'listUnfinished' | 'holdKey' | 'freeKey'>;
  engine: Pick<Engine, 'send'>;
  chats: Partial<Record<Platform, Chat>>;
  policy: Pick<Policy, 'customers'>;
  clock: Clock;
  log: Log;
  /** Other instances send messages, too. */
  isShared?: boolean;
}

/**
 * Between two updates of one message. Slack allows 50 updates a minute in a workspace and Teams 60 sends per
 * 30 s in a conversation; too seldom is the smaller harm.
 */
export const UPDATE_EVERY_MS = 2_000;

/**
 * A card that was clicked is first replaced by the answer to the click; an update that overtakes that answer
 * would be overwritten by it.
 */
const AFTER_CLICK_MS = 1_000;

/** Waits between tries to send while somebody may look; after the last one the engine tries on. */
export const RETRY_AFTER_MS: readonly number[] = [1_000, 5_000, 15_000, 60_000];

/** Between those and the first of the engine's own tries, whose pauses grow to an hour. */
export const LATER_MS = 120_000;

/**
 * A message of a job that ended so long ago is given up: whoever it is for is gone from the chat. Longer than a weekend
 * or an app that waits for its new token; too early loses results, too late only costs a call an hour.
 */
export const GIVE_UP_AFTER_MS = 7 * 24 * 60 * 60_000;

/** What another instance may be sending just now is left to it for a while. */
export async function leaveToOthers(
  { engine, clock }: { engine: Pick<Engine, 'send'>; clock: Clock },
  id: string,
): Promise<void> {
  await engine.send('tell', id, { startAfter: clock.now() + TOLD_BY_OTHERS_AFTER_MS });
}

/** Owns the messages that outlive a request: sends them, keeps them current, sends them again after a restart. */
export interface Notify {
  /** Sends what an earlier run left unsent. */
  start(): Promise<void>;
  /** The jobs that are over, or the requests, about which something is unsaid. */
  listUnsaid(): Promise<string[]>;
  /** Sends once what could not be sent about this job or request. Throws while it cannot be sent. */
  tellAgain(id: string): Promise<void>;
  /** Resolves when nothing is being sent; no more is sent after it. */
  stop(): Promise<void>;
}

/** News are said once they are sent, unless there are newer ones; the others end with their job. */
function isSettled(now: OutMessage, sent: OutMessage, isLast: boolean): boolean {
  if (now.mail !== undefined) return isDeepStrictEqual(now.mail, sent.mail);
  if (now.link === undefined) return isLast;
  return now.link.tries === sent.link?.tries && now.link.openedAt === sent.link.openedAt;
}

/** What is told once, and was. */
function isSaid({ kind, settled }: OutMessage): boolean {
  return (kind === 'link' || kind === 'mail') && settled;
}

function isOver({ state }: JobRecord): boolean {
  return state === 'done' || state === 'stopped';
}

/** A delivery that was asked for. */
interface Wanted {
  final: boolean;
  /** By the run of the job, which is in this process. */
  isRun: boolean;
}

export function createNotify(options: NotifyOptions): Notify {
  const { service, store, clock, log } = options;
  const resumed = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const wanted = new Map<string, Wanted>();
  const pauses = new Map<string, AbortController>();
  const stopping = new AbortController();
  const sendAlone = createSendAlone(options);

  async function viewOf(message: OutMessage, state: JobState): Promise<View> {
    const customer = await nameOnce(store, options.policy, state.job.customer);
    if (message.link !== undefined) return showLinkNews(message.link, state);
    if (message.mail !== undefined) return showMailNews(message.mail, state);
    return message.kind === 'results' && state.job.kind === 'bulk'
      ? showResults(state, customer)
      : showProgress(state, customer, resumed.has(state.job.id));
  }

  /** The requester's own chat; the place they asked from only when that is it. */
  async function directPlace(chat: Chat, job: JobRecord, place: Place): Promise<Place> {
    return isPrivate(place) ? place : chat.openDirect(job.requestedBy.userId);
  }

  async function send(state: JobState, message: OutMessage): Promise<MessageRef | undefined> {
    const chat = options.chats[message.place.platform];
    if (chat === undefined) return message.ref;
    const view = drawFor(options.policy, state.job.customer, await viewOf(message, state));
    const known = keepPrivate(message.ref ?? message.place.message, message.place);
    const owner = state.job.requestedBy.userId;
    if (known === undefined) return chat.post(await directPlace(chat, state.job, message.place), view, owner);
    if (message.ref === undefined) {
      const wait = state.job.createdAt + AFTER_CLICK_MS - clock.now();
      if (wait > 0) await clock.sleep(wait, stopping.signal);
    }
    return chat.update(known, view, owner);
  }

  function isGivenUp({ finishedAt }: JobRecord): boolean {
    return finishedAt !== undefined && clock.now() - finishedAt > GIVE_UP_AFTER_MS;
  }

  /** Sends one message as the job is by now, and keeps that it did. News that are said meanwhile stay said once. */
  async function sendMessage(state: JobState, index: number, isFinal: boolean): Promise<void> {
    const job = (options.isShared === true ? await store.loadJob(state.job.id) : undefined) ?? state.job;
    const message = job.messages[index];
    if (message === undefined || isSaid(message)) return;
    const ref = await send({ ...state, job }, message);
    await keep(job.id, index, (entry) => ({
      ...(ref === undefined ? {} : { ref }),
      settled: isSettled(entry, message, isFinal && isOver(job)),
    }));
  }

  function keep(
    jobId: string,
    index: number,
    sent: (now: OutMessage) => Pick<OutMessage, 'ref' | 'settled'>,
  ): Promise<unknown> {
    return store.updateJob(jobId, (job) => ({
      ...job,
      messages: job.messages.map((entry, at) => (at === index ? { ...entry, ...sent(entry) } : entry)),
    }));
  }

  /**
   * Each message for itself: one that cannot be sent keeps none of the others back. Throws then, after the last. False:
   * another instance is sending some of them, and may have read the job before what is to be told now.
   */
  async function deliver(jobId: string, { final, isRun }: Wanted): Promise<boolean> {
    await service.brake.released(stopping.signal);
    if (stopping.signal.aborted) return true;
    const state = await service.jobs.read(jobId);
    if (state === undefined) return true;
    const over = isOver(state.job);
    const failures: unknown[] = [];
    let all = true;
    for (const [index, message] of state.job.messages.entries()) {
      if (message.kind === 'results' && !over) continue;
      // Whoever runs it draws its progress: another's, read before its end and sent after, would stand there for ever.
      if (message.kind === 'progress' && !over && !isRun && options.isShared === true) continue;
      if (isSaid(message)) continue;
      try {
        const send = () => sendMessage(state, index, final);
        // What only its runner draws, every two seconds, needs no claim.
        if (message.kind === 'progress' && !over) await send();
        else if (!(await sendAlone(`${jobId}:${index}`, send))) all = false;
      } catch (error) {
        if (isGivenUp(state.job)) {
          log.error({ jobId, kind: message.kind, error }, 'notify.givenUp');
          await keep(jobId, index, () => ({ settled: true }));
        } else failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return all;
  }

  async function deliverWithRetries(jobId: string, want: Wanted): Promise<void> {
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      try {
        if (await deliver(jobId, want)) return;
      } catch (error) {
        log.warn({ jobId, error, nextTryMs: wait }, 'notify.failed');
      }
      // A progress update that failed is overtaken by the next one.
      if (!want.final) return;
      if (wait === undefined) {
        await options.engine.send('tell', jobId, { startAfter: clock.now() + LATER_MS });
        return;
      }
      await clock.sleep(wait, stopping.signal);
      if (stopping.signal.aborted) return;
    }
  }

  /** The time between two updates; the last word does not wait for it. */
  async function pause(jobId: string): Promise<void> {
    const controller = new AbortController();
    pauses.set(jobId, controller);
    await clock.sleep(UPDATE_EVERY_MS, AbortSignal.any([controller.signal, stopping.signal]));
    pauses.delete(jobId);
  }

  async function work(jobId: string): Promise<void> {
    for (;;) {
      const want = wanted.get(jobId);
      if (want === undefined || stopping.signal.aborted) return;
      wanted.delete(jobId);
      await deliverWithRetries(jobId, want);
      if (!want.final && !wanted.get(jobId)?.final) await pause(jobId);
    }
  }

  /** Asks for a delivery; asks made while one is under way become one. */
  function want(jobId: string, { final, isRun }: Wanted): void {
    const before = wanted.get(jobId);
    wanted.set(jobId, { final: final || before?.final === true, isRun: isRun || before?.isRun === true });
    if (final) pauses.get(jobId)?.abort();
    if (running.has(jobId) || stopping.signal.aborted) return;
    occupy(
      jobId,
      work(jobId).catch((error: unknown) => log.error({ jobId, error }, 'notify.crashed')),
    );
  }

  /** One at a time sends for a job. */
  function occupy(jobId: string, work: Promise<void>): void {
    const task = work.finally(() => {
      running.delete(jobId);
      if (wanted.has(jobId)) want(jobId, { final: false, isRun: false });
    });
    running.set(jobId, task);
  }

  service.on('progress', (jobId) => want(jobId, { final: false, isRun: true }));
  service.on('finished', (jobId) => want(jobId, { final: true, isRun: true }));
  // These may come from a click or a page, whoever runs the job.
  for (const event of ['revealed', 'tickedOff', 'linkUsed'] as const) {
    service.on(event, (jobId) => want(jobId, { final: true, isRun: false }));
  }
  service.on('resumed', (jobId) => {
    resumed.add(jobId);
    want(jobId, { final: false, isRun: true });
  });

  return {
    async start() {
      for (const job of await store.listUnfinished()) {
        const over = isOver(job);
        if (options.isShared !== true) want(job.id, { final: over, isRun: true });
        // Whoever runs the others has their messages.
        else if (over) await leaveToOthers(options, job.id);
      }
    },
    async listUnsaid() {
      const unsaid = await store.listUnfinished();
      return unsaid.filter(isOver).map(({ id }) => id);
    },
    async tellAgain(jobId) {
      while (running.has(jobId)) await running.get(jobId);
      if (stopping.signal.aborted) throw new Error('Nothing is sent any more.');
      // Said meanwhile, by this instance or another.
      if ((await store.loadJob(jobId))?.messages.every(({ settled }) => settled)) return;
      const sending = deliver(jobId, { final: true, isRun: false });
      occupy(
        jobId,
        sending.then(
          () => undefined,
          () => undefined,
        ),
      );
      if (!(await sending)) throw new Error('Another instance is sending a message of the job.');
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}
