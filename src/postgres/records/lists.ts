import type { CustomerId } from '../../domain/terms.ts';
import type { MovableStore } from '../../service/ports/carried.ts';
import type { Store } from '../../service/ports/store.ts';
import { changeRecord } from '../changeRecord.ts';
import type { Database } from '../openDatabase.ts';

/** The part of the store that keeps each customer's short lists. */
export type Lists = Pick<
  MovableStore,
  'listPresets' | 'updatePresets' | 'listAllPresets' | 'listColumns' | 'updateColumns' | 'listAllColumns'
>;

const SELECT = 'SELECT doc FROM lists WHERE kind = $1 AND customer = $2';

function createList<Value extends { customer: CustomerId }>(database: Database, kind: string) {
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
    async update(
      customer: CustomerId,
      change: (values: Value[]) => readonly Value[] | undefined,
    ): Promise<Value[] | undefined> {
      const id = [kind, customer];
      return database.transact(async (query) => {
        await query('INSERT INTO lists (kind, customer, doc) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
          ...id,
          '[]',
        ]);
        return changeRecord<Value[]>(
          query,
          { select: SELECT, id },
          (values) => change(values)?.map((value) => ({ ...value, customer })),
          (write, after) =>
            write('UPDATE lists SET doc = $3 WHERE kind = $1 AND customer = $2', [
              ...id,
              JSON.stringify(after),
            ]),
        );
      });
    },
  };
}

/** A row for each list. */
export function createLists(database: Database): Lists {
  const presets = createList<Awaited<ReturnType<Store['listPresets']>>[number]>(database, 'presets');
  const columns = createList<Awaited<ReturnType<Store['listColumns']>>[number]>(database, 'columns');
  return {
    listPresets: presets.list,
    listAllPresets: presets.listAll,
    updatePresets: presets.update,
    listColumns: columns.list,
    listAllColumns: columns.listAll,
    updateColumns: columns.update,
  };
}
