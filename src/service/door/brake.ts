import type { Policy } from '../../domain/policy.ts';
import type { Actor } from '../../domain/terms.ts';
import { createOneAtATime } from '../ports/oneAtATime.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Log } from '../ports/surroundings.ts';

/** Who paused Rollcall, and since when. */
export interface Paused {
  by: string;
  at: number;
}

/** Stops everything that has an effect, in all chats and for all customers, until somebody lets it go on. */
export interface Brake {
  /** Undefined while everything goes on. */
  paused(): Paused | undefined;
  /** Resolves once nothing is paused, at once when nothing is. Asked right before an effect; `signal` ends the wait. */
  released(signal?: AbortSignal): Promise<void>;
  /** Aborted by the next pause: it ends the wait of what stands in the directory's queue and was not sent yet. */
  pausing(): AbortSignal;
  /** Effect first, then the audit. Answers who had paused it before, if somebody had and the audit says so. */
  pause(actor: Actor): Promise<Paused | undefined>;
  /** Audit first, then the effect. Answers who had paused it; undefined when nothing was paused. */
  goOn(actor: Actor): Promise<Paused | undefined>;
  /** Takes up the pause of before a restart. Call it before anything is resumed. */
  load(): Promise<void>;
}

/** What the audit is about. The newest entry that says so tells how things stand: a restart goes on pausing. */
const SUBJECT = 'rollcall';
const PAUSED = 'rollcall.paused';
const WENT_ON = 'rollcall.went_on';

export function createBrake({
  policy,
  store,
  clock,
  log,
  beforeGoingOn,
}: {
  policy: Pick<Policy, 'people'>;
  store: Pick<Store, 'audit' | 'readAudit'>;
  clock: Clock;
  log: Log;
  /** While nothing goes on yet. When it throws, nothing does. */
  beforeGoingOn(paused: Paused): Promise<void>;
}): Brake {
  const oneAtATime = createOneAtATime();
  let now: Paused | undefined;
  /** A pause that a restart would lose: its entry could not be written. */
  let isUnwritten = false;
  let waiting = new AbortController();
  let pausing = new AbortController();

  function write(actor: Actor, what: string): Promise<void> {
    const { id, platform, customer, where } = actor;
    return store.audit({
      at: clock.now(),
      actor: id,
      platform,
      ...(where === undefined ? {} : { where }),
      customer,
      what,
      outcome: 'done',
      subject: SUBJECT,
    });
  }

  return {
    paused: () => now,
    pausing: () => pausing.signal,
    async released(signal) {
      while (now !== undefined && !signal?.aborted) {
        const both = signal === undefined ? [waiting.signal] : [waiting.signal, signal];
        const either = AbortSignal.any(both);
        await new Promise<void>((resolve) => {
          if (either.aborted) resolve();
          else either.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    pause: (actor) =>
      oneAtATime(SUBJECT, async () => {
        if (now !== undefined && !isUnwritten) return now;
        now = { by: actor.name, at: clock.now() };
        isUnwritten = true;
        pausing.abort();
        log.warn({ actor: actor.id }, PAUSED);
        await write(actor, PAUSED);
        isUnwritten = false;
        return undefined;
      }),
    goOn: (actor) =>
      oneAtATime(SUBJECT, async () => {
        const before = now;
        if (before === undefined) return undefined;
        await beforeGoingOn(before);
        await write(actor, WENT_ON);
        now = undefined;
        isUnwritten = false;
        waiting.abort();
        waiting = new AbortController();
        pausing = new AbortController();
        log.warn({ actor: actor.id }, WENT_ON);
        return before;
      }),
    async load() {
      // Others are about the same word, too: whoever reads the history of it is audited under it.
      const entries = await store.readAudit({ subject: SUBJECT, limit: Number.MAX_SAFE_INTEGER });
      const last = entries.find(({ what }) => what === PAUSED || what === WENT_ON);
      if (last?.what !== PAUSED) return;
      now = { by: policy.people.find(({ id }) => id === last.actor)?.name ?? last.actor, at: last.at };
      log.warn({ actor: last.actor }, 'rollcall.still_paused');
    },
  };
}
