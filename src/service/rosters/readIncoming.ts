import type { Domain } from '../../domain/tenant.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { ColumnChoice } from '../../roster/columns/chosenColumns.ts';
import { HEADER_MISSING } from '../../roster/columns/readHead.ts';
import { TEMPLATES } from '../../roster/columns/words.ts';
import { readAgain } from '../../roster/keptFile.ts';
import { isOfFile, type ReadFile, readSheets } from '../../roster/readRoster.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type IncomingFile, refuseSize } from '../incomingFile.ts';
import type { ColumnsRecord } from '../ports/drafts.ts';
import { findRemembered } from './rememberedColumns.ts';
import { findChosen } from './rosterReplacing.ts';
import { preferOwnDomains } from './verifying/preferOwnDomains.ts';

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'maxFileBytes'>;

/** A file as read, and as it came. */
export interface Incoming extends ReadFile {
  /** How the customer's files with this header are read, if that was remembered. */
  remembered?: ColumnsRecord;
  /** What was chosen for each column; left out: nothing. */
  chosen?: readonly ColumnChoice[];
  /** True where the same person chose it for the file that this one replaces. */
  agreed: boolean;
}

/** Reads a file, or each sheet that may be meant. Throws RollcallError with a FILE_ code. */
export async function readIncoming(
  { policy, maxFileBytes }: Options,
  file: IncomingFile,
): ReturnType<typeof readSheets> {
  if ((file.size ?? 0) > maxFileBytes) throw refuseSize(maxFileBytes);
  const limits = { maxRows: policy.maxRows, maxBytes: maxFileBytes };
  return readSheets(await file.open(), limits);
}

/**
 * A file as the same person's last file with this header was read, or as its customer's files are, or else as it tells by
 * itself and by the customer's domains. Throws RollcallError with a FILE_ code.
 */
export async function readAsChosen(
  options: Options,
  actor: Actor,
  place: Place,
  { reading, kept }: ReadFile,
  domains: readonly Domain[],
): Promise<Incoming> {
  const { policy } = options;
  const { columns, encoding, headerRow, isHeadless, logOf, template } = reading;
  if (logOf !== undefined || template === TEMPLATES.results) return { kept, reading, agreed: false };
  // Without a header the columns of all files are called the same.
  const [mine, remembered] =
    isHeadless === true
      ? []
      : [
          await findChosen(options, actor, place, columns),
          await findRemembered(options, actor.customer, columns),
        ];
  const chosen = mine ?? (remembered?.choices as readonly ColumnChoice[] | undefined);
  const choices = chosen?.length === columns.length ? chosen : preferOwnDomains({ reading, kept }, domains);
  if (choices === undefined) return { kept, reading, agreed: false };
  const again = await readAgain(kept, policy.maxRows, { headerRow, isHeadless, choices, encoding });
  // What is to be said of the file as a whole, such as its encoding, the second reading does not know.
  const ofFile = reading.findings.filter(
    (each) => each.code.startsWith('ENCODING_') || each.code === HEADER_MISSING || isOfFile(each),
  );
  const read = { kept, reading: { ...reading, ...again, findings: [...ofFile, ...again.findings] } };
  if (chosen !== choices) return { ...read, agreed: false };
  return {
    ...read,
    chosen,
    agreed: mine !== undefined,
    ...(remembered === undefined ? {} : { remembered }),
  };
}
