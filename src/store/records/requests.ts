import type { MessageRef } from '../../domain/terms.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Store } from '../../service/ports/store.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { createRecordFolder } from './recordFolder.ts';

/** The part of the store that keeps what waits for approval. */
export type Requests = Pick<
  Store,
  | 'saveRequest'
  | 'loadRequest'
  | 'updateRequest'
  | 'listRequests'
  | 'findAskedManager'
  | 'findRequestOf'
  | 'dropRequest'
>;

function isSameMessage(one: MessageRef | undefined, other: MessageRef): boolean {
  return (
    one?.messageId === other.messageId &&
    one.conversationId === other.conversationId &&
    one.platform === other.platform
  );
}

export interface RequestsOptions {
  fs: StoreFs;
  /** `requests` in the data folder; it exists. */
  folder: string;
  /** Durable on return. */
  audit(entry: AuditEntry): Promise<void>;
}

/** One file per request; all of them in memory, because there are few. */
export async function openRequests({ fs, folder, audit }: RequestsOptions): Promise<Requests> {
  const known = new Map<string, RequestRecord>();
  /** Ids of the requests that ask somebody as a manager, by that one's id: strangers are looked up here at each word. */
  const asking = new Map<string, Set<string>>();
  const oneAtATime = createOneAtATime();
  const files = createRecordFolder<RequestRecord>({ fs, folder, key: 'request' });

  function forget(id: string): void {
    for (const manager of known.get(id)?.managers ?? []) {
      const requests = asking.get(manager.id);
      requests?.delete(id);
      if (requests?.size === 0) asking.delete(manager.id);
    }
    known.delete(id);
  }

  function remember(request: RequestRecord): void {
    forget(request.id);
    known.set(request.id, request);
    for (const { id } of request.managers ?? []) {
      asking.set(id, (asking.get(id) ?? new Set()).add(request.id));
    }
  }

  async function write(request: RequestRecord): Promise<void> {
    await files.write(request.id, request);
    remember(structuredClone(request));
  }

  for (const request of await files.readAll()) remember(request);

  return {
    saveRequest: (request) =>
      oneAtATime(request.id, async () => {
        if (known.has(request.id)) return 'exists';
        await write(request);
        return 'saved';
      }),
    loadRequest: async (id) => structuredClone(known.get(id)),
    updateRequest: (id, change, entriesOf) =>
      oneAtATime(id, async () => {
        const before = known.get(id);
        const changed = before === undefined ? undefined : change(structuredClone(before));
        if (changed === undefined) return undefined;
        // The audit first: what a crash leaves between the two was not done, and is asked for again.
        await Promise.all((entriesOf?.(changed) ?? []).map((entry) => audit(entry)));
        await write(changed);
        return changed;
      }),
    dropRequest: (id) =>
      oneAtATime(id, async () => {
        if (!known.has(id)) return;
        await files.remove(id);
        forget(id);
      }),
    async findAskedManager(id, customer) {
      for (const requestId of asking.get(id) ?? []) {
        const request = known.get(requestId);
        if (customer !== undefined && request?.customer !== customer) continue;
        const manager = request?.managers?.find((one) => one.id === id);
        if (request !== undefined && manager !== undefined) {
          return { name: manager.name, customer: request.customer };
        }
      }
      return undefined;
    },
    async findRequestOf(ref) {
      for (const { id, copies } of known.values()) {
        if (copies.some((one) => isSameMessage(one.ref, ref))) return id;
      }
      return undefined;
    },
    async listRequests({ state }) {
      return structuredClone(
        [...known.values()]
          .filter((request) => state === undefined || request.state === state)
          .sort((a, b) => a.createdAt - b.createdAt),
      );
    },
  };
}
