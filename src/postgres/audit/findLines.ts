import { parseEntry } from '../../audit/auditLines.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { AuditFilter } from '../../service/ports/store.ts';
import type { Database, Query } from '../openDatabase.ts';

/** Lines that are read at once by whoever checks all of them: about a megabyte. */
const LINES_AT_ONCE = 2_000;

/** The conditions of a filter, each with the value that it is about. */
function conditionsOf(filter: Omit<AuditFilter, 'limit'>): (readonly [sql: string, value: unknown])[] {
  const { actor, subject, subjects, customer, orNone, about, mentions } = filter;
  const found: (readonly [string, unknown])[] = [];
  if (actor !== undefined) found.push(['actor = $', actor]);
  if (subject !== undefined) found.push(['subject = $', subject]);
  if (subjects !== undefined) found.push(['subject = ANY ($)', subjects]);
  if (customer !== undefined) {
    found.push([orNone === true ? '(customer = $ OR customer IS NULL)' : 'customer = $', customer]);
  }
  // People say the part before the @, too.
  if (about !== undefined) found.push(['names && $', [about.toLowerCase(), `${about.toLowerCase()}@`]]);
  if (mentions !== undefined) found.push(['names && $', mentions.map((name) => name.toLowerCase())]);
  return found;
}

/** As `Store.readAudit`. */
export async function findLines(
  query: Query,
  { limit, ...filter }: AuditFilter,
  onSpoilt: () => void,
): Promise<AuditEntry[]> {
  const conditions = conditionsOf(filter);
  const where = ['at IS NOT NULL', ...conditions.map(([sql], at) => sql.replace('$', `$${at + 2}`))];
  const { rows } = await query<{ line: string }>(
    `SELECT line FROM audit WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT $1`,
    [Math.max(0, limit), ...conditions.map(([, value]) => value)],
  );
  return rows.flatMap(({ line }) => {
    const entry = parseEntry(line);
    // One spoilt line must not hide the history before it, nor go unnoticed.
    if (entry === undefined) onSpoilt();
    return entry ?? [];
  });
}

/** Every line from the first to the last, for `verifyChain`. What is appended meanwhile is read, too. */
export async function* readAllLines(database: Database): AsyncGenerator<Uint8Array> {
  let last = -1;
  for (;;) {
    const { rows } = await database.query<{ seq: number; line: string }>(
      'SELECT seq::float8 AS seq, line FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2',
      [last, LINES_AT_ONCE],
    );
    for (const { seq, line } of rows) {
      last = seq;
      yield Buffer.from(line);
    }
    if (rows.length === 0) return;
  }
}
