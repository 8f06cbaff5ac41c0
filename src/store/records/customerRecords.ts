import { join } from 'node:path';
import { Low } from 'lowdb';
import type { CustomerId } from '../../domain/terms.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

/** What people made for their customer, of one kind. */
interface CustomerRecords<Value> {
  list(customer: CustomerId): Promise<Value[]>;
  listAll(): Promise<Value[]>;
  /** `change` returns all that there are to be, or undefined to leave them (then so is the result). */
  update(
    customer: CustomerId,
    change: (values: Value[]) => readonly Value[] | undefined,
    entriesOf?: () => readonly AuditEntry[],
  ): Promise<Value[] | undefined>;
}

/** Where what people made is kept, and told. */
export interface CustomerRecordsOptions {
  fs: StoreFs;
  /** The data folder. */
  folder: string;
  /** Durable on return. */
  audit(entry: AuditEntry): Promise<void>;
}

/** Records of every customer in one small document, with the version before it, since people made them. */
export async function openCustomerRecords<Value extends { customer: CustomerId }>(
  { fs, folder, audit }: CustomerRecordsOptions,
  key: 'presets' | 'columns',
): Promise<CustomerRecords<Value>> {
  type Held = Document & Record<string, readonly Value[]>;
  const hold = (values: readonly Value[]): Held => ({ schema: SCHEMA, [key]: values }) as Held;
  const file = join(folder, `${key}.json`);
  const adapter = createDurableDocument<Held>({ fs, file, requires: [key], backup: true });
  const document = new Low<Held>(adapter, hold([]));
  await document.read();
  const oneAtATime = createOneAtATime();
  const all = (): readonly Value[] => document.data[key] ?? [];

  function listOwn(customer: CustomerId): Value[] {
    return structuredClone(all().filter((value) => value.customer === customer));
  }

  return {
    list: async (customer) => listOwn(customer),
    listAll: async () => structuredClone([...all()]),
    update: (customer, change, entriesOf) =>
      oneAtATime(key, async () => {
        const changed = change(listOwn(customer));
        if (changed === undefined) return undefined;
        const others = all().filter((value) => value.customer !== customer);
        const fresh = hold(structuredClone([...others, ...changed.map((value) => ({ ...value, customer }))]));
        // The audit first: what a crash leaves between the two was not done, and is asked for again.
        await Promise.all((entriesOf?.() ?? []).map((entry) => audit(entry)));
        await document.adapter.write(fresh);
        document.data = fresh;
        return listOwn(customer);
      }),
  };
}
