import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../postgres/openDatabase.ts';
import type { OldCopy } from '../../service/oldData/oldCopy.ts';
import { type Finding, reportOn } from './finding.ts';

const { ok, unsure } = reportOn('store');

const HOUR_MS = 3_600_000;
/**
 * Our own number: a backup a day is usual, so that one was missed. Shorter warns each morning before it has run; longer
 * loses more before anybody hears of it.
 */
const BACKED_UP_WITHIN_MS = 48 * HOUR_MS;
/** What a backup of the folder touches when it is through; its time is all that counts. */
const STAMP = 'backed-up';
const NOTE = 'data.old';
const SEE = 'See manifests/backup.md.';

function sayAge(ms: number): string {
  const hours = Math.max(0, Math.round(ms / HOUR_MS));
  return hours < 48 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : `${Math.round(hours / 24)} days`;
}

function judge(what: string, at: number, now: number): Finding {
  const said = `The last backup of ${what} ended ${sayAge(now - at)} ago.`;
  return now - at <= BACKED_UP_WITHIN_MS
    ? ok(said)
    : unsure(said, `Find out why there is no newer one. ${SEE}`);
}

function judgeOldCopy(copy: OldCopy | undefined): Finding[] {
  if (copy === undefined || copy.answeredAt !== undefined) return [];
  return [
    unsure(
      `Rollcall paused itself on ${new Date(copy.noticedAt).toISOString()}: its data may be an older copy, last in use on ${new Date(copy.savedAt).toISOString()}.`,
      'An admin decides in the chat what is to become of it: the question comes again with "pause".',
    ),
  ];
}

async function readNote(folder: string): Promise<OldCopy | undefined> {
  try {
    const { notes } = JSON.parse(await readFile(join(folder, 'notes.json'), 'utf8'));
    return notes?.[NOTE];
  } catch {
    // Whether it can be read at all is looked at elsewhere.
    return undefined;
  }
}

/** How old the last backup of the data folder is, as its own stamp says, and whether it may be an older copy itself. */
export async function examineFolderBackup(folder: string, now: number): Promise<Finding[]> {
  const stamp = await stat(join(folder, STAMP)).catch(() => undefined);
  return [
    stamp === undefined
      ? unsure(
          `Nothing says when ${folder} was last backed up.`,
          `Let each backup touch ${STAMP} in it when it is through. ${SEE}`,
        )
      : judge(folder, stamp.mtimeMs, now),
    ...judgeOldCopy(await readNote(folder)),
  ];
}

/** PostgreSQL: "The Statistics Collector", pg_stat_archiver; archive_mode is off, on or always. */
const ASK = `
  SELECT current_setting('archive_mode') AS mode, extract(epoch FROM last_archived_time) * 1000 AS at,
    coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL) AS failing
  FROM pg_stat_archiver`;

/** The same of the database, where its server archives its log; otherwise nobody here can know. */
export async function examineDatabaseBackup(database: Database, now: number): Promise<Finding[]> {
  const { rows } = await database.query<{ mode: string; at: string | null; failing: boolean }>(ASK);
  const [{ mode = 'off', at = null, failing = false } = {}] = rows;
  const notes = await database.query<{ value: OldCopy }>('SELECT value FROM notes WHERE name = $1', [NOTE]);
  const old = judgeOldCopy(notes.rows[0]?.value);
  if (mode === 'off') {
    return [
      unsure(
        "PostgreSQL doesn't archive its log, so it can't be known from here when it was last backed up.",
        `Look where your pg_dump or your snapshots go. ${SEE}`,
      ),
      ...old,
    ];
  }
  if (failing || at === null) {
    return [
      unsure(
        failing ? "PostgreSQL can't archive its log." : 'PostgreSQL has archived nothing yet.',
        'Look at archive_command, and at the log of PostgreSQL.',
      ),
      ...old,
    ];
  }
  return [judge('PostgreSQL', Number(at), now), ...old];
}
