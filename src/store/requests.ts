import { join } from 'node:path';
import { Low } from 'lowdb';
import type { RequestRecord } from '../service/ports/requests.ts';
import type { Store } from '../service/ports/store.ts';
import { createDurableDocument, type Document, SCHEMA } from './durableDocument.ts';
import { fileNameFor } from './fileNames.ts';
import { createOneAtATime } from './oneAtATime.ts';
import { describeWriteFailure } from './storeErrors.ts';
import type { StoreFs } from './storeFs.ts';
import { isLeftover, syncFolder } from './writeDurably.ts';

interface RequestDocument extends Document {
  request: RequestRecord;
}

/** The part of the store that keeps what waits for approval. */
export type Requests = Pick<
  Store,
  'saveRequest' | 'loadRequest' | 'updateRequest' | 'listRequests' | 'dropRequest'
>;

export interface RequestsOptions {
  fs: StoreFs;
  /** `requests` in the data folder; it exists. */
  folder: string;
}

/** One file per request; all of them in memory, because there are few. */
export async function openRequests({ fs, folder }: RequestsOptions): Promise<Requests> {
  const known = new Map<string, RequestRecord>();
  const oneAtATime = createOneAtATime();

  function openDocument(name: string, request?: RequestRecord): Low<RequestDocument> {
    const file = join(folder, name);
    const adapter = createDurableDocument<RequestDocument>({
      fs,
      file,
      requires: ['request'],
      backup: false,
    });
    return new Low(adapter, { schema: SCHEMA, request } as RequestDocument);
  }

  async function write(request: RequestRecord): Promise<void> {
    await openDocument(`${fileNameFor(request.id)}.json`, request).write();
    known.set(request.id, structuredClone(request));
  }

  for (const name of await fs.readdir(folder)) {
    const file = join(folder, name);
    if (isLeftover(name)) {
      await fs.rm(file, { force: true });
      continue;
    }
    if (!name.endsWith('.json')) continue;
    const document = openDocument(name);
    await document.read();
    const { request } = document.data;
    known.set(request.id, request);
  }

  return {
    saveRequest: (request) =>
      oneAtATime(request.id, async () => {
        if (known.has(request.id)) return 'exists';
        await write(request);
        return 'saved';
      }),
    loadRequest: async (id) => structuredClone(known.get(id)),
    updateRequest: (id, change) =>
      oneAtATime(id, async () => {
        const before = known.get(id);
        const changed = before === undefined ? undefined : change(structuredClone(before));
        if (changed !== undefined) await write(changed);
        return changed;
      }),
    dropRequest: (id) =>
      oneAtATime(id, async () => {
        if (!known.has(id)) return;
        const file = join(folder, `${fileNameFor(id)}.json`);
        try {
          await fs.rm(file, { force: true });
          known.delete(id);
          await syncFolder(fs, folder);
        } catch (cause) {
          throw describeWriteFailure(file, cause);
        }
      }),
    async listRequests({ state }) {
      return structuredClone(
        [...known.values()]
          .filter((request) => state === undefined || request.state === state)
          .sort((a, b) => a.createdAt - b.createdAt),
      );
    },
  };
}
