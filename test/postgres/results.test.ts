import { expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import type { Database } from '../../src/postgres/openDatabase.ts';
import { createResults } from '../../src/postgres/records/results.ts';
import type { RowRecord } from '../../src/service/ports/records.ts';
import { createTestClock, createTestLog, sampleRows } from '../store/sampleRecords.ts';

/** Longer than any test: nothing is written but by `flush`. */
const NEVER_MS = 1e9;

/** Results over a database that answers with these rows, after `meanwhile` was done. */
function open(rows: readonly RowRecord[], meanwhile: () => Promise<void> = async () => undefined) {
  const query = async (text: string, values: readonly unknown[] = []) => {
    if (!text.startsWith('SELECT n, doc')) return { rows: [{ held: 1, written: 1 }], count: 1 };
    const found = rows.map((doc, index) => ({ n: index + 1, doc })).filter(({ n }) => n > Number(values[1]));
    await meanwhile();
    return { rows: found.slice(0, Number(values[2])), count: 0 };
  };
  const results = createResults({
    database: { query } as unknown as Database,
    ...{ flushMs: NEVER_MS, clock: createTestClock(), log: createTestLog() },
    closing: new AbortController().signal,
  });
  const read = async () => (await results.loadRows('job_1')).map(({ attempted }) => attempted);
  return { results, read };
}

const attempt = (row: RowRecord): RowRecord => ({ ...row, attempted: true });

it('shows what waits to be written in the place of what is in the database', async () => {
  const rows = sampleRows(3);
  const { results, read } = open(rows);
  results.openTurn('job_1', 1).record(rows.slice(0, 1).map(attempt));
  expect(await read()).toEqual([true, false, false]);
});

it('shows what is written while it is read, though the database answers as it was before', async () => {
  const rows = sampleRows(2);
  const turn = { flush: async () => undefined as unknown };
  const { results, read } = open(rows, async () => void (await turn.flush()));
  const run = results.openTurn('job_1', 1);
  run.record(rows.slice(1).map(attempt));
  turn.flush = () => run.flush();
  expect(await read()).toEqual([false, true]);
  expect(run.waiting.size).toBe(0);
});

it('looks at no row that waits and is not asked for', async () => {
  const rows = sampleRows(2_000);
  const { results, read } = open(rows);
  const { waiting } = results.openTurn('job_1', 1);
  for (const name of [Symbol.iterator, 'entries', 'values', 'keys'] as const) {
    Object.defineProperty(waiting, name, {
      value: () => {
        throw new Error('All that waits was listed.');
      },
    });
  }
  expect(await read()).toHaveLength(2_000);
});

it('remembers no failure of a job that another instance has taken since', async () => {
  let queries = 0;
  const query = async () => {
    queries += 1;
    if (queries === 1) throw new RollcallError('STORE_BROKEN', 'Away.', { next: 'Wait.' });
    return { rows: [{ held: 0, written: 0 }], count: 1 };
  };
  const results = createResults({
    database: { query } as unknown as Database,
    ...{ flushMs: NEVER_MS, clock: createTestClock(), log: createTestLog() },
    closing: new AbortController().signal,
  });
  const run = results.openTurn('job_1', 1);
  run.record(sampleRows(1));
  await expect(run.flush()).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  expect(() => results.check()).toThrow('Away.');
  await expect(run.flush()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  expect(() => results.check()).not.toThrow();
});
