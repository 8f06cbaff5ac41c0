import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateRecords } from '../../src/postgres/migrate.ts';
import { type Database, openDatabase, type Query } from '../../src/postgres/openDatabase.ts';
import { createRequests } from '../../src/postgres/records/requests.ts';
import type { RequestRecord } from '../../src/service/ports/requests.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog, sampleRequest } from '../store/sampleRecords.ts';

const REQUESTS = 300;
const PEOPLE = 100;
/** Each for a hundred people, who are in no other. */
const FILL = `
  INSERT INTO requests (id, state, created_at, managers, cards, doc)
  SELECT 'r' || r, 'approved', r, '{}', '{}', json_build_object('id', 'r' || r, 'customer', 'contoso',
    'asked', json_build_object('people', (
      SELECT json_agg(json_build_object('person', json_build_object('userPrincipalName', 'P' || r || '.' || p || '@contoso.com')))
      FROM generate_series(1, ${PEOPLE}) AS p)))
  FROM generate_series(1, ${REQUESTS}) AS r`;
const noAudit = { transact: () => Promise.reject(new Error('Nothing is changed.')) };

interface Plan {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

let test: Awaited<ReturnType<typeof openTestDatabase>>;
let database: Database;

beforeEach(async () => {
  test = await openTestDatabase();
  database = openDatabase({ url: test.url, log: createTestLog() });
});
afterEach(async () => {
  await database.close();
  await test.drop();
});

function countRead({ Plans = [], ...plan }: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return Plans.reduce((sum, inner) => sum + countRead(inner), own);
}

const find = (userName: string) =>
  createRequests(database, noAudit).findRequestsFor({ userName, objectIds: [], limit: 9 });

/** As the version before has it. */
async function goBack(): Promise<void> {
  await database.query('DROP TABLE request_people');
  await database.query("DELETE FROM migrations WHERE name = '0006_request_people'");
}

it('requests for somebody are found without a look at whom others are for', async () => {
  await goBack();
  await database.query(FILL);
  await migrateRecords(test.url);
  await database.query('ANALYZE');
  let read = 0;
  const query: Query = async (text, values) => {
    const { rows } = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    read += rows.reduce((sum, row) => sum + countRead(row['QUERY PLAN'][0].Plan), 0);
    return database.query(text, values);
  };
  const watched = createRequests({ ...database, query }, noAudit);
  expect(await watched.findRequestsFor({ userName: 'p7.9', objectIds: [], limit: 9 })).toEqual(['r7']);
  expect(read).toBeGreaterThan(0);
  // One look at each request, and none at each of their people.
  expect(read).toBeLessThan(REQUESTS * 4);
}, 30_000);

it('those that were there before are found after the tables were migrated, and so is what the version before saves then', async () => {
  const asking = (id: string, createdAt: number, userPrincipalName: string): RequestRecord => {
    const { asked, ...request } = sampleRequest(id, { createdAt });
    const person = { userPrincipalName, displayName: 'Somebody' };
    return { ...request, asked: { ...asked, people: [{ person, accountEnabled: true, licenses: [] }] } };
  };
  const insert = ({ id, createdAt, ...request }: RequestRecord) =>
    database.query(
      `INSERT INTO requests (id, state, created_at, managers, cards, doc) VALUES ($1, 'waiting', $2, '{}', '{}', $3)`,
      [id, createdAt, JSON.stringify({ id, createdAt, ...request })],
    );
  await goBack();
  await insert(asking('req_1', 1, 'Ada@contoso.com'));
  await insert({ ...asking('req_2', 2, 'ada@contoso.com'), fileName: 'a\0b' } as RequestRecord);
  expect(await migrateRecords(test.url)).toEqual(['0006_request_people']);
  await insert(asking('req_3', 3, 'ada@contoso.com'));
  await insert(asking('req_4', 4, 'bob@contoso.com'));
  expect(await find('ada')).toEqual(['req_3', 'req_2', 'req_1']);
  // Whom a request was for goes with it, whichever version drops it.
  await database.query("DELETE FROM requests WHERE id = 'req_1'");
  expect(await find('ada')).toEqual(['req_3', 'req_2']);
  const { rows } = await database.query('SELECT 1 FROM request_people');
  expect(rows).toEqual([]);
});
