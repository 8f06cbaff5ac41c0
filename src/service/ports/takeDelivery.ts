import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from './store.ts';

/**
 * What was received and not yet answered is held for so long after the last sign of the process that has it: Slack waits 3 s
 * for an answer ("Acknowledging requests"), so that what a killed process left can still be answered in time where it is
 * sent again at once. Longer is too late for that, shorter takes what a busy process has under way for a dead one's.
 */
export const HOLD_MS = 1_500;
/** Three times in that; each costs a statement, and hardly anything takes so long. */
const SIGN_EVERY_MS = 500;
/** The last sign: who is asked after 5 s in all never had an answer, and a process that never gives one gives no signs for ever. */
const LAST_SIGN_MS = 3_500;
/** Our own number: a double is a rare thing, and waits for the answer to the first one, which takes milliseconds. */
const LOOK_EVERY_MS = 100;

/** Something that a chat sent, which may come twice. */
export interface Delivery {
  /** It was answered before, on whichever instance: nothing is to be done. */
  isDouble: boolean;
  /** It is answered now: from here on every other one is a double. Nothing happens for a double. */
  answered(): Promise<void>;
}

/**
 * Takes a delivery, which only one process does at a time. One that was taken and not answered is waited for: its process
 * may have died, and then this one carries it out, as soon as the hold is over. A process that stands still for longer than
 * that is taken for dead, too. What a double does in vain is the smaller harm: drafts' versions and job ids catch it.
 *
 * @param keptMs how long a double of it may come once it was answered
 */
export async function takeDelivery(
  store: Pick<Store, 'seen' | 'keepSeen'>,
  key: string,
  keptMs: number,
): Promise<Delivery> {
  const answeredKey = `${key}:answered`;
  // Only looks: what is remembered for no time is not remembered.
  const isAnswered = () => store.seen(answeredKey, 0);
  const since = performance.now();
  while (await store.seen(key, HOLD_MS)) {
    // Held for longer than any is: a version before kept what was answered so.
    const isOld = performance.now() - since > LAST_SIGN_MS + HOLD_MS + 2 * LOOK_EVERY_MS;
    if (isOld || (await isAnswered())) return { isDouble: true, answered: async () => undefined };
    await wait(LOOK_EVERY_MS);
  }
  // The hold of one that was answered may be over.
  if (await isAnswered()) return { isDouble: true, answered: async () => undefined };
  const takenAt = performance.now();
  const signs = setInterval(() => {
    if (performance.now() - takenAt > LAST_SIGN_MS) clearInterval(signs);
    // The hold that there is lasts as it would without.
    else store.keepSeen(key, HOLD_MS).catch(() => undefined);
  }, SIGN_EVERY_MS);
  signs.unref();
  return {
    isDouble: false,
    answered() {
      clearInterval(signs);
      return store.keepSeen(answeredKey, keptMs);
    },
  };
}
