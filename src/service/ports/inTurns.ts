import { setImmediate } from 'node:timers/promises';

/**
 * Our own number: a few milliseconds of work for each. More keep chats waiting, which give up after 3 s, and fewer only
 * make large jobs slower.
 */
const ROWS_A_TURN = 500;

/** All of them, some at a time; between two of those, whatever else waits in the event loop has its turn. */
export async function* inTurns<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < all.length; start += ROWS_A_TURN) {
    if (start > 0) await setImmediate();
    yield all.slice(start, start + ROWS_A_TURN);
  }
}
