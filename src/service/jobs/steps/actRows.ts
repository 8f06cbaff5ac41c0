import { type Act, type PersonState, pickBefore } from '../../../domain/acts.ts';
import { RollcallError } from '../../../domain/errors.ts';
import { listLeaveActs, refreshChoice } from '../../../domain/leaveSteps.ts';
import { idNow } from '../../../domain/policy/roleGroups.ts';
import type { Audited } from '../../context.ts';
import { refuseByRoles } from '../../door/readMay.ts';
import { createRefuseChange } from '../../door/refuseChange.ts';
import { keepTicks, listLeft } from '../../leaving/listLeft.ts';
import type { StepOutcome } from '../../ports/directory.ts';
import { takeOrder } from '../../ports/order.ts';
import type { ActRecord, RowRecord, StoredError } from '../../ports/records.ts';
import { keepSnapshot } from '../../snapshots/snapshots.ts';
import { ACT_THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { findOvertaking } from '../overtaken.ts';
import { type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { joinErrors, toStored, withStep } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { readBegun, withTaken } from './begunActs.ts';
import { deletePerson, isGoneByUs, refuseDeletion } from './deleting.ts';
import { waitForLicense } from './licenseRows.ts';
import { markAct, openActs } from './markAct.ts';
import { performAct } from './performAct.ts';
import { describeAbsent, isRestored, isToDelete, isToRestore, readDeleted, restore } from './restoring.ts';

const SAYS = JOB_SERVICE_WORDS.rows;

/** Our own number: a read was already tried several times by the time it fails. */
const AGAIN_MS = 5_000;

const NEEDS_REPLY: StepOutcome = {
  status: 'refused',
  error: new RollcallError('NOT_YET', SAYS.replyFirst.message, { next: SAYS.replyFirst.next }),
};

/** An automatic reply that could not be set needs the mailbox, which goes with the licenses. */
function needsReplyFirst({ acts = [] }: RowRecord, { act }: ActRecord): boolean {
  if (act.kind !== 'licenses' && act.kind !== 'leaveGroups') return false;
  return acts.some((one) => one.act.kind === 'reply' && one.state === 'failed');
}

/** The row is over once no act is left; it failed when one of them did. */
function close(run: JobRun, ticket: Ticket): void {
  const errors = (ticket.row.acts ?? []).flatMap(({ error }) => error ?? []);
  ticket.row = withStep(ticket.row, 'license', run.context.clock.now(), joinErrors(errors));
  ticket.step = 'over';
}

/** Nothing more is done for this row: every act that is left is told to have failed so. */
export function giveUpActs(run: JobRun, ticket: Ticket, error: StoredError): Audited[] {
  const entries = openActs(ticket.row).map((one) => markAct(run, ticket, one, error));
  close(run, ticket);
  return entries;
}

/** Whoever is to be deleted is gone. That somebody else did it is no entry of this job. */
function closeGone(run: JobRun, ticket: Ticket): Audited[] {
  const isOurs = isGoneByUs(ticket.row);
  const entries = openActs(ticket.row).map((one) => markAct(run, ticket, one));
  const acts = ticket.row.acts?.map((one) => (isOurs ? one : { ...one, already: true as const }));
  ticket.row = { ...ticket.row, ...(acts === undefined ? {} : { acts }) };
  close(run, ticket);
  return isOurs ? entries : [];
}

function toOutcome(error: unknown): Exclude<StepOutcome, { status: 'done' }> {
  if (!(error instanceof RollcallError)) throw error;
  const passes = ['DIRECTORY_DOWN', 'THROTTLED', 'ROLE_UNKNOWN', 'POLICY_OLDER'].includes(error.code);
  return passes ? { status: 'later', afterMs: AGAIN_MS, error } : { status: 'refused', error };
}

/**
 * Of somebody who leaves: what was chosen, for whatever they are in and hold by now, which may be weeks after it was
 * asked for. Once one of the acts is done, or has failed, the others stay as they are.
 */
function makeActsAnew(ticket: Ticket, state: PersonState): void {
  const { acts = [], leaving, left: before = [], ...row } = ticket.row;
  if (leaving === undefined || acts.some((one) => one.state !== 'todo')) return;
  const choice = refreshChoice(state, leaving);
  const chosen = listLeaveActs(state, choice);
  const left = keepTicks(before, listLeft(state, chosen));
  ticket.row = {
    ...row,
    // Whoever was renamed since is told, and deleted later, under the name they have.
    person: { ...row.person, userPrincipalName: state.userPrincipalName, displayName: state.displayName },
    leaving: choice,
    acts: chosen.map((act) => ({ act, state: 'todo' as const })),
    ...(left.length === 0 ? {} : { left }),
  };
}

/** What a crash took from the row is put back: what was chosen before its first act, and what the audit says is done. */
async function recallActs(
  { context, job, control }: JobRun,
  ticket: Ticket,
  state: PersonState,
): Promise<void> {
  const begun = control.repeats ? await readBegun(context, job, ticket.row) : undefined;
  makeActsAnew(ticket, withTaken(state, begun?.before));
  const { acts = [] } = ticket.row;
  const recalled = acts.map((one): ActRecord => {
    const at = begun?.done.get(one.act.kind);
    return at === undefined || one.state !== 'todo' ? one : { ...one, state: 'done', at };
  });
  if (begun !== undefined && begun.done.size > 0) ticket.row = { ...ticket.row, acts: recalled };
}

/** Why each act may not be done; of those that may be done there is none. Throws what passes. */
async function listRefused(
  refusalOf: (acts: readonly Act[]) => Promise<RollcallError | undefined>,
  acts: readonly Act[],
): Promise<Map<Act['kind'], RollcallError>> {
  const refused = new Map<Act['kind'], RollcallError>();
  for (const act of acts) {
    const refusal = await refusalOf([act]).catch((error: unknown) => {
      const outcome = toOutcome(error);
      if (outcome.status === 'later') throw error;
      return outcome.error;
    });
    // Somebody was restored by now, so that "nothing was changed" is not true of them.
    if (refusal === undefined) continue;
    refused.set(act.kind, new RollcallError(refusal.code, refusal.message, { next: refusal.next }));
  }
  return refused;
}

/** How they were is on disk before the first act, and what of it changes is in the row, for the results. */
async function keepBefore({ context, job }: JobRun, ticket: Ticket, state: PersonState): Promise<void> {
  const then = await keepSnapshot(context, job, ticket.row, state);
  const acts = (ticket.row.acts ?? []).map(({ act }) => act);
  const says = acts.some(({ kind }) => kind === 'fields' || kind === 'manager' || kind === 'rename');
  if (says && then !== undefined) ticket.row = { ...ticket.row, before: pickBefore(then, acts) };
}

/** How somebody is, and which acts may not be done to them. */
interface Prepared {
  state: PersonState;
  refused: ReadonlyMap<Act['kind'], RollcallError>;
}

/** Asked right before the change, of whoever asked as the policy has them today; how they were is on disk then. */
async function prepare(run: JobRun, ticket: Ticket): Promise<Prepared | StepOutcome> {
  const { directory, context, job } = run;
  const { requestedBy, customer } = job;
  const { row } = ticket;
  try {
    // Before the read: what another job has done by then is in it, and no half of it is kept as how they were.
    const busy = await run.findBusy(row);
    if (busy !== undefined) return { status: 'later', afterMs: AGAIN_MS, error: busy };
    const overtaken = await findOvertaking(context, job, row, true);
    if (overtaken !== undefined) {
      ticket.row = { ...row, overtakenAt: context.clock.now() };
      const { code, message, next } = overtaken;
      return { status: 'refused', error: new RollcallError(code, message, { next }) };
    }
    const isDeleted = isToRestore(row);
    const state = isDeleted
      ? await readDeleted(run, row)
      : ((await directory.readState(row.objectId ?? '')) ?? describeAbsent(row));
    if ('status' in state) return state;
    const refusedNow = isToDelete(row) ? await refuseDeletion(run, row, state) : undefined;
    if (refusedNow !== undefined) return { status: 'refused', error: refusedNow };
    await recallActs(run, ticket, state);
    const { actorId, name } = requestedBy;
    const id = idNow(context.policy, actorId);
    const acts = openActs(ticket.row).map(({ act }) => act);
    // What follows a restore is asked about once the account is there.
    const asked = acts.filter(({ kind }) => !isDeleted || kind === 'restore');
    const refuseChange = createRefuseChange(context);
    const refusalOf = (some: readonly Act[]) =>
      refuseByRoles(context, { id, name }, customer, (roles) =>
        refuseChange({ id, customer, roles }, state, some),
      );
    if (isRestored(row)) {
      const refused = await listRefused(refusalOf, asked);
      await keepBefore(run, ticket, state);
      return { state, refused };
    }
    const refusal = await refusalOf(asked);
    if (refusal !== undefined) return { status: 'refused', error: refusal };
    if (!isDeleted) await keepBefore(run, ticket, state);
    return { state, refused: new Map() };
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'STORE_BROKEN') throw error;
    return toOutcome(error);
  }
}

/** Puts the row off; answers the audit's entries where it is given up. */
function wait(run: JobRun, ticket: Ticket, outcome: StepOutcome & { status: 'later' }): Audited[] {
  const gaveUp = waitForLicense(run, ticket, outcome, ACT_THROTTLED_TOO_LONG);
  return gaveUp === undefined ? [] : giveUpActs(run, ticket, gaveUp);
}

/** Something that is looked at between two acts: what is left waits. */
function isHeld({ context, control }: JobRun): boolean {
  return control.stop || control.drain || context.brake.paused() !== undefined;
}

function closeEmpty(run: JobRun, ticket: Ticket): Promise<void> {
  close(run, ticket);
  return settle(run, [ticket], []);
}

function perform(
  run: JobRun,
  ticket: Ticket,
  { state, refused }: Prepared,
  one: ActRecord,
): Promise<StepOutcome> | StepOutcome {
  const { act } = one;
  const why = refused.get(act.kind);
  if (why !== undefined) return { status: 'refused', error: why };
  if (act.kind === 'restore') return restore(run, ticket);
  if (act.kind === 'delete') return deletePerson(run, ticket);
  if (needsReplyFirst(ticket.row, one)) return NEEDS_REPLY;
  return performAct(run, state, act, ticket.row.licenses);
}

async function actOn(run: JobRun, ticket: Ticket): Promise<void> {
  if (openActs(ticket.row).length === 0) return closeEmpty(run, ticket);
  const prepared = await prepare(run, ticket);
  if ('status' in prepared) {
    if (prepared.status === 'later') return settle(run, [ticket], wait(run, ticket, prepared));
    run.outage.answered();
    if (prepared.status === 'done') return settle(run, [ticket], closeGone(run, ticket));
    const error = toStored(prepared.error);
    return settle(run, [ticket], giveUpActs(run, ticket, error));
  }
  if (openActs(ticket.row).length === 0) return closeEmpty(run, ticket);
  for (const one of openActs(ticket.row)) {
    if (isHeld(run)) return;
    const outcome = await perform(run, ticket, prepared, one);
    if (outcome.status === 'later') return settle(run, [ticket], wait(run, ticket, outcome));
    run.outage.answered();
    ticket.waits.clear();
    const error = outcome.status === 'refused' ? toStored(outcome.error) : undefined;
    // Of two passwords the later one holds.
    const isSet = one.act.kind === 'password' && error === undefined;
    const order = isSet ? await takeOrder(run.context) : undefined;
    const entry = markAct(run, ticket, one, error, order);
    if (one.act.kind === 'restore' && openActs(ticket.row).length > 0) {
      const given = error === undefined ? [] : giveUpActs(run, ticket, error);
      await settle(run, [ticket], [entry, ...given]);
      return error === undefined ? actOn(run, ticket) : undefined;
    }
    // With the last act, so that no crash comes between the two.
    if (openActs(ticket.row).length === 0) close(run, ticket);
    await settle(run, [ticket], [entry]);
  }
}

/**
 * Carries out what is asked of people who exist: how they were is kept first, then one act after the other, each with its
 * own result. One that fails keeps none of the others from being done. Safe to repeat.
 */
export async function actRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  await Promise.all(tickets.map((ticket) => actOn(run, ticket)));
}
