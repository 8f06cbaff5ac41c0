import { PERSON_FIELDS, type PersonField } from '../../domain/acts.ts';
import { EXISTS } from '../../roster/check/checkUserNames.ts';
import { existingRows } from '../../roster/check/weighRoster.ts';
import type { ChangeInFile, ChangesReading } from '../../roster/rows/userNames/readChanges.ts';
import type { RosterDraft } from '../drafts/draftData.ts';

/** True for a file of people to create of whom everybody is in the directory already. */
export function areAllThere({ findings, counts }: Pick<RosterDraft, 'findings' | 'counts'>): boolean {
  return counts.read > 0 && existingRows(findings).size === counts.read;
}

/**
 * What a file of people says of those who exist, as a file of changes. Only what has a column of its own counts: a display
 * name that was put together from other columns, and whether somebody who is employed may sign in, change nothing.
 */
export function changesOfRoster({ rows, columns, columnNames = {}, findings }: RosterDraft): ChangesReading {
  const existing = new Map(findings.flatMap((one) => (one.code === EXISTS ? [[one.row, one]] : [])));
  const names = rows.flatMap(({ row, person, own, cells }): ChangeInFile[] => {
    // The user name in the file may be somebody else's.
    const value = existing.get(row)?.account ?? person.userPrincipalName;
    if (value === undefined || !existing.has(row)) return [];
    const fields = PERSON_FIELDS.flatMap((name): [PersonField, string][] => {
      const set = person[name];
      return set === undefined || columnNames[name] === undefined ? [] : [[name, set]];
    });
    return [
      {
        row,
        value,
        fields: Object.fromEntries(fields),
        ...(own?.manager === undefined ? {} : { manager: own.manager }),
        cells,
      },
    ];
  });
  const headers = [...PERSON_FIELDS, 'manager' as const].flatMap((name) => {
    const header = columnNames[name];
    return header === undefined ? [] : [[name, header] as const];
  });
  return {
    column: columnNames.userPrincipalName ?? '',
    names,
    columns,
    headers: Object.fromEntries(headers),
    findings: [],
  };
}
