import type { Domain } from '../../domain/tenant.ts';
import type { RosterRow } from '../../domain/terms.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { isFromReading } from './verifyAgainstDirectory.ts';

/** The row without what was found in one customer's directory: its own columns stay as they are written. */
function copyRow(
  { licenses: _l, groups: _g, manager: _m, recipients: _r, ...row }: RosterRow,
  domain: string | undefined,
): RosterRow {
  const { userPrincipalName, ...person } = row.person;
  if (userPrincipalName === undefined) return { ...row, person };
  const [local = ''] = userPrincipalName.split('@');
  const userName = domain === undefined ? userPrincipalName : `${local}@${domain}`;
  return { ...row, person: { ...person, userPrincipalName: userName } };
}

/**
 * A file as it is for another customer, still to be verified: the same people, with user names in the first of these
 * domains, and without what was set up for the customer that it was read for.
 */
export function copyRoster(roster: RosterDraft, domains: readonly Domain[]): RosterDraft {
  const { fileName, template, sheet, columns, columnNames, rows, findings, counts, mapping, names } = roster;
  return {
    fileName,
    template,
    ...(sheet === undefined ? {} : { sheet }),
    columns,
    ...(columnNames === undefined ? {} : { columnNames }),
    rows: rows.map((row) => copyRow(row, domains[0]?.id)),
    findings: findings.filter(isFromReading),
    counts,
    ...(mapping === undefined ? {} : { mapping }),
    ...(names === undefined ? {} : { names }),
  };
}
