import type { Finding, RosterRow } from '../domain/terms.ts';
import { createCollector } from './collectRows.ts';
import type { ColumnNames } from './columns.ts';
import { decodeFile } from './decodeFile.ts';
import { parseRecords } from './parseRecords.ts';
import { type ColumnReading, note } from './readHead.ts';

/** A roster as read, before any rule was checked. */
export interface RosterReading {
  /** `Microsoft 365 template`, `Entra template` or `Own columns`. */
  template: string;
  /** Header cells as the file spells them. */
  columns: readonly string[];
  columnNames: ColumnNames;
  rows: readonly RosterRow[];
  /** What was noticed while reading: skipped rows, ignored columns, ragged rows, bad sign-in values. */
  findings: readonly Finding[];
  /** Which header was read as what; only where somebody has to agree to a guess. */
  mapping?: readonly ColumnReading[];
}

const NOT_UTF8 =
  'The file is not in UTF-8; it was read as Windows-1252. Check that names with accents are right.';
const NOT_ALL_UTF8 =
  'Some characters are not in UTF-8 as the rest of the file is; they show as � and have to be typed again.';

/**
 * Reads a CSV of people while it arrives: the Microsoft 365 template (15 or 16 columns, in any language), the Entra
 * bulk-create template, or own columns, whose names may be a guess. Throws RollcallError with a FILE_ code for a
 * file that cannot be read as one; errors of `source` pass through.
 *
 * @param limits.maxRows people, not counting skipped rows
 */
export async function readRoster(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
): Promise<RosterReading> {
  const file = decodeFile(source, limits.maxBytes);
  const collector = createCollector(limits.maxRows);
  await parseRecords(file.pieces, collector.take);
  const reading = collector.finish();
  const encoding = file.kind();
  if (encoding === 'certain') return reading;
  const said =
    encoding === 'guessed' ? note(1, 'ENCODING_GUESSED', NOT_UTF8) : note(1, 'ENCODING_MIXED', NOT_ALL_UTF8);
  return { ...reading, findings: [said, ...reading.findings] };
}
