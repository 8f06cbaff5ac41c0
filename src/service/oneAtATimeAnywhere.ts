import { createOneAtATime, type OneAtATime } from './ports/oneAtATime.ts';
import type { Store } from './ports/store.ts';
import type { Clock } from './ports/surroundings.ts';

/**
 * After this the next one begins although the one before has not said that it is through: its process died. Our own
 * number: longer than a press takes, calls of Graph included. Shorter lets two of them run at once, which the records
 * still keep from doing anything twice where it matters; longer keeps people waiting after a crash.
 */
const LONGEST_MS = 30_000;
/** Between two looks whether it is through. A person waits; each look costs the database a statement. */
const LOOK_EVERY_MS = 100;

/** The same as `createOneAtATime`, on however many instances share the records. */
export function createOneAtATimeAnywhere({
  store,
  clock,
}: {
  store: Pick<Store, 'seen' | 'keepSeen'>;
  clock: Pick<Clock, 'sleep'>;
}): OneAtATime {
  const oneAtATime = createOneAtATime();
  return (key, work) =>
    oneAtATime(key, async () => {
      const taken = `alone:${key}`;
      while (await store.seen(taken, LONGEST_MS)) await clock.sleep(LOOK_EVERY_MS);
      try {
        return await work();
      } finally {
        // One that cannot be told is over by itself.
        await store.keepSeen(taken, 0).catch(() => undefined);
      }
    });
}
