import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { describeDatabaseFailure } from './databaseErrors.ts';

/** A notice takes milliseconds; one that takes this long is kept by something between. */
const NOTICE_MS = 2_000;

/** Whether LISTEN hears what is said: a pooler in transaction mode passes nothing on. Throws RollcallError STORE_BROKEN. */
export async function hearsNotices(directUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: directUrl, connectionTimeoutMillis: NOTICE_MS });
  client.on('error', () => undefined);
  const own = `doctor_${randomUUID().replaceAll('-', '')}`;
  try {
    await client.connect();
    const heard = new Promise<boolean>((resolve) => client.on('notification', () => resolve(true)));
    await client.query(`LISTEN ${own}`);
    await client.query('SELECT pg_notify($1, $2)', [own, '']);
    return await Promise.race([heard, wait(NOTICE_MS).then(() => false)]);
  } catch (error) {
    throw describeDatabaseFailure(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
