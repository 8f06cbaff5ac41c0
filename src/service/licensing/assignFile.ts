import type { Finding } from '../../domain/terms.ts';
import type { NamesReading } from '../../roster/rows/readNames.ts';
import type { Directory } from '../ports/directory.ts';
import type { AssignTarget } from './assignDraft.ts';
import { LICENSE_PROBLEMS } from './words.ts';

const { file: SAYS } = LICENSE_PROBLEMS;

/** Who of a file is in the directory, and what is wrong with the others: errors first, then by row. */
export async function findTargets(
  directory: Directory,
  { column, names }: NamesReading,
): Promise<{ targets: AssignTarget[]; findings: Finding[] }> {
  const found = await directory.findHoldings(names.map(({ value }) => value));
  const byName = new Map(found.map((one) => [one.userPrincipalName.toLowerCase(), one]));
  const seen = new Map<string, number>();
  const targets: AssignTarget[] = [];
  const findings: Finding[] = [];
  for (const { row, value } of names) {
    const key = value.toLowerCase();
    const base = { row, column, property: 'userPrincipalName', value } as const;
    const before = seen.get(key);
    if (before !== undefined) {
      const message = SAYS.twice(before);
      findings.push({ ...base, code: 'DUPLICATE', severity: 'warning', message });
      continue;
    }
    seen.set(key, row);
    const holdings = byName.get(key);
    if (holdings === undefined) {
      const message = value.includes('@') ? SAYS.notFound : SAYS.notWhole;
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
  return { targets, findings: findings.sort((a, b) => rank(a) - rank(b) || a.row - b.row) };
}
