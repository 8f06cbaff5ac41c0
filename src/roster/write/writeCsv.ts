import { stringify } from 'csv-stringify/sync';
import { PERSON_RULES } from '../../domain/personRules.ts';
import type { Finding, PersonProperty, RosterRow } from '../../domain/terms.ts';
import { CUSTOMER_COLUMN } from '../columns/customerColumn.ts';
import { OWN_LABELS } from '../columns/ownCells.ts';
import { BLOCKED_COLUMN, CHANGES_COLUMN, LOG_COLUMNS, RESULT_COLUMNS } from '../columns/ownFiles.ts';
import { markFormula } from './formulaMark.ts';

/** RFC 4180 with a byte order mark, without which Excel reads accents wrong; formulas are defused. */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return stringify(
    records.map((record) => record.map(markFormula)),
    { bom: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
}

function worstOf(findings: readonly Finding[]): string {
  const severities = findings.map(({ severity }) => severity);
  return (['error', 'warning', 'note'] as const).find((severity) => severities.includes(severity)) ?? '';
}

function atColumn({ column }: Finding, text: string): string {
  return column === '' ? text : `${column}: ${text}`;
}

/**
 * The verification log: the file's own columns with what is wrong and the suggested fix beside them, for rows with
 * findings only. Corrected, it can be sent as a roster: the reader takes the added columns off again.
 *
 * @param customer whose people they are; left out: the file is for one customer, or says so itself
 */
export function writeLog(
  columns: readonly string[],
  rows: readonly RosterRow[],
  findings: readonly Finding[],
  customer?: string,
): string {
  const whose = (cell: string): string[] => (customer === undefined ? [] : [cell]);
  const byRow = new Map<number, Finding[]>();
  for (const finding of findings) byRow.set(finding.row, [...(byRow.get(finding.row) ?? []), finding]);
  const cellsOf = new Map(rows.map(({ row, cells }) => [row, cells]));
  const lines = [...byRow]
    .sort(([a], [b]) => a - b)
    .map(([row, own]) => {
      const cells = cellsOf.get(row) ?? [];
      const fixes = own.flatMap((finding) =>
        finding.suggestion === undefined ? [] : [atColumn(finding, finding.suggestion)],
      );
      return [
        ...whose(customer ?? ''),
        ...columns.map((_, index) => cells[index] ?? ''),
        String(row),
        worstOf(own),
        own.map((finding) => atColumn(finding, finding.message)).join(' | '),
        [...new Set(fixes)].join(' | '),
      ];
    });
  return writeCsv([[...whose(CUSTOMER_COLUMN), ...columns, ...LOG_COLUMNS], ...lines]);
}

/** One person of a results file. */
export interface ResultRecord {
  /** Whose person it is. Left out: there's one customer in the file. */
  customer?: string;
  /** Line in the file the person came from. */
  row?: number;
  displayName: string;
  userPrincipalName: string;
  objectId?: string;
  status: string;
  /** Product names. Of whom has no account `again` says what they are to have. */
  licenses: readonly string[];
  /** Names of the groups it was put into. */
  groups: readonly string[];
  /** User name; empty: none was set. */
  manager: string;
  /** What became of the mail to each recipient of the password. */
  mails: readonly string[];
  /** What was changed of somebody who existed, a text for each thing. */
  changes?: readonly string[];
  /** Why it failed, and what to do. */
  reason?: string;
  /** Of whom has no account: what the file has to say when it comes back to create them. */
  again?: Pick<RosterRow, 'person' | 'accountEnabled' | 'own'>;
}

const isOwnResult = (property: PersonProperty): boolean =>
  property === 'displayName' || property === 'userPrincipalName';

/** The columns for those who may be created yet: none where everybody was. */
function listAgainColumns(lines: readonly ResultRecord[]): {
  headers: string[];
  cellsOf(line: ResultRecord): string[];
} {
  const again = lines.flatMap((line) => line.again ?? []);
  const properties = (Object.keys(PERSON_RULES) as PersonProperty[]).filter(
    (property) => !isOwnResult(property) && again.some(({ person }) => (person[property] ?? '') !== ''),
  );
  const someBlocked = again.some(({ accountEnabled }) => accountEnabled === false);
  const someRecipients = again.some(({ own }) => own?.recipients !== undefined);
  return {
    headers: [
      ...properties.map((property) => PERSON_RULES[property].label),
      ...(someBlocked ? [BLOCKED_COLUMN] : []),
      ...(someRecipients ? [OWN_LABELS.recipients] : []),
    ],
    cellsOf: ({ again: line }) => [
      ...properties.map((property) => line?.person[property] ?? ''),
      ...(someBlocked ? [describeBlocked(line?.accountEnabled)] : []),
      ...(someRecipients ? [line?.own?.recipients ?? ''] : []),
    ],
  };
}

function describeBlocked(accountEnabled: boolean | undefined): string {
  if (accountEnabled === undefined) return '';
  return accountEnabled ? 'No' : 'Yes';
}

/**
 * The results of a job. Never a password. Sent back, it is a file of those who were not created, with all that the first
 * one said of them.
 */
export function writeResults(lines: readonly ResultRecord[]): string {
  const { headers, cellsOf } = listAgainColumns(lines);
  const some = lines.some(({ changes = [] }) => changes.length > 0);
  const isOfSeveral = lines.some(({ customer }) => customer !== undefined);
  const records = lines.map((line) => [
    ...(isOfSeveral ? [line.customer ?? ''] : []),
    line.row === undefined ? '' : String(line.row),
    line.displayName,
    line.userPrincipalName,
    line.objectId ?? '',
    line.status,
    (line.again?.own?.licenses ?? line.licenses).join('; '),
    (line.again?.own?.groups ?? line.groups).join('; '),
    line.again?.own?.manager ?? line.manager,
    line.mails.join('; '),
    line.reason ?? '',
    ...cellsOf(line),
    ...(some ? [(line.changes ?? []).join(' | ')] : []),
  ]);
  const head = [...RESULT_COLUMNS, ...headers, ...(some ? [CHANGES_COLUMN] : [])];
  return writeCsv([isOfSeveral ? [CUSTOMER_COLUMN, ...head] : head, ...records]);
}

/** The header the admin center downloads now: "Add several users at the same time to Microsoft 365". */
const TEMPLATE_HEADER = [
  'Username',
  'First name',
  'Last name',
  'Display name',
  'Job title',
  'Department',
  'Office number',
  'Office phone',
  'Mobile phone',
  'Fax',
  'Alternate email address',
  'Address',
  'City',
  'State or province',
  'ZIP or postal code',
  'Country or region',
];

/** Microsoft's own five sample people. */
const SAMPLE_PEOPLE = [
  ['chris', 'Chris', 'Green'],
  ['ben', 'Ben', 'Andrews'],
  ['david', 'David', 'Longmuir'],
  ['cynthia', 'Cynthia', 'Carey'],
  ['melissa', 'Melissa', 'MacBeth'],
];

/** What can be changed of people who exist. */
const CHANGES_HEADER = [
  'User name',
  'New user name',
  ...TEMPLATE_HEADER.slice(1),
  'Employee ID',
  'Usage location',
  'Manager',
  'Sign-in',
];

/** The Microsoft 365 template, empty or with Microsoft's sample people; or the header of a file of changes. */
export function writeTemplate(kind: 'blank' | 'sample' | 'changes'): string {
  if (kind === 'changes') return writeCsv([CHANGES_HEADER]);
  if (kind === 'blank') return writeCsv([TEMPLATE_HEADER]);
  const people = SAMPLE_PEOPLE.map(([name = '', first = '', last = ''], index) => [
    `${name}@contoso.com`,
    first,
    last,
    `${first} ${last}`,
    'IT Manager',
    'Information Technology',
    `${123451 + index}`,
    `123-555-${1211 + index}`,
    `123-555-${6641 + index}`,
    '123-555-6700',
    'chris@contoso.com',
    '1 Microsoft way',
    'Redmond',
    'Wa',
    '98052',
    'United States',
  ]);
  return writeCsv([TEMPLATE_HEADER, ...people]);
}

/** Everybody somebody asks for, the names of the licenses each would get, and what changes of them. */
export function writeAsked(
  people: readonly {
    displayName: string;
    userPrincipalName: string;
    licenses: readonly string[];
    changes: readonly string[];
  }[],
): string {
  const some = people.some(({ changes }) => changes.length > 0);
  return writeCsv([
    ['Display name', 'User name', 'Licenses', ...(some ? [CHANGES_COLUMN] : [])],
    ...people.map(({ displayName, userPrincipalName, licenses, changes }) => [
      displayName,
      userPrincipalName,
      licenses.join(', '),
      ...(some ? [changes.join(' | ')] : []),
    ]),
  ]);
}
