import { setMaxListeners } from 'node:events';
import * as nodeFs from 'node:fs/promises';
import { join } from 'node:path';
import { deriveAuditKeys } from '../audit/auditKeys.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { MovableStore, Moving } from '../service/ports/carried.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { AUDIT_FILE, openAuditFile } from './audit/auditFile.ts';
import { createAuditOnce } from './audit/auditOnce.ts';
import { fenceFs } from './disk/fenceFs.ts';
import { describeWriteFailure } from './disk/storeErrors.ts';
import { FOLDER_MODE, type StoreFs } from './disk/storeFs.ts';
import { isLeftover, renewFile, writeDurably } from './disk/writeDurably.ts';
import { type Lock, takeLock } from './lock.ts';
import { loadMark, prepareMove, RECORD_FOLDERS, refuseMoved, saveMark } from './moveMark.ts';
import { openColumns } from './records/columns.ts';
import { openDirects } from './records/directs.ts';
import { openDrafts } from './records/drafts.ts';
import { openInstallations } from './records/installations.ts';
import { openJobs } from './records/jobs.ts';
import { openLinks } from './records/links.ts';
import { openNotes } from './records/notes.ts';
import { openPresets } from './records/presets.ts';
import { openRequests } from './records/requests.ts';
import { openSeenKeys } from './records/seenKeys.ts';
import { openShownCards } from './records/shownCards.ts';
import { openSnapshots } from './records/snapshots.ts';
import { openTasks } from './records/tasks.ts';

/** Where and how to keep state. */
export interface LowdbStoreOptions {
  /** Made when missing, with mode 0700. One process at a time. */
  folder: string;
  /** Keys derived from these prove the audit. */
  masterKeys: SealerOptions;
  clock: Clock;
  log: Log;
  /** Hears each line of the audit once it is on disk. */
  onAuditLine?: (line: string) => void;
  /**
   * Milliseconds that results may be held back, 1000 unless told. A crash repeats that much against Graph, which is
   * harmless; each flush rewrites a document of 250 rows.
   */
  flushMs?: number;
  /** Node's own, unless told. */
  fs?: StoreFs;
  /** Everything is to be moved into the folder, or out of it. Left out: a folder of an unfinished move, or one that was left, is refused. */
  moving?: Moving;
  /** Throws CONFIG_INVALID where another SECRET_KEY proved the last line of the audit, as it does for a move. */
  refuseOtherKey?: boolean;
}

async function prepareFolders(fs: StoreFs, folder: string, log: Log): Promise<void> {
  const inside = RECORD_FOLDERS.map((name) => join(folder, name));
  for (const each of [folder, ...inside]) {
    await fs.mkdir(each, { mode: FOLDER_MODE, recursive: true });
    // A mounted volume may belong to somebody else. Files are 0600 and the folders in it 0700 all the same.
    await fs
      .chmod(each, FOLDER_MODE)
      .catch((error: unknown) => log.warn({ err: error, folder: each }, 'store.folder_mode_unchanged'));
  }
}

/** A store whose holder is told when it has lost the folder to another process. */
export interface HeldStore extends MovableStore {
  /** Every write of this store asks it. So has everybody else who has effects outside. */
  readonly turn: Turn;
}

type PartsOptions = LowdbStoreOptions & Required<Pick<LowdbStoreOptions, 'flushMs' | 'fs'>>;

async function openParts(options: PartsOptions, closing: AbortSignal) {
  const { folder, masterKeys, clock, log, onAuditLine, flushMs, fs, moving } = options;
  if (moving === undefined) refuseMoved(folder, await loadMark(fs, folder));
  else await prepareMove(fs, folder, moving, clock.now());
  for (const name of (await fs.readdir(folder)).filter(isLeftover)) {
    await fs.rm(join(folder, name), { force: true });
  }
  const links = await openLinks({ fs, folder: join(folder, 'links'), clock, log });
  const snapshots = await openSnapshots({ fs, folder: join(folder, 'snapshots') });
  const directs = await openDirects(fs, folder);
  const notes = await openNotes(fs, folder);
  const installations = await openInstallations(fs, folder);
  const shown = await openShownCards(fs, folder);
  const tasks = await openTasks(fs, folder);
  const audit = await openAuditFile({
    fs,
    folder,
    keys: deriveAuditKeys(masterKeys),
    clock,
    log,
    refuseOtherKey: options.refuseOtherKey === true || moving !== undefined,
    ...(onAuditLine === undefined ? {} : { onLine: onAuditLine }),
  });
  try {
    const audited = { fs, audit: audit.audit };
    const requests = await openRequests({ ...audited, folder: join(folder, 'requests') });
    const presets = await openPresets({ ...audited, folder });
    const columns = await openColumns({ ...audited, folder });
    const drafts = await openDrafts({ ...audited, folder: join(folder, 'drafts'), clock, log });
    const jobs = await openJobs({ ...audited, folder: join(folder, 'jobs'), flushMs, clock, log, closing });
    const seen = await openSeenKeys({ fs, folder, clock, log });
    return {
      ...{ jobs, drafts, requests, links, snapshots, shown, tasks, presets, columns, directs, notes },
      installations,
      ...{ audit, seen },
    };
  } catch (error) {
    await audit.close();
    throw error;
  }
}

/**
 * The Store port over lowdb documents in a folder: durable against power cuts, for one process. When another takes the
 * folder over, `turn` ends, and nothing is written any more. Throws RollcallError STORE_LOCKED when another instance
 * holds the folder and STORE_BROKEN when a file in it cannot be trusted, and
 * CONFIG_INVALID when what it held was moved elsewhere.
 */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<HeldStore> {
  const { folder, log } = options;
  const unfenced = options.fs ?? nodeFs;
  const closing = new AbortController();
  // Every job with results to write listens, and Node warns from the eleventh on.
  setMaxListeners(0, closing.signal);
  let lock: Lock;
  try {
    await prepareFolders(unfenced, folder, log);
    lock = await takeLock(folder, log);
  } catch (cause) {
    throw describeWriteFailure(folder, cause);
  }
  let closed = false;
  const fs = fenceFs(unfenced, lock, () => closed);
  try {
    // A line that the holder before had begun to write when it stood still would break the chain once it goes on.
    if (lock.isFromUnknown) await renewFile(fs, join(folder, AUDIT_FILE));
    const parts = await openParts({ flushMs: 1_000, ...options, fs }, closing.signal);
    const { jobs, drafts, requests, links, snapshots, shown, tasks, presets, columns, directs, notes } =
      parts;
    const { audit, seen, installations } = parts;
    return {
      turn: lock,
      ...jobs,
      ...drafts,
      ...requests,
      ...links,
      ...snapshots,
      ...shown,
      ...tasks,
      ...presets,
      ...columns,
      ...directs,
      ...notes,
      ...installations,
      audit: audit.audit,
      auditOnce: createAuditOnce(audit),
      auditHead: audit.auditHead,
      readAudit: audit.readAudit,
      cutAudit: audit.cutAudit,
      readAuditLines: audit.readAuditLines,
      carryAuditLines: audit.carryAuditLines,
      seen: seen.seen,
      keepSeen: seen.keepSeen,
      holdKey: seen.holdKey,
      freeKey: seen.freeKey,
      listSeen: seen.listSeen,
      loadMoveMark: () => loadMark(fs, folder),
      saveMoveMark: (mark) => saveMark(fs, folder, mark),
      async check() {
        await lock.check();
        jobs.check();
        const probe = join(folder, 'check');
        try {
          await writeDurably(fs, probe, Buffer.from('written to see that it can be'), false);
        } catch (cause) {
          throw describeWriteFailure(probe, cause);
        }
      },
      async close() {
        closing.abort();
        const results = await Promise.allSettled([jobs.flushAll(), audit.close(), seen.close()]);
        closed = true;
        await lock.release();
        for (const result of results) if (result.status === 'rejected') throw result.reason;
      },
    };
  } catch (error) {
    await lock.release();
    throw describeWriteFailure(folder, error);
  }
}
