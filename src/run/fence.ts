import type { Turn } from '../service/ports/engine.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';

/** The same fetch, which sends nothing while its process may not act. */
export function fenceFetch(turn: Turn, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    await waitForTurn(turn);
    return send(input, init);
  };
}

/**
 * What this process still did without its data folder would be done twice, and without its database it would be written where
 * nobody looks for it: nothing is drained.
 */
export function endWhenLost(
  { signal }: Pick<Turn, 'signal'>,
  log: Log,
  event: 'rollcall.lost_data_folder' | 'rollcall.lost_database' = 'rollcall.lost_data_folder',
): void {
  const end = () => {
    log.error({ err: signal.reason }, event);
    process.exit(1);
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
}
