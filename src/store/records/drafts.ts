import type { DraftRecord } from '../../service/ports/drafts.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { createRecordFolder } from './recordFolder.ts';

/** What is known of a draft without reading it. */
type Known = Pick<DraftRecord, 'owner' | 'kind' | 'createdAt' | 'expiresAt'>;

/** The part of the store that keeps drafts. */
export type Drafts = Pick<
  Store,
  'saveDraft' | 'loadDraft' | 'updateDraft' | 'deleteDraft' | 'listDrafts' | 'dropExpiredDrafts'
>;

export interface DraftsOptions {
  fs: StoreFs;
  /** `drafts` in the data folder; it exists. */
  folder: string;
  clock: Clock;
  log: Log;
  /** Durable on return. */
  audit(entry: AuditEntry): Promise<void>;
}

/**
 * One file per draft, without a version before: a draft lives for hours. Expired ones go at start, when they are
 * asked for, and whenever another is saved.
 */
export async function openDrafts({ fs, folder, clock, log, audit }: DraftsOptions): Promise<Drafts> {
  /** By draft id. Only ids in here are looked for on disk. */
  const known = new Map<string, Known>();
  const oneAtATime = createOneAtATime();
  const files = createRecordFolder<DraftRecord>({ fs, folder, key: 'draft' });

  function note({ id, owner, kind, createdAt, expiresAt }: DraftRecord): void {
    known.set(id, { owner, kind, createdAt, expiresAt });
  }

  async function remove(id: string): Promise<void> {
    await files.remove(id);
    known.delete(id);
  }

  async function write(draft: DraftRecord): Promise<void> {
    await files.write(draft.id, draft);
    note(draft);
  }

  async function read(id: string): Promise<DraftRecord | undefined> {
    const found = known.get(id);
    if (found === undefined) return undefined;
    if (found.expiresAt <= clock.now()) {
      await remove(id);
      return undefined;
    }
    return files.read(id);
  }

  async function sweep(): Promise<number> {
    const now = clock.now();
    const expired = [...known].filter(([, { expiresAt }]) => expiresAt <= now).map(([id]) => id);
    await Promise.all(expired.map((id) => oneAtATime(id, () => read(id))));
    return expired.length;
  }

  for (const draft of await files.readAll()) note(draft);
  await sweep();

  return {
    async saveDraft(draft) {
      await oneAtATime(draft.id, () => write(draft));
      // Tidying up is no reason to refuse the draft that was just saved.
      await sweep().catch((error: unknown) => log.warn({ err: error }, 'store.draft_sweep_failed'));
    },
    loadDraft: (id) => oneAtATime(id, () => read(id)),
    updateDraft(id, version, data, entries = []) {
      return oneAtATime(id, async () => {
        const draft = await read(id);
        if (draft === undefined || draft.version !== version) return undefined;
        const next: DraftRecord = { ...draft, version: version + 1, data };
        // The audit first: what a crash leaves between the two was not done, and is asked for again.
        await Promise.all(entries.map((entry) => audit(entry)));
        await write(next);
        return next;
      });
    },
    async listDrafts({ owners, kind, limit }) {
      const own = [...known]
        .filter(([, one]) => (owners === undefined || owners.includes(one.owner)) && one.kind === kind)
        .sort(([, one], [, other]) => other.createdAt - one.createdAt)
        .slice(0, limit);
      const drafts = await Promise.all(own.map(([id]) => oneAtATime(id, () => read(id))));
      return drafts.flatMap((draft) => draft ?? []);
    },
    dropExpiredDrafts: sweep,
    deleteDraft: (id) => oneAtATime(id, () => remove(id)),
  };
}
