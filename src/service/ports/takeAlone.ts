import type { Store } from './store.ts';

/** What only one of the processes that share the records has at a time. */
export interface Taken {
  /** Lets others have it at once, unless one of them has it by now. Never throws: what can't be let go is over by itself. */
  letGo(): Promise<void>;
}

/**
 * Takes what is called `key` for so long, which is how long nobody else does it once a process has died. Undefined:
 * somebody has it.
 *
 * @throws what the store throws; then nobody has it, or nobody knows of it, and it is over by itself
 */
export async function takeAlone(
  store: Pick<Store, 'holdKey' | 'freeKey'>,
  key: string,
  forMs: number,
): Promise<Taken | undefined> {
  const hold = await store.holdKey(key, forMs);
  if (hold === undefined) return undefined;
  return { letGo: () => store.freeKey(key, hold).catch(() => undefined) };
}
