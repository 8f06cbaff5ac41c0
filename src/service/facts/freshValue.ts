import type { Clock, Log } from '../ports/surroundings.ts';

/** A value that is read again when it is too old. Readers at the same time share one read. */
export interface FreshValue<T> {
  /** Throws what the read throws, unless an older value is known: then that one, and a warning in the log. */
  read(): Promise<T>;
  /** The newest value known, however old. */
  last(): T | undefined;
  /** When that was asked for; undefined while there is none. */
  lastAt(): number | undefined;
  /** The next read reads anew. */
  expire(): void;
}

export function createFreshValue<T>(
  name: string,
  maxAgeMs: number,
  fetch: () => Promise<T>,
  { clock, log }: { clock: Clock; log: Log },
): FreshValue<T> {
  /** `at` says how fresh it counts, `askedAt` when it was asked for. */
  let known: { value: T; at: number; askedAt: number } | undefined;
  let reading: Promise<T> | undefined;
  /** Goes up when what was read, or is being read, is too old whatever its age. */
  let generation = 0;

  async function fetchNow(): Promise<T> {
    const at = clock.now();
    const own = generation;
    try {
      const value = await fetch();
      known = { value, at: own === generation ? at : Number.NEGATIVE_INFINITY, askedAt: at };
      return value;
    } catch (error) {
      if (known === undefined) throw error;
      log.warn({ name, err: error, ageMs: at - known.askedAt }, 'facts.stale');
      return known.value;
    } finally {
      if (own === generation) reading = undefined;
    }
  }

  return {
    async read() {
      if (known !== undefined && clock.now() - known.at < maxAgeMs) return known.value;
      reading ??= fetchNow();
      return reading;
    },
    last: () => known?.value,
    lastAt: () => known?.askedAt,
    expire() {
      generation += 1;
      reading = undefined;
      if (known !== undefined) known = { ...known, at: Number.NEGATIVE_INFINITY };
    },
  };
}
