import { RollcallError } from '../../../domain/errors.ts';
import type { Directory, LicenseChange, StepOutcome } from '../../ports/directory.ts';
import type { RowRecord } from '../../ports/records.ts';
import { restOf, reverseOf } from './changeRows.ts';

/** Our own number: a read was already tried several times by the time it fails. */
const READ_AGAIN_MS = 5_000;

async function plan(
  directory: Directory,
  { objectId = '', change, license }: RowRecord,
): Promise<LicenseChange | StepOutcome | typeof UNTOUCHED> {
  if (change === undefined) return { status: 'done' };
  try {
    const holdings = await directory.readHoldings(objectId);
    // Deleted since: nothing is left to give back to.
    if (holdings === undefined) return { status: 'done' };
    const rest = restOf(reverseOf(change), holdings.held);
    if (rest.add.length + rest.remove.length > 0) return { objectId, ...rest };
    return license.state === 'failed' ? UNTOUCHED : { status: 'done' };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { status: 'later', afterMs: READ_AGAIN_MS, error };
  }
}

/** Nothing to give back to somebody whose change failed: that it failed stays what there is to say. */
const UNTOUCHED = { status: 'untouched' } as const;

/** The change stands; what is refused is its way back. */
function describeNotBack(error: RollcallError): RollcallError {
  const { code, message, next } = error;
  return new RollcallError(code, `Not changed back: ${message}`, {
    next:
      code === 'NO_SEATS'
        ? 'Free or buy seats of what was taken away, and press Undo again.'
        : `${next} Then press Undo again.`,
    cause: error,
  });
}

/**
 * Gives people back the licenses they had before a job changed them: only those that it changed, with the services
 * that were off before. Outcomes in order; safe to repeat.
 */
export async function restoreLicenses(
  directory: Directory,
  rows: readonly RowRecord[],
): Promise<(StepOutcome | typeof UNTOUCHED)[]> {
  const plans = await Promise.all(rows.map((row) => plan(directory, row)));
  const changes = plans.filter((one): one is LicenseChange => 'objectId' in one);
  const outcomes = changes.length === 0 ? [] : await directory.changeLicenses(changes);
  return plans.map((one) => {
    if (!('objectId' in one)) return one;
    const outcome = outcomes[changes.indexOf(one)];
    if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${changes.length} changes.`);
    return outcome.status === 'refused' ? { ...outcome, error: describeNotBack(outcome.error) } : outcome;
  });
}
