/** How Microsoft's quota may refill: bit by bit, or all at once. */
export type Model = 'bucket' | 'window';

const AT_ONCE = 3_000;
const A_SECOND = 20;
const WINDOW_SECONDS = 150;
/** A person costs a create and a license. */
const WRITES = 2;

/** What so many people take at least: all writes but the first 3,000 at 20 a second, or in the windows after the first. */
export function findMinimumSeconds(model: Model, people: number): number {
  const writes = people * WRITES;
  if (model === 'bucket') return Math.max(0, writes - AT_ONCE) / A_SECOND;
  return Math.floor((writes - 1) / AT_ONCE) * WINDOW_SECONDS;
}

/** A window can only be found by running into its end once. */
export const THROTTLED_AT_MOST = { bucket: 0.01, window: 0.04 } as const;
