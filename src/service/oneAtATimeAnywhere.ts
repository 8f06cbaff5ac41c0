import { createOneAtATime, type OneAtATime } from './ports/oneAtATime.ts';
import type { Store } from './ports/store.ts';
import type { Clock } from './ports/surroundings.ts';

/**
 * After this the next one begins although the one before has not said that it is through: its process died. Our own
 * number: longer than a press takes, calls of Graph included. Shorter lets two of them run at once, which the records
 * still keep from doing anything twice where it matters; longer keeps people waiting after a crash.
 */
const LONGEST_MS = 30_000;
/**
 * After this it is not let go early any more: by the time the statement arrives, which may take 5 s, it could be the next
 * one's, and a third would begin beside that. Shorter keeps people waiting for what is through.
 */
const LET_GO_WITHIN_MS = LONGEST_MS - 5_000;
/** Between two looks whether it is through. A person waits; each look costs the database a statement. */
const LOOK_EVERY_MS = 100;

/**
 * The same as `createOneAtATime`, on however many instances share the records: for what people press and records alone do
 * not keep from happening twice. Each costs the database two statements. Not for what takes longer than a press, such as a
 * job or its mails: those are held (`HeldJob`), and older holds write nothing more.
 */
export function createOneAtATimeAnywhere({
  store,
  clock,
}: {
  store: Pick<Store, 'seen' | 'keepSeen'>;
  clock: Pick<Clock, 'sleep' | 'now'>;
}): OneAtATime {
  const oneAtATime = createOneAtATime();
  return (key, work) =>
    oneAtATime(key, async () => {
      const taken = `alone:${key}`;
      let takenAt = clock.now();
      while (await store.seen(taken, LONGEST_MS)) {
        await clock.sleep(LOOK_EVERY_MS);
        takenAt = clock.now();
      }
      try {
        return await work();
      } finally {
        // One that cannot be told is over by itself.
        if (clock.now() - takenAt < LET_GO_WITHIN_MS) await store.keepSeen(taken, 0).catch(() => undefined);
      }
    });
}
