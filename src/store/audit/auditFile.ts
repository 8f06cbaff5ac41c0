import { join } from 'node:path';
import type { AuditKeys } from '../../audit/auditKeys.ts';
import {
  CUT,
  describeNewKey,
  hashBefore,
  isProvenBy,
  keyOf,
  makeLine,
  parseCut,
  parseEntry,
  parseLine,
} from '../../audit/auditLines.ts';
import { matchEntry } from '../../audit/matchEntry.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { MovableStore } from '../../service/ports/carried.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { AuditFilter, Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { openAppendFile } from '../disk/appendFile.ts';
import { describeWriteFailure } from '../disk/storeErrors.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { type AuditIndex, createAuditIndex } from './auditIndex.ts';
import { findFromEnd } from './findFromEnd.ts';
import { readLines } from './readSlices.ts';
import { findOld, replaceOld } from './replaceOld.ts';

/** Its name in the data folder. */
export const AUDIT_FILE = 'audit.jsonl';
/** Read at once around a line that is asked for: those before it are often asked for next. */
const WINDOW_BYTES = 16_384;
/** As much is read into the index, some 20 ms, before it is asked; of more, what names its subject, or is just the newest, is found without it. */
const MOST_BEHIND_BYTES = 1_048_576;
/** A start takes some 3 s. */
const AFTER_START_MS = 5_000;

/** Who did what: one line an entry, each proven by a key and holding the proof of the line before it. */
export interface AuditFile
  extends Pick<Store, 'audit' | 'auditHead' | 'readAudit' | 'cutAudit'>,
    Pick<MovableStore, 'readAuditLines' | 'carryAuditLines'> {
  close(): Promise<void>;
}

export interface AuditFileOptions {
  fs: StoreFs;
  folder: string;
  keys: AuditKeys;
  clock: Clock;
  log: Log;
  /** Hears each line once it is on disk. */
  onLine?: (line: string) => void;
  /** Throws CONFIG_INVALID where another SECRET_KEY proved the last line. Left out: the log says so, and all goes on. */
  refuseOtherKey?: boolean;
}

function describeOtherKey(): RollcallError {
  return new RollcallError('CONFIG_INVALID', 'The data folder was written with another SECRET_KEY.', {
    done: 'Nothing was changed.',
    next: 'Set the SECRET_KEY that Rollcall had when it last ran with this data folder. If "npm run rotate-key" was cut off, run it again with the new key that it had.',
  });
}

/**
 * Opens the audit file. A last line that was cut off is removed and reported: its caller never had an answer. Lines that
 * another key proved, or none, are closed by an entry under the current one.
 */
export async function openAuditFile(options: AuditFileOptions): Promise<AuditFile> {
  const { fs, folder, keys, clock, log, onLine } = options;
  const file = join(folder, AUDIT_FILE);
  const open = () =>
    openAppendFile({
      fs,
      file,
      durable: true,
      onCut: (bytes) => log.warn({ file: AUDIT_FILE, bytes }, 'store.torn_line_cut'),
    });
  let lines = await open();
  let index = createAuditIndex();
  /** Bytes of the file that the index knows. */
  let indexed = 0;
  let indexing: Promise<void> | undefined;
  /** Who asks for what only the index finds does not wait for the end of it. */
  let isStarting = true;
  /** While the file is replaced, entries and readers wait; it is replaced once no reader is in it. */
  let cutting: Promise<unknown> | undefined;
  const readers = new Set<Promise<unknown>>();

  async function append(entry: AuditEntry): Promise<void> {
    let line = '';
    const make = (before: string | undefined): string => {
      line = makeLine(entry, before, keys.current);
      return line;
    };
    await lines.append([make]);
    onLine?.(line);
  }

  /** Says under which key the chain goes on, where it is another one. */
  async function closeOlder(): Promise<void> {
    const last = lines.last();
    // A spoilt line is reported when it is read, and says nothing of keys.
    if (last === undefined || parseLine(last) === undefined) return;
    const key = keyOf(last);
    if (key === keys.current.id) {
      if (!isProvenBy(keys.current, last)) log.error({ file: AUDIT_FILE }, 'store.audit_end_changed');
      return;
    }
    if (key === undefined || keys.older.some(({ id }) => id === key)) {
      log.warn({ file: AUDIT_FILE, hash: hashBefore(last) }, 'store.audit_keyed');
    } else if (options.refuseOtherKey === true) throw describeOtherKey();
    else log.error({ file: AUDIT_FILE, hash: hashBefore(last) }, 'store.audit_key_unknown');
    await append(describeNewKey(key, keys, clock.now()));
  }

  async function readOn(into: AuditIndex): Promise<void> {
    while (indexed < lines.size()) {
      const end = lines.size();
      for await (const some of readLines(lines, indexed, end)) {
        for (const { start, text } of some) {
          const entry = parseEntry(text);
          // One spoilt line must not hide the history before it, nor go unnoticed.
          if (entry === undefined && parseCut(text) === undefined) {
            log.error({ file: AUDIT_FILE }, 'store.audit_line_unreadable');
          }
          into.add(start, entry);
        }
      }
      indexed = end;
    }
  }

  /** Until the index knows every line. One that fails is begun anew with the next. */
  function catchUp(): Promise<void> {
    indexing ??= readOn(index)
      .catch((error: unknown) => {
        index = createAuditIndex();
        indexed = 0;
        throw error;
      })
      .finally(() => {
        indexing = undefined;
      });
    return indexing;
  }

  /** Soon, so that nobody has to wait for it later. */
  function catchUpBehind(): void {
    if (!isStarting) catchUp().catch(() => undefined);
  }

  async function read({ limit, ...filter }: AuditFilter): Promise<AuditEntry[]> {
    const found: AuditEntry[] = [];
    if (limit <= 0) return found;
    const subjects = filter.subjects ?? (filter.subject === undefined ? undefined : [filter.subject]);
    const isOfAll = Object.values(filter).every((condition) => condition === undefined);
    if ((subjects !== undefined || isOfAll) && lines.size() - indexed > MOST_BEHIND_BYTES) {
      const wanted = (entry: AuditEntry): boolean => matchEntry(entry, filter);
      return findFromEnd(lines, lines.size(), { subjects, wanted, limit });
    }
    await catchUp();
    const known = index;
    const size = lines.size();
    let window: Buffer = Buffer.alloc(0);
    let from = 0;
    for (const line of known.find(filter)) {
      const start = known.startOf(line) ?? size;
      const end = known.startOf(line + 1) ?? size;
      if (start < from || end > from + window.length) {
        from = Math.min(start, Math.max(0, end - WINDOW_BYTES));
        window = await lines.read(from, end);
      }
      const entry = parseEntry(window.toString('utf8', start - from, end - from - 1));
      if (entry === undefined || !matchEntry(entry, filter)) continue;
      found.push(entry);
      if (found.length >= limit) break;
    }
    return found;
  }

  async function cut(before: number, at: number): Promise<number> {
    const old = await findOld(lines, lines.size(), before);
    if (old === undefined) return 0;
    // Announced first: a cut that no entry names is somebody else's.
    const detail = { entries: old.entries, hash: old.cut.cutAt };
    await append({ at, actor: 'rollcall', platform: 'system', what: CUT, outcome: 'done', detail });
    await Promise.allSettled(readers);
    await catchUp();
    await lines.close();
    try {
      const bytes = await replaceOld(fs, file, old, keys.current);
      index.drop(old.end, bytes);
      indexed -= bytes;
    } catch (cause) {
      // Whether it was replaced is not known.
      index = createAuditIndex();
      indexed = 0;
      throw describeWriteFailure(file, cause);
    } finally {
      lines = await open();
    }
    return old.entries;
  }

  async function uncut(): Promise<void> {
    while (cutting !== undefined) await cutting.catch(() => undefined);
  }

  try {
    await closeOlder();
  } catch (error) {
    await lines.close();
    throw error;
  }
  // What has to be done before anybody is answered comes first: an audit of 100 MB takes two seconds to know.
  const atStart = setTimeout(() => {
    isStarting = false;
    catchUpBehind();
  }, AFTER_START_MS);
  atStart.unref();

  return {
    async audit(entry) {
      if (cutting !== undefined) await uncut();
      await append(entry);
      catchUpBehind();
    },
    auditHead: async () => hashBefore(lines.last()),
    async *readAuditLines() {
      for await (const some of readLines(lines, 0, lines.size())) {
        for (const { text } of some) yield Buffer.from(text);
      }
    },
    async carryAuditLines(carried) {
      await lines.append(carried);
      catchUpBehind();
    },
    async readAudit(filter) {
      if (cutting !== undefined) await uncut();
      const reading = read(filter);
      readers.add(reading);
      try {
        return await reading;
      } finally {
        readers.delete(reading);
      }
    },
    async cutAudit(before, at) {
      await uncut();
      const run = cut(before, at).finally(() => {
        cutting = undefined;
      });
      cutting = run;
      return run;
    },
    async close() {
      clearTimeout(atStart);
      await uncut();
      await indexing?.catch(() => undefined);
      await lines.close();
    },
  };
}
