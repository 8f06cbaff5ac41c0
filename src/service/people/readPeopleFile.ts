import type { Actor } from '../../domain/terms.ts';
import { listOthers, readEachSheet } from '../../roster/readEachSheet.ts';
import type { PeopleLimits } from '../../roster/rows/userNames/otherCustomers.ts';
import type { InEncodings } from '../../roster/rows/userNames/readInEncodings.ts';
import type { NamesReading } from '../../roster/rows/userNames/readNames.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isAllOf } from '../customers/saidCustomers.ts';
import { type IncomingFile, refuseSize } from '../incomingFile.ts';

/** Ways to read a file that somebody has to choose from: sheets of a workbook, or encodings. */
export interface OfferedParts<Reading extends NamesReading> {
  /** Left out: sheets. */
  asks?: 'encoding';
  /** `samples`: names as an encoding has them. */
  offered: readonly ({ name: string; samples?: readonly string[] } & Reading)[];
  /** What else the workbook holds, and why it cannot be chosen. */
  others: readonly { name: string; reason: string }[];
}

/** What was chosen, as a draft keeps it. */
export function nameChosen(
  { asks }: Pick<OfferedParts<NamesReading>, 'asks'>,
  { name }: { name: string },
): { sheet: string } | { encoding: string } {
  return asks === 'encoding' ? { encoding: name } : { sheet: name };
}

/** A file in the encodings that it may be in, to be chosen from. */
function offerEncodings<Reading extends NamesReading>({
  encodings,
}: InEncodings<Reading>): OfferedParts<Reading> {
  const offered = encodings.map(({ name, samples, reading }) => ({ name, samples, ...reading }));
  return { asks: 'encoding', offered, others: [] };
}

/**
 * Reads a file that names people who exist; of a workbook of which several sheets may be meant, each of them, and where
 * its letters are a guess, each way to read them. Throws RollcallError with a FILE_ code.
 * With several customers, it is refused where it has people of others.
 *
 * @param most people
 */
export async function readPeopleFile<Reading extends NamesReading>(
  { policy, maxFileBytes }: Pick<ProvisioningOptions, 'policy' | 'maxFileBytes'>,
  actor: Pick<Actor, 'id' | 'customer'>,
  most: number,
  file: IncomingFile,
  read: (
    source: AsyncIterable<Uint8Array>,
    limits: PeopleLimits,
    sheet?: string,
  ) => Promise<Reading | InEncodings<Reading>>,
): Promise<{ reading: Reading } | { sheets: OfferedParts<Reading> }> {
  if ((file.size ?? 0) > maxFileBytes) throw refuseSize(maxFileBytes);
  const limits = {
    ...{ maxRows: most, maxBytes: maxFileBytes },
    isAllOf: (said: readonly string[]) => isAllOf(policy, actor, said),
  };
  const found = await readEachSheet(await file.open(), (pieces, sheet) => read(pieces, limits, sheet));
  if ('encodings' in found) return { sheets: offerEncodings(found) };
  if (!('sheets' in found)) return { reading: found };
  const offered = found.sheets.flatMap((one) => ('names' in one ? [one] : []));
  return { sheets: { offered, others: listOthers(found) } };
}
