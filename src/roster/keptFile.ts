import { setImmediate } from 'node:timers/promises';
import type { Finding } from '../domain/terms.ts';
import { mentionsPassword } from './columns/passwordHeaders.ts';
import { createNameDoubts } from './decode/doubtNames.ts';
import { DEFAULT_ENCODING, decodeCell, ENCODINGS } from './decode/encodings.ts';
import { parseRecords } from './decode/parseRecords.ts';
import type { RosterReading } from './rosterReading.ts';
import { createCollector } from './rows/collectRows.ts';
import type { ChosenColumns } from './rows/findHead.ts';
import { findRowFit, SAMPLES } from './rows/fitRows.ts';

/** A file as it came, to be read once more in another way. Cells under a header about passwords are empty. */
export interface KeptFile {
  /** True when the cells are bytes, each as the character with its number, because the encoding is a guess. */
  isBytes: boolean;
  /** True when its cells are UTF-8 but for some: those alone are in the encoding that is chosen. */
  isMixed?: boolean;
  records: readonly (readonly string[])[];
  /** Records, counted from 1, whose quotation marks do not fit. */
  unsure?: readonly number[];
}

/** Records between two turns of others: some milliseconds. */
const RECORDS_IN_A_TURN = 500;

/** The columns about passwords, in whatever encoding their headers are. */
function findPasswordColumns(header: readonly string[], isBytes: boolean): ReadonlySet<number> {
  const isAboutPasswords = (cell: string): boolean =>
    isBytes ? ENCODINGS.some(({ id }) => mentionsPassword(decodeCell(cell, id))) : mentionsPassword(cell);
  return new Set(header.flatMap((cell, index) => (isAboutPasswords(cell) ? [index] : [])));
}

/** What is kept of a cell that no column stands above: that there is one. */
const SOMETHING = '?';

/** Rows whose last cells nobody knows what to make of. */
function findTooLong(
  records: readonly (readonly string[])[],
  { rows, columns, findings, headerRow }: Pick<RosterReading, 'rows' | 'columns' | 'findings' | 'headerRow'>,
): ReadonlySet<number> {
  if (rows.length > 0) {
    const isTooLong = ({ code, severity }: Finding): boolean => code === 'ROW_RAGGED' && severity === 'error';
    return new Set(findings.filter(isTooLong).map(({ row }) => row));
  }
  const below = records.slice(headerRow);
  if (findRowFit(columns, below.slice(0, SAMPLES)) !== undefined) return new Set();
  return new Set(below.flatMap(({ length }, at) => (length > columns.length ? [headerRow + at + 1] : [])));
}

/** The records as they may be kept. */
export function keepRecords(
  records: readonly (readonly string[])[],
  reading: Pick<RosterReading, 'headerRow' | 'isHeadless' | 'rows' | 'columns' | 'findings'>,
  isBytes: boolean,
): KeptFile {
  const { headerRow, columns } = reading;
  const header = reading.isHeadless === true ? [] : (records[headerRow - 1] ?? []);
  const secret = findPasswordColumns(header, isBytes);
  const first = Math.min(...secret);
  const tooLong = findTooLong(records, reading);
  const keep = (record: readonly string[], isTooLong: boolean): readonly string[] => {
    if (secret.size === 0 && !isTooLong) return record;
    return record.map((cell, at) => {
      if (secret.has(at) || cell === '') return '';
      // Of a row that is too long, the password may stand anywhere to the right of its column.
      if (isTooLong && at >= columns.length) return SOMETHING;
      return isTooLong && at > first ? '' : cell;
    });
  };
  const kept = records.map((record, index) =>
    index < headerRow ? record : keep(record, tooLong.has(index + 1)),
  );
  return { isBytes, records: kept };
}

/** The records of a CSV with each byte as the character with its number. */
export async function parseBytes(pieces: readonly Uint8Array[]): Promise<string[][]> {
  async function* asText(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield Buffer.from(Buffer.from(piece).toString('latin1'));
  }
  const records: string[][] = [];
  await parseRecords(asText(), (record) => void records.push(record));
  return records;
}

/** Reads a kept file as it tells by itself, one of bytes in this encoding. Throws RollcallError with a FILE_ code. */
export function readKept(kept: KeptFile, maxRows: number, encoding?: string): Promise<RosterReading> {
  return readRecordsOf(kept, maxRows, { encoding }, Number.POSITIVE_INFINITY);
}

/** How a kept file is read: its columns as chosen, its letters in this encoding. */
export interface ReadAgain extends ChosenColumns {
  /** Of bytes only. */
  encoding?: string | undefined;
}

/** A record's cells; in this encoding where they are bytes. */
export function textOf(
  record: readonly string[],
  { isBytes, isMixed }: Pick<KeptFile, 'isBytes' | 'isMixed'>,
  encoding: string,
): string[] {
  return isBytes ? record.map((cell) => decodeCell(cell, encoding, isMixed)) : [...record];
}

/**
 * Reads a kept file as somebody chose. Throws RollcallError with a FILE_ code, as `readRoster` does.
 *
 * @param mostPeople stops after so many; left out: all of them
 */
export function readAgain(
  kept: KeptFile,
  maxRows: number,
  { encoding, ...chosen }: ReadAgain,
  mostPeople = Number.POSITIVE_INFINITY,
): Promise<RosterReading> {
  return readRecordsOf(kept, maxRows, { encoding, chosen }, mostPeople);
}

async function readRecordsOf(
  { records, unsure = [], ...kind }: KeptFile,
  maxRows: number,
  { encoding = DEFAULT_ENCODING, chosen }: { encoding?: string | undefined; chosen?: ChosenColumns },
  mostPeople: number,
): Promise<RosterReading> {
  // Somebody chose the letters, or is asked about them by all encodings there are.
  const doubts = createNameDoubts();
  const isUnsure = new Set(unsure);
  let people = 0;
  const { take, finish } = createCollector(
    maxRows,
    (row, columns) => {
      people++;
      return doubts.take(row, columns);
    },
    chosen === undefined ? { asks: true } : { chosen },
  );
  for (const [index, record] of records.entries()) {
    if (people >= mostPeople) break;
    if (index % RECORDS_IN_A_TURN === RECORDS_IN_A_TURN - 1) await setImmediate();
    take(textOf(record, kind, encoding), isUnsure.has(index + 1));
  }
  const { rows, ...reading } = finish();
  const doubt = doubts.finish('certain');
  return { ...reading, rows: rows.slice(0, mostPeople), ...(doubt === undefined ? {} : { doubt }) };
}
