import type { Clock, Log } from '../service/ports/surroundings.ts';

/**
 * Kubernetes and most others kill after 30 s; a call to Graph may last longer than that. Shorter leaves more to the next
 * start, longer is killed without a word in the log.
 */
const STOP_WITHIN_MS = 20_000;

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** While Rollcall starts there is nothing to bring to an end. */
const quit = () => process.exit(1);

/** While Rollcall starts. The first process of a container is not ended by a signal that it does not listen to. */
export function quitOnSignals(): void {
  for (const signal of STOP_SIGNALS) process.on(signal, quit);
}

/** Once it runs: `stop` brings everything to its end; a second signal ends at once. */
export function stopOnSignals(stop: () => Promise<void>, { clock, log }: { clock: Clock; log: Log }): void {
  /** What is left then is as if we had been killed, which loses nothing. */
  async function stopInTime(): Promise<void> {
    const late = clock.sleep(STOP_WITHIN_MS).then(() => 'late' as const);
    if ((await Promise.race([stop(), late])) === 'late') log.warn({}, 'rollcall.stopped_late');
  }

  let stopping = false;
  for (const signal of STOP_SIGNALS) {
    process.off(signal, quit);
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stopInTime().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'rollcall.stopFailed');
          process.exit(1);
        },
      );
    });
  }
}
