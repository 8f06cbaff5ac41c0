import type { Query } from './openDatabase.ts';

/** One record, and what else its row has. */
export interface Held<Record> {
  doc: Record;
}

/**
 * Reads a record, has it changed, and writes it, while nobody else can: two at once go one after the other, on whichever
 * instances they are. Undefined when it is not there, or `change` leaves it as it is.
 */
export async function changeRecord<Record, Row extends Held<Record> = Held<Record>>(
  query: Query,
  { select, id }: { select: string; id: readonly string[] },
  change: (doc: Record, row: Row) => Record | undefined,
  write: (query: Query, doc: Record) => Promise<unknown>,
): Promise<Record | undefined> {
  const { rows } = await query<Row>(`${select} FOR UPDATE`, id);
  const [row] = rows;
  const after = row === undefined ? undefined : change(row.doc, row);
  if (after !== undefined) await write(query, after);
  return after;
}
