import type { ShownCard } from '../../service/ports/shownSecrets.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Database } from '../openDatabase.ts';
import { keyOfMessage } from './keyOfMessage.ts';

/** The part of the store that keeps which messages are to be emptied. */
type ShownCards = Pick<Store, 'saveShown' | 'forgetShown' | 'listShown'>;

/** A row for each message. */
export function createShownCards(database: Database): ShownCards {
  return {
    async saveShown(card) {
      await database.query(
        `INSERT INTO shown (card, empty_at, doc) VALUES ($1, $2, $3)
         ON CONFLICT (card) DO UPDATE SET empty_at = excluded.empty_at, doc = excluded.doc`,
        [keyOfMessage(card.ref), card.emptyAt, JSON.stringify(card)],
      );
    },
    async forgetShown(ref) {
      await database.query('DELETE FROM shown WHERE card = $1', [keyOfMessage(ref)]);
    },
    async listShown() {
      const { rows } = await database.query<{ doc: ShownCard }>('SELECT doc FROM shown ORDER BY empty_at');
      return rows.map(({ doc }) => doc);
    },
  };
}
