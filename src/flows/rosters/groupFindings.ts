import type { Finding, RosterRow } from '../../domain/terms.ts';
import type { FindingLine } from '../views/roster.ts';
import { cut } from '../words.ts';
import { ROSTER_WORDS } from './words.ts';

/** Who is named of several rows with the same finding. */
const MOST_NAMED = 3;
/** Of columns that are not used, and how much of each name. */
const MOST_COLUMNS = 10;
const COLUMN_LENGTH = 30;

function showFinding({ row, column, value, severity, message, suggestion }: Finding): FindingLine {
  return { row, column, value, severity, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** A personnel system exports thirty columns: one line for all that are not used leaves the others in sight. */
function joinUnused(findings: readonly Finding[]): Finding[] {
  const unused = findings.filter(({ code }) => code === 'COLUMN_IGNORED');
  const [first] = unused;
  if (first === undefined || unused.length === 1) return [...findings];
  const named = unused
    .slice(0, MOST_COLUMNS)
    .map(({ column }) => cut(column, COLUMN_LENGTH) || ROSTER_WORDS.noName);
  const message = ROSTER_WORDS.findings.unused(unused.length, named, unused.length - named.length);
  const line: Finding = { ...first, column: '', value: '', message };
  return findings.flatMap((finding) =>
    finding === first ? [line] : finding.code === 'COLUMN_IGNORED' ? [] : [finding],
  );
}

/**
 * Findings as lines, where the same warning or note about many rows is one, with how many there are and who. Errors stay
 * apart: each is put right by itself.
 */
export function groupFindings(findings: readonly Finding[], rows: readonly RosterRow[]): FindingLine[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const [index, finding] of joinUnused(findings).entries()) {
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
    const named = others.slice(0, MOST_NAMED).map(({ row }) => names.get(row) ?? ROSTER_WORDS.row(row));
    const hasMore = others.length > named.length;
    const message = ROSTER_WORDS.findings.sameIn(first.message, others.length, named, hasMore);
    return showFinding({
      ...first,
      message,
      value: others.every(({ value }) => value === first.value) ? first.value : '',
    });
  });
}
