import { RollcallError } from '../../../domain/errors.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import { isCustomerHeader } from '../../columns/customerColumn.ts';
import { ROW_WORDS } from '../words.ts';
import type { NamesTable } from './namesTable.ts';

/** How much of a file of people who exist is read, and for whom. */
export interface PeopleLimits {
  /** Rows below the header that are not blank. */
  maxRows: number;
  maxBytes: number;
  /** Whether rows that say this in a column for the customer are all this customer's. Left out: nobody asks. */
  isAllOf?: (said: readonly string[]) => boolean;
}

/** Throws FILE_NOT_UNDERSTOOD for rows of people of another customer: their names may be other people's in this one. */
export function refuseOtherCustomers(
  { columns, records, isHeadless }: Pick<NamesTable, 'columns' | 'records' | 'isHeadless'>,
  { isAllOf }: Pick<PeopleLimits, 'isAllOf'>,
): void {
  if (isHeadless || isAllOf === undefined) return;
  for (const [at, column] of columns.entries()) {
    if (!isCustomerHeader(column)) continue;
    const said = new Set(records.map(({ record }) => tidyValue(record[at] ?? '')));
    if (isAllOf([...said])) continue;
    const { message, next } = ROW_WORDS.names.otherCustomers;
    throw new RollcallError('FILE_NOT_UNDERSTOOD', message(column), { next });
  }
}
