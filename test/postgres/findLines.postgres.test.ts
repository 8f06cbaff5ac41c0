import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLines } from '../../src/postgres/audit/findLines.ts';
import { type Database, openDatabase, type Query } from '../../src/postgres/openDatabase.ts';
import type { AuditFilter } from '../../src/service/ports/store.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';

const LINES = 60_000;
/** In one statement, which may take 5 s also where the machine is busy. */
const LINES_AT_ONCE = 5_000;
/** What is looked through first, and what is read of an index in vain. */
const MOST_READ = 2_100;

/**
 * Mia did most of it, each time for somebody else. Eve's three lines are among the oldest, and so are two of a person, of
 * another customer, and of none.
 */
const FILL = `
  INSERT INTO audit (seq, at, actor, subject, customer, names, line)
  SELECT n, n, actor, subject, customer, ARRAY[actor, subject, split_part(subject, '@', 1) || '@'],
    json_build_object('schema', 1, 'at', n, 'actor', actor, 'platform', 'slack', 'what', 'account.created', 'outcome', 'done', 'subject', subject)
  FROM (
    SELECT n,
      CASE WHEN n IN (100, 200, 300) THEN 'eve' WHEN n % 5 < 3 THEN 'mia' ELSE 'omar' END AS actor,
      CASE WHEN n IN (150, 250) THEN 'ada@contoso.com' ELSE 'p' || n || '@contoso.com' END AS subject,
      CASE WHEN n IN (160, 260) THEN 'fabrikam' WHEN n IN (170, 270) THEN NULL ELSE 'contoso' END AS customer
    FROM generate_series($1::int, $2::int) AS n
  ) AS made`;

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
}

/** How many rows of the audit a statement looked at. */
function countRead(plan: Plan): number {
  const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  const own = plan['Relation Name'] === 'audit' ? (plan['Actual Rows'] + removed) * plan['Actual Loops'] : 0;
  return (plan.Plans ?? []).reduce((sum, inner) => sum + countRead(inner), own);
}

let database: TestDatabase;
let open: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  open = openDatabase({ url: database.url, log: createTestLog() });
  for (let last = 0; last < LINES; last += LINES_AT_ONCE) {
    await open.query(FILL, [last + 1, last + LINES_AT_ONCE]);
  }
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

/** What was found, and how many lines were looked at for that. */
async function find(filter: AuditFilter) {
  let read = 0;
  const query: Query = async (text, values) => {
    const { rows } = await open.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    read += rows.reduce((sum, row) => sum + countRead(row['QUERY PLAN'][0].Plan), 0);
    return open.query(text, values);
  };
  const found = await findLines(query, filter, () => undefined);
  return { at: found.map(({ at }) => at), read };
}

const all = { customer: 'contoso', orNone: true, limit: 11 };
const LIMITLESS = Number.MAX_SAFE_INTEGER;
const RARE: readonly (readonly [string, AuditFilter, readonly number[]])[] = [
  ['a person nobody knows', { ...all, about: 'nobody@contoso.com' }, []],
  ['a word nobody said', { ...all, about: 'nobody' }, []],
  ['a person of long ago', { ...all, about: 'ADA' }, [250, 150]],
  ['a person of long ago, in as many as a file holds', { ...all, about: 'ada', limit: 10_001 }, [250, 150]],
  ['what somebody did long ago', { ...all, about: 'eve' }, [300, 200, 100]],
  ['one of several who are named', { mentions: ['eve', 'nobody'], limit: LIMITLESS }, [300, 200, 100]],
  ['a subject', { subject: 'ada@contoso.com', limit: 1 }, [250]],
  ['a subject that isn’t there', { subject: 'job_1', limit: LIMITLESS }, []],
  ['some subjects', { ...all, subjects: ['p400@contoso.com', 'job_1', 'job_2'] }, [400]],
  ['a helpdesk person of long ago', { ...all, actors: ['eve'] }, [300, 200, 100]],
  ['an actor who never did anything', { ...all, actors: ['nobody'] }, []],
  ['a day of long ago', { ...all, from: 400, to: 404 }, [403, 402, 401, 400]],
  ['a day on which nothing was done', { ...all, from: 400.1, to: 400.9 }, []],
  [
    'a day of a customer for whom little was done',
    { customer: 'fabrikam', from: 200, to: 1_200, limit: 11 },
    [260],
  ],
  ['a day of somebody of long ago', { ...all, actors: ['eve'], from: 150, to: 250 }, [200]],
  ['a day that is over, of a person', { ...all, about: 'ada', from: 200, to: 1_200 }, [250]],
  ['a customer for whom little was done', { customer: 'fabrikam', limit: 11 }, [260, 160]],
];

describe.each(['before PostgreSQL has looked at them', 'after'])('of 60,000 lines, %s,', (when) => {
  beforeAll(async () => {
    if (when === 'after') await open.query('ANALYZE audit');
  });

  it.each(RARE)('reads few for %s', async (_what, filter, at) => {
    const found = await find(filter);
    expect(found.at).toEqual(at);
    expect(found.read).toBeLessThan(MOST_READ);
  });

  it.each([
    ['who acts every day', { ...all, about: 'mia' }],
    ['nobody in particular', all],
    ['a customer for whom much was done', { customer: 'contoso', limit: 11 }],
    ['everything up to a day of long ago', { ...all, to: 30_000 }],
    ['everything since a day of long ago', { ...all, from: 100 }],
  ] as const)('reads few for %s', async (_what, filter) => {
    const found = await find(filter);
    expect(found.at).toHaveLength(11);
    expect(found.at).toEqual([...found.at].sort((one, other) => other - one));
    expect(found.read).toBeLessThan(MOST_READ);
  });

  it('finds as much of somebody who acts every day as is asked for', async () => {
    const { at } = await find({ ...all, about: 'mia', limit: 5_000 });
    expect(at).toHaveLength(5_000);
    expect(new Set(at).size).toBe(5_000);
  });
});

it('of 60,000 lines reads few for the last year of who acts every day, once PostgreSQL has looked at them', async () => {
  await open.query('ANALYZE audit');
  const found = await find({ ...all, actors: ['mia'], from: 100, to: 30_000 });
  expect(found.at.slice(0, 3)).toEqual([29_997, 29_996, 29_995]);
  expect(found.at).toHaveLength(11);
  expect(found.read).toBeLessThan(MOST_READ);
});

it('of 60,000 lines reads few for a customer and for none, of both of which there is little', async () => {
  await open.query('ANALYZE audit');
  const found = await find({ ...all, customer: 'fabrikam' });
  expect(found.at).toEqual([270, 260, 170, 160]);
  expect(found.read).toBeLessThan(MOST_READ);
});
