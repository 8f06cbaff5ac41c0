import type { MovableStore } from '../../service/ports/carried.ts';
import type { ColumnsRecord } from '../../service/ports/drafts.ts';
import { type CustomerRecordsOptions, openCustomerRecords } from './customerRecords.ts';

/** The part of the store that keeps how files are read, as was chosen. */
export type Columns = Pick<MovableStore, 'listColumns' | 'updateColumns' | 'listAllColumns'>;

/** How the files of every customer are read. */
export async function openColumns(options: CustomerRecordsOptions): Promise<Columns> {
  const { list, listAll, update } = await openCustomerRecords<ColumnsRecord>(options, 'columns');
  return { listColumns: list, listAllColumns: listAll, updateColumns: update };
}
