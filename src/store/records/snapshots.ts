import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import { orderOf } from '../../service/ports/order.ts';
import type { SnapshotRecord } from '../../service/ports/snapshots.ts';
import type { Store } from '../../service/ports/store.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { createRecordFolder } from './recordFolder.ts';

/** What is kept in memory: enough to know which files to read. */
type Known = Pick<SnapshotRecord, 'customer' | 'objectId'> & { order: number };

/** The part of the store that keeps how people were. */
type Snapshots = Pick<
  Store,
  'saveSnapshot' | 'loadSnapshot' | 'listSnapshots' | 'updateSnapshot' | 'dropSnapshot'
>;

/** One file per snapshot in `folder`, which exists. */
export async function openSnapshots({ fs, folder }: { fs: StoreFs; folder: string }): Promise<Snapshots> {
  const known = new Map<string, Known>();
  const oneAtATime = createOneAtATime();
  const files = createRecordFolder<SnapshotRecord>({ fs, folder, key: 'snapshot' });

  function note(snapshot: SnapshotRecord): void {
    const { id, customer, objectId } = snapshot;
    known.set(id, { customer, objectId, order: orderOf(snapshot) });
  }

  async function read(id: string): Promise<SnapshotRecord | undefined> {
    return known.has(id) ? files.read(id) : undefined;
  }

  for (const snapshot of await files.readAll()) note(snapshot);

  return {
    saveSnapshot: (snapshot) =>
      oneAtATime(snapshot.id, async () => {
        if (known.has(snapshot.id)) return 'exists';
        await files.write(snapshot.id, snapshot);
        note(snapshot);
        return 'saved';
      }),
    loadSnapshot: (id) => oneAtATime(id, () => read(id)),
    async listSnapshots({ customer, objectId }) {
      const wanted = [...known]
        .filter(([, one]) => customer === undefined || one.customer === customer)
        .filter(([, one]) => objectId === undefined || one.objectId === objectId)
        .sort(([, one], [, other]) => other.order - one.order);
      const found: SnapshotRecord[] = [];
      for (const [id] of wanted) {
        const snapshot = await oneAtATime(id, () => read(id));
        if (snapshot !== undefined) found.push(snapshot);
      }
      return found;
    },
    updateSnapshot: (id, change) =>
      oneAtATime(id, async () => {
        const before = await read(id);
        if (before === undefined) return undefined;
        const after = change(before);
        await files.write(id, after);
        return after;
      }),
    dropSnapshot: (id) =>
      oneAtATime(id, async () => {
        if (!known.has(id)) return;
        await files.remove(id);
        known.delete(id);
      }),
  };
}
