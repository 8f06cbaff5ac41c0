import type { ColumnsRecord } from '../../service/ports/drafts.ts';
import type { Store } from '../../service/ports/store.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { openCustomerRecords } from './customerRecords.ts';

/** The part of the store that keeps how files are read, as was chosen. */
export type Columns = Pick<Store, 'listColumns' | 'updateColumns'>;

/** How the files of every customer are read. */
export async function openColumns(fs: StoreFs, folder: string): Promise<Columns> {
  const { list, update } = await openCustomerRecords<ColumnsRecord>(fs, folder, 'columns');
  return { listColumns: list, updateColumns: update };
}
