import { expect, it } from 'vitest';
import { openTaskPool } from '../../src/engine/taskQueue.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';

it('an instance that stands still while it puts a task off keeps no other one from its own', async () => {
  const database = await openTestDatabase();
  const [frozen, other] = [1, 2].map(() => openTaskPool(database.url, createTestLog()));
  if (frozen === undefined || other === undefined) throw new Error('There are two.');
  await other.executeSql('CREATE TABLE tasks_of_test (id int); INSERT INTO tasks_of_test VALUES (1)');
  const LOCK = 'SELECT id FROM tasks_of_test FOR UPDATE';
  let goOn = (): void => undefined;
  let hasLock = (): void => undefined;
  const standing = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const locked = new Promise<void>((resolve) => {
    hasLock = resolve;
  });
  const stopped = frozen.inTransaction(async (db) => {
    await db.executeSql(LOCK);
    hasLock();
    await standing;
    await db.executeSql('SELECT 1');
  });
  const ended = expect(stopped).rejects.toThrow();
  await locked;
  const found: unknown[] = [];
  await other.inTransaction(async (db) => void found.push(...(await db.executeSql(LOCK)).rows));
  expect(found).toEqual([{ id: 1 }]);
  goOn();
  await ended;
  await Promise.all([frozen.close(), other.close()]);
  await database.drop();
}, 30_000);
