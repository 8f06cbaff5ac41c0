import { join } from 'node:path';
import { Low } from 'lowdb';
import type { DraftRecord } from '../service/ports/records.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { createDurableDocument, type Document, SCHEMA } from './durableDocument.ts';
import { fileNameFor } from './fileNames.ts';
import { createOneAtATime } from './oneAtATime.ts';
import { describeWriteFailure } from './storeErrors.ts';
import type { StoreFs } from './storeFs.ts';
import { isLeftover } from './writeDurably.ts';

interface DraftDocument extends Document {
  draft: DraftRecord;
}

/** The part of the store that keeps drafts. */
export type Drafts = Pick<
  Store,
  'saveDraft' | 'loadDraft' | 'updateDraft' | 'deleteDraft' | 'dropExpiredDrafts'
>;

export interface DraftsOptions {
  fs: StoreFs;
  /** `drafts` in the data folder; it exists. */
  folder: string;
  clock: Clock;
  log: Log;
}

/**
 * One file per draft, without a version before: a draft lives for hours. Expired ones go at start, when they are
 * asked for, and whenever another is saved.
 */
export async function openDrafts({ fs, folder, clock, log }: DraftsOptions): Promise<Drafts> {
  /** Draft id → when it expires. Only ids in here are looked for on disk. */
  const expiries = new Map<string, number>();
  const oneAtATime = createOneAtATime();

  function openDocument(name: string, draft?: DraftRecord): Low<DraftDocument> {
    const adapter = createDurableDocument<DraftDocument>({
      fs,
      file: join(folder, name),
      requires: ['draft'],
      backup: false,
    });
    return new Low(adapter, { schema: SCHEMA, draft } as DraftDocument);
  }

  function nameOf(id: string): string {
    return `${fileNameFor(id)}.json`;
  }

  async function remove(id: string): Promise<void> {
    const file = join(folder, nameOf(id));
    try {
      await fs.rm(file, { force: true });
    } catch (cause) {
      throw describeWriteFailure(file, cause);
    }
    expiries.delete(id);
  }

  async function write(draft: DraftRecord): Promise<void> {
    await openDocument(nameOf(draft.id), draft).write();
    expiries.set(draft.id, draft.expiresAt);
  }

  async function read(id: string): Promise<DraftRecord | undefined> {
    const expiresAt = expiries.get(id);
    if (expiresAt === undefined) return undefined;
    if (expiresAt <= clock.now()) {
      await remove(id);
      return undefined;
    }
    const document = openDocument(nameOf(id));
    await document.read();
    return document.data.draft;
  }

  async function sweep(): Promise<number> {
    const now = clock.now();
    const expired = [...expiries].filter(([, expiresAt]) => expiresAt <= now).map(([id]) => id);
    await Promise.all(expired.map((id) => oneAtATime(id, () => read(id))));
    return expired.length;
  }

  for (const name of await fs.readdir(folder)) {
    if (isLeftover(name)) {
      await fs.rm(join(folder, name), { force: true });
      continue;
    }
    if (!name.endsWith('.json')) continue;
    const document = openDocument(name);
    await document.read();
    expiries.set(document.data.draft.id, document.data.draft.expiresAt);
  }
  await sweep();

  return {
    async saveDraft(draft) {
      await oneAtATime(draft.id, () => write(draft));
      // Tidying up is no reason to refuse the draft that was just saved.
      await sweep().catch((error: unknown) => log.warn({ err: error }, 'store.draft_sweep_failed'));
    },
    loadDraft: (id) => oneAtATime(id, () => read(id)),
    updateDraft(id, version, data) {
      return oneAtATime(id, async () => {
        const draft = await read(id);
        if (draft === undefined || draft.version !== version) return undefined;
        const next: DraftRecord = { ...draft, version: version + 1, data };
        await write(next);
        return next;
      });
    },
    dropExpiredDrafts: sweep,
    deleteDraft: (id) => oneAtATime(id, () => remove(id)),
  };
}
