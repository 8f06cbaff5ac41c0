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
import { ROSTER_PROBLEMS } from './words.ts';

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

const words = ROSTER_PROBLEMS.restore;

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
  const { message, done, next } = words.gone;
  return new RollcallError('ALREADY_DONE', message(userPrincipalName), { done, next });
}

/** Somebody looks at a loading view; a restore that takes longer goes on, and its own message shows it. */
const SETTLE_WAIT_MS = 10_000;

export const LICENSES_UNKNOWN = new RollcallError('DIRECTORY_REFUSED', words.licensesUnknown.message, {
  done: words.licensesUnknown.done,
  next: words.licensesUnknown.next,
});

/** What a restore is carried out by: the door that all requests go through, and what became of its job. */
export interface RestoreBy {
  submit: Approvals['submit'];
  readJob: Jobs['read'];
  /** Until the job has no run under way. */
  settled(jobId: string, signal: AbortSignal): Promise<void>;
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
  if (wanted === undefined) throw describeNobody(words.gone.ofRow(row));
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
    reason: words.reason(row, fileName),
  });
  let became = words.asked(displayName);
  if ('job' in submitted) {
    const waiting = new AbortController();
    await Promise.race([
      by.settled(submitted.job.id, waiting.signal),
      clock.sleep(SETTLE_WAIT_MS, waiting.signal),
    ]);
    waiting.abort();
    const state = await by.readJob(submitted.job.id);
    const failed = state?.rows[0] === undefined ? undefined : failureOf(state.rows[0]);
    if (failed !== undefined) {
      throw new RollcallError(failed.code, failed.message, {
        done: words.failed,
        next: failed.next,
      });
    }
    became =
      state?.counts.created === 1
        ? words.done(displayName, licenses?.length, !accountEnabled)
        : words.started(displayName);
  }
  const note: Finding = {
    row,
    column: '',
    property: 'file',
    value: userPrincipalName,
    code: ROW_RESTORED,
    severity: 'note',
    message: words.leftOut(row, became),
  };
  return { rows: rows.filter((one) => one.row !== row), findings: [...findings, note] };
}
