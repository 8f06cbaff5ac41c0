import { orderOf } from '../../service/ports/order.ts';
import type { SnapshotRecord } from '../../service/ports/snapshots.ts';
import type { Store } from '../../service/ports/store.ts';
import { changeRecord } from '../changeRecord.ts';
import type { Database } from '../openDatabase.ts';

/** The part of the store that keeps how people were. */
type Snapshots = Pick<
  Store,
  'saveSnapshot' | 'loadSnapshot' | 'listSnapshots' | 'updateSnapshot' | 'dropSnapshot'
>;

const SELECT = 'SELECT doc FROM snapshots WHERE id = $1';

/** A row for each snapshot. */
export function createSnapshots(database: Database): Snapshots {
  return {
    async saveSnapshot(snapshot) {
      const { id, customer, objectId } = snapshot;
      const { count } = await database.query(
        `INSERT INTO snapshots (id, customer, object_id, taken_at, doc)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        // The column keeps the order: the instances of before have only the time for that.
        [id, customer, objectId, orderOf(snapshot), JSON.stringify(snapshot)],
      );
      return count === 0 ? 'exists' : 'saved';
    },
    async loadSnapshot(id) {
      return (await database.query<{ doc: SnapshotRecord }>(SELECT, [id])).rows[0]?.doc;
    },
    async listSnapshots({ customer, objectId }) {
      const { rows } = await database.query<{ doc: SnapshotRecord }>(
        `SELECT doc FROM snapshots
         WHERE ($1::text IS NULL OR customer = $1) AND ($2::text IS NULL OR object_id = $2)
         ORDER BY taken_at DESC`,
        [customer ?? null, objectId ?? null],
      );
      return rows.map(({ doc }) => doc);
    },
    updateSnapshot: (id, change) =>
      database.transact((query) =>
        changeRecord<SnapshotRecord>(query, { select: SELECT, id: [id] }, change, (write, after) =>
          write('UPDATE snapshots SET doc = $2 WHERE id = $1', [id, JSON.stringify(after)]),
        ),
      ),
    async dropSnapshot(id) {
      await database.query('DELETE FROM snapshots WHERE id = $1', [id]);
    },
  };
}
