import { join } from 'node:path';
import type { MovableStore } from '../../service/ports/carried.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { type AppendFile, openAppendFile } from '../disk/appendFile.ts';
import { coalesce } from '../disk/coalesce.ts';
import { describeBrokenFile } from '../disk/storeErrors.ts';
import { errnoOf, type StoreFs } from '../disk/storeFs.ts';
import { writeDurably } from '../disk/writeDurably.ts';

/**
 * Keys are held back this long and written together. A crash loses that much: a delivery repeated across it is
 * carried out twice, which drafts' versions and job ids catch. For the same reason these writes are not fsynced.
 */
const HOLD_MS = 100;
/** Lines before the file is rewritten without what expired: about 600 kB. */
const COMPACT_FROM = 10_000;

/** Keys of deliveries already taken, and of what one has at a time. */
export interface SeenKeys
  extends Pick<MovableStore, 'seen' | 'keepSeen' | 'holdKey' | 'freeKey' | 'listSeen'> {
  close(): Promise<void>;
}

function parseLine(line: string): [key: string, expiresAt: number] | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (!Array.isArray(parsed)) return undefined;
    const [expiresAt, key]: unknown[] = parsed;
    return typeof expiresAt === 'number' && typeof key === 'string' ? [key, expiresAt] : undefined;
  } catch {
    return undefined;
  }
}

function formatLine([key, expiresAt]: readonly [string, number]): string {
  return JSON.stringify([expiresAt, key]);
}

/** Reads the keys back, without those that expired, and goes on from there. */
export async function openSeenKeys(options: {
  fs: StoreFs;
  folder: string;
  clock: Clock;
  log: Log;
}): Promise<SeenKeys> {
  const { fs, clock, log } = options;
  const file = join(options.folder, 'seen.jsonl');
  const expiries = new Map<string, number>();
  const closing = new AbortController();
  let waiting: string[] = [];
  let lines = 0;
  let compactAt = COMPACT_FROM;
  let appendFile: AppendFile | undefined;

  async function load(): Promise<void> {
    let text = '';
    try {
      text = Buffer.from(await fs.readFile(file)).toString('utf8');
    } catch (cause) {
      if (errnoOf(cause) !== 'ENOENT') throw describeBrokenFile(file, "it can't be read", undefined, cause);
    }
    let unreadable = 0;
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const entry = parseLine(line);
      if (entry === undefined) unreadable += 1;
      else expiries.set(...entry);
    }
    if (unreadable > 0) log.warn({ file: 'seen.jsonl', lines: unreadable }, 'store.torn_line_cut');
  }

  /** Rewrites the file with what is still good; it holds everything that waits, too. */
  async function compact(): Promise<void> {
    const now = clock.now();
    for (const [key, expiresAt] of expiries) if (expiresAt <= now) expiries.delete(key);
    await appendFile?.close();
    appendFile = undefined;
    await writeDurably(
      fs,
      file,
      Buffer.from([...expiries].map((entry) => `${formatLine(entry)}\n`).join('')),
      false,
    );
    lines = expiries.size;
    compactAt = Math.max(COMPACT_FROM, 2 * lines);
    appendFile = await openAppendFile({ fs, file, durable: false, onCut: () => undefined });
  }

  const write = coalesce<void>(async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0 && compactAt > 0) return;
    try {
      if (appendFile === undefined || lines + batch.length > compactAt) {
        await compact();
        return;
      }
      await appendFile.append(batch);
      lines += batch.length;
    } catch (error) {
      // What failed is still in memory: the next write rewrites the file from there.
      compactAt = 0;
      log.error({ err: error, file: 'seen.jsonl' }, 'store.write_failed');
    }
  });

  await load();
  await compact();
  let scheduled = false;

  function remember(key: string, expiresAt: number): void {
    expiries.set(key, expiresAt);
    waiting.push(formatLine([key, expiresAt]));
    if (scheduled || closing.signal.aborted) return;
    scheduled = true;
    void clock.sleep(HOLD_MS, closing.signal).then(() => {
      scheduled = false;
      return write();
    });
  }

  async function holdKey(key: string, forMs: number): Promise<number | undefined> {
    const now = clock.now();
    if ((expiries.get(key) ?? Number.NEGATIVE_INFINITY) > now) return undefined;
    remember(key, now + forMs);
    return now + forMs;
  }

  return {
    holdKey,
    seen: async (key, ttlMs) => (await holdKey(key, ttlMs)) === undefined,
    async keepSeen(key, ttlMs) {
      remember(key, clock.now() + ttlMs);
    },
    async freeKey(key, hold) {
      if (expiries.get(key) === hold) remember(key, clock.now());
    },
    listSeen: async () => [...expiries].map(([key, until]) => ({ key, until })),
    async close() {
      closing.abort();
      await write();
      await appendFile?.close();
    },
  };
}
