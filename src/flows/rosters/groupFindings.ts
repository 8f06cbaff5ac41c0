import type { Finding, RosterRow } from '../../domain/terms.ts';
import type { FindingLine } from '../views/roster.ts';
import { count } from '../words.ts';

/** Who is named of several rows with the same finding. */
const MOST_NAMED = 3;

function showFinding({ row, column, value, severity, message, suggestion }: Finding): FindingLine {
  return { row, column, value, severity, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/**
 * Findings as lines, where the same warning or note about many rows is one, with how many there are and who. Errors stay
 * apart: each is put right by itself.
 */
export function groupFindings(findings: readonly Finding[], rows: readonly RosterRow[]): FindingLine[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const [index, finding] of findings.entries()) {
    const { severity, code, column, message, suggestion } = finding;
    const isAlone = severity === 'error' || suggestion !== undefined;
    const key = isAlone ? String(index) : JSON.stringify([severity, code, column, message]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const names = new Map(rows.map(({ row, person }) => [row, person.displayName ?? person.userPrincipalName]));
  return [...groups.values()].map(([first, ...others]) => {
    if (others.length === 0) return showFinding(first);
    const named = others.slice(0, MOST_NAMED).map(({ row }) => names.get(row) ?? `row ${row}`);
    const more = others.length > named.length ? ' and others' : '';
    const message = `${first.message} The same in ${count(others.length, 'more row', 'more rows')}: ${named.join(', ')}${more}.`;
    return showFinding({
      ...first,
      message,
      value: others.every(({ value }) => value === first.value) ? first.value : '',
    });
  });
}
