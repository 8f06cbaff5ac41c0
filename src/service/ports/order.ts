import type { Clock } from './surroundings.ts';

/** Where the last number is kept. */
const NOTE = 'order';

/** The part of the store that it needs, which names what is kept and so can't be imported here. */
interface Notes {
  updateNote(name: string, change: (last: number | undefined) => number): Promise<number>;
}

/** What tells, of two things that are kept, which came later, however the machine's clock was set in between. */
export interface Ordered {
  /** See {@link takeOrder}. Left out by the code of before: then when it was kept has to do. */
  order?: number;
}

/**
 * A number greater than any that was taken before, at whichever instance: as a rule the time, in milliseconds, so that it
 * compares with what has only a time, and the next whole number while the clock stands behind the last one. Durable on return;
 * throws what the store throws.
 *
 * Lamport, "Time, Clocks, and the Ordering of Events" (1978); with times in it: Kulkarni et al., "Logical Physical Clocks" (2014).
 */
export async function takeOrder({
  store,
  clock,
}: {
  store: Notes;
  clock: Pick<Clock, 'now'>;
}): Promise<number> {
  return store.updateNote(NOTE, (last = 0) => Math.max(clock.now(), last + 1));
}

/** Of two, the later one has the greater. */
export function orderOf(one: Ordered & ({ createdAt: number } | { takenAt: number })): number {
  return one.order ?? ('takenAt' in one ? one.takenAt : one.createdAt);
}
