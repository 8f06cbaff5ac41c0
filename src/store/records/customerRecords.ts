import { join } from 'node:path';
import { Low } from 'lowdb';
import type { CustomerId } from '../../domain/terms.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
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
  ): Promise<Value[] | undefined>;
}

/** Records of every customer in one small document, with the version before it, since people made them. */
export async function openCustomerRecords<Value extends { customer: CustomerId }>(
  fs: StoreFs,
  folder: string,
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
    update: (customer, change) =>
      oneAtATime(key, async () => {
        const changed = change(listOwn(customer));
        if (changed === undefined) return undefined;
        const others = all().filter((value) => value.customer !== customer);
        const fresh = hold(structuredClone([...others, ...changed.map((value) => ({ ...value, customer }))]));
        await document.adapter.write(fresh);
        document.data = fresh;
        return listOwn(customer);
      }),
  };
}
