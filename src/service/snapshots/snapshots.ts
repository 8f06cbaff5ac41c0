import type { Act, PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { Secret } from '../../secrets/secret.ts';
import type { ProvisioningOptions } from '../context.ts';
import { takeOrder } from '../ports/order.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { SnapshotRecord } from '../ports/snapshots.ts';
import { readActorNames } from '../roleGroups/lastNames.ts';
import { SNAPSHOT_WORDS } from './words.ts';

/** The field a person's state is sealed for. */
const FIELD = 'state';

type Options = Pick<ProvisioningOptions, 'store' | 'sealer' | 'clock'>;

/** A snapshot without what it holds, and the name of whoever had the person changed. */
export interface SnapshotLine extends Pick<SnapshotRecord, 'id' | 'takenAt' | 'task' | 'did'> {
  byName: string;
}

/** How people were before they were changed. */
export interface Snapshots {
  /** Of one person, newest first: with what was done then, and without what came to nothing. */
  list(actor: Actor, objectId: string): Promise<readonly SnapshotLine[]>;
}

/** Of what is kept for one row of a job. */
export function snapshotIdOf(jobId: string, rowId: string): string {
  return `${jobId}-${rowId}`;
}

/** Whether a row of a job has begun to change somebody: how they were is on disk before that. */
export async function hasSnapshot(
  { store }: Pick<ProvisioningOptions, 'store'>,
  jobId: string,
  rowId: string,
): Promise<boolean> {
  return (await store.loadSnapshot(snapshotIdOf(jobId, rowId))) !== undefined;
}

/**
 * Keeps how somebody is, sealed and on disk, before a job changes them for the first time. Of the same row it keeps no
 * second one: what was half done by then is not how they were. Answers how they were; undefined where what is kept does
 * not open. Throws what the store throws.
 */
export async function keepSnapshot(
  { store, sealer, clock }: Options,
  job: JobRecord,
  { rowId, acts = [] }: RowRecord,
  state: PersonState,
): Promise<PersonState | undefined> {
  const id = snapshotIdOf(job.id, rowId);
  const kept = await store.loadSnapshot(id);
  if (kept !== undefined) return openIfWhole({ sealer }, kept);
  await store.saveSnapshot({
    id,
    customer: job.customer,
    objectId: state.id,
    takenAt: clock.now(),
    order: await takeOrder({ store, clock }),
    by: job.requestedBy.actorId,
    task: job.task ?? 'create',
    did: acts.map(({ act }) => act.kind),
    ...sealState(sealer, id, state),
  });
  return state;
}

/** The job that a snapshot was kept for. */
export function jobIdOf({ id }: Pick<SnapshotRecord, 'id'>): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** The row that a snapshot was kept for; undefined where its job is not kept any more. Throws what the store throws. */
export async function loadRowOf(
  { store }: Pick<ProvisioningOptions, 'store'>,
  { id }: Pick<SnapshotRecord, 'id'>,
): Promise<RowRecord | undefined> {
  const jobId = jobIdOf({ id });
  const rows = await store.loadRows(jobId);
  return rows.find(({ rowId }) => snapshotIdOf(jobId, rowId) === id);
}

/** What was done of what a snapshot was kept for; all of it where its job is not kept any more. */
export function listDone({ did }: Pick<SnapshotRecord, 'did'>, row: RowRecord | undefined): Act['kind'][] {
  const { acts } = row ?? {};
  if (acts === undefined) return [...did];
  return did.filter((kind) => acts.some(({ act, state }) => act.kind === kind && state === 'done'));
}

/** How somebody was before a row of a job changed them; undefined where that is not kept any more, or does not open. */
export async function readStateBefore(
  context: Pick<ProvisioningOptions, 'store' | 'sealer'>,
  jobId: string,
  rowId: string,
): Promise<PersonState | undefined> {
  const snapshot = await context.store.loadSnapshot(snapshotIdOf(jobId, rowId));
  return snapshot === undefined ? undefined : openIfWhole(context, snapshot);
}

/** The sealed part of a snapshot. */
export function sealState(
  sealer: ProvisioningOptions['sealer'],
  id: string,
  state: PersonState,
): Pick<SnapshotRecord, 'key' | 'state'> {
  const key = sealer.newJobKey(id);
  return { key, state: sealer.seal(key, id, FIELD, new Secret(JSON.stringify(state))) };
}

/** What a snapshot holds. Throws SEAL_BROKEN. */
export function openSnapshot(
  { sealer }: Pick<ProvisioningOptions, 'sealer'>,
  { id, key, state }: SnapshotRecord,
): PersonState {
  return JSON.parse(sealer.open(key, id, FIELD, state).reveal()) as PersonState;
}

/** What a snapshot holds; of one that does not open nobody can tell. */
export function openIfWhole(
  context: Pick<ProvisioningOptions, 'sealer'>,
  snapshot: SnapshotRecord,
): PersonState | undefined {
  try {
    return openSnapshot(context, snapshot);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'SEAL_BROKEN') return undefined;
    throw error;
  }
}

/** A snapshot of the actor's customer. Throws NOT_FOUND for any other, and for one that is not kept any more. */
export async function loadSnapshot(
  { store, policy }: Pick<ProvisioningOptions, 'store' | 'policy'>,
  actor: Actor,
  id: string,
): Promise<SnapshotRecord> {
  const found = await store.loadSnapshot(id);
  if (found !== undefined && found.customer === actor.customer) return found;
  const { message, done, next } = SNAPSHOT_WORDS.gone;
  throw new RollcallError('NOT_FOUND', message, { done: done(policy.retention.snapshots), next });
}

export function createSnapshots({ store, policy }: Pick<ProvisioningOptions, 'store' | 'policy'>): Snapshots {
  /** A job keeps the name of whoever has left the policy since. */
  async function nameOf({ by, id }: SnapshotRecord): Promise<string> {
    const known = (await readActorNames({ policy, store })).nameOf(by);
    return known ?? (await store.loadJob(jobIdOf({ id })))?.requestedBy.name ?? SNAPSHOT_WORDS.someone;
  }

  return {
    async list({ customer }, objectId) {
      const found = await store.listSnapshots({ customer, objectId });
      const lines = await Promise.all(
        found.map(async (one): Promise<SnapshotLine> => {
          const { id, takenAt, task } = one;
          const did = listDone(one, await loadRowOf({ store }, one));
          return { id, takenAt, task, did, byName: await nameOf(one) };
        }),
      );
      return lines.filter(({ did }, index) => did.length > 0 || found[index]?.did.length === 0);
    },
  };
}
