import type { Act, PersonState } from '../../../domain/acts.ts';
import type { ProvisioningOptions } from '../../context.ts';
import type { JobRecord, RowRecord } from '../../ports/records.ts';
import { readStateBefore } from '../../snapshots/snapshots.ts';
import { ACT_AUDIT } from './actAudit.ts';

/** What is known of a row beside the row, which is on disk later than either. */
export interface Begun {
  /** How they were before its first act. Left out: it had none, or what was kept does not open. */
  before?: PersonState;
  /** When each act of it was done. Milliseconds since the epoch. */
  done: ReadonlyMap<Act['kind'], number>;
}

/**
 * What a crash may have taken from a row: how somebody was is kept before the first act, and the audit has each act that
 * was done. Throws what the store throws.
 */
export async function readBegun(
  context: Pick<ProvisioningOptions, 'store' | 'sealer'>,
  job: JobRecord,
  { rowId, person }: RowRecord,
): Promise<Begun> {
  const before = await readStateBefore(context, job.id, rowId);
  if (before === undefined) return { done: new Map() };
  const entries = await context.store.readAudit({
    // Of a leaver who was renamed since it was planned, what was done is told under the name of then.
    subjects: [...new Set([person.userPrincipalName, before.userPrincipalName])],
    mentions: [job.id],
    limit: Number.MAX_SAFE_INTEGER,
  });
  const times = new Map(entries.flatMap(({ what, outcome, at }) => (outcome === 'done' ? [[what, at]] : [])));
  const kinds = Object.entries(ACT_AUDIT) as [Act['kind'], string][];
  const done = kinds.flatMap(([kind, what]) => {
    const at = times.get(what);
    return at === undefined ? [] : [[kind, at] as const];
  });
  return { before, done: new Map(done) };
}

/** Somebody as they are, with the groups and licenses that a row has perhaps taken from them already. */
export function withTaken(state: PersonState, before: PersonState | undefined): PersonState {
  if (before === undefined) return state;
  const { groups, held } = state;
  const heldNow = new Set(held.map(({ skuId }) => skuId));
  const inNow = new Set(groups?.map(({ id }) => id));
  return {
    ...state,
    held: [...held, ...before.held.filter(({ skuId }) => !heldNow.has(skuId))],
    ...(groups === undefined
      ? {}
      : { groups: [...groups, ...(before.groups ?? []).filter(({ id }) => !inNow.has(id))] }),
  };
}
