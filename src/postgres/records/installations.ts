import type { InstallationRecord } from '../../service/ports/installations.ts';
import type { Store } from '../../service/ports/store.ts';
import { changeRecord } from '../changeRecord.ts';
import type { Database } from '../openDatabase.ts';

/** The part of the store that keeps where the Slack app is installed. */
type Installations = Pick<
  Store,
  'saveInstallation' | 'loadInstallation' | 'listInstallations' | 'updateInstallation' | 'dropInstallation'
>;

const SELECT = 'SELECT doc FROM installations WHERE id = $1';

/** A row for each installation. */
export function createInstallations(database: Database): Installations {
  return {
    async saveInstallation(installation) {
      await database.query(
        'INSERT INTO installations (id, doc) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc',
        [installation.id, JSON.stringify(installation)],
      );
    },
    async loadInstallation(id) {
      return (await database.query<{ doc: InstallationRecord }>(SELECT, [id])).rows[0]?.doc;
    },
    async listInstallations() {
      const { rows } = await database.query<{ doc: InstallationRecord }>(
        'SELECT doc FROM installations ORDER BY id',
      );
      return rows.map(({ doc }) => doc);
    },
    updateInstallation: (id, change) =>
      database.transact((query) =>
        changeRecord<InstallationRecord>(query, { select: SELECT, id: [id] }, change, (write, after) =>
          write('UPDATE installations SET doc = $2 WHERE id = $1', [id, JSON.stringify(after)]),
        ),
      ),
    async dropInstallation(id, installedAt) {
      const { count } = await database.query(
        "DELETE FROM installations WHERE id = $1 AND (doc->>'installedAt')::double precision = $2",
        [id, installedAt],
      );
      return count > 0;
    },
  };
}
