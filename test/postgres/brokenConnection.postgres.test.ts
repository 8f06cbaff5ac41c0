import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { openTaskPool } from '../../src/engine/taskQueue.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';

/** Has the server end a connection, as it does when it fails itself. */
async function endBackend(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
  await client.end();
}

/** An error that nobody hears ends a process; a run of tests that meets one fails. */
it('a connection that breaks within a transaction of the records fails that, and the next one goes well', async () => {
  const { url, drop } = await openTestDatabase();
  const database = openDatabase({ url, log: createTestLog() });
  onTestFinished(() => database.close().then(drop));
  const broken = database.transact(async (query) => {
    const { rows } = await query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await endBackend(url, rows[0]?.pid ?? 0);
    await query('SELECT 1');
  });
  await expect(broken).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  expect((await database.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

it('so does one within a transaction of the tasks', async () => {
  const { url, drop } = await openTestDatabase();
  const pool = openTaskPool(url, createTestLog());
  onTestFinished(() => pool.close().then(drop));
  const broken = pool.inTransaction(async (db) => {
    const { rows } = await db.executeSql('SELECT pg_backend_pid() AS pid');
    await endBackend(url, rows[0].pid);
    await db.executeSql('SELECT 1');
  });
  await expect(broken).rejects.toThrow();
  expect((await pool.executeSql('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
