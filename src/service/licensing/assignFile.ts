import type { Finding } from '../../domain/terms.ts';
import type { NamesReading } from '../../roster/rows/readNames.ts';
import { findNamed } from '../people/findNamed.ts';
import type { Directory } from '../ports/directory.ts';
import type { AssignTarget } from './assignDraft.ts';
import { LICENSE_PROBLEMS } from './words.ts';

const { file: SAYS } = LICENSE_PROBLEMS;

/** Of several with the same mail address or employee ID, in one sentence. */
const MOST_NAMED = 3;

function sayNobody(value: string, by: NamesReading['by']): string {
  if (by !== undefined) return SAYS.noEmployeeId;
  return value.includes('@') ? SAYS.notFound : SAYS.notWhole;
}

/**
 * Who of a file is in the directory, and what is wrong with the others: errors first, then by row. `repeats` has the row in
 * which somebody is named again, and the first one that names them.
 */
export async function findTargets(
  directory: Directory,
  { column, by, names }: Pick<NamesReading, 'column' | 'by' | 'names'>,
): Promise<{ targets: AssignTarget[]; findings: Finding[]; repeats: ReadonlyMap<number, number> }> {
  const values = names.map(({ value }) => value);
  const named = await findNamed(directory, { values, ...(by === undefined ? {} : { by }) });
  const seen = new Map<string, number>();
  const repeats = new Map<number, number>();
  const targets: AssignTarget[] = [];
  const findings: Finding[] = [];
  for (const { row, value } of names) {
    const [holdings, ...others] = named.get(value.toLowerCase()) ?? [];
    const key = holdings?.id ?? value.toLowerCase();
    const base = {
      row,
      column,
      property: 'userPrincipalName',
      value,
      ...(holdings === undefined || others.length > 0 ? {} : { displayName: holdings.displayName }),
    } as const;
    const before = seen.get(key);
    if (before !== undefined) {
      const message = SAYS.twice(before);
      findings.push({ ...base, code: 'DUPLICATE', severity: 'warning', message });
      repeats.set(row, before);
      continue;
    }
    seen.set(key, row);
    if (holdings === undefined) {
      findings.push({ ...base, code: 'NOT_FOUND', severity: 'error', message: sayNobody(value, by) });
      continue;
    }
    if (others.length > 0) {
      const all = [holdings, ...others].map(({ userPrincipalName }) => userPrincipalName);
      const message = SAYS.several(by, all.slice(0, MOST_NAMED));
      findings.push({ ...base, code: 'NOT_FOUND', severity: 'error', message });
      continue;
    }
    if (holdings.accountEnabled === false) {
      const message = LICENSE_PROBLEMS.blocked(LICENSE_PROBLEMS.thisPerson);
      findings.push({ ...base, code: 'SIGN_IN_BLOCKED', severity: 'warning', message });
    }
    targets.push({ ...holdings, sourceRow: row });
  }
  const rank = ({ severity }: Finding): number => (severity === 'error' ? 0 : 1);
  return { targets, repeats, findings: findings.sort((a, b) => rank(a) - rank(b) || a.row - b.row) };
}
