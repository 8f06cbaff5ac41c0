import { RollcallError } from '../domain/errors.ts';
import type { Actor, Finding } from '../domain/terms.ts';
import { byActor, type ProvisioningOptions } from './context.ts';
import type { Restorable, RosterDraft } from './draftData.ts';
import type { DraftRecord } from './ports/drafts.ts';
import { RESTORE_SYNCED } from './syncedPeople.ts';

type Options = Pick<ProvisioningOptions, 'directoryFor' | 'store' | 'clock'>;

/** A row that is left out because the deleted account of its user name was restored. */
export const ROW_RESTORED = 'ROW_RESTORED';

/** Rows with a user name whose last holder was deleted and can be restored, in the order of the file. */
export function listRestorable({ rows, findings }: Pick<RosterDraft, 'rows' | 'findings'>): Restorable[] {
  const deleted = new Set(findings.flatMap(({ code, row }) => (code === 'NAME_DELETED' ? [row] : [])));
  return rows.flatMap(({ row, person: { userPrincipalName, displayName } }) =>
    deleted.has(row) && userPrincipalName !== undefined
      ? [{ row, userPrincipalName, displayName: displayName ?? userPrincipalName }]
      : [],
  );
}

function describeNobody(userPrincipalName: string): RollcallError {
  return new RollcallError(
    'ALREADY_DONE',
    `Nobody who was deleted has the user name ${userPrincipalName} any more.`,
    { done: 'Nobody was restored.', next: 'Attach the file again to see how things are now.' },
  );
}

/**
 * Restores the deleted account that had a row's user name; audited. Answers the roster without that row, and a note in
 * its place. Throws what the directory throws, ALREADY_DONE when there is no such row or account, and SYNCED for
 * somebody who comes from Active Directory.
 */
export async function restoreInstead(
  { directoryFor, store, clock }: Options,
  actor: Actor,
  draft: DraftRecord<RosterDraft>,
  row: number,
): Promise<Pick<RosterDraft, 'rows' | 'findings'>> {
  const { rows, findings } = draft.data;
  const wanted = listRestorable(draft.data).find((one) => one.row === row);
  if (wanted === undefined) throw describeNobody(`of row ${row}`);
  const { userPrincipalName } = wanted;
  const directory = directoryFor(actor.customer);
  const taken = await directory.findTaken([userPrincipalName]);
  const found = taken.some(({ deleted }) => !deleted) ? undefined : taken[0];
  if (found === undefined) throw describeNobody(userPrincipalName);

  const audit = (outcome: 'done' | 'refused' | 'failed', more: Record<string, string> = {}): Promise<void> =>
    store.audit(
      byActor({ clock }, actor, {
        what: 'account.restored',
        outcome,
        subject: userPrincipalName,
        detail: { objectId: found.by.id, draft: draft.id, ...more },
      }),
    );
  if (found.by.synced) {
    await audit('refused', { code: RESTORE_SYNCED.code });
    throw RESTORE_SYNCED;
  }
  try {
    await directory.restoreAccount(found.by.id);
  } catch (error) {
    await audit('failed', error instanceof RollcallError ? { code: error.code } : {});
    throw error;
  }
  await audit('done');
  const note: Finding = {
    row,
    column: '',
    property: 'file',
    value: userPrincipalName,
    code: ROW_RESTORED,
    severity: 'note',
    message: `Row ${row} is left out: ${found.by.displayName} was restored instead, with the password and licenses of before.`,
  };
  return { rows: rows.filter((one) => one.row !== row), findings: [...findings, note] };
}
