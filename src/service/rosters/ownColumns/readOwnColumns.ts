import type { Finding, OwnCells, Problem, RosterRow } from '../../../domain/terms.ts';
import { nameColumns } from '../../../roster/check/verifyRoster.ts';
import { readyRows } from '../../../roster/check/weighRoster.ts';
import type { RosterDraft } from '../../drafts/draftData.ts';
import type { CustomerFacts } from '../../facts/customerFacts.ts';
import { countSeats } from '../../licensing/seats.ts';
import type { Directory } from '../../ports/directory.ts';
import { ROSTER_PROBLEMS } from '../words.ts';
import { createGroupReader } from './ownGroups.ts';
import { createLicenseReader } from './ownLicenses.ts';
import { createManagerReader, type ManagerReader } from './ownManagers.ts';
import { readOwnRecipients } from './ownRecipients.ts';

interface Readers {
  licenses: ReturnType<typeof createLicenseReader>;
  groups: Awaited<ReturnType<typeof createGroupReader>>;
  managers: ManagerReader;
  recipientDomains: readonly string[] | undefined;
}

function withoutUnderstood({
  licenses: _l,
  groups: _g,
  manager: _m,
  recipients: _r,
  ...row
}: RosterRow): RosterRow {
  return row;
}

/** One row with its own columns understood. A value with a problem is left out: the row cannot be created as it is. */
function readRow(before: RosterRow, readers: Readers): { row: RosterRow; problems: Problem[] } {
  const row = withoutUnderstood(before);
  const { own } = row;
  if (own === undefined) return { row, problems: [] };
  const problems: Problem[] = [];
  const understood: Pick<RosterRow, 'licenses' | 'groups' | 'manager' | 'recipients'> = {};
  let cells: OwnCells = own;
  if (own.licenses !== undefined) {
    const read = readers.licenses(own.licenses);
    problems.push(...read.problems);
    cells = { ...cells, licenses: read.values };
    understood.licenses = read.value;
  }
  if (own.groups !== undefined) {
    const read = readers.groups(own.groups);
    problems.push(...read.problems);
    cells = { ...cells, groups: read.values };
    understood.groups = read.value;
  }
  let notFound: 'wrong' | 'unknown' | undefined;
  if (own.manager !== undefined) {
    const read = readers.managers.read({ ...row, own: { ...own, manager: own.manager } });
    if (!('code' in read)) understood.manager = read;
    else {
      problems.push(read);
      notFound = read.severity === 'error' ? 'wrong' : 'unknown';
    }
  }
  if (own.recipients !== undefined) {
    const { manager } = understood;
    const mail = manager === undefined ? undefined : readers.managers.mailOf(manager);
    const read = readOwnRecipients(
      own.recipients,
      { manager: manager ?? notFound, mail },
      readers.recipientDomains,
    );
    problems.push(...read.problems);
    understood.recipients = read.recipients;
  }
  return { row: { ...row, own: cells, ...understood }, problems };
}

/** A warning for each license of which the rows themselves need more seats than are left. */
function warnOfSeats(facts: CustomerFacts, rows: readonly RosterRow[], column: string): Finding[] {
  const seats = countSeats(
    facts.licenses,
    rows.map(({ licenses }) => licenses ?? []),
  );
  return seats
    .filter(({ short }) => short)
    .map(({ license: { name, left }, needs }) => ({
      row: 1,
      column,
      property: 'licenses',
      value: name,
      code: 'NO_SEATS',
      severity: 'warning',
      message: ROSTER_PROBLEMS.licenses.short(needs, name, left),
    }));
}

/** Named in one line; the form that fixes cells has the others. */
const MOST_NAMED = 3;

/** Managers by name are looked at once, and not once for each of their people. */
function noteManagers({ byName }: ManagerReader, column: string): Finding[] {
  const found = [...byName].map(([text, userName]) => ROSTER_PROBLEMS.managers.is(text, userName));
  if (found.length === 0) return [];
  const message = ROSTER_PROBLEMS.managers.byName(found, MOST_NAMED);
  const at = { row: 1, column, property: 'manager', value: '' } as const;
  return [{ ...at, code: 'MANAGER_BY_NAME', severity: 'note', message }];
}

/**
 * The rows with their own columns looked up, and what is wrong with these. Throws what the directory throws.
 *
 * @param recipientDomains where passwords may go; left out: anywhere
 * @param left rows that need no seats, because the people are in the directory
 * @param named the rows with the user names that are suggested to whoever has none: managers are looked for among them
 */
export async function readOwnColumns(
  directory: Directory,
  facts: CustomerFacts,
  recipientDomains: readonly string[] | undefined,
  roster: Pick<RosterDraft, 'rows' | 'columns' | 'columnNames'>,
  left: ReadonlySet<number>,
  named: readonly RosterRow[],
): Promise<{ rows: readonly RosterRow[]; findings: Finding[] }> {
  if (roster.rows.every(({ own }) => own === undefined)) return { rows: roster.rows, findings: [] };
  const columnOf = nameColumns(roster.columns, roster.columnNames);
  const readers: Readers = {
    licenses: createLicenseReader(facts),
    groups: await createGroupReader(
      directory,
      roster.rows.flatMap(({ own }) => (own?.groups === undefined ? [] : [own.groups])),
    ),
    managers: await createManagerReader(directory, named),
    recipientDomains,
  };
  const read = roster.rows.map((row) => readRow(row, readers));
  const rows = read.map(({ row }) => row);
  const findings = read.flatMap(({ row: { row }, problems }) =>
    problems.map((problem): Finding => ({ ...problem, row, column: columnOf(problem.property) })),
  );
  const ready = readyRows(rows, findings).filter(({ row }) => !left.has(row));
  return {
    rows,
    findings: [
      ...findings,
      ...warnOfSeats(facts, ready, columnOf('licenses')),
      ...noteManagers(readers.managers, columnOf('manager')),
    ],
  };
}
