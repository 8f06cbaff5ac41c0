import type { Clock } from '../../service/ports/surroundings.ts';

/** Gives turns that are at least `gapMs` apart, in the order they were asked for. */
export function createTurns(clock: Clock, gapMs: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = clock.now();
    const at = Math.max(now, next);
    next = at + gapMs;
    if (at > now) await clock.sleep(at - now);
  };
}

/** Keys kept before old ones are dropped: more channels than speak in one second. */
const MANY = 500;

/** Turns of their own for each key (a channel). */
export function createTurnsPerKey(clock: Clock, gapMs: number): (key: string) => Promise<void> {
  const turns = new Map<string, () => Promise<void>>();
  return (key) => {
    const turn = turns.get(key) ?? createTurns(clock, gapMs);
    // Set again, so that the map's order is the order of use.
    turns.delete(key);
    turns.set(key, turn);
    const [oldest] = turns.keys();
    if (turns.size > MANY && oldest !== undefined) turns.delete(oldest);
    return turn();
  };
}
