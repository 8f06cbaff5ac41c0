import { join } from 'node:path';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { AuditFilter, Store } from '../../service/ports/store.ts';
import type { Log } from '../../service/ports/surroundings.ts';
import { openAppendFile } from '../disk/appendFile.ts';
import { SCHEMA } from '../disk/durableDocument.ts';
import { describeWriteFailure } from '../disk/storeErrors.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { writeDurably } from '../disk/writeDurably.ts';
import { CUT, hashBefore, isCut, makeCut } from './auditChain.ts';
import { matchEntry } from './matchEntry.ts';

const NEWLINE = 0x0a;

/** Its name in the data folder. */
export const AUDIT_FILE = 'audit.jsonl';

/** Who did what: one line an entry, each holding the hash of the line before it. */
export interface AuditFile extends Pick<Store, 'audit' | 'readAudit' | 'cutAudit'> {
  close(): Promise<void>;
}

function parseEntry(line: string): AuditEntry | undefined {
  try {
    const { schema, prev: _, ...entry }: { schema?: unknown; prev?: string } & AuditEntry = JSON.parse(line);
    return schema === SCHEMA && !isCut(line) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the line could be an entry that names one of these; they are in lower case. */
function mentionsOne(line: string, names: readonly string[]): boolean {
  const text = line.toLowerCase();
  return names.some((name) => text.includes(JSON.stringify(name).slice(1, -1)));
}

/** The oldest lines, up to the last entry before the first one to keep, and where the next line starts. */
function findOld(file: Buffer, before: number): { lines: string[]; end: number } {
  const lines: string[] = [];
  let old = { count: 0, end: 0 };
  let start = 0;
  for (let at = file.indexOf(NEWLINE); at >= 0; at = file.indexOf(NEWLINE, start)) {
    const line = file.toString('utf8', start, at);
    const entry = parseEntry(line);
    if (entry !== undefined && entry.at >= before) break;
    start = at + 1;
    lines.push(line);
    if (entry !== undefined) old = { count: lines.length, end: start };
  }
  return { lines: lines.slice(0, old.count), end: old.end };
}

/** Opens the audit file. A last line that was cut off is removed and reported: its caller never had an answer. */
export async function openAuditFile(fs: StoreFs, folder: string, log: Log): Promise<AuditFile> {
  const file = join(folder, AUDIT_FILE);
  const open = () =>
    openAppendFile({
      fs,
      file,
      durable: true,
      onCut: (bytes) => log.warn({ file: AUDIT_FILE, bytes }, 'store.torn_line_cut'),
    });
  let lines = await open();
  /** While the file is replaced, entries and readers wait; it is replaced once no reader is in it. */
  let cutting: Promise<unknown> | undefined;
  const readers = new Set<Promise<unknown>>();

  function append(entry: AuditEntry): Promise<void> {
    return lines.append([(before) => JSON.stringify({ schema: SCHEMA, prev: hashBefore(before), ...entry })]);
  }

  async function read({ limit, ...filter }: AuditFilter): Promise<AuditEntry[]> {
    const found: AuditEntry[] = [];
    if (limit <= 0) return found;
    const mentions = filter.mentions?.map((name) => name.toLowerCase());
    for await (const line of lines.readBackwards()) {
      // Most lines name nobody who is asked about, and to parse one takes ten times as long as to look.
      if (mentions !== undefined && !mentionsOne(line, mentions)) continue;
      const entry = parseEntry(line);
      if (entry === undefined) {
        // One spoilt line must not hide the history before it, nor go unnoticed.
        if (!isCut(line)) log.error({ file: AUDIT_FILE }, 'store.audit_line_unreadable');
        continue;
      }
      if (!matchEntry(entry, filter)) continue;
      found.push(entry);
      if (found.length >= limit) break;
    }
    return found;
  }

  async function cut(before: number, at: number): Promise<number> {
    const old = findOld(Buffer.from(await fs.readFile(file)), before);
    const entries = old.lines.filter((line) => !isCut(line)).length;
    if (entries === 0) return 0;
    const { line, hash } = makeCut(old.lines);
    // Announced first: a cut that no entry names is somebody else's.
    const detail = { entries, hash };
    await append({ at, actor: 'rollcall', platform: 'system', what: CUT, outcome: 'done', detail });
    await Promise.allSettled(readers);
    await lines.close();
    try {
      const rest = Buffer.from(await fs.readFile(file)).subarray(old.end);
      await writeDurably(fs, file, Buffer.concat([Buffer.from(`${line}\n`), rest]), false);
    } catch (cause) {
      throw describeWriteFailure(file, cause);
    } finally {
      lines = await open();
    }
    return entries;
  }

  async function uncut(): Promise<void> {
    while (cutting !== undefined) await cutting.catch(() => undefined);
  }

  return {
    async audit(entry) {
      if (cutting !== undefined) await uncut();
      await append(entry);
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
      await uncut();
      await lines.close();
    },
  };
}
