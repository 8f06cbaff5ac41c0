import type { Turn } from './service/ports/engine.ts';
import { waitForTurn } from './service/ports/waitForTurn.ts';

/** The same fetch, which sends nothing while its process may not act. */
export function fenceFetch(turn: Turn, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    await waitForTurn(turn);
    return send(input, init);
  };
}
