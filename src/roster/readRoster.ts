import { tidyValue } from '../domain/personRules.ts';
import type { Finding, RosterRow } from '../domain/terms.ts';
import { hasDoubtfulHeader, readInLikeliest } from './chooseEncoding.ts';
import { recognizeHeader } from './columns/columns.ts';
import { HEADER_UNSURE, note } from './columns/readHead.ts';
import type { DecodedFile } from './decode/decodeFile.ts';
import { createNameDoubts, describe, MAX_SAMPLES, type NameDoubt } from './decode/doubtNames.ts';
import { DEFAULT_ENCODING, ENCODINGS } from './decode/encodings.ts';
import { findMixedRows, type MixedRows } from './decode/findMixedRows.ts';
import type { TakeRecord } from './decode/parseRecords.ts';
import { type Collector, readRecords } from './decode/readRecords.ts';
import { undoTwice } from './decode/undoTwice.ts';
import type { SheetReading } from './decode/workbook/readWorkbook.ts';
import { type KeptFile, keepRecords, parseBytes, readKept } from './keptFile.ts';
import { readEachSheet, type SheetsRead } from './readEachSheet.ts';
import type { RosterReading } from './rosterReading.ts';
import { createCollector } from './rows/collectRows.ts';
import { READING_WORDS } from './words.ts';

/** The code of the warning about letters that are a guess. */
const ENCODING_GUESSED = 'ENCODING_GUESSED';

/** The code of the warning about letters that were encoded twice, and put right. */
export const ENCODING_TWICE = 'ENCODING_TWICE';

function warnGuessed(encoding = DEFAULT_ENCODING): Finding {
  const name = ENCODINGS.find(({ id }) => id === encoding)?.name ?? encoding;
  const message = READING_WORDS.guessed(name);
  return { ...note(1, ENCODING_GUESSED, message), severity: 'warning' };
}

/** Some letters are in another encoding; whose they are isn't said. */
export function warnOfMixed(): Finding {
  return { ...note(1, 'ENCODING_MIXED', READING_WORDS.notAllUtf8), severity: 'warning' };
}

function warnOfTwice(): Finding {
  return { ...note(1, ENCODING_TWICE, READING_WORDS.twice), severity: 'warning' };
}

/** The code of the warning about a row that a workbook hides. */
const ROW_HIDDEN = 'ROW_HIDDEN';

/** True for what the file as it came told, and its rows read once more do not. */
export function isOfFile({ code }: Pick<Finding, 'code'>): boolean {
  return code.startsWith('FORMULA_') || code === ROW_HIDDEN || code === HEADER_UNSURE;
}

/** What is to be said of the file's encoding. */
function noteEncoding(kind: ReturnType<DecodedFile['kind']>, doubt: NameDoubt | undefined): Finding[] {
  if (kind === 'certain') return [];
  if (kind === 'mixed') return [warnOfMixed()];
  if (doubt?.why !== 'encoding') return [note(1, 'ENCODING_WINDOWS_1252', READING_WORDS.fits)];
  return [warnGuessed()];
}

/** Values that are not in the workbook cannot be read, and Rollcall calculates nothing. */
function noteFormulas(workbook: SheetReading | undefined): Finding[] {
  const row = workbook?.withoutResult;
  if (row === undefined) return [];
  const message = READING_WORDS.formulas(row);
  return [{ ...note(row, 'FORMULA_WITHOUT_RESULT', message), severity: 'warning' }];
}

/** Whom a filter does not show may be left out of the list on purpose. */
function noteHidden(workbook: SheetReading | undefined, rows: readonly RosterRow[]): Finding[] {
  const hidden = new Set(workbook?.hidden);
  return rows
    .filter(({ row }) => hidden.has(row))
    .map(({ row }) => ({ ...note(row, ROW_HIDDEN, READING_WORDS.hidden), severity: 'warning' }));
}

/**
 * Reads people from a CSV while it arrives, or from an .xlsx: the Microsoft 365 template (15 or 16 columns, in any language), the Entra
 * bulk-create template, or own columns, whose names may be a guess. Names that are not certain are said so. Throws RollcallError with a FILE_ code for a
 * file that cannot be read as one; errors of `source` pass through.
 *
 * @param limits.maxRows people, not counting skipped rows
 */
export async function readRoster(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
): Promise<RosterReading> {
  return (await read(source, limits, () => {}, { asks: false })).reading;
}

/** A file as read, and as it came. */
export interface ReadFile {
  reading: RosterReading;
  kept: KeptFile;
}

/**
 * The same for a workbook of which several sheets may be meant: each of the first ten is read. Throws the refusal of the
 * first one when none can be.
 */
export function readSheets(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
): Promise<ReadFile | SheetsRead<ReadFile>> {
  return readEachSheet(source, (pieces, sheet) => readAndKeep(pieces, limits, sheet));
}

/**
 * The same, with the file as it came, to be read once more in another way. The whole of it is held meanwhile. A header
 * that nobody knows is answered without people: somebody has to say what its columns hold.
 */
export async function readAndKeep(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
  sheet?: string,
): Promise<ReadFile> {
  const pieces: Uint8Array[] = [];
  async function* hold(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      pieces.push(piece);
      yield piece;
    }
  }
  const records: (readonly string[])[] = [];
  const unsure: number[] = [];
  const keep: TakeRecord = (record, isUnsure) => {
    records.push(record);
    if (isUnsure) unsure.push(records.length);
  };
  const { reading: plain, kind } = await read(hold(), limits, keep, { asks: true, sheet });
  const undone = kind === 'certain' && plain.doubt?.why === 'garbled' ? undoTwice(records) : undefined;
  if (undone !== undefined) return readUndone(undone, plain, limits.maxRows, unsure);
  const isAsked = plain.findings.some(({ code }) => code === ENCODING_GUESSED);
  const isGuess = isAsked || (kind === 'guessed' && hasDoubtfulHeader(plain));
  const bytes = isGuess || kind === 'mixed' ? await parseBytes(pieces) : undefined;
  const mixed = kind === 'mixed' && bytes !== undefined ? findMixedRows(plain, bytes) : undefined;
  const reading = mixed === undefined ? plain : withMixed(plain, mixed);
  const isBytes = isGuess || mixed?.doubt !== undefined;
  const kept: KeptFile = {
    ...keepRecords(isBytes && bytes !== undefined ? bytes : records, reading, isBytes),
    ...(isBytes && kind === 'mixed' ? { isMixed: true } : {}),
    ...(unsure.length === 0 ? {} : { unsure }),
  };
  const likeliest = isGuess ? await readInLikeliest(kept, limits.maxRows, reading, !isAsked) : undefined;
  if (likeliest === undefined) {
    return { reading, kept: isGuess && !isAsked ? keepRecords(records, reading, false) : kept };
  }
  const findings = [warnGuessed(likeliest.encoding), ...likeliest.findings];
  return { reading: { ...likeliest, findings }, kept };
}

/** Some of the people whose letters were put right, to be looked at. */
export function doubtUndone({ rows, columns }: RosterReading): NameDoubt {
  const samples = new Set<string>();
  for (const row of rows) {
    if (samples.size === MAX_SAMPLES) break;
    const indexes = row.cells.flatMap((cell, index) => (/[^\0-\x7f]/.test(cell) ? [index] : []));
    if (indexes.length > 0) samples.add(describe(row, columns, indexes));
  }
  return { why: 'garbled', samples: [...samples] };
}

/** A file whose letters were encoded twice, read as they were before. */
async function readUndone(
  records: readonly (readonly string[])[],
  plain: RosterReading,
  maxRows: number,
  unsure: readonly number[],
): Promise<ReadFile> {
  const kept = { ...keepRecords(records, plain, false), ...(unsure.length === 0 ? {} : { unsure }) };
  const reading = await readKept(kept, maxRows);
  const findings = [warnOfTwice(), ...plain.findings.filter(isOfFile), ...reading.findings];
  return { reading: { ...reading, findings, doubt: reading.doubt ?? doubtUndone(reading) }, kept };
}

/** The reading with what is to be said of the rows in another encoding, in the place of that there are some. */
function withMixed({ doubt, ...reading }: RosterReading, mixed: MixedRows): RosterReading {
  const findings = [mixed.finding, ...reading.findings.filter(({ code }) => !code.startsWith('ENCODING_'))];
  const own = mixed.doubt ?? (doubt?.why === 'garbled' ? doubt : undefined);
  return { ...reading, findings, ...(own === undefined ? {} : { doubt: own }) };
}

/** Lets a record hold the same text as the one above where they are alike: large files repeat most of it. */
function createTextSharing(): (record: string[]) => void {
  let above: readonly string[] = [];
  return (record) => {
    for (let index = 0; index < record.length; index += 1) {
      const same = above[index];
      if (same !== undefined && same === record[index]) record[index] = same;
    }
    above = record;
  };
}

async function read(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
  keep: TakeRecord,
  { asks, sheet }: { asks: boolean; sheet?: string | undefined },
): Promise<{ reading: RosterReading; kind: ReturnType<DecodedFile['kind']> }> {
  const doubts = createNameDoubts();
  const { take, finish } = createCollector(limits.maxRows, doubts.take, { asks });
  const shareText = createTextSharing();
  const keeping: Collector<RosterReading>['take'] = (record, isUnsure) => {
    shareText(record);
    keep(record, isUnsure);
    take(record, isUnsure);
  };
  const { kind, workbook, result } = await readRecords(
    source,
    limits.maxBytes,
    { take: keeping, finish },
    { isHeader: (record) => recognizeHeader(record.map(tidyValue)) !== undefined, asks, sheet },
  );
  const doubt = doubts.finish(kind);
  // Without people there are no names to tell the letters by.
  const isOpen = result.rows.length === 0 && kind === 'guessed';
  const reading = {
    ...result,
    findings: [
      ...(isOpen ? [warnGuessed()] : noteEncoding(kind, doubt)),
      ...noteFormulas(workbook),
      ...noteHidden(workbook, result.rows),
      ...result.findings,
    ],
    ...(doubt === undefined ? {} : { doubt }),
  };
  return { reading, kind };
}
