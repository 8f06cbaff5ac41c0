import type { Domain } from '../../domain/tenant.ts';
import type { Finding, RosterRow } from '../../domain/terms.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { isFromReading } from './verifying/verifyAgainstDirectory.ts';
import { ROSTER_PROBLEMS } from './words.ts';

/** The code of the note about a user name that the file has in a domain of another customer. */
export const USER_NAME_MOVED = 'USER_NAME_MOVED';

/** The row without what was found in one customer's directory: its own columns stay as they are written. */
function forget({ licenses: _l, groups: _g, manager: _m, recipients: _r, ...row }: RosterRow): RosterRow {
  return row;
}

/** The same user name in a domain of this customer; undefined where it is in one, and where there is none. */
function moveUserName({ person }: RosterRow, domains: readonly Domain[]): string | undefined {
  const [local = '', given = ''] = (person.userPrincipalName ?? '').split('@');
  const [first] = domains;
  const isTheirs = domains.some(({ id }) => id.toLowerCase() === given.toLowerCase());
  return local === '' || first === undefined || isTheirs ? undefined : `${local}@${first.id}`;
}

/** The people with user names in these domains, the first where the file has another; each that is moved has a note. */
export function moveUserNames(
  { rows, columns, columnNames }: Pick<RosterDraft, 'rows' | 'columns' | 'columnNames'>,
  domains: readonly Domain[],
): { rows: RosterRow[]; moved: Finding[] } {
  const column = columnNames?.userPrincipalName ?? '';
  const at = columns.indexOf(column);
  const moved: Finding[] = [];
  const own = rows.map((row): RosterRow => {
    const { userPrincipalName: value = '' } = row.person;
    const userPrincipalName = moveUserName(row, domains);
    if (userPrincipalName === undefined) return row;
    const [before = '', after = ''] = [value, userPrincipalName].map((name) => name.split('@')[1] ?? '');
    moved.push({
      ...{ row: row.row, column, property: 'file', value },
      ...{ code: USER_NAME_MOVED, severity: 'note', message: ROSTER_PROBLEMS.moved(before, after) },
    });
    // A log has the cells, and comes back with them.
    const cells = row.cells.map((cell, index) => (index === at ? userPrincipalName : cell));
    return { ...row, cells, person: { ...row.person, userPrincipalName } };
  });
  return { rows: own, moved };
}

/**
 * A file as it is for another customer, still to be verified: the same people, with user names in these domains, the first
 * where the file has another, and without what was set up for the customer that it was read for.
 *
 * @param domains those that people may be created in; left out: it is for the very customer that it was read for
 */
export function copyRoster(roster: RosterDraft, domains: readonly Domain[] = []): RosterDraft {
  const { fileName, template, sheet, columns, columnNames, counts, mapping, names } = roster;
  const { rows, moved } = moveUserNames({ ...roster, rows: roster.rows.map(forget) }, domains);
  return {
    fileName,
    template,
    ...(sheet === undefined ? {} : { sheet }),
    columns,
    ...(columnNames === undefined ? {} : { columnNames }),
    rows,
    findings: [...roster.findings.filter(isFromReading), ...moved],
    counts,
    ...(mapping === undefined ? {} : { mapping }),
    ...(names === undefined ? {} : { names }),
  };
}
