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
 * A sliding minute: Exchange Online takes 30 messages a minute from one mailbox and three connections at once
 * (Microsoft: "Exchange Online limits"), and puts off what is above.
 */
export function createPace(perMinute: number, clock: Clock): Pace {
  const closing = new AbortController();
  const sentAt: number[] = [];
  let last: Promise<unknown> = Promise.resolve();

  async function waitForTurn(): Promise<void> {
    for (;;) {
      const now = clock.now();
      while (sentAt[0] !== undefined && sentAt[0] <= now - MINUTE_MS) sentAt.shift();
      const [oldest] = sentAt;
      if (closing.signal.aborted || oldest === undefined || sentAt.length < perMinute) return;
      await clock.sleep(oldest + MINUTE_MS - now, closing.signal);
    }
  }

  async function runNow<T>(send: () => Promise<T>): Promise<T | undefined> {
    await waitForTurn();
    if (closing.signal.aborted) return undefined;
    sentAt.push(clock.now());
    return send();
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
