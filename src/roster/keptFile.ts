import { setImmediate } from 'node:timers/promises';
import { tidyValue } from '../domain/personRules.ts';
import type { RosterRow } from '../domain/terms.ts';
import { type ColumnChoice, listChoices } from './columns/chosenColumns.ts';
import { guessSome, recognizeHeader } from './columns/columns.ts';
import { mentionsPassword } from './columns/passwordHeaders.ts';
import { createNameDoubts } from './decode/doubtNames.ts';
import { decodeCell, ENCODINGS, type Encoding } from './decode/encodings.ts';
import { isGarbledName } from './decode/findGarbled.ts';
import { parseRecords } from './decode/parseRecords.ts';
import type { RosterReading } from './rosterReading.ts';
import { createCollector } from './rows/collectRows.ts';
import type { ChosenColumns } from './rows/findHead.ts';

/** A file as it came, to be read once more in another way. Cells under a header about passwords are empty. */
export interface KeptFile {
  /** True when the cells are bytes, each as the character with its number, because the encoding is a guess. */
  isBytes: boolean;
  records: readonly (readonly string[])[];
  /** Records, counted from 1, whose quotation marks do not fit. */
  unsure?: readonly number[];
}

/** Records between two turns of others: some milliseconds. */
const RECORDS_IN_A_TURN = 500;
/** Rows by which is told what a column holds. */
const SAMPLED_ROWS = 20;
/** People by whom an encoding is told; more would not be looked at. */
const SAMPLES = 3;

/** The columns about passwords, in whatever encoding their headers are. */
function findPasswordColumns(header: readonly string[], isBytes: boolean): ReadonlySet<number> {
  const isAboutPasswords = (cell: string): boolean =>
    isBytes ? ENCODINGS.some(({ id }) => mentionsPassword(decodeCell(cell, id))) : mentionsPassword(cell);
  return new Set(header.flatMap((cell, index) => (isAboutPasswords(cell) ? [index] : [])));
}

/** The records as they may be kept. */
export function keepRecords(
  records: readonly (readonly string[])[],
  headerRow: number,
  isBytes: boolean,
): KeptFile {
  const header = records[headerRow - 1] ?? [];
  const secret = findPasswordColumns(header, isBytes);
  const kept = records.map((record, index) =>
    secret.size === 0 || index < headerRow
      ? record
      : // Beyond the header's last column may stand what was shifted out of one of these.
        record.slice(0, header.length).map((cell, at) => (secret.has(at) ? '' : cell)),
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

/** Reads a kept file as it tells by itself, as it was read when it came. Throws RollcallError with a FILE_ code. */
export function readKept(kept: KeptFile, maxRows: number): Promise<RosterReading> {
  return readRecordsOf(kept, maxRows, {}, Number.POSITIVE_INFINITY);
}

/** How a kept file is read: its columns as chosen, its letters in this encoding. */
export interface ReadAgain extends ChosenColumns {
  /** Of bytes only. */
  encoding?: string | undefined;
}

function textOf(record: readonly string[], encoding: string | undefined): string[] {
  return encoding === undefined ? [...record] : record.map((cell) => decodeCell(cell, encoding));
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
  { isBytes, records, unsure = [] }: KeptFile,
  maxRows: number,
  { encoding = 'win1252', chosen }: { encoding?: string | undefined; chosen?: ChosenColumns },
  mostPeople: number,
): Promise<RosterReading> {
  // Somebody chose the letters, or is asked about them by all encodings there are.
  const doubts = createNameDoubts(() => false);
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
    take(textOf(record, isBytes ? encoding : undefined), isUnsure.has(index + 1));
  }
  const reading = finish();
  const doubt = doubts.finish('certain');
  return { ...reading, ...(doubt === undefined ? {} : { doubt }) };
}

/** What the columns seem to hold in this encoding. */
export function guessAgain(
  { isBytes, records }: KeptFile,
  headerRow: number,
  encoding: string,
): readonly ColumnChoice[] {
  const read = (record: readonly string[]): string[] =>
    textOf(record, isBytes ? encoding : undefined).map(tidyValue);
  const columns = read(records[headerRow - 1] ?? []);
  const below = records.slice(headerRow, headerRow + SAMPLED_ROWS).map(read);
  return listChoices(recognizeHeader(columns, below) ?? guessSome(columns, below));
}

/** An encoding that a file may be in, with names as they would be created. */
export interface EncodingChoice extends Encoding {
  samples: readonly string[];
}

function nameOf({ person: { displayName, givenName = '', surname = '' } }: RosterRow): string {
  return displayName ?? `${givenName} ${surname}`.trim();
}

/** The first people whose names are not certain. */
function findUnsure({ records }: KeptFile, { headerRow }: ChosenColumns): (readonly string[])[] {
  const below = records.slice(headerRow);
  return below.filter((record) => record.some((cell) => /[^\0-\x7f]/.test(cell))).slice(0, SAMPLES);
}

/** Words in small letters with capitals first, as most names are, in one script. */
function looksLikeNames(samples: readonly string[]): boolean {
  return samples.every((name) => !isGarbledName(name) && !/[^\p{L}\p{M}\s.,'’()-]/u.test(name));
}

/**
 * The encodings in which the names of a file of bytes come out as text, each with the same names; those that come out
 * as names first. Of several that give the same letters only the first.
 */
export async function listEncodings(kept: KeptFile, chosen: ChosenColumns): Promise<EncodingChoice[]> {
  if (!kept.isBytes) return [];
  const header = kept.records.slice(0, chosen.headerRow);
  const records = [...header, ...findUnsure(kept, chosen)];
  const seen = new Set<string>();
  const found: EncodingChoice[] = [];
  for (const encoding of ENCODINGS) {
    const reading = await readAgain({ isBytes: true, records }, SAMPLES, {
      ...chosen,
      encoding: encoding.id,
    }).catch(() => undefined);
    const names = (reading?.rows ?? []).map(nameOf).filter((name) => name !== '');
    // As long as no column holds names, the header tells.
    const samples = names.length > 0 ? names : [(reading?.columns ?? []).join(', ')];
    const key = samples.join('\n');
    if (reading === undefined || /[\ufffd\u0080-\u009f]/.test(key) || seen.has(key)) continue;
    seen.add(key);
    found.push({ ...encoding, samples });
  }
  return [
    ...found.filter((each) => looksLikeNames(each.samples)),
    ...found.filter((each) => !looksLikeNames(each.samples)),
  ];
}
