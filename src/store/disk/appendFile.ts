import { dirname } from 'node:path';
import { describeWriteFailure } from './storeErrors.ts';
import { FILE_MODE, type StoreFile, type StoreFs } from './storeFs.ts';
import { syncFolder } from './writeDurably.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 65_536;

/** A line, or how to make it from the one that stands before it in the file. */
export type Line = string | ((before: string | undefined) => string);

/** A file of lines that only grows. */
export interface AppendFile {
  /** Calls during a write go out together in the next one. Rejects with STORE_BROKEN when the lines are not written. */
  append(lines: readonly Line[]): Promise<void>;
  /** Bytes of whole lines, line breaks included. */
  size(): number;
  /** What stands in the last line; undefined when there is none. */
  last(): string | undefined;
  /** These bytes. */
  read(start: number, end: number): Promise<Buffer>;
  /** After the writes in flight. */
  close(): Promise<void>;
}

async function readAt(handle: StoreFile, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** The length up to and with the last line break. */
async function findWholeLength(handle: StoreFile, size: number): Promise<number> {
  for (let end = size; end > 0; end -= CHUNK_BYTES) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const at = (await readAt(handle, start, end)).lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}

async function readLastLine(handle: StoreFile, size: number): Promise<string | undefined> {
  if (size === 0) return undefined;
  const start = await findWholeLength(handle, size - 1);
  return (await readAt(handle, start, size - 1)).toString('utf8');
}

/**
 * Opens or creates the file. A last line that was cut off (a crash in the middle of a write) is removed, and
 * `onCut` hears of it. With `durable`, an append is on disk when it resolves.
 */
export async function openAppendFile(options: {
  fs: StoreFs;
  file: string;
  durable: boolean;
  onCut: (bytes: number) => void;
}): Promise<AppendFile> {
  const { fs, file, durable, onCut } = options;
  const handle = await fs.open(file, 'a+', FILE_MODE);
  let size: number;
  /** What stands at the end of the file; a failed write does not change it. */
  let last: string | undefined;
  try {
    await syncFolder(fs, dirname(file));
    const found = (await handle.stat()).size;
    size = await findWholeLength(handle, found);
    if (size < found) {
      await handle.truncate(size);
      await handle.sync();
      onCut(found - size);
    }
    last = await readLastLine(handle, size);
  } catch (error) {
    await handle.close();
    throw error;
  }

  /** A failed write may have left half a line, which the next one must not continue. */
  let tailUnsure = false;
  let queue: { lines: readonly Line[]; done: () => void; failed: (error: unknown) => void }[] = [];
  let running: Promise<void> | undefined;

  async function writeBatch(lines: readonly Line[]): Promise<void> {
    let before = last;
    const texts = lines.map((line) => {
      before = typeof line === 'string' ? line : line(before);
      return before;
    });
    const data = Buffer.from(texts.map((text) => `${text}\n`).join(''));
    if (tailUnsure) {
      await handle.truncate(size);
      tailUnsure = false;
    }
    try {
      await handle.writeFile(data);
      if (durable) await handle.datasync();
    } catch (error) {
      tailUnsure = true;
      throw error;
    }
    size += data.length;
    last = before;
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        await writeBatch(batch.flatMap((entry) => entry.lines));
        for (const entry of batch) entry.done();
      } catch (cause) {
        const error = describeWriteFailure(file, cause);
        for (const entry of batch) entry.failed(error);
      }
    }
    running = undefined;
  }

  return {
    append(lines) {
      return new Promise((done, failed) => {
        queue.push({ lines, done, failed });
        running ??= drain();
      });
    },
    size: () => size,
    last: () => last,
    read: (start, end) => readAt(handle, start, end),
    async close() {
      await running;
      await handle.close();
    },
  };
}
