import { tidyValue } from '../../domain/personRules.ts';
import type { Finding, OwnCells, OwnColumn } from '../../domain/terms.ts';

/** What people call the own columns. */
export const OWN_LABELS: Readonly<Record<OwnColumn, string>> = {
  licenses: 'Licenses',
  groups: 'Groups',
  manager: 'Manager',
  recipients: 'Password recipients',
};

/** True for a column that is not one of the person's own properties. */
export function isOwnColumn(meaning: string): meaning is OwnColumn {
  return Object.hasOwn(OWN_LABELS, meaning);
}

/** What separates several values in any cell. Names have `+` and `,` in them, so these separate only where it fits. */
const SEPARATORS = /[;|\r\n]+/;

/** One cell of an own column. */
export function readOwnCell(column: OwnColumn, cell: string): OwnCells {
  const parts = cell.split(SEPARATORS).map(tidyValue);
  const values = parts.filter((part) => part !== '');
  if (column === 'manager') return { manager: tidyValue(cell) };
  if (column === 'recipients') return { recipients: values.join('; ') };
  return { [column]: values };
}

type Suggested = Finding & { property: OwnColumn; suggestion: string };

/** A finding about an own column whose suggestion can be taken. */
export function isOwnSuggestion(finding: Finding): finding is Suggested {
  return finding.suggestion !== undefined && isOwnColumn(finding.property);
}

/** The cells with one suggestion in place. */
export function withSuggestion(own: OwnCells, { property, value, suggestion }: Suggested): OwnCells {
  if (property === 'manager' || property === 'recipients') return { ...own, [property]: suggestion };
  return {
    ...own,
    [property]: own[property]?.map((one) => (one === value ? suggestion : one)) ?? [suggestion],
  };
}
