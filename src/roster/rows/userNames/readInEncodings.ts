import { RollcallError } from '../../../domain/errors.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import { CONTROL, likenessToNames } from '../../chooseEncoding.ts';
import { isLeavingHeader } from '../../columns/signInHeaders.ts';
import { BEYOND_ASCII, DEFAULT_ENCODING, decodeCell, ENCODINGS } from '../../decode/encodings.ts';
import { isGarbledName } from '../../decode/findGarbled.ts';
import { fitLanguage } from '../../decode/fitLanguage.ts';
import { createWindows1252Judge } from '../../decode/judgeWindows1252.ts';
import { type RecordsReading, readRecords } from '../../decode/readRecords.ts';
import { holdPieces } from '../../holdPieces.ts';
import { parseBytes } from '../../keptFile.ts';
import { readNamesHeader } from './namesHeader.ts';
import { createNamesTable, findNameColumn, type NamesTable } from './namesTable.ts';

/** Titles, blank lines and the header. */
const FIRST_ROWS = 25;
/** People by whom an encoding is told; their names take it some milliseconds. */
const TELLING = 12;
/** Names that are shown; more would not be looked at. */
const SHOWN = 3;
/** As many as a card has buttons for; the right one is hardly ever further down. */
const OFFERED = 5;

/** A file as it reads in one of the encodings that it may be in. */
export interface InEncoding<Reading> {
  /** What people call it. */
  name: string;
  /** Names and values with letters that are not the same in another. */
  samples: readonly string[];
  reading: Reading;
}

/** A file that reads differently in several encodings, the likeliest first: somebody has to say which is right. */
export interface InEncodings<Reading> {
  encodings: readonly InEncoding<Reading>[];
}

/** What is made of a file's table, and how it was read. */
export type MakeReading<Reading> = (
  table: NamesTable,
  how: Pick<RecordsReading<unknown>, 'kind' | 'workbook'>,
) => Reading;

interface Limits {
  maxRows: number;
  maxBytes: number;
}

/** What the letters of a table tell. */
interface Told {
  samples: string[];
  names: string[];
  texts: string[];
  /** Headers that say what is below them. */
  known: number;
  isSurelyWindows1252: boolean;
}

const NAMES: readonly unknown[] = ['displayName', 'givenName', 'surname'];

function tell(table: NamesTable): Told {
  const { columns, key, records, isHeadless } = table;
  const { meanings } = readNamesHeader(table);
  const isSure = createWindows1252Judge();
  const headers = isHeadless ? [] : columns.filter((column) => BEYOND_ASCII.test(column));
  const told: Told = { samples: [], names: [], texts: [...headers], known: 0, isSurelyWindows1252: true };
  told.isSurelyWindows1252 = headers.every((header) => isSure(header, true));
  told.known = columns.filter(
    (column, index) => (meanings[index] !== undefined || isLeavingHeader(column)) && !isGarbledName(column),
  ).length;
  for (const { record } of records) {
    const cells = columns.map((_, index) => tidyValue(record[index] ?? ''));
    const used = [...cells.keys()].filter((index) => meanings[index] !== undefined && index !== key.index);
    const doubtful = used.filter((index) => BEYOND_ASCII.test(cells[index] ?? ''));
    if (doubtful.length === 0 || told.texts.length > headers.length + TELLING * 2) continue;
    const isName = (index: number): boolean => NAMES.includes(meanings[index]);
    const whole = cells[meanings.indexOf('displayName')];
    const name =
      whole ??
      ['givenName', 'surname'].map((one) => cells[meanings.indexOf(one as 'surname')] ?? '').join(' ');
    const called = name.trim() === '' ? (cells[key.index] ?? '') : name.trim();
    const other = doubtful.find((index) => !isName(index));
    const isInName = doubtful.some(isName);
    if (isInName) told.names.push(name.trim());
    told.samples.push(
      isInName || other === undefined ? called : `${called} (${columns[other]}: ${cells[other]})`,
    );
    told.texts.push(...doubtful.map((index) => cells[index] ?? ''));
    told.isSurelyWindows1252 &&= doubtful.every((index) => isSure(cells[index] ?? '', !isName(index)));
  }
  if (told.samples.length === 0) told.samples.push(...headers);
  return told;
}

/** The records of bytes in an encoding, as a table; undefined where it is none in it. */
function tabulate(
  records: readonly (readonly string[])[],
  encoding: string,
  maxRows: number,
  headless: boolean,
): NamesTable | undefined {
  const { take, finish } = createNamesTable(maxRows, headless);
  try {
    for (const record of records) take(record.map((cell) => decodeCell(cell, encoding)));
    return finish();
  } catch (error) {
    if (error instanceof RollcallError) return undefined;
    throw error;
  }
}

/** Those encodings in which the file's first doubtful rows come out as text, the likeliest first; no two the same. */
function listLikely(
  records: readonly (readonly string[])[],
  maxRows: number,
  headless: boolean,
): { id: string; name: string; told: Told }[] {
  const isDoubtful = (record: readonly string[]): boolean => record.some((cell) => BEYOND_ASCII.test(cell));
  const telling = records.slice(FIRST_ROWS).filter(isDoubtful).slice(0, TELLING);
  const some = [...records.slice(0, FIRST_ROWS), ...telling];
  const seen = new Set<string>();
  const hasControl = (id: string): boolean =>
    some.some((record) => record.some((cell) => CONTROL.test(decodeCell(cell, id))));
  const found = ENCODINGS.flatMap(({ id, name }) => {
    if (hasControl(id)) return [];
    const table = tabulate(some, id, maxRows, headless);
    if (table === undefined) return [];
    const told = tell(table);
    const key = told.texts.join('\n');
    if (key.includes('\ufffd') || seen.has(key)) return [];
    seen.add(key);
    const names = told.names.length === 0 ? 0 : likenessToNames(told.names, id);
    // A header says more than names do, and names in the wrong letters more than whose language they may be.
    return [{ id, name, told, likeness: 3 * told.known + names + fitLanguage(told.texts) / 2 }];
  });
  return found.sort((one, other) => other.likeness - one.likeness);
}

/** What was made, or why the header says nothing, which it may in another encoding. Other errors pass through. */
function orRefusal<Result>(make: () => Result): Result | RollcallError {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code !== 'FILE_HEADER_UNKNOWN' && error.code !== 'FILE_NOT_UNDERSTOOD') throw error;
    return error;
  }
}

/**
 * Reads a file that names people who exist. Where its letters are a guess and what they come to is not certain, it is read
 * in each of the encodings that it may be in. Throws RollcallError with a FILE_ code; errors of `source` pass through.
 *
 * @param headless whether a list of addresses without a header is read, too
 */
export async function readInEncodings<Reading extends object>(
  source: AsyncIterable<Uint8Array>,
  { maxRows, maxBytes }: Limits,
  { sheet, headless }: { sheet: string | undefined; headless: boolean },
  make: MakeReading<Reading>,
): Promise<Reading | InEncodings<Reading>> {
  const { pieces, hold, again } = holdPieces(source);
  const isHeader = (record: readonly string[]): boolean => findNameColumn(record) !== undefined;
  const choice = { isHeader, asks: true, sheet };
  const { take, finish } = createNamesTable(maxRows, headless);
  const plain = await readRecords(hold(), maxBytes, { take, finish: () => orRefusal(finish) }, choice);
  const { result, ...how } = plain;
  const reading = result instanceof RollcallError ? result : orRefusal(() => make(result, how));
  const isRefused = reading instanceof RollcallError;

  const records = how.kind === 'guessed' ? await parseBytes(pieces) : [];
  const likely = how.kind === 'guessed' ? listLikely(records, maxRows, headless) : [];
  const isSure = likely.find(({ id }) => id === DEFAULT_ENCODING)?.told.isSurelyWindows1252 === true;
  const encodings = (isSure && !isRefused ? [] : likely.slice(0, OFFERED)).flatMap(({ id, name, told }) => {
    const table = tabulate(records, id, maxRows, headless);
    const read = table === undefined ? undefined : orRefusal(() => make(table, { ...how, kind: 'certain' }));
    if (read === undefined || read instanceof RollcallError) return [];
    return [{ name, samples: [...new Set(told.samples)].slice(0, SHOWN), reading: read }];
  });
  const [only, another] = encodings;
  if (another !== undefined) return { encodings };
  if (only !== undefined) return only.reading;
  if (!isRefused) return reading;
  // The same once more says with the refusal what kind of file it is.
  if (result === reading) await readRecords(again(), maxBytes, createNamesTable(maxRows, headless), choice);
  throw reading;
}
