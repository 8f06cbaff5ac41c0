import type { MovableStore } from '../../service/ports/carried.ts';
import type { PresetRecord } from '../../service/ports/drafts.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { openCustomerRecords } from './customerRecords.ts';

/** The part of the store that keeps named settings. */
export type Presets = Pick<MovableStore, 'listPresets' | 'updatePresets' | 'listAllPresets'>;

/** Named settings of every customer. */
export async function openPresets(fs: StoreFs, folder: string): Promise<Presets> {
  const { list, listAll, update } = await openCustomerRecords<PresetRecord>(fs, folder, 'presets');
  return { listPresets: list, listAllPresets: listAll, updatePresets: update };
}
