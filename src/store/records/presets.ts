import type { MovableStore } from '../../service/ports/carried.ts';
import type { PresetRecord } from '../../service/ports/drafts.ts';
import { type CustomerRecordsOptions, openCustomerRecords } from './customerRecords.ts';

/** The part of the store that keeps named settings. */
export type Presets = Pick<MovableStore, 'listPresets' | 'updatePresets' | 'listAllPresets'>;

/** Named settings of every customer. */
export async function openPresets(options: CustomerRecordsOptions): Promise<Presets> {
  const { list, listAll, update } = await openCustomerRecords<PresetRecord>(options, 'presets');
  return { listPresets: list, listAllPresets: listAll, updatePresets: update };
}
