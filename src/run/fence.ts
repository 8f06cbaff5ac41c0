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

/** What this process still did without its data folder would be done twice, so nothing is drained. */
export function endWhenLost({ signal }: Turn, log: Log): void {
  const end = () => {
    log.error({ err: signal.reason }, 'rollcall.lost_data_folder');
    process.exit(1);
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
}
