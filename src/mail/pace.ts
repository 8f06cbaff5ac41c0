import { type Changed, createMemoryQuota, type Quota } from '../service/ports/quota.ts';
import type { Clock } from '../service/ports/surroundings.ts';

/** Lets one send through at a time, and so many in any minute. */
export interface Pace {
  /** Runs `send` when its turn has come; answers undefined when the pace was closed before that. */
  run<T>(send: () => Promise<T>): Promise<T | undefined>;
  /** Nothing that still waits is run. */
  close(): void;
}

const MINUTE_MS = 60_000;

/**
 * Asked again after this when the count could not be reached. Our own number: nothing may be sent then anyhow, and more
 * often only costs the database more.
 */
const AGAIN_MS = 1_000;

/** When the mails of the last minute were sent, oldest first. */
interface MailState {
  sentAt: readonly number[];
}

/** Counts one more, and answers 0, or answers for how many milliseconds it has to wait. */
function takeTurn(before: MailState | undefined, now: number, perMinute: number): Changed<MailState, number> {
  // One that was sent later than now was counted before the clock was set back.
  const sentAt = (before?.sentAt ?? []).filter((at) => at > now - MINUTE_MS && at <= now);
  const [oldest] = sentAt.slice(-perMinute);
  if (oldest === undefined || sentAt.length < perMinute) {
    return { state: { sentAt: [...sentAt, now] }, result: 0 };
  }
  return { state: { sentAt }, result: Math.ceil(oldest + MINUTE_MS - now) };
}

/**
 * A sliding minute: Exchange Online takes 30 messages a minute from one mailbox and three connections at once
 * (Microsoft: "Exchange Online limits"), and puts off what is above.
 *
 * @param quota counts for all processes; this one is alone when it is left out
 */
export function createPace(perMinute: number, clock: Clock, quota: Quota = createMemoryQuota(clock)): Pace {
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  async function waitForTurn(): Promise<void> {
    while (!closing.signal.aborted) {
      const waitMs = await quota
        .change<MailState, number>('mails', (before, now) => takeTurn(before, now, perMinute))
        .catch(() => AGAIN_MS);
      if (waitMs === 0) return;
      await clock.sleep(waitMs, closing.signal);
    }
  }

  async function runNow<T>(send: () => Promise<T>): Promise<T | undefined> {
    await waitForTurn();
    return closing.signal.aborted ? undefined : send();
  }

  return {
    run(send) {
      const turn = last.then(() => runNow(send));
      last = turn.catch(() => undefined);
      return turn;
    },
    close: () => closing.abort(),
  };
}
