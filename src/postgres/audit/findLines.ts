import { parseEntry } from '../../audit/auditLines.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { AuditFilter } from '../../service/ports/store.ts';
import type { Database, Query } from '../openDatabase.ts';

/** Lines that are read at once by whoever checks all of them: about a megabyte. */
const LINES_AT_ONCE = 2_000;

/**
 * The newest lines, which are looked through first for a name: whoever acts every day is found there without gathering all
 * they ever did. Our own number, some milliseconds. Fewer gathers all for more people; more costs each rare name as much.
 */
const NEWEST_LINES = 2_000;

/** The conditions of a filter, each with the value that it is about. */
function conditionsOf(filter: AuditFilter): (readonly [sql: string, value: unknown])[] {
  const { actors, subject, subjects, customer, orNone, about, mentions, from, to } = filter;
  const found: (readonly [string, unknown])[] = [];
  if (actors !== undefined) found.push(['actor = ANY ($)', actors]);
  if (subject !== undefined) found.push(['subject = $', subject]);
  if (subjects !== undefined) found.push(['subject = ANY ($)', subjects]);
  if (customer !== undefined) {
    found.push([orNone === true ? '(customer = $ OR customer IS NULL)' : 'customer = $', customer]);
  }
  if (from !== undefined) found.push(['at >= $', from]);
  if (to !== undefined) found.push(['at < $', to]);
  // People say the part before the @, too.
  if (about !== undefined) found.push(['names && $', [about.toLowerCase(), `${about.toLowerCase()}@`]]);
  if (mentions !== undefined) found.push(['names && $', mentions.map((name) => name.toLowerCase())]);
  return found;
}

/**
 * Statements that find what meets the conditions, the newest first. Each is asked where the one before found less than the limit.
 *
 * Left to itself the planner reads lines from the newest on until it has enough of them, because it takes names for evenly
 * spread: of a rare one that is the whole table. What is about a name or a subject is gathered by its index, therefore, and
 * put in order then (PostgreSQL, "WITH Queries": MATERIALIZED keeps the order and the limit from what is inside). What is about a
 * time and no name is read from the end of that time on: the lines are in the order in which they were written, which the clocks
 * of several instances, or one that was put back, make another one than that of their times.
 */
function writeStatements(
  { limit, about, mentions, subject, subjects, from, to }: AuditFilter,
  where: string,
): string[] {
  const inOrder = 'ORDER BY seq DESC LIMIT $1';
  const isNamed = [about, mentions, subject, subjects].some((one) => one !== undefined);
  if (!isNamed && (from !== undefined || to !== undefined)) {
    const newestThen = `SELECT seq, line FROM audit WHERE ${where} ORDER BY at DESC, seq DESC LIMIT $1`;
    return [`SELECT line FROM (${newestThen}) AS found ORDER BY seq DESC`];
  }
  if (!isNamed) return [`SELECT line FROM audit WHERE ${where} ${inOrder}`];
  const newest = `SELECT line FROM (SELECT * FROM audit ORDER BY seq DESC LIMIT ${NEWEST_LINES}) AS newest WHERE ${where} ${inOrder}`;
  const all = `WITH found AS MATERIALIZED (SELECT seq, line FROM audit WHERE ${where}) SELECT line FROM found ${inOrder}`;
  // What is to be over by some time is rarely among the newest.
  return limit < NEWEST_LINES && to === undefined ? [newest, all] : [all];
}

/** As `Store.readAudit`. */
export async function findLines(
  query: Query,
  filter: AuditFilter,
  onSpoilt: () => void,
): Promise<AuditEntry[]> {
  const conditions = conditionsOf(filter);
  const where = ['at IS NOT NULL', ...conditions.map(([sql], at) => sql.replace('$', `$${at + 2}`))];
  const limit = Math.max(0, filter.limit);
  let lines: { line: string }[] = [];
  for (const statement of writeStatements(filter, where.join(' AND '))) {
    const { rows } = await query<{ line: string }>(statement, [
      limit,
      ...conditions.map(([, value]) => value),
    ]);
    lines = rows;
    if (lines.length >= limit) break;
  }
  return lines.flatMap(({ line }) => {
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
