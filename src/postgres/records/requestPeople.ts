import { isAskedFor, type Wanted } from '../../service/ports/askedFor.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Database, Query } from '../openDatabase.ts';

/** What whom it is for is found by, each once. */
function namesOf({ asked }: Pick<RequestRecord, 'asked'>): string[] {
  const names = asked.people.flatMap(({ person, objectId = '' }) => [
    person.userPrincipalName.toLowerCase(),
    objectId,
  ]);
  return [...new Set(names)].filter((name) => name !== '');
}

function insertNames(query: Query, id: string, names: readonly string[]): Promise<unknown> {
  return query(
    'INSERT INTO request_people (name, request_id) SELECT DISTINCT name, $1 FROM unnest($2::text[]) AS name',
    [id, names],
  );
}

/** In the transaction that saves a request. */
export async function saveNames(query: Query, request: RequestRecord): Promise<void> {
  await insertNames(query, request.id, namesOf(request));
}

/** In the transaction that changes a request: mostly nothing is to be done. */
export async function changeNames(
  query: Query,
  id: string,
  before: Pick<RequestRecord, 'asked'>,
  after: Pick<RequestRecord, 'asked'>,
): Promise<void> {
  const names = namesOf(after);
  const [had, has] = [new Set(namesOf(before)), new Set(names)];
  if (had.size === has.size && names.every((name) => had.has(name))) return;
  await query('DELETE FROM request_people WHERE request_id = $1', [id]);
  await insertNames(query, id, names);
}

/**
 * Requests whose names nobody has written down: those of a version before this one, and those with none. One look by the index
 * for each request: as NOT EXISTS it would be planned as a look at all names.
 */
const UNREAD = `SELECT n::float8 AS n, doc FROM requests
  WHERE (SELECT 1 FROM request_people WHERE request_id = requests.id LIMIT 1) IS NULL`;

/** As `Store.findRequestsFor`. What is after the @ lies between that and the next letter. */
export async function findRequestsFor(
  database: Pick<Database, 'query'>,
  { customer, limit, ...wanted }: Wanted & Parameters<Store['findRequestsFor']>[0],
): Promise<string[]> {
  const { rows: found } = await database.query<{ id: string; at: number; n: number }>(
    `SELECT id, created_at AS at, n::float8 AS n FROM requests
     WHERE id IN (SELECT request_id FROM request_people WHERE name = ANY ($1) OR (name >= $2 AND name < $3))
       AND ($4::text IS NULL OR doc ->> 'customer' = $4)
     ORDER BY created_at DESC, n DESC LIMIT $5`,
    [
      [wanted.userName, ...wanted.objectIds],
      ...[`${wanted.userName}@`, `${wanted.userName}A`, customer ?? null, Math.max(0, limit)],
    ],
  );
  const { rows: unread } = await database.query<{ n: number; doc: RequestRecord }>(UNREAD);
  const theirs = unread
    .filter(({ doc }) => (customer === undefined || doc.customer === customer) && isAskedFor(doc, wanted))
    .map(({ n, doc }) => ({ id: doc.id, at: doc.createdAt, n }));
  return [...found, ...theirs]
    .sort((one, other) => other.at - one.at || other.n - one.n)
    .slice(0, Math.max(0, limit))
    .map(({ id }) => id);
}
