import type { PresetRecord } from '../../service/ports/drafts.ts';
import type { Store } from '../../service/ports/store.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { openCustomerRecords } from './customerRecords.ts';

/** The part of the store that keeps named settings. */
export type Presets = Pick<Store, 'listPresets' | 'updatePresets'>;

/** Named settings of every customer. */
export async function openPresets(fs: StoreFs, folder: string): Promise<Presets> {
  const { list, update } = await openCustomerRecords<PresetRecord>(fs, folder, 'presets');
  return { listPresets: list, updatePresets: update };
}
