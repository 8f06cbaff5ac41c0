import { setMaxListeners } from 'node:events';
import { deriveAuditKeys } from '../audit/auditKeys.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { MovableStore, Moving } from '../service/ports/carried.ts';
import type { Policies } from '../service/ports/policies.ts';
import type { Quota } from '../service/ports/quota.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { createAudit } from './audit/audit.ts';
import { createLastSeen } from './audit/lastSeen.ts';
import { checkDatabase } from './checkDatabase.ts';
import { claimDatabase, type Installation } from './claimDatabase.ts';
import { checkTables } from './migrate.ts';
import { loadMark, prepareMove, refuseMoved, saveMark } from './moveMark.ts';
import { type Database, openDatabase } from './openDatabase.ts';
import { createPolicies } from './policies.ts';
import { createQuota } from './quota.ts';
import { createDirects } from './records/directs.ts';
import { createDrafts } from './records/drafts.ts';
import { dropRows } from './records/droppedRows.ts';
import { createHeldJobs } from './records/heldJobs.ts';
import { createInstallations } from './records/installations.ts';
import { createJobs, type SendWithAccept } from './records/jobs.ts';
import { createLinks } from './records/links.ts';
import { createLists } from './records/lists.ts';
import { createNotes } from './records/notes.ts';
import { createRequests } from './records/requests.ts';
import { createResults } from './records/results.ts';
import { createSeenKeys } from './records/seenKeys.ts';
import { createShownCards } from './records/shownCards.ts';
import { createSnapshots } from './records/snapshots.ts';
import { createTasks } from './records/tasks.ts';

/** Where and how to keep state. */
export interface PostgresStoreOptions {
  /** `postgresql://user:password@host/database`. Its tables are made by `npm run migrate`. */
  url: string;
  /** Whose database it is. Left out: whoever's, for what an operator runs. */
  installation?: Installation;
  /** Keys derived from these prove the audit. The same for every instance. */
  masterKeys: SealerOptions;
  clock: Clock;
  log: Log;
  /** Hears each line of the audit that this instance wrote, once it is durable. */
  onAuditLine?: (line: string) => void;
  /** Milliseconds that results may be held back, 1000 unless told. A crash repeats that much against Graph. */
  flushMs?: number;
  /** Milliseconds since the epoch, which what was seen goes by. Left out: the server's clock, which all instances share. */
  keysNow?: () => number;
  /** Everything is to be moved into the database, or out of it. Left out: one of an unfinished move, or that was left, is refused. */
  moving?: Moving;
}

/** The store, what all instances use up together, and which policy they go by. */
export interface PostgresStore extends MovableStore {
  quota: Quota;
  policies: Policies;
  /** Has something sent with each job that is accepted from now on, or neither is there. */
  sendWithAccept(send: SendWithAccept): void;
  /** Aborts, with the reason, once `check` finds that the database was left by a move, or that its keys were replaced. */
  readonly lost: AbortSignal;
}

function createParts(database: Database, options: PostgresStoreOptions, closing: AbortSignal): PostgresStore {
  const { clock, log, masterKeys, onAuditLine, keysNow, flushMs = 1_000 } = options;
  const results = createResults({ database, flushMs, clock, log, closing });
  const keys = deriveAuditKeys(masterKeys);
  const lost = new AbortController();
  const hearing: ((seenAt: number) => void)[] = [];
  const lastSeen = createLastSeen(clock.now, (seenAt) => {
    log.error({ seenAt: new Date(seenAt).toISOString() }, 'store.put_back');
    for (const hear of hearing) hear(seenAt);
  });
  const audit = createAudit({
    ...{ database, keys, clock, log, lastSeen },
    ...(onAuditLine === undefined ? {} : { onLine: onAuditLine }),
  });
  const sending: { withAccept?: SendWithAccept } = {};
  const jobs = createJobs(database, audit, sending);
  return {
    ...results,
    ...jobs,
    ...createHeldJobs({ database, audit, results }),
    async dropJob(jobId, isStill, entries) {
      const isGone = await jobs.dropJob(jobId, isStill, entries);
      if (isGone) results.forget(jobId);
      return isGone;
    },
    ...createRequests(database, audit),
    ...createDrafts(database, audit, { clock, log }),
    ...createLinks(database, { clock, log }),
    ...createSnapshots(database),
    ...createLists(database, audit),
    ...createShownCards(database),
    ...createTasks(database),
    ...createDirects(database),
    ...createNotes(database),
    ...createInstallations(database),
    ...createSeenKeys(database, { log, ...(keysNow === undefined ? {} : { now: keysNow }) }),
    quota: createQuota(database),
    policies: createPolicies(database),
    sendWithAccept(send) {
      sending.withAccept = send;
    },
    audit: (entry) => audit.audit(entry),
    auditOnce: audit.auditOnce,
    auditHead: audit.auditHead,
    readAudit: audit.readAudit,
    cutAudit: audit.cutAudit,
    readAuditLines: audit.readAuditLines,
    carryAuditLines: audit.carryAuditLines,
    loadMoveMark: () => loadMark(database.query),
    saveMoveMark: (mark) => saveMark(database.query, mark),
    lost: lost.signal,
    onPutBack: (listener) => void hearing.push(listener),
    async check() {
      // First: that the database was put back is heard also while a result can't be written.
      await checkDatabase({ database, keys, clock, lastSeen }, (why) => lost.abort(why));
      results.check();
    },
    async close() {
      const ended = await Promise.allSettled([results.flushAll(), audit.close()]);
      await database.close();
      for (const result of ended) if (result.status === 'rejected') throw result.reason;
    },
  };
}

/**
 * The Store port over PostgreSQL, for as many processes as share the database. Throws RollcallError STORE_BROKEN when it
 * cannot be reached or written, and CONFIG_INVALID when its tables are of another version, or it belongs to another
 * installation or another SECRET_KEY.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { url, installation, masterKeys, log, moving, clock } = options;
  const closing = new AbortController();
  // Every job with results to write listens, and Node warns from the eleventh on.
  setMaxListeners(0, closing.signal);
  const database = openDatabase({ url, log, ...(moving === undefined ? {} : { name: 'rollcall move' }) });
  try {
    await checkTables(database);
    await claimDatabase(database, installation, masterKeys);
    if (moving === undefined) {
      refuseMoved(await loadMark(database.query));
      await dropRows(database);
    } else await prepareMove(database, moving, clock.now());
  } catch (error) {
    await database.close();
    throw error;
  }
  const store = createParts(database, options, closing.signal);
  return {
    ...store,
    close() {
      closing.abort();
      return store.close();
    },
  };
}
