import type { Clock, Log } from '../service/ports/surroundings.ts';

/**
 * Our own number: as often as load balancers ask /readyz, or oftener, as each look costs the database two statements. An
 * answer to it is kept for a second, so that the next look is another one.
 */
const LOOK_EVERY_MS = 1_500;

/**
 * After so many looks in a row. One would close the sockets of all instances for a database that stood still for two seconds,
 * or a policy file that is a moment older than another's; more have a cut-off instance lose its share of the clicks for longer.
 */
const UNREADY_LOOKS = 2;

interface Options {
  rooms: readonly { admit?(isReady: boolean): void }[];
  /** What /readyz answers. Never rejects. */
  isReady(): Promise<boolean>;
  clock: Pick<Clock, 'sleep'>;
  log: Log;
  /** Aborts when Rollcall stops. */
  stopping: AbortSignal;
}

/**
 * Keeps Slack's payloads away from an instance that may do nothing, as /readyz keeps requests away: Slack asks nobody, and
 * sends each payload by any socket that is open ("Using Socket Mode", Using multiple connections). Those that are closed don't
 * matter while others are open (bolt-python#1071). It doesn't keep the last one either: without the database nothing can be
 * acknowledged, so that Slack tells people that the app didn't respond, with a socket or without, and sends events again.
 * Whoever has an older policy file than one that is down says no to everything, which is of no more use to anybody.
 */
export async function admitWhileReady({ rooms, isReady, clock, log, stopping }: Options): Promise<void> {
  let isAdmitted = true;
  for (let unready = 0; !stopping.aborted; await clock.sleep(LOOK_EVERY_MS, stopping)) {
    const isFine = await isReady();
    if (stopping.aborted) return;
    unready = isFine ? 0 : unready + 1;
    const isNext: boolean = isFine || (isAdmitted && unready < UNREADY_LOOKS);
    if (isNext === isAdmitted) continue;
    isAdmitted = isNext;
    if (isAdmitted) log.info({}, 'rollcall.takes_again');
    else log.warn({}, 'rollcall.takes_nothing');
    for (const room of rooms) room.admit?.(isAdmitted);
  }
}
