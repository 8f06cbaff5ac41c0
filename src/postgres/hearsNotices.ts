import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { describeDatabaseFailure } from './databaseErrors.ts';

/** A notice takes milliseconds; one that takes this long is kept by something between. */
const NOTICE_MS = 2_000;
/** As `openDatabase` waits for a connection. */
const CONNECT_MS = 5_000;

/** Whether LISTEN hears what is said: a pooler in transaction mode passes nothing on. Throws RollcallError STORE_BROKEN. */
export async function hearsNotices(directUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: directUrl, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  const own = `doctor_${randomUUID().replaceAll('-', '')}`;
  try {
    await client.connect();
    let isHeard = false;
    const heard = new Promise<void>((resolve) => client.on('notification', () => resolve()));
    void heard.then(() => {
      isHeard = true;
    });
    await client.query(`LISTEN ${own}`);
    await client.query('SELECT pg_notify($1, $2)', [own, '']);
    await Promise.race([heard, wait(NOTICE_MS)]);
    // On a machine that stood still the time is over before what has arrived is read: that comes before this answer.
    await client.query('SELECT 1');
    return isHeard;
  } catch (error) {
    throw describeDatabaseFailure(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
