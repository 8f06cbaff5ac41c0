import { RollcallError } from '../domain/errors.ts';
import type { Finding } from '../domain/terms.ts';
import { note } from './columns/readHead.ts';
import { type DecodedFile, decodeFile, SAVE_AS_CSV } from './decode/decodeFile.ts';
import { createNameDoubts, type NameDoubt } from './decode/doubtNames.ts';
import { parseRecords } from './decode/parseRecords.ts';
import type { RosterReading } from './rosterReading.ts';
import { createCollector } from './rows/collectRows.ts';

const FITS = 'The file is not in UTF-8; it was read as Windows-1252, which fits every name and value in it.';
const GUESSED =
  'The file is not in UTF-8; it was read as Windows-1252, which may be wrong. Look at the names before you go on.';
const NOT_ALL_UTF8 =
  'Some characters are not in UTF-8 as the rest of the file is; they show as � and have to be typed again.';

/** What is to be said of the file's encoding. */
function noteEncoding(kind: ReturnType<DecodedFile['kind']>, doubt: NameDoubt | undefined): Finding[] {
  if (kind === 'certain') return [];
  if (kind === 'mixed') return [note(1, 'ENCODING_MIXED', NOT_ALL_UTF8)];
  if (doubt?.why !== 'encoding') return [note(1, 'ENCODING_WINDOWS_1252', FITS)];
  return [{ ...note(1, 'ENCODING_GUESSED', GUESSED), severity: 'warning' }];
}

/** A header that is not known may be one in another encoding: then the refusal says so, and how to save the file. */
function explainHeader(error: unknown, kind: ReturnType<DecodedFile['kind']>): unknown {
  const isHeader = error instanceof RollcallError && error.code === 'FILE_HEADER_UNKNOWN';
  if (!isHeader || kind !== 'guessed') return error;
  const message = `${error.message} The file is not in UTF-8, and read as Windows-1252 its header makes no sense.`;
  return new RollcallError(error.code, message, { next: SAVE_AS_CSV, detail: error.detail });
}

/**
 * Reads a CSV of people while it arrives: the Microsoft 365 template (15 or 16 columns, in any language), the Entra
 * bulk-create template, or own columns, whose names may be a guess. Names that are not certain are said so. Throws RollcallError with a FILE_ code for a
 * file that cannot be read as one; errors of `source` pass through.
 *
 * @param limits.maxRows people, not counting skipped rows
 */
export async function readRoster(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
): Promise<RosterReading> {
  const file = decodeFile(source, limits.maxBytes);
  const doubts = createNameDoubts();
  const collector = createCollector(limits.maxRows, doubts.take);
  let reading: RosterReading;
  try {
    await parseRecords(file.pieces, collector.take);
    reading = collector.finish();
  } catch (error) {
    throw explainHeader(error, file.kind());
  }
  const kind = file.kind();
  const doubt = doubts.finish(kind);
  return {
    ...reading,
    findings: [...noteEncoding(kind, doubt), ...reading.findings],
    ...(doubt === undefined ? {} : { doubt }),
  };
}
