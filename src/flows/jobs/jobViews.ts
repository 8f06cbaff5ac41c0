import { failureOf } from '../../service/jobs/runner/rowState.ts';
import type { JobState } from '../../service/jobs/shownJob.ts';
import { listLeftThings } from '../../service/jobs/tickOff.ts';
import type { LeftOutRow, RowRecord, StoredError } from '../../service/ports/records.ts';
import { callPerson } from '../callPerson.ts';
import { sayDone, sayResults, sayStays } from '../changing/actWords.ts';
import { sayDue } from '../leaving/deletionWords.ts';
import { sayTime } from '../times.ts';
import type { ActResult } from '../views/changing.ts';
import type { ProgressView, ResultLine, ResultsView } from '../views/job.ts';
import type { PersonResultView } from '../views/person.ts';
import { count } from '../words.ts';
import { findUndelivered, MAIL_NEXT_RUNNING, someDeliveries, toDeliveryLines } from './deliveryLines.ts';
import { button, endButtons, isMailing, revealButton } from './jobButtons.ts';
import { personNow } from './personNow.ts';
import { JOB_WORDS } from './words.ts';

/** Names in one message; the results file has them all. */
const MAX_LINES = 20;
/** The same for who was left out: it was said before. */
const MAX_LEFT_OUT = 10;

/** Somebody came back, and the stop was before they were blocked. */
function isUnblocked({ acts = [] }: RowRecord): boolean {
  const isIn = (kind: string, wanted: string): boolean =>
    acts.some(({ act, state }) => act.kind === kind && state === wanted);
  return isIn('restore', 'done') && isIn('block', 'todo');
}

function haltedOf({ job }: JobState): Pick<ResultsView, 'halted'> {
  return job.haltedAt === undefined ? {} : { halted: job.haltedFor ?? 'role' };
}

/** Why a job that was stopped needs somebody. */
function whyStopped({ job }: JobState, row: RowRecord): { message: string; next: string } | undefined {
  if (isUnblocked(row)) return JOB_WORDS.unblocked;
  if (job.haltedAt === undefined) return undefined;
  return job.haltedFor === 'customer' ? JOB_WORDS.customerGone : JOB_WORDS.roleLost;
}

/** What went wrong with a row, if anything did: the first step that failed. */
function errorOf(row: RowRecord): StoredError | undefined {
  if (row.undo?.state === 'done') return undefined;
  return row.create.error ?? row.undo?.error ?? failureOf(row);
}

/** A claim that an end of the process cut off may have shown nothing, so it is not said. */
function sayRevealed({ job }: JobState): { revealed?: string } {
  const { revealedAt, revealUnsure, requestedBy, kind } = job;
  if (revealedAt === undefined || revealUnsure !== undefined) return {};
  return { revealed: JOB_WORDS.revealed(requestedBy.name, kind === 'one', sayTime(revealedAt)) };
}

function undeliveredOf({ job }: JobState): Pick<ResultsView, 'undelivered'> {
  const undelivered = findUndelivered(job.deliveries);
  return undelivered === undefined ? {} : { undelivered };
}

function isOver(state: JobState): boolean {
  return state.job.state === 'done' || state.job.state === 'stopped';
}

/** What somebody got; of a change also what was taken away, and whose services are others now. */
function licensesOf(
  { change, license, licenses, undo }: RowRecord,
  names: JobState['licenseNames'],
): string[] {
  if (license.state !== 'done' || undo?.state === 'done') return [];
  const nameOf = (skuId: string): string => names[skuId] ?? skuId;
  if (change === undefined) return licenses.map(nameOf);
  return [
    ...change.add.map(({ skuId }) =>
      licenses.includes(skuId) ? `+ ${nameOf(skuId)}` : JOB_WORDS.servicesChanged(nameOf(skuId)),
    ),
    ...change.remove.map((skuId) => `− ${nameOf(skuId)}`),
  ];
}

/** Nothing of somebody who was not offboarded at all. */
function showLeft({ left }: RowRecord, outcome: PersonResultView['outcome']): Pick<PersonResultView, 'left'> {
  if (left === undefined || outcome === 'failed') return {};
  const needed = left.filter(({ needlessAt }) => needlessAt === undefined);
  const needless = needed.length < left.length ? [{ what: JOB_WORDS.leftNeedless }] : [];
  return {
    left: [
      ...needed.map(({ what, command, doneBy, doneAt }) => ({
        what,
        ...(command === undefined ? {} : { command }),
        ...(doneBy === undefined || doneAt === undefined ? {} : { done: `${doneBy}, ${sayTime(doneAt)}` }),
      })),
      ...needless,
    ],
  };
}

function countLeft({ rows }: JobState): Pick<ResultsView, 'left'> {
  const things = listLeftThings(rows);
  const done = things.filter(({ doneAt }) => doneAt !== undefined).length;
  return things.length === 0 ? {} : { left: { total: things.length, done } };
}

/** What is still to come of somebody who was offboarded. */
function showDue({ deletion }: RowRecord): ActResult[] {
  if (deletion === undefined) return [];
  const text = `Account: ${sayDue(deletion)}`;
  if ('error' in deletion) return [{ text, state: 'failed' }];
  const isToCome = deletion.now === undefined || deletion.now === 'toCome';
  return [{ text, state: isToCome ? 'waiting' : 'done' }];
}

/**
 * Why one person's job did not end well, said once: at each step it kept from being done, or of all of them together
 * where nothing was done for one and the same reason.
 */
function explain(
  row: RowRecord,
  error: { message: string; next: string } | undefined,
  licenseNames: JobState['licenseNames'],
): Pick<PersonResultView, 'error' | 'acts'> {
  const said = error === undefined ? {} : { error: { message: error.message, next: error.next } };
  if (row.acts === undefined) return said;
  const results = sayResults(row, licenseNames);
  const whys = new Set(results.flatMap(({ why }) => why ?? []));
  const stays = sayStays(row).map((text): ActResult => ({ text, state: 'stays' }));
  const acts = [...results, ...stays, ...showDue(row)];
  if (error === undefined || whys.size === 0) return { ...said, acts };
  const isOne = whys.size === 1 && results.every(({ state }) => state === 'failed');
  if (isOne) return { ...said, acts: acts.map(({ why: _same, ...one }) => one) };
  return { error: { next: error.next }, acts };
}

/** One person's job that is over. */
function showPersonResult(state: JobState, customer: string): PersonResultView | undefined {
  const row = state.rows[0];
  if (row === undefined) return undefined;
  const { counts } = state;
  const undone = state.job.undo?.state === 'running' ? 'undoing' : 'undone';
  const outcome =
    state.job.undo?.state === 'running' || counts.undone > 0
      ? undone
      : counts.created > 0
        ? 'created'
        : counts.partly > 0
          ? 'partly'
          : counts.failed > 0
            ? 'failed'
            : 'stopped';
  const error = errorOf(row) ?? (outcome === 'stopped' ? whyStopped(state, row) : undefined);
  return {
    kind: 'personResult',
    outcome,
    ...(state.job.task === undefined ? {} : { task: state.job.task }),
    ...personNow(row),
    createdBy: state.job.requestedBy.name,
    customer,
    licenses: licensesOf(row, state.licenseNames),
    ...showLeft(row, outcome),
    ...explain(row, error, state.licenseNames),
    ...(row.stays === undefined ? {} : { stays: true as const }),
    deliveries: toDeliveryLines(state.job.deliveries),
    ...sayRevealed(state),
    ...undeliveredOf(state),
    buttons: endButtons(state),
  };
}

/** What a job's messages are about: the person, or the file. */
export function titleOf(state: JobState): string {
  const { job, rows } = state;
  return job.kind === 'one'
    ? rows[0] === undefined
      ? ''
      : callPerson(rows[0].person)
    : (job.fileName ?? count(job.total, 'person', 'people'));
}

/** The message that follows a job while it runs; one person's message becomes its result. */
export function showProgress(
  state: JobState,
  customer: string,
  resumed: boolean,
): ProgressView | PersonResultView {
  if (state.job.kind === 'one' && isOver(state)) {
    const result = showPersonResult(state, customer);
    if (result !== undefined) return result;
  }
  return {
    kind: 'progress',
    ...(state.job.task === undefined ? {} : { task: state.job.task }),
    title: titleOf(state),
    customer,
    counts: state.counts,
    state: state.job.state,
    ...haltedOf(state),
    ...(state.secondsLeft === undefined ? {} : { secondsLeft: state.secondsLeft }),
    resumed,
    ...(isOver(state) || state.counts.waiting > 0
      ? { deliveries: [] }
      : someDeliveries(state.job.deliveries, MAIL_NEXT_RUNNING)),
    buttons:
      state.job.state === 'running'
        ? [
            ...(isMailing(state) ? revealButton(state) : []),
            button(state, 'job.stop', JOB_WORDS.buttons.stop),
          ]
        : [],
  };
}

/** What somebody has now who was changed by a file, or was put back. */
function changesOf({ job, licenseNames }: JobState, row: RowRecord): string[] {
  return job.task === 'change' || job.task === 'putBack' ? sayDone(row, licenseNames) : [];
}

function line(state: JobState, row: RowRecord): ResultLine {
  const error = errorOf(row);
  const due = row.deletion === undefined ? [] : [sayDue(row.deletion)];
  const change =
    row.change === undefined
      ? ''
      : [...licensesOf(row, state.licenseNames), ...changesOf(state, row), ...due, ...sayStays(row)].join(
          ', ',
        );
  return {
    ...personNow(row),
    ...(row.sourceRow === undefined ? {} : { row: row.sourceRow }),
    ...(change === '' ? {} : { change }),
    ...(error === undefined ? {} : { reason: error.message, next: error.next }),
  };
}

/** Of people who exist, no name is one that was not found. */
function lineLeftOut(
  { displayName, userPrincipalName, reason, row }: LeftOutRow,
  { task = 'create' }: JobState['job'],
): ResultLine {
  const unnamed = task === 'create' ? JOB_WORDS.noName : JOB_WORDS.unknown;
  const isCalledByUserName = displayName === '' && userPrincipalName !== '';
  return {
    displayName: callPerson({ displayName, userPrincipalName }) || unnamed,
    userPrincipalName: isCalledByUserName ? '' : userPrincipalName || JOB_WORDS.noUserName,
    ...(row === undefined ? {} : { row }),
    reason,
  };
}

/** A bulk job's end. */
export function showResults(state: JobState, customer: string): ResultsView {
  const created = state.rows.filter(
    (row) =>
      row.create.state === 'done' &&
      row.undo?.state !== 'done' &&
      (row.change === undefined || row.license.state === 'done'),
  );
  const failed = state.rows.filter((row) => errorOf(row) !== undefined);
  const { leftOut = [] } = state.job;
  return {
    kind: 'results',
    ...(state.job.task === undefined ? {} : { task: state.job.task }),
    title: titleOf(state),
    customer,
    createdBy: state.job.requestedBy.name,
    counts: state.counts,
    stopped: state.job.state === 'stopped',
    ...haltedOf(state),
    undoing: state.job.undo?.state === 'running',
    created: created.slice(0, MAX_LINES).map((row) => line(state, row)),
    moreCreated: Math.max(0, created.length - MAX_LINES),
    failed: failed.slice(0, MAX_LINES).map((row) => line(state, row)),
    moreFailed: Math.max(0, failed.length - MAX_LINES),
    leftOut: leftOut.slice(0, MAX_LEFT_OUT).map((one) => lineLeftOut(one, state.job)),
    moreLeftOut: Math.max(0, leftOut.length - MAX_LEFT_OUT),
    ...someDeliveries(state.job.deliveries),
    ...countLeft(state),
    ...(state.rows.some(({ stays }) => stays !== undefined) ? { stays: true as const } : {}),
    ...sayRevealed(state),
    ...undeliveredOf(state),
    buttons: endButtons(state),
  };
}
