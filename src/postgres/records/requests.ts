import type { CustomerId, MessageRef } from '../../domain/terms.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Audit } from '../audit/audit.ts';
import { changeRecord } from '../changeRecord.ts';
import type { Database, Query } from '../openDatabase.ts';
import { keyOfMessage } from './keyOfMessage.ts';

/** The part of the store that keeps what waits for approval. */
export type Requests = Pick<
  Store,
  | 'saveRequest'
  | 'loadRequest'
  | 'updateRequest'
  | 'listRequests'
  | 'findAskedManager'
  | 'findRequestOf'
  | 'dropRequest'
>;

/** What a request is found by, in the order of the columns. */
function columnsOf(request: RequestRecord): unknown[] {
  const managers = (request.managers ?? []).map(({ id }) => id);
  const cards = request.copies.flatMap(({ ref }) => (ref === undefined ? [] : keyOfMessage(ref)));
  return [request.id, request.state, request.createdAt, managers, cards, JSON.stringify(request)];
}

/** A row for each request. */
export function createRequests(database: Database, audit: Pick<Audit, 'transact'>): Requests {
  const oneAtATime = createOneAtATime();

  function change(
    query: Query,
    id: string,
    make: Parameters<Store['updateRequest']>[1],
    before: (after: RequestRecord) => Promise<void> = async () => undefined,
  ): Promise<RequestRecord | undefined> {
    return changeRecord<RequestRecord>(
      query,
      { select: 'SELECT doc FROM requests WHERE id = $1', id: [id] },
      make,
      async (write, after) => {
        await before(after);
        await write(
          `UPDATE requests SET state = $2, created_at = $3, managers = $4, cards = $5, doc = $6 WHERE id = $1`,
          columnsOf({ ...after, id }),
        );
      },
    );
  }

  return {
    async saveRequest(request) {
      const { count } = await database.query(
        `INSERT INTO requests (id, state, created_at, managers, cards, doc)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        columnsOf(request),
      );
      return count === 0 ? 'exists' : 'saved';
    },
    async loadRequest(id) {
      const { rows } = await database.query<{ doc: RequestRecord }>(
        'SELECT doc FROM requests WHERE id = $1',
        [id],
      );
      return rows[0]?.doc;
    },
    updateRequest: (id, make, entriesOf) =>
      oneAtATime(id, () =>
        entriesOf === undefined
          ? database.transact((query) => change(query, id, make))
          : audit.transact((query, append) => change(query, id, make, (after) => append(entriesOf(after)))),
      ),
    async listRequests({ state }) {
      const { rows } = await database.query<{ doc: RequestRecord }>(
        `SELECT doc FROM requests WHERE $1::text IS NULL OR state = $1 ORDER BY created_at, n`,
        [state ?? null],
      );
      return rows.map(({ doc }) => doc);
    },
    async findAskedManager(id, customer) {
      const { rows } = await database.query<{ customer: CustomerId; managers: RequestRecord['managers'] }>(
        `SELECT doc -> 'customer' AS customer, doc -> 'managers' AS managers
         FROM requests WHERE managers @> ARRAY[$1::text] AND ($2::text IS NULL OR doc ->> 'customer' = $2)
         ORDER BY n LIMIT 1`,
        [id, customer ?? null],
      );
      const name = rows[0]?.managers?.find((one) => one.id === id)?.name;
      return rows[0] === undefined || name === undefined ? undefined : { name, customer: rows[0].customer };
    },
    async findRequestOf(ref: MessageRef) {
      const { rows } = await database.query<{ id: string }>(
        'SELECT id FROM requests WHERE cards @> ARRAY[$1::text] ORDER BY n LIMIT 1',
        [keyOfMessage(ref)],
      );
      return rows[0]?.id;
    },
    async dropRequest(id) {
      await database.query('DELETE FROM requests WHERE id = $1', [id]);
    },
  };
}
