import type { Turn } from '../src/service/ports/engine.ts';

/** The turn of a process that nobody takes anything from. */
export const always: Turn = { mayAct: () => true, signal: new AbortController().signal };

/** A turn that can be taken away, and given back. */
export function createTestTurn(): Turn & { isOurs: boolean; lose(): void } {
  const lost = new AbortController();
  const turn = {
    isOurs: true,
    signal: lost.signal,
    mayAct: () => turn.isOurs && !lost.signal.aborted,
    lose: () => lost.abort(new Error('taken over')),
  };
  return turn;
}
