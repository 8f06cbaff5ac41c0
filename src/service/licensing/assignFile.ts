import type { Finding, Holdings } from '../../domain/terms.ts';
import { foldId, weighNamed } from '../../roster/check/samePerson.ts';
import type { NameInFile, NamesReading } from '../../roster/rows/userNames/readNames.ts';
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

/** What is said of a row whose name or number is not that of the account; undefined where it fits, or nothing can tell. */
function compareWith(
  { person = {}, isUnsure }: NameInFile,
  { userPrincipalName, displayName, employeeId }: Holdings,
): Pick<Finding, 'code' | 'severity' | 'message'> | undefined {
  const holder = { displayName, ...(employeeId === undefined ? {} : { employeeId }) };
  const fits = weighNamed(person, holder, userPrincipalName);
  if (fits === 'same') return undefined;
  const { displayName: whole, givenName = '', surname = '', employeeId: id } = person;
  const hasOtherId = id !== undefined && employeeId !== undefined && foldId(id) !== foldId(employeeId);
  const name = whole ?? `${givenName} ${surname}`.trim();
  const said = [name, ...(hasOtherId ? [SAYS.employeeId(id)] : [])].filter((one) => one !== '').join(', ');
  const account = SAYS.account(displayName, hasOtherId ? employeeId : undefined);
  return fits === 'other' && isUnsure !== true
    ? { code: 'OTHER_PERSON', severity: 'error', message: SAYS.other(said, account) }
    : { code: 'OTHER_PERSON', severity: 'warning', message: SAYS.unsure(said, account) };
}

/**
 * Who of a file is in the directory, and what is wrong with the others: errors first, then by row, with what was noticed
 * while reading. `repeats` has the row in which somebody is named again, and the first one that names them.
 */
export async function findTargets(
  directory: Directory,
  { column, by, names, findings: noticed = [] }: Pick<NamesReading, 'column' | 'by' | 'names' | 'findings'>,
): Promise<{ targets: AssignTarget[]; findings: Finding[]; repeats: ReadonlyMap<number, number> }> {
  const values = names.map(({ value }) => value);
  const named = await findNamed(directory, { values, ...(by === undefined ? {} : { by }) });
  const seen = new Map<string, NameInFile>();
  const repeats = new Map<number, number>();
  const staying = new Map<string, number>();
  const found: AssignTarget[] = [];
  const findings: Finding[] = [...noticed];
  /** By object id: of whom two rows say different things. */
  const contradicted = new Set<string>();
  for (const name of names) {
    const { row, value, date = '', refused } = name;
    const [holdings, ...others] = named.get(value.toLowerCase()) ?? [];
    const key = holdings?.id ?? value.toLowerCase();
    const base = {
      row,
      column,
      property: 'userPrincipalName',
      value,
      ...(holdings === undefined || others.length > 0 ? {} : { displayName: holdings.displayName }),
    } as const;
    if (refused !== undefined) {
      findings.push({ ...base, ...refused, severity: 'error' });
      if (refused.code === 'STAYS') staying.set(key, row);
      continue;
    }
    const before = seen.get(key);
    if (before !== undefined) {
      repeats.set(row, before.row);
      const { row: first, value: firstValue, date: firstDate = '' } = before;
      if (date === firstDate) {
        findings.push({ ...base, code: 'DUPLICATE', severity: 'warning', message: SAYS.twice(first) });
        continue;
      }
      contradicted.add(key);
      const contradict = (at: typeof base, message: string): void => {
        findings.push({ ...at, code: 'DUPLICATE', severity: 'error', message });
      };
      contradict(base, SAYS.dates(first, date, firstDate));
      contradict({ ...base, row: first, value: firstValue }, SAYS.dates(row, firstDate, date));
      continue;
    }
    seen.set(key, name);
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
    const difference = compareWith(name, holdings);
    if (difference !== undefined) findings.push({ ...base, ...difference });
    if (difference?.severity === 'error') continue;
    if (holdings.accountEnabled === false) {
      const message = LICENSE_PROBLEMS.blocked(LICENSE_PROBLEMS.thisPerson);
      findings.push({ ...base, code: 'SIGN_IN_BLOCKED', severity: 'warning', message });
    }
    found.push({ ...holdings, sourceRow: row });
  }
  const targets = found.filter(({ id, userPrincipalName: value, displayName, sourceRow: row = 0 }) => {
    const stays = staying.get(id);
    if (stays !== undefined) {
      const base = { row, column, property: 'userPrincipalName', value, displayName } as const;
      findings.push({ ...base, code: 'STAYS', severity: 'error', message: SAYS.stays(stays) });
    }
    return stays === undefined && !contradicted.has(id);
  });
  const rank = ({ severity }: Finding): number => ['error', 'warning', 'note'].indexOf(severity);
  return { targets, repeats, findings: findings.sort((a, b) => rank(a) - rank(b) || a.row - b.row) };
}
