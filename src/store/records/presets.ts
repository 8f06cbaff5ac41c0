import { join } from 'node:path';
import { Low } from 'lowdb';
import type { PresetRecord } from '../../service/ports/drafts.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Store } from '../../service/ports/store.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface PresetsDocument extends Document {
  presets: readonly PresetRecord[];
}

/** The part of the store that keeps named settings. */
export type Presets = Pick<Store, 'listPresets' | 'updatePresets'>;

/** Named settings of every customer: one small document, with the version before it, since people made them. */
export async function openPresets(fs: StoreFs, folder: string): Promise<Presets> {
  const adapter = createDurableDocument<PresetsDocument>({
    fs,
    file: join(folder, 'presets.json'),
    requires: ['presets'],
    backup: true,
  });
  const document = new Low<PresetsDocument>(adapter, { schema: SCHEMA, presets: [] });
  await document.read();
  const oneAtATime = createOneAtATime();

  function listOwn(customer: string): PresetRecord[] {
    return structuredClone(document.data.presets.filter((preset) => preset.customer === customer));
  }

  return {
    listPresets: async (customer) => listOwn(customer),
    updatePresets: (customer, change) =>
      oneAtATime('presets', async () => {
        const changed = change(listOwn(customer));
        if (changed === undefined) return undefined;
        const others = document.data.presets.filter((preset) => preset.customer !== customer);
        const presets = structuredClone([...others, ...changed.map((preset) => ({ ...preset, customer }))]);
        const fresh: PresetsDocument = { schema: SCHEMA, presets };
        await document.adapter.write(fresh);
        document.data = fresh;
        return listOwn(customer);
      }),
  };
}
