import type { Place } from '../../domain/terms.ts';
import type { DirectRecord, MovableStore } from '../../service/ports/carried.ts';
import type { Database } from '../openDatabase.ts';

/** The part of the store that keeps where people can be reached. */
type Directs = Pick<MovableStore, 'saveDirect' | 'loadDirect' | 'forgetDirect' | 'listDirects'>;

/** A row for each user of a chat. */
export function createDirects(database: Database): Directs {
  return {
    async saveDirect(platform, userId, place) {
      await database.query(
        `INSERT INTO directs (platform, user_id, place) VALUES ($1, $2, $3)
         ON CONFLICT (platform, user_id) DO UPDATE SET place = excluded.place`,
        [platform, userId, JSON.stringify(place)],
      );
    },
    async loadDirect(platform, userId) {
      const { rows } = await database.query<{ place: Place }>(
        'SELECT place FROM directs WHERE platform = $1 AND user_id = $2',
        [platform, userId],
      );
      return rows[0]?.place;
    },
    async listDirects() {
      const { rows } = await database.query<DirectRecord>(
        'SELECT platform, user_id AS "userId", place FROM directs',
      );
      return rows;
    },
    async forgetDirect(platform, userId) {
      await database.query('DELETE FROM directs WHERE platform = $1 AND user_id = $2', [platform, userId]);
    },
  };
}
