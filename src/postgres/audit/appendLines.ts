import type { AuditKeys } from '../../audit/auditKeys.ts';
import { describeNewKey, hashBefore, keyOf, makeLine, parseEntry } from '../../audit/auditLines.ts';
import { namesIn } from '../../audit/matchEntry.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { Query } from '../openDatabase.ts';

/** Separates names in one text: no name has it. */
const BETWEEN = '\u001f';

/** The end of the chain, and with it the right to append until the transaction ends. */
export interface Head {
  seq: number;
  /** Null: there is no line yet. */
  line: string | null;
}

/** Appends entries in the transaction that it was given with. */
export type Append = (entries: readonly AuditEntry[]) => Promise<void>;

/** Waits until nobody else appends. */
export const LOCK_HEAD = 'SELECT seq::float8 AS seq, line FROM audit_head FOR UPDATE';

/** What `LOCK_HEAD` found, or a statement that finds more beside it. */
export function readHead<Found extends Head = Head>(found: readonly unknown[] | undefined): Found {
  const head = found?.[0] as Found | undefined;
  if (head === undefined) throw new Error('The table audit_head is empty.');
  return head;
}

/** What an entry is found by. What stands before an @ is kept with it, so that no whole name is mistaken for it. */
function listNames(entry: AuditEntry): string {
  const names = namesIn(entry);
  const parts = names.flatMap((name) =>
    [...name.matchAll(/@/g)].map(({ index }) => name.slice(0, index + 1)),
  );
  return [...new Set([...names, ...parts])].map((name) => name.replaceAll(BETWEEN, ' ')).join(BETWEEN);
}

/** The entry that says under which key the chain goes on, where it is another one. */
function describeChange({ line }: Head, keys: AuditKeys, at: number): AuditEntry[] {
  if (line === null) return [];
  const key = keyOf(line);
  if (key === keys.current.id) return [];
  if (key !== undefined && !keys.older.some(({ id }) => id === key)) {
    throw new RollcallError(
      'STORE_BROKEN',
      'Another SECRET_KEY proves the audit than the one that is set here.',
      {
        done: "This change wasn't saved.",
        next: 'Set the same SECRET_KEY for every instance, the older keys behind it ("2:new,1:old"), and start this one again.',
      },
    );
  }
  return [describeNewKey(key, keys, at)];
}

/** Appends entries behind the head, in their order. Answers the lines, and the head that follows. */
export async function appendLines(
  query: Query,
  head: Head,
  entries: readonly AuditEntry[],
  keys: AuditKeys,
  now: number,
): Promise<{ lines: string[]; head: Head }> {
  const lines: string[] = [];
  let before = head.line ?? undefined;
  const all = [...describeChange(head, keys, now), ...entries];
  for (const entry of all) {
    before = makeLine(entry, before, keys.current);
    lines.push(before);
  }
  return { lines, head: await insertLines(query, head, lines, all) };
}

/** Lines of another store's audit behind the head, as they stand there. */
export const carryLines = (query: Query, head: Head, lines: readonly string[]): Promise<Head> =>
  insertLines(query, head, lines, lines.map(parseEntry));

/** @param entries what stands in each line; undefined for a cut */
async function insertLines(
  query: Query,
  head: Head,
  lines: readonly string[],
  entries: readonly (AuditEntry | undefined)[],
): Promise<Head> {
  const next: Head = { seq: head.seq + lines.length, line: lines.at(-1) ?? head.line };
  await query(
    `WITH head AS (UPDATE audit_head SET seq = $8, line = $9)
     INSERT INTO audit (seq, at, actor, subject, customer, names, line)
     SELECT $1 + n, at, actor, subject, customer, string_to_array(names, chr(31)), line
     FROM unnest($2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       WITH ORDINALITY AS t (at, actor, subject, customer, names, line, n)`,
    [
      head.seq,
      entries.map((entry) => entry?.at ?? null),
      entries.map((entry) => entry?.actor ?? null),
      entries.map((entry) => (entry === undefined ? null : (entry.subject ?? ''))),
      entries.map((entry) => entry?.customer ?? null),
      entries.map((entry) => (entry === undefined ? '' : listNames(entry))),
      ...[lines, next.seq, next.line],
    ],
  );
  return next;
}

/** The hash of the last line. */
export const hashOf = ({ line }: Head): string => hashBefore(line ?? undefined);
