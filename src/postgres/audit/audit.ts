import type { AuditKeys } from '../../audit/auditKeys.ts';
import type { MovableStore } from '../../service/ports/carried.ts';
import { describeTakenJob } from '../../service/ports/heldJob.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { type Database, type Query, quoteText, type Transaction } from '../openDatabase.ts';
import {
  type Append,
  appendLines,
  carryLines,
  type Head,
  hashOf,
  LOCK_HEAD,
  readHead,
} from './appendLines.ts';
import { cutLines } from './cutLines.ts';
import { findLines, readAllLines } from './findLines.ts';
import type { FoundHead, LastSeen } from './lastSeen.ts';

/** Entries in one transaction: a few hundred kilobytes. */
const ENTRIES_AT_ONCE = 500;

/** A hold on a job by which an entry is written: it counts while nobody else has taken the job. */
interface OfTurn {
  jobId: string;
  turn: number;
}

/** Who did what: one line an entry, each proven by a key and holding the proof of the line before it. */
export interface Audit
  extends Pick<Store, 'auditOnce' | 'auditHead' | 'readAudit' | 'cutAudit'>,
    Pick<MovableStore, 'readAuditLines' | 'carryAuditLines'> {
  /** Durable on return. Throws STORE_LOCKED when somebody else has taken the job since. */
  audit(entry: AuditEntry, of?: OfTurn): Promise<void>;
  /**
   * A transaction that appends to the audit, or does not, with whatever else it changes. It has the audit's lock from
   * its beginning: whoever needs that and a job's takes them in this order.
   *
   * @param first as `Beginning.first`; `work` gets what these found
   */
  transact<T>(
    work: (query: Query, append: Append, found: Transaction['found']) => Promise<T>,
    first?: readonly string[],
  ): Promise<T>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface AuditOptions {
  database: Database;
  keys: AuditKeys;
  clock: Clock;
  log: Log;
  lastSeen: LastSeen;
  /** Hears each line that this instance wrote, once it is durable. */
  onLine?: (line: string) => void;
}

interface Waiting {
  entry: AuditEntry;
  of: OfTurn | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** Finds which turn the jobs of these entries are at, and keeps others from taking them until the transaction ends. */
function lockTurns(batch: readonly Waiting[]): string[] {
  const ids = [...new Set(batch.flatMap(({ of }) => of?.jobId ?? []))];
  if (ids.length === 0) return [];
  const list = ids.map(quoteText).join(', ');
  return [`SELECT id, turn::float8 AS turn FROM jobs WHERE id IN (${list}) ORDER BY id FOR SHARE`];
}

/** Tells which of these runs hold their jobs, from what `lockTurns` found. */
function readTurns(found: readonly unknown[] = []): (of: OfTurn | undefined) => boolean {
  const turns = new Map((found as { id: string; turn: number }[]).map(({ id, turn }) => [id, turn]));
  return (of) => of === undefined || turns.get(of.jobId) === of.turn;
}

/**
 * Appends in the order of the calls. The chain is one after the other for all instances: what waits meanwhile goes in
 * one transaction.
 */
export function createAudit({ database, keys, clock, log, lastSeen, onLine }: AuditOptions): Audit {
  const oneAtATime = createOneAtATime();
  const sayUnreadable = () => log.error({ table: 'audit' }, 'store.audit_line_unreadable');
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  /** One after the other here: in the database they would wait for each other, each with a connection. */
  const transact: Audit['transact'] = (work, first = []) =>
    oneAtATime('head', async () => {
      const written: string[] = [];
      const look = lastSeen.look();
      let head: Head | undefined;
      const result = await database.transact(
        async (query, { found: [heads, ...found] }) => {
          const before = readHead<FoundHead>(heads);
          look.judge(before);
          const append: Append = async (entries) => {
            const appended = await appendLines(query, head ?? before, entries, keys, clock.now());
            head = appended.head;
            written.push(...appended.lines);
          };
          return work(query, append, found);
        },
        { first: [`${look.select} FOR UPDATE`, ...first] },
      );
      if (head !== undefined) lastSeen.saw(head);
      for (const line of written) onLine?.(line);
      return result;
    });

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const holds = await transact(async (_query, append, [turns]) => {
      const holds = readTurns(turns);
      const entries = batch.filter(({ of }) => holds(of)).map(({ entry }) => entry);
      if (entries.length > 0) await append(entries);
      return holds;
    }, lockTurns(batch));
    for (const { of, resolve, reject } of batch) {
      if (holds(of)) resolve();
      else reject(describeTakenJob());
    }
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, ENTRIES_AT_ONCE);
      waiting = waiting.slice(batch.length);
      try {
        await writeBatch(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  }

  return {
    transact,
    audit: (entry, of) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, of, resolve, reject });
        writing ??= write();
      }),
    auditOnce: (entry, isSame) =>
      transact(async (query, append) => {
        const filter = { subject: entry.subject, limit: Number.MAX_SAFE_INTEGER };
        const there = await findLines(query, filter, sayUnreadable);
        if (!there.some(isSame)) await append([entry]);
      }),
    async auditHead() {
      const { rows } = await database.query<Head>('SELECT seq::float8 AS seq, line FROM audit_head');
      return hashOf(rows[0] ?? { seq: 0, line: null });
    },
    readAuditLines: () => readAllLines(database),
    carryAuditLines: (lines) =>
      database.transact(
        async (query, { found }) => {
          let head = readHead(found[0]);
          for (let start = 0; start < lines.length; start += ENTRIES_AT_ONCE) {
            head = await carryLines(query, head, lines.slice(start, start + ENTRIES_AT_ONCE));
          }
        },
        { first: [LOCK_HEAD] },
      ),
    readAudit: (filter) => findLines(database.query, filter, sayUnreadable),
    async cutAudit(before, at) {
      let sum = 0;
      for (;;) {
        const dropped = await transact((query, append) => cutLines(query, append, before, at, keys));
        sum += dropped;
        if (dropped === 0) return sum;
      }
    },
    async close() {
      await writing;
    },
  };
}
