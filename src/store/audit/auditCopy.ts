import { appendFile, open } from 'node:fs/promises';
import { parseEntry } from '../../audit/auditLines.ts';
import type { Log } from '../../service/ports/surroundings.ts';

/** The owner writes, and the group of whoever collects it may read: the lines hold names, and no secret. */
const MODE = 0o640;
/** What waits while the file cannot be written, about 10 MB. Losing lines of the copy is better than losing the process. */
const MOST_WAITING = 30_000;

/** Whoever collects what happens elsewhere gets each line of the audit here, as it is there. */
export interface AuditCopy {
  add(line: string): void;
  /** After the writes in flight. */
  close(): Promise<void>;
}

/**
 * Appends lines to a file of its own, which is opened anew each time, so that it can be moved away. The audit in the data
 * folder is what counts: nothing waits for the copy, and a failure is only logged. Each line holds the proof of the one
 * before it, so whoever collects them sees what is missing.
 */
export function createAuditCopy(file: string, log: Log): AuditCopy {
  let waiting: string[] = [];
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      try {
        await appendFile(file, lines.map((line) => `${line}\n`).join(''), { mode: MODE });
      } catch (error) {
        log.error({ err: error, file, lines: lines.length }, 'audit.copy_failed');
        waiting = [...lines, ...waiting].slice(-MOST_WAITING);
        break;
      }
    }
    writing = undefined;
  }

  return {
    add(line) {
      waiting.push(line);
      writing ??= write();
    },
    close: async () => writing,
  };
}

/** A line is shorter, and what a crash cut off in the middle of the last one is left out. */
const LAST_BYTES = 64 * 1024;

/** When the last entry in such a file was made: milliseconds. Undefined: it has none, or can't be read. */
export async function readCopiedUntil(file: string): Promise<number | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, LAST_BYTES);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      const entries = buffer.toString('utf8').split('\n').map(parseEntry);
      return entries.findLast((entry) => entry !== undefined)?.at;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
