import type { GroupRef } from '../../domain/terms.ts';
import { type ResultRecord, writeResults } from '../../roster/write/writeCsv.ts';
import type { Delivery, RowRecord } from '../ports/records.ts';
import { isMailPending } from './delivery/mailPending.ts';
import { explainMail } from './delivery/mailReason.ts';
import { failureOf, listFailed, nextStep, standingOf } from './runner/rowState.ts';
import type { JobState } from './shownJob.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

const SAYS = JOB_SERVICE_WORDS.csv;

/** `it@contoso.com: refused (there is no such mailbox)`. */
function describeMail(delivery: Delivery): string {
  const { recipient, state, link, openedAt } = delivery;
  const isLink = link !== undefined && state === 'accepted';
  const opened = isLink ? (openedAt === undefined ? SAYS.link.sent : SAYS.link.opened) : '';
  const reason = explainMail(delivery);
  const why = reason === undefined ? '' : ` (${reason})`;
  const more = isMailPending(delivery) ? SAYS.mailAgain : '';
  return `${recipient}: ${SAYS.mails[state]}${opened}${why}${more}`;
}

/** `Changed, account to be deleted on 2026-12-31 17:00 UTC`. */
function sayChanged({ acts = [], deletion, ...row }: RowRecord): string {
  const gone = acts.find(({ act, state }) => act.kind === 'delete' && state === 'done');
  if (gone !== undefined) return gone.already ? SAYS.deletedBefore : SAYS.deleted;
  const said = SAYS.changed[standingOf({ ...row, acts })];
  if (deletion === undefined) return said;
  if ('now' in deletion && deletion.now !== 'toCome') return said;
  return 'error' in deletion
    ? SAYS.notPlanned(said, deletion.error.message)
    : SAYS.toBeDeleted(said, new Date(deletion.at).toISOString().slice(0, 16).replace('T', ' '));
}

/** `Created, groups failed`. */
function describeStatus({ task }: JobState['job'], row: RowRecord): string {
  const standing = standingOf(row);
  if (task === 'reset') return SAYS.reset[standing];
  if (row.change !== undefined) return sayChanged(row);
  if (standing === 'partly') {
    return SAYS.failed(listFailed(row).map((step) => SAYS.steps[step]));
  }
  const next = nextStep(row);
  const isThere = standing === 'waiting' && row.objectId !== undefined;
  return isThere && next !== 'over' ? SAYS.toCome(SAYS.steps[next]) : SAYS.created[standing];
}

/** A group as a cell of several may name it: by its id, where its name would be taken apart. */
function nameGroup({ id, displayName }: GroupRef): string {
  return /[;|]/.test(displayName) ? id : displayName;
}

/** What is to be said of everybody who has no account, so that the file brings them back as they were asked for. */
function createRowAgain({
  rows,
  licenseNames,
}: JobState): (row: RowRecord) => NonNullable<ResultRecord['again']> {
  // Where nobody has any, none is no choice of the row.
  const noneOf = (isSome: (row: RowRecord) => boolean): string[] => (rows.some(isSome) ? ['none'] : []);
  const noLicense = noneOf(({ licenses }) => licenses.length > 0);
  const noGroup = noneOf(({ groups = [] }) => groups.length > 0);
  return ({ person, accountEnabled, licenses, groups = [], managedBy, recipients = [] }) => ({
    person,
    accountEnabled,
    own: {
      licenses: licenses.length === 0 ? noLicense : licenses.map((id) => licenseNames[id] ?? id),
      groups: groups.length === 0 ? noGroup : groups.map(nameGroup),
      manager: managedBy?.userPrincipalName ?? '',
      ...(recipients.length === 0 ? {} : { recipients: recipients.join('; ') }),
    },
  });
}

/** A job's rows and those who were left out, for a results file: see {@link writeJobResults}. */
export function listResults(
  state: JobState,
  sayDone: (row: RowRecord) => readonly string[] = () => [],
): ResultRecord[] {
  const { job, rows, licenseNames } = state;
  const rowAgain = createRowAgain(state);
  const left = (job.leftOut ?? []).map((one) => ({
    ...one,
    status: SAYS.leftOut,
    licenses: [],
    groups: [],
    manager: '',
    mails: [],
  }));
  const mailsOf = new Map<number, string[]>();
  for (const delivery of job.deliveries) {
    const mails = mailsOf.get(delivery.part) ?? [];
    mailsOf.set(delivery.part, [...mails, describeMail(delivery)]);
  }
  return [
    ...rows.map((row) => {
      const { sourceRow, person, objectId, license, licenses, group, groups = [], manager, managedBy } = row;
      const error = failureOf(row);
      const isToCreate =
        row.change === undefined &&
        row.forgottenAt === undefined &&
        (objectId === undefined || row.undo?.state === 'done');
      return {
        ...(sourceRow === undefined ? {} : { row: sourceRow }),
        displayName: person.displayName,
        userPrincipalName: person.userPrincipalName,
        ...(objectId === undefined ? {} : { objectId }),
        status: describeStatus(job, row),
        licenses: license.state === 'done' ? licenses.map((id) => licenseNames[id] ?? id) : [],
        groups: group?.state === 'done' ? groups.map(({ displayName }) => displayName) : [],
        mails: row.part === undefined ? [] : (mailsOf.get(row.part) ?? []),
        manager: manager?.state === 'done' ? (managedBy?.userPrincipalName ?? '') : '',
        ...(error === undefined ? {} : { reason: `${error.message} ${error.next}` }),
        ...(row.acts === undefined ? {} : { changes: sayDone(row) }),
        ...(isToCreate ? { again: rowAgain(row) } : {}),
      };
    }),
    ...left,
  ];
}

/**
 * A job's rows and those who were left out, as CSV text, without passwords. `sayDone` says what was changed of somebody
 * who existed, a text for each thing.
 */
export function writeJobResults(state: JobState, sayDone?: (row: RowRecord) => readonly string[]): string {
  return writeResults(listResults(state, sayDone));
}
