import { PERSON_RULES } from '../../domain/personRules.ts';
import type { Finding, PersonProperty, RosterRow } from '../../domain/terms.ts';
import { OWN_LABELS } from '../../roster/columns/ownCells.ts';
import type { PersonPreview } from '../views/columns.ts';

const SHOWN_ABOVE: readonly string[] = ['userPrincipalName', 'displayName'];

function detailsOf({ person, accountEnabled, own }: RosterRow): PersonPreview['details'] {
  const properties = (Object.keys(PERSON_RULES) as PersonProperty[]).filter(
    (property) => !SHOWN_ABOVE.includes(property),
  );
  return [
    ...properties.map((property) => ({
      label: PERSON_RULES[property].label,
      value: person[property] ?? '',
    })),
    {
      label: 'Sign-in',
      value: accountEnabled === undefined ? '' : accountEnabled ? 'allowed' : 'blocked',
    },
    ...Object.entries(OWN_LABELS).map(([column, label]) => ({
      label,
      value: [own?.[column as keyof typeof OWN_LABELS] ?? ''].flat().join(', '),
    })),
  ].filter(({ value }) => value !== '');
}

/** People as they would be created, with the user names that are suggested where there is none. */
export function previewPeople(
  rows: readonly RosterRow[],
  findings: readonly Finding[] = [],
): PersonPreview[] {
  const suggested = new Map(
    findings.flatMap(({ row, property, value, suggestion }) =>
      property === 'userPrincipalName' && value === '' && suggestion !== undefined ? [[row, suggestion]] : [],
    ),
  );
  return rows.map((row) => ({
    name: row.person.displayName ?? '',
    userName: row.person.userPrincipalName ?? suggested.get(row.row) ?? '',
    details: detailsOf(row),
  }));
}
