import { RollcallError } from '../../../domain/errors.ts';
import type { HeldLicense, Holdings } from '../../../domain/terms.ts';
import type { Audited } from '../../context.ts';
import type { LicenseChange, StepOutcome } from '../../ports/directory.ts';
import type { RowChange, RowRecord } from '../../ports/records.ts';
import { CHANGE_THROTTLED_TOO_LONG, PERSON_GONE } from '../jobErrors.ts';
import { inQueue, type JobRun, record, settle, type Ticket } from '../runner/jobRun.ts';
import { toStored, withStep } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { changeLicenses, restOf } from './licenseChanges.ts';
import { waitForLicense } from './licenseRows.ts';

/** Our own number: a read was already tried several times by the time it fails. */
const READ_AGAIN_MS = 5_000;

/** The change that gives back what was held before: of these licenses only, since others may have changed since. */
export function reverseOf({ add, remove, before = [] }: RowChange): Pick<RowChange, 'add' | 'remove'> {
  const touched = new Set([...add.map(({ skuId }) => skuId), ...remove]);
  const own = before.filter(({ skuId, inherited }) => touched.has(skuId) && !inherited);
  return {
    add: own.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans })),
    // What a group gives as well stays with the group: only the direct part was given by the change.
    remove: [...touched].filter((skuId) => !own.some((one) => one.skuId === skuId)),
  };
}

function changeOf({ rowId, change }: RowRecord): RowChange {
  if (change === undefined) throw new Error(`Row ${rowId} has nothing to change.`);
  return change;
}

function objectIdOf({ rowId, objectId }: RowRecord): string {
  if (objectId === undefined) throw new Error(`Row ${rowId} has no object id.`);
  return objectId;
}

function toOutcome(error: unknown): StepOutcome {
  if (!(error instanceof RollcallError)) throw error;
  const passes = error.code === 'DIRECTORY_DOWN' || error.code === 'THROTTLED';
  return passes ? { status: 'later', afterMs: READ_AGAIN_MS, error } : { status: 'refused', error };
}

/** Why a change of services alone is refused when its license is no longer held directly. Other acts may have been done. */
export const NOT_HELD = new RollcallError(
  'VERSION_STALE',
  JOB_SERVICE_WORDS.rows.notHeld.message,
  JOB_SERVICE_WORDS.rows.notHeld,
);

const GONE: StepOutcome = {
  status: 'refused',
  error: new RollcallError(PERSON_GONE.code, PERSON_GONE.message, { next: PERSON_GONE.next }),
};

/**
 * Licenses that a change would give anew though nobody asked for that: their services alone were to change, and they
 * were taken away since, or come from a group by now. The rules of approval looked at `licenses` only.
 */
function listUnasked({ licenses, change }: RowRecord, held: readonly HeldLicense[]): string[] {
  const own = new Set([...licenses, ...held.flatMap(({ skuId, inherited }) => (inherited ? [] : [skuId]))]);
  return (change?.add ?? []).map(({ skuId }) => skuId).filter((skuId) => !own.has(skuId));
}

/** Reads what is held now and sets the location where there is none: the first half of a change. */
async function prepare(run: JobRun, { row }: Ticket): Promise<Holdings | StepOutcome> {
  const objectId = objectIdOf(row);
  const { usageLocation } = row.person;
  try {
    const holdings = await run.directory.readHoldings(objectId);
    if (holdings === undefined) return GONE;
    if (listUnasked(row, holdings.held).length > 0) return { status: 'refused', error: NOT_HELD };
    const needsLocation = changeOf(row).add.length > 0 && holdings.usageLocation === undefined;
    if (!needsLocation || usageLocation === undefined) return holdings;
    const outcome = await inQueue(run, (how) => run.directory.setUsageLocation(objectId, usageLocation, how));
    return outcome.status === 'done' ? holdings : outcome;
  } catch (error) {
    return toOutcome(error);
  }
}

/** What was held before the first change is on disk before it: a change that cannot be undone is the worse failure. */
async function keepBefore(
  run: JobRun,
  ready: readonly { ticket: Ticket; holdings: Holdings }[],
): Promise<void> {
  const first = ready.filter(({ ticket }) => changeOf(ticket.row).before === undefined);
  if (first.length === 0) return;
  for (const { ticket, holdings } of first) {
    const change = { ...changeOf(ticket.row), before: holdings.held };
    ticket.row = { ...ticket.row, change };
  }
  record(
    run,
    first.map(({ ticket }) => ticket),
  );
  await run.held.flush();
}

function names(licenses: readonly { skuId: string }[]): string {
  return licenses.map(({ skuId }) => skuId).join(' ');
}

function mark(run: JobRun, ticket: Ticket, outcome: StepOutcome): Audited[] {
  if (outcome.status === 'later') {
    const gaveUp = waitForLicense(run, ticket, outcome, CHANGE_THROTTLED_TOO_LONG);
    return gaveUp === undefined ? [] : mark(run, ticket, { status: 'refused', error: toError(gaveUp) });
  }
  run.outage.answered();
  const error = outcome.status === 'done' ? undefined : toStored(outcome.error);
  ticket.row = withStep(ticket.row, 'license', run.context.clock.now(), error);
  ticket.step = 'over';
  const { add, remove, before = [] } = changeOf(ticket.row);
  return [
    {
      what: 'license.changed',
      outcome: error === undefined ? 'done' : 'failed',
      subject: ticket.row.person.userPrincipalName,
      detail: {
        objectId: objectIdOf(ticket.row),
        added: names(add),
        removed: remove.join(' '),
        before: names(before),
        ...(error === undefined ? {} : { code: error.code }),
      },
    },
  ];
}

function toError({ code, message, next }: typeof PERSON_GONE): RollcallError {
  return new RollcallError(code, message, { next });
}

/**
 * Changes the licenses of up to 20 people who exist, each in one call. What is held is read before each try, and only
 * what is missing is sent, so that it is safe to repeat.
 */
export async function changeRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const prepared = await Promise.all(tickets.map((ticket) => prepare(run, ticket)));
  const ready = tickets.flatMap((ticket, index) => {
    const holdings = prepared[index];
    return holdings === undefined || 'status' in holdings ? [] : [{ ticket, holdings }];
  });
  await keepBefore(run, ready);
  const changes = new Map<Ticket, LicenseChange>();
  for (const { ticket, holdings } of ready) {
    const rest = restOf(changeOf(ticket.row), holdings.held);
    if (rest.add.length + rest.remove.length === 0) continue;
    changes.set(ticket, { objectId: holdings.id, ...rest });
  }
  const outcomes = changes.size === 0 ? [] : await changeLicenses(run, [...changes.values()]);
  const sent = [...changes.keys()];
  const entries = tickets.flatMap((ticket, index) => {
    const early = prepared[index];
    if (early !== undefined && 'status' in early) return mark(run, ticket, early);
    const outcome = sent.includes(ticket) ? outcomes[sent.indexOf(ticket)] : { status: 'done' as const };
    if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${changes.size} changes.`);
    return mark(run, ticket, outcome);
  });
  await settle(run, tickets, entries);
}
