import { RollcallError } from '../../domain/errors.ts';
import { UNDO_SYNCED } from '../people/syncedPeople.ts';
import type { Directory, StepOutcome, WriteOptions } from '../ports/directory.ts';
import type { RowRecord } from '../ports/records.ts';

/** Our own number: a read was already tried several times by the time it fails. */
const READ_AGAIN_MS = 5_000;

/**
 * Deletes accounts that a job created, up to 20; outcomes in order, safe to repeat. One that has since been joined to
 * somebody in Active Directory is left alone.
 */
export async function deleteCreated(
  directory: Directory,
  rows: readonly RowRecord[],
  how: WriteOptions,
): Promise<StepOutcome[]> {
  const ids = rows.map(({ objectId }) => objectId ?? '');
  let synced: Set<string>;
  try {
    const accounts = await directory.listAccounts(ids);
    synced = new Set(accounts.flatMap((account) => (account.synced ? [account.id] : [])));
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return ids.map(() => ({ status: 'later', afterMs: READ_AGAIN_MS, error }));
  }
  const own = ids.filter((id) => !synced.has(id));
  const outcomes = own.length === 0 ? [] : await directory.deleteAccounts(own, how);
  return ids.map((id): StepOutcome => {
    if (synced.has(id)) return { status: 'refused', error: UNDO_SYNCED };
    const outcome = outcomes[own.indexOf(id)];
    if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${own.length} people.`);
    return outcome;
  });
}
