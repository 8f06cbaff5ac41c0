import type { Store } from './store.ts';
import type { Clock } from './surroundings.ts';

/**
 * So long before its time is over it is not let go any more: by the time the statement arrives, which may take 5 s, it could be
 * another's, and a third would take it beside that. Shorter lets that happen; longer keeps more of what is through waiting.
 */
const ARRIVES_WITHIN_MS = 5_000;

/** What only one of the processes that share the records has at a time. */
export interface Taken {
  /** Lets others have it at once. Never throws: what can't be let go is over by itself. */
  letGo(): Promise<void>;
}

/**
 * Takes what is called `key` for so long, which is how long nobody else does it once a process has died. Undefined:
 * somebody has it.
 *
 * @throws what the store throws; then nobody has it, or nobody knows of it, and it is over by itself
 */
export async function takeAlone(
  { store, clock }: { store: Pick<Store, 'seen' | 'keepSeen'>; clock: Pick<Clock, 'now'> },
  key: string,
  forMs: number,
): Promise<Taken | undefined> {
  const since = clock.now();
  if (await store.seen(key, forMs)) return undefined;
  return {
    async letGo() {
      if (clock.now() - since >= forMs - ARRIVES_WITHIN_MS) return;
      await store.keepSeen(key, 0).catch(() => undefined);
    },
  };
}
