import { join } from 'node:path';
import { Low } from 'lowdb';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import { fileNameFor } from '../disk/fileNames.ts';
import { severalAtOnce } from '../disk/severalAtOnce.ts';
import { describeWriteFailure } from '../disk/storeErrors.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { isLeftover, syncFolder } from '../disk/writeDurably.ts';

/** One file per record, without a version before. Calls for the same id are made one at a time, by the caller. */
export interface RecordFolder<Value> {
  /** Every record, in no order; what a crash left half written is removed. Throws STORE_BROKEN. */
  readAll(): Promise<Value[]>;
  /** Throws STORE_BROKEN, also when there is no such record. */
  read(id: string): Promise<Value>;
  /** Durable on return. Throws STORE_BROKEN. */
  write(id: string, value: Value): Promise<void>;
  /** Durable on return; nothing to do is no error. Throws STORE_BROKEN. */
  remove(id: string): Promise<void>;
}

export interface RecordFolderOptions {
  fs: StoreFs;
  /** It exists. */
  folder: string;
  /** What the record is called inside its file. */
  key: string;
}

export function createRecordFolder<Value>({ fs, folder, key }: RecordFolderOptions): RecordFolder<Value> {
  type Held = Document & Record<string, Value>;

  function open(file: string, value?: Value): Low<Held> {
    const adapter = createDurableDocument<Held>({ fs, file, requires: [key], backup: false });
    return new Low(adapter, { schema: SCHEMA, [key]: value } as Held);
  }

  async function readFile(file: string): Promise<Value> {
    const document = open(file);
    await document.read();
    return document.data[key] as Value;
  }

  const fileOf = (id: string): string => join(folder, `${fileNameFor(id)}.json`);

  return {
    async readAll() {
      const names = await fs.readdir(folder);
      for (const name of names.filter(isLeftover)) await fs.rm(join(folder, name), { force: true });
      const records = names.filter((name) => !isLeftover(name) && name.endsWith('.json'));
      return severalAtOnce(records, (name) => readFile(join(folder, name)));
    },
    read: (id) => readFile(fileOf(id)),
    write: (id, value) => open(fileOf(id), value).write(),
    async remove(id) {
      const file = fileOf(id);
      try {
        await fs.rm(file, { force: true });
        await syncFolder(fs, folder);
      } catch (cause) {
        throw describeWriteFailure(file, cause);
      }
    },
  };
}
