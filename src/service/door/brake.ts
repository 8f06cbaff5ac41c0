import type { Policy } from '../../domain/policy.ts';
import type { Actor } from '../../domain/terms.ts';
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
  /** Effect first, then the audit. Answers who had paused it before, if somebody had. */
  pause(actor: Actor): Promise<Paused | undefined>;
  /** Audit first, then the effect. Answers who had paused it; undefined when nothing was paused. */
  goOn(actor: Actor): Promise<Paused | undefined>;
  /** Takes up the pause of before a restart. Call it before anything is resumed. */
  load(): Promise<void>;
}

/** What the audit is about. Its newest entry says how things stand, so that a restart goes on pausing. */
const SUBJECT = 'rollcall';
const PAUSED = 'rollcall.paused';
const WENT_ON = 'rollcall.went_on';

export function createBrake({
  policy,
  store,
  clock,
  log,
}: {
  policy: Pick<Policy, 'people'>;
  store: Pick<Store, 'audit' | 'readAudit'>;
  clock: Clock;
  log: Log;
}): Brake {
  let now: Paused | undefined;
  let waiting = new AbortController();

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
    async pause(actor) {
      const before = now;
      if (before !== undefined) return before;
      now = { by: actor.name, at: clock.now() };
      log.warn({ actor: actor.id }, PAUSED);
      await write(actor, PAUSED);
      return undefined;
    },
    async goOn(actor) {
      const before = now;
      if (before === undefined) return undefined;
      await write(actor, WENT_ON);
      now = undefined;
      waiting.abort();
      waiting = new AbortController();
      log.warn({ actor: actor.id }, WENT_ON);
      return before;
    },
    async load() {
      const [last] = await store.readAudit({ subject: SUBJECT, limit: 1 });
      if (last?.what !== PAUSED) return;
      now = { by: policy.people.find(({ id }) => id === last.actor)?.name ?? last.actor, at: last.at };
      log.warn({ actor: last.actor }, 'rollcall.still_paused');
    },
  };
}
