import type { AdminNews } from '../../flows/operating/adminNews.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { TellOnce } from './tellOnce.ts';

/**
 * Our own number: a chat that is away is back within minutes mostly, and the one that was telling it has died after two
 * (`tellOnce`). Longer leaves admins without news that they could have by now; shorter fills the log while a chat is away.
 */
const AGAIN_MS = 60_000;

/** Tells admins what goes on until it is told, without anybody waiting for it. */
export interface TellUntilTold {
  /** In the place of what was to be told about the same. For `what`, see {@link TellOnce}. */
  tell(about: string, what: string, news: AdminNews): void;
  /** It's so no longer. */
  forget(about: string): void;
  stop(): void;
}

/** Where nobody was reached, or another instance was telling it, it tries again each minute. */
export function createTellUntilTold(
  tellOnce: TellOnce,
  { clock, log }: { clock: Pick<Clock, 'sleep'>; log: Log },
): TellUntilTold {
  const telling = new Map<string, AbortController>();

  function forget(about: string): void {
    telling.get(about)?.abort();
    telling.delete(about);
  }

  async function tellNow(what: string, news: AdminNews, { signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      const isTold = await tellOnce(what, news).catch((error: unknown) => {
        log.warn({ err: error }, 'rollcall.admin_not_told');
        return false;
      });
      if (isTold) return;
      await clock.sleep(AGAIN_MS, signal);
    }
  }

  return {
    tell(about, what, news) {
      forget(about);
      const mine = new AbortController();
      telling.set(about, mine);
      void tellNow(what, news, mine);
    },
    forget,
    stop() {
      for (const about of telling.keys()) forget(about);
    },
  };
}
