import type { AuditKeys } from '../audit/auditKeys.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import type { FoundHead, LastSeen } from './audit/lastSeen.ts';
import { refuseRotated } from './claimDatabase.ts';
import { parseMark, refuseMoved } from './moveMark.ts';
import type { Database } from './openDatabase.ts';

interface Found extends FoundHead {
  moved: string | null;
  keys: string | null;
}

interface Options {
  database: Database;
  keys: AuditKeys;
  clock: Pick<Clock, 'now'>;
  lastSeen: LastSeen;
}

/**
 * Writes, and looks in the same statement whether the database is still the one that this instance was started on. Throws
 * RollcallError STORE_BROKEN when it can't be written, and CONFIG_INVALID, after `onLost`, when it was left by a move, or its
 * keys were replaced.
 */
export async function checkDatabase(
  { database, keys, clock, lastSeen }: Options,
  onLost: (why: unknown) => void,
): Promise<void> {
  const look = lastSeen.look();
  const { rows } = await database.query<Found>(
    `WITH written AS (
       INSERT INTO meta (key, value) VALUES ('check', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value
     )
     SELECT head.*, (SELECT value FROM meta WHERE key = 'moved') AS moved,
       (SELECT value FROM meta WHERE key = 'keys') AS keys
     FROM (${look.select}) AS head`,
    [String(clock.now())],
  );
  const [found] = rows;
  if (found === undefined) throw new Error('The table audit_head is empty.');
  try {
    if (found.moved !== null) refuseMoved(parseMark(found.moved));
    if (found.keys !== null) refuseRotated(found.keys, keys);
  } catch (error) {
    onLost(error);
    throw error;
  }
  look.judge(found);
}
