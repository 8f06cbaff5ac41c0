import type { Clock, Ids } from '../ports/surroundings.ts';

/** A file that the bot made. */
export interface HandedFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * Files at an address of their own, for somebody whose chat does not take them. They hold no passwords. In memory: what
 * was not fetched before a restart is asked for once more, which is a smaller thing than lists of people on the disk.
 */
export interface Handouts {
  /** Where this file can be fetched, once and within {@link KEPT_MS}. Undefined without a public address. */
  give(file: HandedFile): string | undefined;
  isOpen(token: string): boolean;
  /** For one caller, once. */
  take(token: string): HandedFile | undefined;
}

/** Our own number: whoever asked for the link is looking at it. An old link is the worse failure: they ask again. */
export const KEPT_MS = 10 * 60_000;
/** A file is at most some 10 MB, most are some kB. Of more, the oldest goes. */
const MOST = 20;

export function createHandouts(options: { clock: Clock; ids: Ids; publicUrl?: string }): Handouts {
  const { clock, ids, publicUrl } = options;
  const kept = new Map<string, { file: HandedFile; until: number }>();

  function sweep(): void {
    for (const [token, { until }] of kept) if (until <= clock.now()) kept.delete(token);
  }

  return {
    give(file) {
      if (publicUrl === undefined) return undefined;
      sweep();
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      const token = ids.next('file');
      kept.set(token, { file, until: clock.now() + KEPT_MS });
      return `${publicUrl}/f/${token}`;
    },
    isOpen(token) {
      sweep();
      return kept.has(token);
    },
    take(token) {
      sweep();
      const file = kept.get(token)?.file;
      kept.delete(token);
      return file;
    },
  };
}
