import type { Clock } from '../../ports/surroundings.ts';

/** A wait that can be cut short. */
export interface Pause {
  over: Promise<void>;
  end(): void;
}

/** The waits of one run, which a stop or a drain ends early. */
export interface Pauses {
  /** @param ms Infinity waits until it is ended */
  begin(ms: number): Pause;
  endAll(): void;
  /** A signal for somebody else's wait. Call `end` when it is over. */
  signal(): { signal: AbortSignal; end(): void };
}

export function createPauses(clock: Clock): Pauses {
  const open = new Set<AbortController>();
  return {
    begin(ms) {
      const ending = new AbortController();
      open.add(ending);
      const asleep =
        ms === Number.POSITIVE_INFINITY
          ? new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()))
          : clock.sleep(ms, ending.signal);
      return {
        over: asleep.finally(() => open.delete(ending)),
        end: () => ending.abort(),
      };
    },
    signal() {
      const ending = new AbortController();
      open.add(ending);
      return { signal: ending.signal, end: () => void open.delete(ending) };
    },
    endAll() {
      for (const ending of open) ending.abort();
    },
  };
}
