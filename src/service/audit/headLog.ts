import type { ProvisioningOptions } from '../context.ts';

/**
 * Our own number: entries cut off the end of the audit are found up to the last head that was noted, so this is how much
 * somebody who can write the data folder, and not the log, can take back unseen. More often would only fill the log.
 */
const EVERY_MS = 3_600_000;

/** Notes where the audit ends in the log, which is kept elsewhere. */
export interface HeadLog {
  /** Now and each hour, until stopped. */
  start(): void;
  stop(): Promise<void>;
}

export function createHeadLog({
  store,
  clock,
  log,
}: Pick<ProvisioningOptions, 'store' | 'clock' | 'log'>): HeadLog {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function note(): Promise<void> {
    while (!stopping.signal.aborted) {
      log.info({ hash: await store.auditHead() }, 'audit.head');
      await clock.sleep(EVERY_MS, stopping.signal);
    }
  }

  return {
    start() {
      running ??= note();
    },
    async stop() {
      stopping.abort();
      await running;
      log.info({ hash: await store.auditHead() }, 'audit.head');
    },
  };
}
