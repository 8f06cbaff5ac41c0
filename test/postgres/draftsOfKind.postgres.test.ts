import { expect, it } from 'vitest';
import { type Database, openDatabase, type Query } from '../../src/postgres/openDatabase.ts';
import { createDrafts } from '../../src/postgres/records/drafts.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestClock, createTestLog } from '../store/sampleRecords.ts';

const DRAFTS = 20_000;
/** Three of them are files for several customers. */
const FILL = `
  INSERT INTO drafts (id, version, kind, owner, created_at, expires_at, doc)
  SELECT 'd' || n, 1, CASE WHEN n IN (100, 200, 300) THEN 'wave' ELSE 'roster' END, 'p' || (n % 50), n, $1,
    json_build_object('id', 'd' || n)
  FROM generate_series(1, $2::int) AS n`;

interface Plan {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

function countRead({ Plans = [], ...plan }: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return Plans.reduce((sum, inner) => sum + countRead(inner), own);
}

it('all drafts of one kind are found without a look at the others, newest first', async () => {
  const database = await openTestDatabase();
  const open = openDatabase({ url: database.url, log: createTestLog() });
  const clock = createTestClock();
  try {
    await open.query(FILL, [clock.now() + 3_600_000, DRAFTS]);
    await open.query('ANALYZE drafts');
    let read = 0;
    const query: Query = async (text, values) => {
      const { rows } = await open.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      read += rows.reduce((sum, row) => sum + countRead(row['QUERY PLAN'][0].Plan), 0);
      return open.query(text, values);
    };
    const watched: Database = { ...open, query };
    const noAudit = { transact: () => Promise.reject(new Error('Nothing is changed.')) };
    const drafts = createDrafts(watched, noAudit, { clock, log: createTestLog() });
    const found = await drafts.listDrafts({ kind: 'wave', limit: Number.MAX_SAFE_INTEGER });
    expect(found.map(({ id }) => id)).toEqual(['d300', 'd200', 'd100']);
    expect(read).toBeLessThan(100);
  } finally {
    await open.close();
    await database.drop();
  }
}, 30_000);
