import { join } from 'node:path';
import { Low } from 'lowdb';
import { describeTakenJob } from '../../service/ports/heldJob.ts';
import { inTurns } from '../../service/ports/inTurns.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import { orderOf } from '../../service/ports/order.ts';
import type { AuditEntry, JobProgress, JobRecord, RowRecord } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import { fileNameFor } from '../disk/fileNames.ts';
import { severalAtOnce } from '../disk/severalAtOnce.ts';
import { describeBrokenFile, describeWriteFailure } from '../disk/storeErrors.ts';
import { errnoOf, FOLDER_MODE, type StoreFs } from '../disk/storeFs.ts';
import { backupOf, isLeftover, syncFolder } from '../disk/writeDurably.ts';
import { createDroppedFolders } from './droppedFolders.ts';
import { type JobRows, openJobRows, writeNewRows } from './jobRows.ts';

/** Jobs whose rows stay in memory when nothing waits for the disk: a 5,000-row job is about 3 MB. */
const ROWS_KEPT_FOR = 8;

/** A job in one of these has something left to do. */
const RUNNING: ReadonlySet<JobRecord['state']> = new Set(['running', 'stopping']);

interface Hold {
  turn: number;
  isHeld: boolean;
  progress?: JobProgress;
}

interface JobDocument extends Document {
  job: JobRecord;
}

/** The part of the store that keeps jobs and rows. */
export interface Jobs
  extends Pick<
    Store,
    | 'accept'
    | 'dropJob'
    | 'dropLeftRows'
    | 'loadJob'
    | 'loadRows'
    | 'scanRows'
    | 'listUnfinished'
    | 'listJobs'
    | 'updateJob'
    | 'holdJob'
    | 'loadProgress'
  > {
  /** Throws the failure of a result that could not be written and still waits. */
  check(): void;
  flushAll(): Promise<void>;
}

export interface JobsOptions {
  fs: StoreFs;
  /** `jobs` in the data folder; it exists. */
  folder: string;
  flushMs: number;
  clock: Clock;
  log: Log;
  closing: AbortSignal;
  audit(entry: AuditEntry): Promise<void>;
}

function openJobDocument(fs: StoreFs, folder: string, job: JobRecord | undefined): Low<JobDocument> {
  const adapter = createDurableDocument<JobDocument>({
    fs,
    file: join(folder, 'job.json'),
    requires: ['job'],
    backup: true,
  });
  return new Low(adapter, { schema: SCHEMA, job } as JobDocument);
}

/** Reads a job's folder. One without a `job.json` was never accepted, and goes. */
async function readFolder(
  { fs, folder, log }: JobsOptions,
  name: string,
): Promise<Low<JobDocument> | undefined> {
  const own = join(folder, name);
  const files = await fs.readdir(own).catch((error: unknown) => {
    // A file that something else put here, such as a Mac's .DS_Store.
    if (errnoOf(error) === 'ENOTDIR') return undefined;
    throw describeBrokenFile(own, "it can't be read", undefined, error);
  });
  if (files === undefined) return undefined;
  for (const file of files.filter(isLeftover)) await fs.rm(join(own, file), { force: true });
  if (!files.includes('job.json')) {
    if (files.includes('job.json.bak')) {
      const file = join(own, 'job.json');
      throw describeBrokenFile(file, 'it is missing', backupOf(file));
    }
    await fs.rm(own, { force: true, recursive: true });
    log.warn({ folder: name }, 'store.unaccepted_job_removed');
    return undefined;
  }
  const document = openJobDocument(fs, own, undefined);
  await document.read();
  return document;
}

async function readFolders(options: JobsOptions): Promise<Map<string, Low<JobDocument>>> {
  const names = await options.fs.readdir(options.folder);
  const found = await severalAtOnce(names, (name) => readFolder(options, name));
  return new Map(
    found.flatMap((document) => (document === undefined ? [] : [[document.data.job.id, document]])),
  );
}

/**
 * One folder per job: rows first, `job.json` last, so that a job exists exactly when its `job.json` does. Job
 * records stay in memory (about 2 kB each); rows are read when they are asked for.
 */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { fs, folder, log } = options;
  const jobs = await readFolders(options);
  const rowsOf = new Map<string, JobRows>();
  const dropped = createDroppedFolders(fs, folder);
  const oneAtATime = createOneAtATime();
  /** Who holds each job that was held in this process. Whatever still runs on disk was cut off with the last one. */
  const holds = new Map<string, Hold>(
    [...jobs].map(([id, { data }]) => [id, { turn: 1, isHeld: RUNNING.has(data.job.state) }]),
  );

  function folderOf(jobId: string): string {
    return join(folder, fileNameFor(jobId));
  }

  function forgetIdleRows(): void {
    for (const [jobId, rows] of rowsOf) {
      if (rowsOf.size <= ROWS_KEPT_FOR) return;
      if (rows.idle && jobs.get(jobId)?.data.job.state !== 'running') rowsOf.delete(jobId);
    }
  }

  function openRows(jobId: string): JobRows | undefined {
    const job = jobs.get(jobId)?.data.job;
    if (job === undefined) return undefined;
    const rows =
      rowsOf.get(jobId) ?? openJobRows({ ...options, folder: folderOf(jobId), jobId, total: job.total });
    // Last used, last forgotten.
    rowsOf.delete(jobId);
    rowsOf.set(jobId, rows);
    forgetIdleRows();
    return rows;
  }

  /** Within the job's turn of changes. */
  async function change(
    jobId: string,
    make: Parameters<Store['updateJob']>[1],
    entries: readonly AuditEntry[] = [],
    rows: readonly RowRecord[] = [],
  ): Promise<JobRecord | undefined> {
    const document = jobs.get(jobId);
    if (document === undefined) return undefined;
    const after = make(structuredClone(document.data.job));
    if (after === undefined) return undefined;
    const fresh: JobDocument = { schema: SCHEMA, job: structuredClone(after) };
    // The audit first: what a crash leaves between the two was not done, and is asked for again.
    await Promise.all(entries.map((entry) => options.audit(entry)));
    if (rows.length > 0) {
      const open = openRows(jobId);
      for await (const some of inTurns(rows)) open?.record(some);
      await open?.flush();
    }
    // Not through document.data: readers see the new record once it is durable, not before.
    await document.adapter.write(fresh);
    document.data = fresh;
    return after;
  }

  return {
    accept(job, rows) {
      return oneAtATime(job.id, async () => {
        if (jobs.has(job.id)) return 'exists';
        if (rows.length !== job.total)
          throw new Error(`${job.id} counts ${job.total} rows but has ${rows.length}.`);
        const own = folderOf(job.id);
        try {
          await fs.mkdir(own, { mode: FOLDER_MODE, recursive: true });
          await syncFolder(fs, folder);
          await writeNewRows({ fs, folder: own, jobId: job.id }, rows);
          const document = openJobDocument(fs, own, structuredClone(job));
          await document.write();
          jobs.set(job.id, document);
        } catch (cause) {
          // The answer is "not accepted": what is there must not become a job at the next start.
          await fs
            .rm(join(own, 'job.json'), { force: true })
            .then(() => fs.rm(own, { force: true, recursive: true }))
            .catch((error: unknown) => log.error({ err: error, jobId: job.id }, 'store.clean_up_failed'));
          throw describeWriteFailure(own, cause);
        }
        return 'accepted';
      });
    },
    dropJob(jobId, isStill, entries = []) {
      return oneAtATime(jobId, async () => {
        const job = jobs.get(jobId)?.data.job;
        if (job === undefined) return true;
        if (!isStill(structuredClone(job))) return false;
        await Promise.all(entries.map((entry) => options.audit(entry)));
        await rowsOf.get(jobId)?.flush();
        await dropped.drop(folderOf(jobId), () => {
          jobs.delete(jobId);
          holds.delete(jobId);
          rowsOf.delete(jobId);
        });
        return true;
      });
    },
    dropLeftRows: dropped.dropLeft,
    async loadJob(jobId) {
      return structuredClone(jobs.get(jobId)?.data.job);
    },
    async loadRows(jobId) {
      return (await openRows(jobId)?.load()) ?? [];
    },
    async scanRows(jobId, visit) {
      await openRows(jobId)?.scan(visit);
    },
    async listUnfinished() {
      const unfinished = [...jobs.values()]
        .map((document) => document.data.job)
        .filter(
          (job) =>
            job.state === 'running' ||
            job.state === 'stopping' ||
            job.messages.some((message) => !message.settled),
        );
      return structuredClone(unfinished.sort((one, other) => orderOf(one) - orderOf(other)));
    },
    async listJobs({ actorId, after = Number.NEGATIVE_INFINITY, limit }) {
      const newest = [...jobs.values()]
        .map((document) => document.data.job)
        .filter((job) => actorId === undefined || job.requestedBy.actorId === actorId)
        .filter(({ createdAt }) => createdAt > after)
        .reverse()
        .sort((one, other) => other.createdAt - one.createdAt);
      return structuredClone(newest.slice(0, Math.max(0, limit)));
    },
    updateJob: (jobId, make, entries) => oneAtATime(jobId, () => change(jobId, make, entries)),
    holdJob(jobId) {
      return oneAtATime(jobId, async () => {
        if (!jobs.has(jobId)) return undefined;
        const before = holds.get(jobId);
        const hold: Hold = { turn: (before?.turn ?? 0) + 1, isHeld: true };
        holds.set(jobId, hold);
        const check = (): void => {
          if (holds.get(jobId) !== hold) throw describeTakenJob();
        };
        return {
          turn: hold.turn,
          wasCutOff: before?.isHeld ?? false,
          record(rows) {
            check();
            openRows(jobId)?.record(rows);
          },
          async flush() {
            check();
            await rowsOf.get(jobId)?.flush();
          },
          update: (make, entries, rows) =>
            oneAtATime(jobId, async () => {
              check();
              return change(jobId, make, entries, rows);
            }),
          tell(progress) {
            check();
            hold.progress = progress;
          },
          async audit(entry) {
            check();
            await options.audit(entry);
          },
          async letGo() {
            check();
            hold.isHeld = false;
            delete hold.progress;
          },
        };
      });
    },
    loadProgress: async (jobId) => structuredClone(holds.get(jobId)?.progress),
    check() {
      for (const rows of rowsOf.values()) if (rows.failure !== undefined) throw rows.failure;
    },
    async flushAll() {
      await Promise.all([...rowsOf.values()].map((rows) => rows.flush()));
    },
  };
}
