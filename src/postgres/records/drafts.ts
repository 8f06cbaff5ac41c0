import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Audit } from '../audit/audit.ts';
import type { Database, Query } from '../openDatabase.ts';

/** The part of the store that keeps drafts. */
export type Drafts = Pick<
  Store,
  'saveDraft' | 'loadDraft' | 'updateDraft' | 'deleteDraft' | 'listDrafts' | 'dropExpiredDrafts'
>;

/** A row of the table. */
interface DraftRow {
  version: number;
  doc: Omit<DraftRecord, 'version' | 'data'>;
  data: unknown;
}

function toDraft({ version, doc, data }: DraftRow): DraftRecord {
  return { ...doc, version, data: data ?? undefined };
}

const toJson = (data: unknown): string | null => (data === undefined ? null : JSON.stringify(data));

/** A row for each draft. Expired ones are not found, and go whenever another is saved. */
export function createDrafts(
  database: Database,
  audit: Pick<Audit, 'transact'>,
  { clock, log }: { clock: Clock; log: Log },
): Drafts {
  async function sweep(): Promise<number> {
    return (await database.query('DELETE FROM drafts WHERE expires_at <= $1', [clock.now()])).count;
  }

  async function change(
    query: Query,
    [id, version, data]: Parameters<Store['updateDraft']>,
  ): Promise<DraftRecord | undefined> {
    const { rows } = await query<DraftRow>(
      `UPDATE drafts SET version = version + 1, data = $3
       WHERE id = $1 AND version = $2 AND expires_at > $4 RETURNING version, doc, data`,
      [id, version, toJson(data), clock.now()],
    );
    return rows.map(toDraft)[0];
  }

  return {
    async saveDraft(draft) {
      const { version, data, ...doc } = draft;
      await database.query(
        `INSERT INTO drafts (id, version, kind, owner, created_at, expires_at, doc, data)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET (version, kind, owner, created_at, expires_at, doc, data) =
           (excluded.version, excluded.kind, excluded.owner, excluded.created_at, excluded.expires_at,
            excluded.doc, excluded.data)`,
        [
          ...[doc.id, version, doc.kind, doc.owner, doc.createdAt, doc.expiresAt],
          ...[JSON.stringify(doc), toJson(data)],
        ],
      );
      // Tidying up is no reason to refuse the draft that was just saved.
      await sweep().catch((error: unknown) => log.warn({ err: error }, 'store.draft_sweep_failed'));
    },
    async loadDraft(id) {
      const { rows } = await database.query<DraftRow>(
        'SELECT version, doc, data FROM drafts WHERE id = $1 AND expires_at > $2',
        [id, clock.now()],
      );
      return rows.map(toDraft)[0];
    },
    updateDraft: (id, version, data, entries = []) =>
      entries.length === 0
        ? change(database.query, [id, version, data])
        : audit.transact(async (query, append) => {
            const changed = await change(query, [id, version, data]);
            if (changed !== undefined) await append(entries);
            return changed;
          }),
    async deleteDraft(id) {
      await database.query('DELETE FROM drafts WHERE id = $1', [id]);
    },
    async listDrafts({ owners, kind, limit }) {
      const { rows } = await database.query<DraftRow>(
        `SELECT version, doc, data FROM drafts
         WHERE ($1::text[] IS NULL OR owner = ANY ($1)) AND kind = $2 AND expires_at > $3
         ORDER BY created_at DESC LIMIT $4`,
        [owners ?? null, kind, clock.now(), Math.max(0, limit)],
      );
      return rows.map(toDraft);
    },
    dropExpiredDrafts: sweep,
  };
}
