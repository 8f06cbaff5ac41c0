import type { LinkRecord } from '../../service/ports/shownSecrets.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Database } from '../openDatabase.ts';

/**
 * A link that is tried late is still worth telling the requester about; after a month nobody remembers the request.
 * Longer keeps more rows, shorter makes a late try look like a guess.
 */
const FORGET_AFTER_MS = 30 * 24 * 3_600_000;

/** The part of the store that keeps one-time links. */
export type Links = Pick<
  Store,
  'saveLinks' | 'isLinkOpen' | 'findOpenLink' | 'takeLink' | 'voidLinks' | 'listLinks'
>;

type Changing = 'openedAt' | 'voidedAt' | 'tries' | 'triedAt';

interface LinkRow {
  doc: Omit<LinkRecord, Changing>;
  opened_at: number | null;
  voided_at: number | null;
  tries: number;
  tried_at: number | null;
}

const COLUMNS = 'doc, opened_at, voided_at, tries, tried_at';
/** It can be opened at the time `$2`. */
const IS_OPEN = 'opened_at IS NULL AND voided_at IS NULL AND expires_at > $2';

function toLink({ doc, opened_at, voided_at, tries, tried_at }: LinkRow): LinkRecord {
  return {
    ...doc,
    tries,
    ...(opened_at === null ? {} : { openedAt: opened_at }),
    ...(voided_at === null ? {} : { voidedAt: voided_at }),
    ...(tried_at === null ? {} : { triedAt: tried_at }),
  };
}

/** A row for each link. */
export function createLinks(database: Database, { clock, log }: { clock: Clock; log: Log }): Links {
  return {
    async saveLinks(links) {
      await database.transact(async (query) => {
        for (const { openedAt, voidedAt, tries, triedAt, ...doc } of links) {
          await query(
            `INSERT INTO links (hash, job_id, expires_at, opened_at, voided_at, tries, tried_at, doc)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (hash) DO UPDATE SET (job_id, expires_at, opened_at, voided_at, tries, tried_at, doc) =
               (excluded.job_id, excluded.expires_at, excluded.opened_at, excluded.voided_at, excluded.tries,
                excluded.tried_at, excluded.doc)`,
            [
              ...[doc.hash, doc.jobId, doc.expiresAt, openedAt ?? null, voidedAt ?? null],
              ...[tries, triedAt ?? null, JSON.stringify(doc)],
            ],
          );
        }
      });
      // Tidying up is no reason to refuse the links that were just saved.
      await database
        .query('DELETE FROM links WHERE expires_at <= $1', [clock.now() - FORGET_AFTER_MS])
        .catch((error: unknown) => log.warn({ err: error }, 'store.link_sweep_failed'));
    },
    async isLinkOpen(hash, now) {
      return (
        (await database.query(`SELECT 1 FROM links WHERE hash = $1 AND ${IS_OPEN}`, [hash, now])).count > 0
      );
    },
    async findOpenLink(hash, now) {
      const { rows } = await database.query<LinkRow>(
        `SELECT ${COLUMNS} FROM links WHERE hash = $1 AND ${IS_OPEN}`,
        [hash, now],
      );
      return rows.map(toLink)[0];
    },
    async takeLink(hash, now) {
      // One that is opened after this has failed would have been opened by nobody.
      const taken = await database.transact((query) =>
        query<LinkRow>(
          `UPDATE links SET opened_at = $2 WHERE hash = $1 AND ${IS_OPEN} RETURNING ${COLUMNS}`,
          [hash, now],
        ),
      );
      const [won] = taken.rows;
      if (won !== undefined) return { won: true, link: toLink(won) };
      const tried = await database.query<LinkRow>(
        `UPDATE links SET tries = tries + 1, tried_at = $2 WHERE hash = $1 AND expires_at > $3 RETURNING ${COLUMNS}`,
        [hash, now, now - FORGET_AFTER_MS],
      );
      return tried.rows.map((row) => ({ won: false, link: toLink(row) }))[0];
    },
    async voidLinks(hashes, now) {
      await database.transact((query) =>
        query(`UPDATE links SET voided_at = $2 WHERE hash = ANY ($1) AND ${IS_OPEN}`, [hashes, now]),
      );
    },
    async listLinks({ jobId, used }) {
      const { rows } = await database.query<LinkRow>(
        `SELECT ${COLUMNS} FROM links
         WHERE ($1::text IS NULL OR job_id = $1) AND (NOT $2 OR opened_at IS NOT NULL OR tries > 0)
           AND expires_at > $3`,
        [jobId ?? null, used ?? false, clock.now() - FORGET_AFTER_MS],
      );
      return rows.map(toLink);
    },
  };
}
