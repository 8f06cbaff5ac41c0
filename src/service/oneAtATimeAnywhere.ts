import { createOneAtATime, type OneAtATime } from './ports/oneAtATime.ts';
import type { Store } from './ports/store.ts';
import type { Clock } from './ports/surroundings.ts';
import { takeAlone } from './ports/takeAlone.ts';

/**
 * After this the next one begins although the one before has not said that it is through: its process died. Our own
 * number: longer than a press takes, calls of Graph included. Shorter lets two of them run at once, which the records
 * still keep from doing anything twice where it matters; longer keeps people waiting after a crash.
 */
const LONGEST_MS = 30_000;
/** Between two looks whether it is through. A person waits; each look costs the database a statement. */
const LOOK_EVERY_MS = 100;

/**
 * The same as `createOneAtATime`, on however many instances share the records: for what people press and records alone do
 * not keep from happening twice. Each costs the database two statements. Not for what takes longer than a press, such as a
 * job or its mails: those are held (`HeldJob`), and older holds write nothing more.
 */
export function createOneAtATimeAnywhere(options: {
  store: Pick<Store, 'holdKey' | 'freeKey'>;
  clock: Pick<Clock, 'sleep'>;
}): OneAtATime {
  const oneAtATime = createOneAtATime();
  return (key, work) =>
    oneAtATime(key, async () => {
      const take = () => takeAlone(options.store, `alone:${key}`, LONGEST_MS);
      let taken = await take();
      while (taken === undefined) {
        await options.clock.sleep(LOOK_EVERY_MS);
        taken = await take();
      }
      try {
        return await work();
      } finally {
        await taken.letGo();
      }
    });
}
