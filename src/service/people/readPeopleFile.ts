import { listOthers, readEachSheet } from '../../roster/readEachSheet.ts';
import type { NamesReading } from '../../roster/rows/userNames/readNames.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type IncomingFile, refuseSize } from '../incomingFile.ts';

/** Sheets of a workbook that somebody has to choose from. */
export interface OfferedSheets<Reading extends NamesReading> {
  offered: readonly ({ name: string } & Reading)[];
  /** What else the workbook holds, and why it cannot be chosen. */
  others: readonly { name: string; reason: string }[];
}

/**
 * Reads a file that names people who exist; of a workbook of which several sheets may be meant, each of them. Throws
 * RollcallError with a FILE_ code.
 *
 * @param most people
 */
export async function readPeopleFile<Reading extends NamesReading>(
  { maxFileBytes }: Pick<ProvisioningOptions, 'maxFileBytes'>,
  most: number,
  file: IncomingFile,
  read: (
    source: AsyncIterable<Uint8Array>,
    limits: { maxRows: number; maxBytes: number },
    sheet?: string,
  ) => Promise<Reading>,
): Promise<{ reading: Reading } | { sheets: OfferedSheets<Reading> }> {
  if ((file.size ?? 0) > maxFileBytes) throw refuseSize(maxFileBytes);
  const limits = { maxRows: most, maxBytes: maxFileBytes };
  const found = await readEachSheet(await file.open(), (pieces, sheet) => read(pieces, limits, sheet));
  if (!('sheets' in found)) return { reading: found };
  const offered = found.sheets.flatMap((one) => ('names' in one ? [one] : []));
  return { sheets: { offered, others: listOthers(found) } };
}
