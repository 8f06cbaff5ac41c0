import type { Database, Query } from '../openDatabase.ts';

/** In `meta`: the id of a job that is gone, and whose rows may not be, follows. */
const DROPPED = 'dropped:';

/** Notes, in the transaction that deletes a job, that its rows are still to go. */
export async function markDropped(query: Query, jobId: string): Promise<void> {
  await query("INSERT INTO meta (key, value) VALUES ($1, '') ON CONFLICT DO NOTHING", [`${DROPPED}${jobId}`]);
}

/**
 * Deletes the rows of jobs that are gone, also of those that another process did not come to before it died. By itself,
 * and after the job: those of a large job take a second, in which nobody could write to the audit that the job goes with.
 * Harmless twice, and on several instances at once.
 */
export async function dropRows(database: Database): Promise<void> {
  const { rows } = await database.query<{ key: string }>('SELECT key FROM meta WHERE starts_with(key, $1)', [
    DROPPED,
  ]);
  for (const { key } of rows) {
    await database.query('DELETE FROM rows WHERE job_id = $1', [key.slice(DROPPED.length)]);
    await database.query('DELETE FROM meta WHERE key = $1', [key]);
  }
}
