import type { AuditKeys } from '../../audit/auditKeys.ts';
import { CUT, hashBefore, keyOf, makeCut, parseCut } from '../../audit/auditLines.ts';
import type { Query } from '../openDatabase.ts';
import type { Append } from './appendLines.ts';

/**
 * Lines that are dropped in one transaction, in which nobody else can write to the audit: a fraction of a second. More
 * makes them wait, fewer makes more announcements of a large cut.
 */
const LINES_AT_ONCE = 20_000;

interface OldLine {
  seq: number;
  line: string;
}

/** The last line to drop; undefined: all are to be kept. */
async function findLast(query: Query, before: number): Promise<OldLine | undefined> {
  const { rows } = await query<OldLine>(
    `WITH oldest AS MATERIALIZED (SELECT seq, at, line FROM audit ORDER BY seq LIMIT $2),
     kept AS (SELECT min(seq) AS seq FROM oldest WHERE at >= $1)
     SELECT oldest.seq::float8 AS seq, line FROM oldest, kept
     WHERE at IS NOT NULL AND (kept.seq IS NULL OR oldest.seq < kept.seq) ORDER BY oldest.seq DESC LIMIT 1`,
    [before, LINES_AT_ONCE],
  );
  return rows[0];
}

/** Drops the oldest lines in one transaction, and says so in the audit. Answers how many; 0 when none is left to drop. */
export async function cutLines(
  query: Query,
  append: Append,
  before: number,
  at: number,
  keys: AuditKeys,
): Promise<number> {
  const last = await findLast(query, before);
  if (last === undefined) return 0;
  const first = await query<OldLine>('SELECT seq::float8 AS seq, line FROM audit ORDER BY seq LIMIT 1');
  const earlier = parseCut(first.rows[0]?.line ?? '');
  const counted = await query<{ n: number }>(
    'SELECT count(*)::int AS n FROM audit WHERE seq <= $1 AND at IS NOT NULL',
    [last.seq],
  );
  const entries = counted.rows[0]?.n ?? 0;
  const cutAt = hashBefore(last.line);
  const detail = { entries, hash: cutAt };
  await append([{ at, actor: 'rollcall', platform: 'system', what: CUT, outcome: 'done', detail }]);
  await query('DELETE FROM audit WHERE seq <= $1', [last.seq]);
  const unkeyed = keyOf(last.line) === undefined ? { unkeyed: true as const } : {};
  const cut = makeCut({ cutAt, dropped: (earlier?.dropped ?? 0) + entries, ...unkeyed }, keys.current);
  await query("INSERT INTO audit (seq, names, line) VALUES ($1, '{}', $2)", [last.seq, cut]);
  return entries;
}
