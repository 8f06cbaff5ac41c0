import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Finding, Place } from '../../domain/terms.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { Restorable, RosterDraft } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { failureOf } from '../jobs/runner/rowState.ts';
import { RESTORE_SYNCED } from '../people/syncedPeople.ts';
import type { DraftRecord } from '../ports/drafts.ts';

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

/** A row that is left out because the deleted account of its user name was restored. */
export const ROW_RESTORED = 'ROW_RESTORED';

/** Rows with one of these findings and a user name, in the order of the file. */
function listWith(
  { rows, findings }: Pick<RosterDraft, 'rows' | 'findings'>,
  ...codes: readonly string[]
): Restorable[] {
  const deleted = new Set(findings.flatMap(({ code, row }) => (codes.includes(code) ? [row] : [])));
  return rows.flatMap(({ row, person: { userPrincipalName, displayName } }) =>
    deleted.has(row) && userPrincipalName !== undefined
      ? [{ row, userPrincipalName, displayName: displayName ?? userPrincipalName }]
      : [],
  );
}

/** Rows with a user name whose last holder was deleted and can be restored here. */
export function listRestorable(roster: Pick<RosterDraft, 'rows' | 'findings'>): Restorable[] {
  return listWith(roster, 'NAME_DELETED');
}

function describeNobody(userPrincipalName: string): RollcallError {
  return new RollcallError(
    'ALREADY_DONE',
    `There is no longer a deleted person with the user name ${userPrincipalName}.`,
    { done: 'Nobody was restored.', next: 'Attach the file again to see how things are now.' },
  );
}

/** Somebody looks at a loading view; a restore that takes longer goes on, and its own message shows it. */
const SETTLE_WAIT_MS = 10_000;

export const LICENSES_UNKNOWN = new RollcallError(
  'DIRECTORY_REFUSED',
  'Microsoft 365 does not say which licenses come back with this account, so it cannot be told whether it needs approval.',
  {
    done: 'Nobody was restored.',
    next: 'Restore it in the Microsoft Entra admin center, or create the person under another user name.',
  },
);

function sayLicenses(licenses: readonly string[] | undefined): string {
  if (licenses === undefined) return 'with whatever licenses it held';
  if (licenses.length === 0) return 'without a license';
  return licenses.length === 1 ? 'with the license it held' : `with the ${licenses.length} licenses it held`;
}

/** What a restore is carried out by: the door that all requests go through, and what became of its job. */
export interface RestoreBy {
  submit: Approvals['submit'];
  readJob: Jobs['read'];
  /** Until the job has no run under way. */
  settled(jobId: string): Promise<void>;
}

/**
 * Asks for the deleted account that had a row's user name, with the licenses that come back with it: it is restored at
 * once, or waits for the approval that these licenses need. Answers the roster without that row, and a note in its place.
 * Throws why it could not be restored, ALREADY_DONE when there is no such row or account, and SYNCED, audited, for somebody
 * who comes from Active Directory.
 */
export async function restoreInstead(
  options: Options,
  drafts: Drafts,
  by: RestoreBy,
  { actor, place, draft, row }: { actor: Actor; place: Place; draft: DraftRecord<RosterDraft>; row: number },
): Promise<Pick<RosterDraft, 'rows' | 'findings'>> {
  const { policy, directoryFor, store, clock } = options;
  const { rows, findings, fileName } = draft.data;
  const wanted = listWith(draft.data, 'NAME_DELETED', 'NAME_DELETED_THERE').find((one) => one.row === row);
  if (wanted === undefined) throw describeNobody(`of row ${row}`);
  const { userPrincipalName } = wanted;
  const taken = await directoryFor(actor.customer).findTaken([userPrincipalName]);
  const found = taken.some(({ deleted }) => !deleted) ? undefined : taken[0];
  if (found === undefined) throw describeNobody(userPrincipalName);
  const { id: objectId, displayName, licenses, accountEnabled = true, synced } = found.by;

  const refusal = synced
    ? RESTORE_SYNCED
    : licenses === undefined && policy.approvals.length > 0
      ? LICENSES_UNKNOWN
      : undefined;
  if (refusal !== undefined) {
    const detail = { objectId, draft: draft.id, code: refusal.code };
    const what = 'account.restored';
    await store.audit(
      byActor(options, actor, { what, outcome: 'refused', subject: userPrincipalName, detail }),
    );
    throw refusal;
  }
  const { message: _button, ...ownPlace } = place;
  const asked = await drafts.open('restore', actor, ownPlace, { objectId });
  const submitted = await by.submit({
    actor,
    place: ownPlace,
    requestId: asked.id,
    requestVersion: asked.version,
    kind: 'one',
    task: 'restore',
    people: [
      { person: { userPrincipalName, displayName }, accountEnabled, licenses: licenses ?? [], objectId },
    ],
    settings: { accountEnabled, usageLocation: '', licenses: licenses ?? [], recipients: [] },
    reason: `Restored in place of row ${row} of ${fileName}`,
  });
  let became = 'is to be restored instead, once that is approved: a message of its own says how it goes.';
  if ('job' in submitted) {
    const waiting = new AbortController();
    await Promise.race([by.settled(submitted.job.id), clock.sleep(SETTLE_WAIT_MS, waiting.signal)]);
    waiting.abort();
    const state = await by.readJob(submitted.job.id);
    const failed = state?.rows[0] === undefined ? undefined : failureOf(state.rows[0]);
    if (failed !== undefined) {
      throw new RollcallError(failed.code, failed.message, {
        done: 'Nobody was restored.',
        next: failed.next,
      });
    }
    became =
      state?.counts.created === 1
        ? `was restored instead, as the account was when it was deleted: with the password of then, ${sayLicenses(licenses)}${accountEnabled ? '' : ', and with its sign-in blocked'}.`
        : 'is being restored instead: a message of its own says how it goes.';
  }
  const note: Finding = {
    row,
    column: '',
    property: 'file',
    value: userPrincipalName,
    code: ROW_RESTORED,
    severity: 'note',
    message: `Row ${row} is left out: ${displayName} ${became}`,
  };
  return { rows: rows.filter((one) => one.row !== row), findings: [...findings, note] };
}
