import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Store } from '../../service/ports/store.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { createRecordFolder } from './recordFolder.ts';

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
  const files = createRecordFolder<RequestRecord>({ fs, folder, key: 'request' });

  async function write(request: RequestRecord): Promise<void> {
    await files.write(request.id, request);
    known.set(request.id, structuredClone(request));
  }

  for (const request of await files.readAll()) known.set(request.id, request);

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
        await files.remove(id);
        known.delete(id);
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
