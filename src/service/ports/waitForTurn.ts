import { setTimeout as wait } from 'node:timers/promises';
import { RollcallError } from '../../domain/errors.ts';
import type { Turn } from './engine.ts';
import { PORT_WORDS } from './words.ts';

/** Asked again this often. Our own number: a beat is a matter of milliseconds once the process runs again. */
const ASK_EVERY_MS = 50;
/**
 * Longer than it is from one sign of life to the next (5 s), so that whoever merely stood still goes on and nothing has
 * failed. Too short fails what would have worked; too long keeps people waiting while the disk is gone.
 */
const WITHIN_MS = 6_000;

/**
 * Asked right before an effect: on return it may happen, in the same breath. Waits for the next sign of life where the
 * last one is too old. Throws RollcallError STORE_LOCKED when the hold is lost, STORE_BROKEN when no sign of life comes.
 *
 * @param withinMs where whoever asked doesn't wait so long
 */
export async function waitForTurn(turn: Turn, withinMs = WITHIN_MS): Promise<void> {
  for (let waitedMs = 0; !turn.mayAct(); waitedMs += ASK_EVERY_MS) {
    turn.signal.throwIfAborted();
    if (waitedMs >= withinMs) {
      const { message, done, next } = PORT_WORDS.unsure;
      throw new RollcallError('STORE_BROKEN', message, { done, next });
    }
    await wait(ASK_EVERY_MS);
  }
}
