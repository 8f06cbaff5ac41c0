import type { Clock, Log } from './ports/surroundings.ts';

/** A value that is read again when it is too old. Readers at the same time share one read. */
export interface FreshValue<T> {
  /** Throws what the read throws, unless an older value is known: then that one, and a warning in the log. */
  read(): Promise<T>;
  /** The newest value known, however old. */
  last(): T | undefined;
}

export function createFreshValue<T>(
  name: string,
  maxAgeMs: number,
  fetch: () => Promise<T>,
  { clock, log }: { clock: Clock; log: Log },
): FreshValue<T> {
  let known: { value: T; at: number } | undefined;
  let reading: Promise<T> | undefined;

  async function fetchNow(): Promise<T> {
    const at = clock.now();
    try {
      const value = await fetch();
      known = { value, at };
      return value;
    } catch (error) {
      if (known === undefined) throw error;
      log.warn({ name, err: error, ageMs: at - known.at }, 'facts.stale');
      return known.value;
    } finally {
      reading = undefined;
    }
  }

  return {
    async read() {
      if (known !== undefined && clock.now() - known.at < maxAgeMs) return known.value;
      reading ??= fetchNow();
      return reading;
    },
    last: () => known?.value,
  };
}
