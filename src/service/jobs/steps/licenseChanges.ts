import { RollcallError } from '../../../domain/errors.ts';
import type { HeldLicense } from '../../../domain/terms.ts';
import type { LicenseChange, StepOutcome } from '../../ports/directory.ts';
import type { RowChange } from '../../ports/records.ts';
import { inQueue, type JobRun } from '../runner/jobRun.ts';

function samePlans(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((plan) => b.includes(plan));
}

/** What is left to do of a change, given what is held now: so it can be repeated, and half of it done by others. */
export function restOf(
  { add, remove }: Pick<RowChange, 'add' | 'remove'>,
  held: readonly HeldLicense[],
): Pick<RowChange, 'add' | 'remove'> {
  const now = new Map(held.map((one) => [one.skuId, one]));
  return {
    add: add.filter(({ skuId, disabledPlans }) => {
      const own = now.get(skuId);
      return own === undefined || !samePlans(own.disabledPlans, disabledPlans);
    }),
    remove: remove.filter((skuId) => now.get(skuId)?.inherited === false),
  };
}

/** A refusal is none where nothing is left to do. Where that cannot be read, it stays. */
async function lookAgain(run: JobRun, change: LicenseChange, outcome: StepOutcome): Promise<StepOutcome> {
  if (outcome.status !== 'refused') return outcome;
  try {
    const holdings = await run.directory.readHoldings(change.objectId);
    if (holdings === undefined) return outcome;
    const { add, remove } = restOf(change, holdings.held);
    return add.length + remove.length === 0 ? { status: 'done' } : outcome;
  } catch (error) {
    if (error instanceof RollcallError) return outcome;
    throw error;
  }
}

/**
 * Changes what people hold. In a job that ran before, a call of the process that died can reach the directory after this
 * one has read what is held: what is refused then is looked at once more.
 */
export async function changeLicenses(run: JobRun, changes: readonly LicenseChange[]): Promise<StepOutcome[]> {
  const outcomes = await inQueue(run, (how) => run.directory.changeLicenses(changes, how));
  if (!run.control.repeats) return outcomes;
  const looked = outcomes.map((outcome, index) => {
    const change = changes[index];
    return change === undefined ? outcome : lookAgain(run, change, outcome);
  });
  return Promise.all(looked);
}
