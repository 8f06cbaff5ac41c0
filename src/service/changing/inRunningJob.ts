import { RollcallError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { standingOf } from '../jobs/runner/rowState.ts';
import type { JobRecord } from '../ports/records.ts';
import { CHANGING_WORDS } from './words.ts';

type Options = Pick<ProvisioningOptions, 'store'>;

/** The refusal of whoever is in a job that still runs. */
export const BUSY = new RollcallError('NOT_YET', CHANGING_WORDS.busy.message, CHANGING_WORDS.busy);

/** A row about somebody, in a job that still runs. */
export interface RunningRow {
  job: JobRecord;
  rowId: string;
  /** Something of it is left to do. */
  isOpen: boolean;
}

/** It writes, or takes back what it wrote. */
export function isRunning({ state, undo }: JobRecord): boolean {
  return state === 'running' || state === 'stopping' || undo?.state === 'running';
}

/** The rows of a job that still runs that are about this account. */
export async function listRowsAbout(
  { store }: Options,
  job: JobRecord,
  objectId: string,
): Promise<RunningRow[]> {
  const found: RunningRow[] = [];
  await store.scanRows(job.id, (row) => {
    if (row.objectId !== objectId) return;
    const isOpen = standingOf(row) === 'waiting' || job.undo?.state === 'running';
    found.push({ job, rowId: row.rowId, isOpen });
  });
  return found;
}

/** In the order in which the jobs were accepted. */
async function listRunning(
  { store }: Options,
  customer: CustomerId,
  objectId: string,
): Promise<RunningRow[]> {
  const found: RunningRow[] = [];
  for (const job of await store.listUnfinished()) {
    if (job.customer !== customer || !isRunning(job)) continue;
    found.push(...(await listRowsAbout({ store }, job, objectId)));
  }
  return found;
}

/** Object ids of everybody about whom a job still runs. */
export async function listBusy({ store }: Options, customer: CustomerId): Promise<ReadonlySet<string>> {
  const busy = new Set<string>();
  for (const job of await store.listUnfinished()) {
    if (job.customer !== customer || !isRunning(job)) continue;
    await store.scanRows(job.id, ({ objectId }) => {
      if (objectId !== undefined) busy.add(objectId);
    });
  }
  return busy;
}

/** The refusal of whoever is about to get a new password already. */
export const BEING_RESET = new RollcallError(
  'NOT_YET',
  CHANGING_WORDS.beingReset.message,
  CHANGING_WORDS.beingReset,
);

/** Object ids of everybody to whom a job that still runs has yet to give a new password: of two only one would hold. */
export async function listBeingReset({ store }: Options, customer: CustomerId): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const job of await store.listUnfinished()) {
    if (job.customer !== customer || job.task !== 'reset' || !isRunning(job)) continue;
    await store.scanRows(job.id, (row) => {
      if (row.objectId !== undefined && standingOf(row) === 'waiting') found.add(row.objectId);
    });
  }
  return found;
}

/** Whether a job that still runs replaces this person's password with one that nobody is told, as whoever leaves gets. */
async function isPasswordReplaced(
  { store }: Options,
  customer: CustomerId,
  objectId: string,
): Promise<boolean> {
  for (const job of await store.listUnfinished()) {
    if (job.customer !== customer || job.task !== 'leave' || !isRunning(job)) continue;
    let isOpen = false;
    await store.scanRows(job.id, (row) => {
      const replaces = row.acts?.some(({ act }) => act.kind === 'password') ?? false;
      isOpen ||= row.objectId === objectId && replaces && standingOf(row) === 'waiting';
    });
    if (isOpen) return true;
  }
  return false;
}

/** Throws NOT_YET for whoever is being offboarded: a password that is given now would be the one that is told, or none. */
export async function refuseResetOfLeaver(
  options: Options,
  customer: CustomerId,
  objectId: string,
): Promise<void> {
  if (await isPasswordReplaced(options, customer, objectId)) throw BUSY;
}

/**
 * The refusal of a reset whose person a job that was accepted earlier has yet to give a new password, right before it is
 * carried out: two may have pressed together, and of two that are sent at once nobody can tell which one holds.
 */
export async function findEarlierReset(
  { store }: Options,
  { id: jobId, customer }: Pick<JobRecord, 'id' | 'customer'>,
  objectId: string,
): Promise<RollcallError | undefined> {
  for (const job of await store.listUnfinished()) {
    if (job.id === jobId) return undefined;
    if (job.customer !== customer || job.task !== 'reset' || !isRunning(job)) continue;
    let isOpen = false;
    await store.scanRows(job.id, (row) => {
      isOpen ||= row.objectId === objectId && standingOf(row) === 'waiting';
    });
    if (isOpen) return BEING_RESET;
  }
  return undefined;
}

/** Throws NOT_YET while another job is about this person: what both do would depend on which is faster. */
export async function refuseInRunningJob(
  options: Options,
  customer: CustomerId,
  objectId: string,
): Promise<void> {
  if ((await listRunning(options, customer, objectId)).length > 0) throw BUSY;
}
