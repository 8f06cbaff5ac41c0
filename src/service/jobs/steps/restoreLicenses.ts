import { RollcallError } from '../../../domain/errors.ts';
import type { Directory, LicenseChange, StepOutcome, WriteOptions } from '../../ports/directory.ts';
import type { RowRecord } from '../../ports/records.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { reverseOf } from './changeRows.ts';
import { restOf } from './licenseChanges.ts';

const SAYS = JOB_SERVICE_WORDS.undo;

/** Whether the rules want it approved that this person is given these licenses (skuIds) back. */
export type NeedsApproval = (row: RowRecord, skuIds: readonly string[]) => Promise<boolean>;

/** Our own number: a read was already tried several times by the time it fails. */
const READ_AGAIN_MS = 5_000;

async function plan(
  directory: Directory,
  row: RowRecord,
  needsApproval: NeedsApproval,
): Promise<LicenseChange | StepOutcome | typeof UNTOUCHED> {
  const { objectId = '', change, license } = row;
  if (change === undefined) return { status: 'done' };
  try {
    const holdings = await directory.readHoldings(objectId);
    // Deleted since: nothing is left to give back to.
    if (holdings === undefined) return { status: 'done' };
    const rest = restOf(reverseOf(change), holdings.held);
    const own = new Set(holdings.held.flatMap(({ skuId, inherited }) => (inherited ? [] : [skuId])));
    const given = rest.add.map(({ skuId }) => skuId).filter((skuId) => !own.has(skuId));
    if (given.length > 0 && (await needsApproval(row, given))) return UNAPPROVED;
    if (rest.add.length + rest.remove.length > 0) return { objectId, ...rest };
    return license.state === 'failed' ? UNTOUCHED : { status: 'done' };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    // A rule that names nobody who could approve is no trouble that passes.
    if (error.code === 'NO_APPROVER') return { status: 'refused', error };
    return { status: 'later', afterMs: READ_AGAIN_MS, error };
  }
}

/** Nothing to give back to somebody whose change failed: that it failed stays what there is to say. */
const UNTOUCHED = { status: 'untouched' } as const;

/** It was held when Undo was pressed, and was taken away since. */
const UNAPPROVED: StepOutcome = {
  status: 'refused',
  error: new RollcallError('NEEDS_APPROVAL', SAYS.unapproved.message, { next: SAYS.unapproved.next }),
};

/** The change stands; what is refused is its way back. */
function describeNotBack(error: RollcallError): RollcallError {
  const { code, message, next } = error;
  return new RollcallError(code, SAYS.notBack.message(message), {
    next: code === 'NO_SEATS' ? SAYS.notBack.noSeats : SAYS.notBack.next(next),
    cause: error,
  });
}

/**
 * Gives people back the licenses they had before a job changed them: only those that it changed, with the services
 * that were off before. What the rules want approved by then is left. Outcomes in order; safe to repeat.
 */
export async function restoreLicenses(
  directory: Directory,
  rows: readonly RowRecord[],
  needsApproval: NeedsApproval,
  how: WriteOptions,
): Promise<(StepOutcome | typeof UNTOUCHED)[]> {
  const plans = await Promise.all(rows.map((row) => plan(directory, row, needsApproval)));
  const changes = plans.filter((one): one is LicenseChange => 'objectId' in one);
  const outcomes = changes.length === 0 ? [] : await directory.changeLicenses(changes, how);
  return plans.map((one) => {
    if (!('objectId' in one)) return one;
    const outcome = outcomes[changes.indexOf(one)];
    if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${changes.length} changes.`);
    return outcome.status === 'refused' ? { ...outcome, error: describeNotBack(outcome.error) } : outcome;
  });
}
