import type { CustomerId } from '../../domain/terms.ts';
import type { MovableStore } from '../../service/ports/carried.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Audit } from '../audit/audit.ts';
import { changeRecord } from '../changeRecord.ts';
import type { Database, Query } from '../openDatabase.ts';

/** The part of the store that keeps each customer's short lists. */
export type Lists = Pick<
  MovableStore,
  'listPresets' | 'updatePresets' | 'listAllPresets' | 'listColumns' | 'updateColumns' | 'listAllColumns'
>;

const SELECT = 'SELECT doc FROM lists WHERE kind = $1 AND customer = $2';

function createList<Value extends { customer: CustomerId }>(
  database: Database,
  audit: Pick<Audit, 'transact'>,
  kind: string,
) {
  type Change = (values: Value[]) => readonly Value[] | undefined;

  async function changeIn(
    query: Query,
    customer: CustomerId,
    change: Change,
    before: () => Promise<void> = async () => undefined,
  ): Promise<Value[] | undefined> {
    const id = [kind, customer];
    await query('INSERT INTO lists (kind, customer, doc) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      ...id,
      '[]',
    ]);
    return changeRecord<Value[]>(
      query,
      { select: SELECT, id },
      (values) => change(values)?.map((value) => ({ ...value, customer })),
      async (write, after) => {
        await before();
        await write('UPDATE lists SET doc = $3 WHERE kind = $1 AND customer = $2', [
          ...id,
          JSON.stringify(after),
        ]);
      },
    );
  }

  return {
    async list(customer: CustomerId): Promise<Value[]> {
      return (await database.query<{ doc: Value[] }>(SELECT, [kind, customer])).rows[0]?.doc ?? [];
    },
    async listAll(): Promise<Value[]> {
      const { rows } = await database.query<{ doc: Value[] }>('SELECT doc FROM lists WHERE kind = $1', [
        kind,
      ]);
      return rows.flatMap(({ doc }) => doc);
    },
    update: (customer: CustomerId, change: Change, entriesOf?: () => readonly AuditEntry[]) =>
      entriesOf === undefined
        ? database.transact((query) => changeIn(query, customer, change))
        : audit.transact((query, append) => changeIn(query, customer, change, () => append(entriesOf()))),
  };
}

/** A row for each list. */
export function createLists(database: Database, audit: Pick<Audit, 'transact'>): Lists {
  const presets = createList<Awaited<ReturnType<Store['listPresets']>>[number]>(database, audit, 'presets');
  const columns = createList<Awaited<ReturnType<Store['listColumns']>>[number]>(database, audit, 'columns');
  return {
    listPresets: presets.list,
    listAllPresets: presets.listAll,
    updatePresets: presets.update,
    listColumns: columns.list,
    listAllColumns: columns.listAll,
    updateColumns: columns.update,
  };
}
