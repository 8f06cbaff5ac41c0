import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Low } from 'lowdb';
import type { RowRecord } from '../../service/ports/records.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { coalesce } from '../disk/coalesce.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import { describeBrokenFile } from '../disk/storeErrors.ts';
import type { StoreFs } from '../disk/storeFs.ts';

/**
 * Rows in one document. A result rewrites one document: measured, 250 keeps that at about 2.3 kB a row for any job
 * size, where one document per job costs 38 kB a row at 10,000 rows.
 */
const ROWS_PER_DOCUMENT = 250;
/** A disk that refuses is tried again after 1, 2, 4, … and at most this long. */
const RETRY_AT_MOST_MS = 10_000;
/**
 * Documents that are read, written or copied before whatever else waits in the event loop has its turn: some
 * milliseconds. Fewer wait longer for the disk, one after the other.
 */
const DOCUMENTS_A_TURN = 4;

interface RowsDocument extends Document {
  jobId: string;
  rows: RowRecord[];
}

/** The rows of one job: in memory as they are now, on disk a moment later. */
export interface JobRows {
  load(): Promise<RowRecord[]>;
  scan(visit: (row: Readonly<RowRecord>) => void): Promise<void>;
  record(rows: readonly RowRecord[]): void;
  /** Everything recorded so far is on disk. Rejects with STORE_BROKEN when it could not be written. */
  flush(): Promise<void>;
  /** The last write's failure, while it has not been made good. */
  readonly failure: unknown;
  /** Nothing waits for the disk: the rows can be read again from there. */
  readonly idle: boolean;
}

export interface JobRowsOptions {
  fs: StoreFs;
  /** The job's own folder. */
  folder: string;
  jobId: string;
  total: number;
  flushMs: number;
  clock: Clock;
  log: Log;
  /** Aborts when the store closes. */
  closing: AbortSignal;
}

/** Rows are handed out and taken in as copies: nobody changes what is stored by changing what they hold. */
function copyRow(row: RowRecord): RowRecord {
  return {
    ...row,
    person: { ...row.person },
    licenses: [...row.licenses],
    password: { ...row.password },
    create: { ...row.create },
    license: { ...row.license },
    ...(row.group === undefined ? {} : { group: { ...row.group } }),
    ...(row.manager === undefined ? {} : { manager: { ...row.manager } }),
  };
}

function openDocument(
  options: Pick<JobRowsOptions, 'fs' | 'folder' | 'jobId'>,
  index: number,
): Low<RowsDocument> {
  const file = join(options.folder, `rows-${String(index + 1).padStart(4, '0')}.json`);
  const adapter = createDurableDocument<RowsDocument>({
    fs: options.fs,
    file,
    requires: ['jobId', 'rows'],
    backup: true,
  });
  return new Low(adapter, { schema: SCHEMA, jobId: options.jobId, rows: [] });
}

/** Writes all rows of a new job; durable on return. Throws STORE_BROKEN, and Error for a row id used twice. */
export async function writeNewRows(
  options: Pick<JobRowsOptions, 'fs' | 'folder' | 'jobId'>,
  rows: readonly RowRecord[],
): Promise<void> {
  if (new Set(rows.map((row) => row.rowId)).size !== rows.length) {
    throw new Error(`Two rows of ${options.jobId} have the same row id.`);
  }
  for (let start = 0; start < rows.length; start += ROWS_PER_DOCUMENT) {
    const document = openDocument(options, start / ROWS_PER_DOCUMENT);
    document.data.rows = rows.slice(start, start + ROWS_PER_DOCUMENT).map(copyRow);
    await document.write();
  }
}

/** The rows of a job on disk. They are read on the first use. */
export function openJobRows(options: JobRowsOptions): JobRows {
  const { jobId, flushMs, clock, log, closing } = options;
  const documents: Low<RowsDocument>[] = [];
  const places = new Map<string, { document: number; row: number }>();
  /** Recorded before the rows were read. */
  const early = new Map<string, RowRecord>();
  /** Documents that wait for the disk, each with the time at which it is to be written. */
  const changed = new Map<number, number>();
  let reading: Promise<void> | undefined;
  let read = false;
  let failure: unknown;
  let failures = 0;
  let scheduled = false;
  /** The next write takes every document, due or not. */
  let flushing = false;
  let writing = 0;

  function put(row: RowRecord): void {
    const place = places.get(row.rowId);
    const rows = place === undefined ? undefined : documents[place.document]?.data.rows;
    if (place === undefined || rows === undefined) {
      log.error({ jobId, rowId: row.rowId }, 'store.unknown_row');
      return;
    }
    rows[place.row] = row;
    if (!changed.has(place.document)) changed.set(place.document, clock.now() + flushMs);
  }

  async function readAll(): Promise<void> {
    const count = Math.ceil(options.total / ROWS_PER_DOCUMENT);
    const found = Array.from({ length: count }, (_, index) => openDocument(options, index));
    for (let start = 0; start < count; start += DOCUMENTS_A_TURN) {
      await Promise.all(found.slice(start, start + DOCUMENTS_A_TURN).map((document) => document.read()));
    }
    const held = found.reduce((sum, document) => sum + document.data.rows.length, 0);
    if (held !== options.total) {
      throw describeBrokenFile(options.folder, `it holds ${held} of ${options.total} rows`, undefined);
    }
    documents.push(...found);
    for (const [document, { data }] of documents.entries()) {
      for (const [row, { rowId }] of data.rows.entries()) places.set(rowId, { document, row });
    }
    read = true;
    for (const row of early.values()) put(row);
    early.clear();
  }

  function ensureRead(): Promise<void> {
    reading ??= readAll().catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  }

  /** A time further away than a row may wait was set before the clock was put back. */
  function isDue(at: number): boolean {
    const waitMs = at - clock.now();
    return waitMs <= 0 || waitMs > flushMs;
  }

  const write = coalesce<void>(async () => {
    await ensureRead();
    const all = flushing;
    flushing = false;
    const batch = [...changed].flatMap(([index, at]) => (all || isDue(at) ? [index] : []));
    for (const index of batch) changed.delete(index);
    const errors: unknown[] = [];
    for (let start = 0; start < batch.length; start += DOCUMENTS_A_TURN) {
      const some = batch.slice(start, start + DOCUMENTS_A_TURN);
      const results = await Promise.allSettled(some.map((index) => documents[index]?.write()));
      for (const [at, result] of results.entries()) {
        const index = some[at];
        if (result.status === 'fulfilled' || index === undefined) continue;
        changed.set(index, clock.now());
        errors.push(result.reason);
      }
    }
    if (errors.length > 0) throw errors[0];
  });

  async function writeNow(): Promise<void> {
    writing += 1;
    try {
      await write();
      failure = undefined;
      failures = 0;
    } catch (error) {
      failure = error;
      failures += 1;
      log.error({ err: error, jobId, failures }, 'store.write_failed');
      schedule();
      throw error;
    } finally {
      writing -= 1;
    }
  }

  function schedule(): void {
    if (scheduled || closing.aborted) return;
    scheduled = true;
    const firstDue = Math.min(flushMs, ...[...changed.values()].map((at) => Math.max(0, at - clock.now())));
    const holdMs = failures === 0 ? firstDue : Math.min(RETRY_AT_MOST_MS, 1_000 * 2 ** (failures - 1));
    void clock.sleep(holdMs, closing).then(() => {
      scheduled = false;
      if (closing.aborted || (changed.size === 0 && early.size === 0)) return;
      // A failure is kept for flush and check, and schedules the next try.
      return writeNow()
        .catch(() => undefined)
        .then(() => {
          if (changed.size > 0 || early.size > 0) schedule();
        });
    });
  }

  /** What is recorded meanwhile is seen or not, a row at a time. */
  async function scan(visit: (row: Readonly<RowRecord>) => void): Promise<void> {
    await ensureRead();
    for (const [index, { data }] of documents.entries()) {
      if (index > 0 && index % DOCUMENTS_A_TURN === 0) await setImmediate();
      for (const row of data.rows) visit(row);
    }
  }

  return {
    async load() {
      const rows: RowRecord[] = [];
      await scan((row) => rows.push(copyRow(row)));
      return rows;
    },
    scan,
    record(rows) {
      for (const row of rows) {
        if (read) put(copyRow(row));
        else early.set(row.rowId, copyRow(row));
      }
      schedule();
    },
    async flush() {
      if (changed.size === 0 && early.size === 0 && writing === 0) return;
      flushing = true;
      await writeNow();
    },
    get failure() {
      return failure;
    },
    get idle() {
      return changed.size === 0 && early.size === 0 && writing === 0 && !scheduled;
    },
  };
}
