import { isUtf8 } from 'node:buffer';
import { tidyValue } from '../domain/personRules.ts';
import type { RosterRow } from '../domain/terms.ts';
import { type ColumnChoice, listChoices } from './columns/chosenColumns.ts';
import { guessSome, recognizeHeader } from './columns/columns.ts';
import { describe } from './decode/doubtNames.ts';
import {
  BEYOND_ASCII,
  DEFAULT_ENCODING,
  decodeCell,
  ENCODINGS,
  type Encoding,
  isInOther,
} from './decode/encodings.ts';
import { isGarbledName } from './decode/findGarbled.ts';
import { fitLanguage } from './decode/fitLanguage.ts';
import { createWindows1252Judge } from './decode/judgeWindows1252.ts';
import { type KeptFile, type ReadAgain, readAgain, readKept, textOf } from './keptFile.ts';
import type { RosterReading } from './rosterReading.ts';

/** Rows by which is told what a column holds. */
const SAMPLED_ROWS = 20;
/** People by whom an encoding is told; their names take it some milliseconds. */
const TELLING = 12;
/** Names that are shown; more would not be looked at. */
const SHOWN = 3;

/** What the columns seem to hold in this encoding. */
function guessColumns({ records, ...kind }: KeptFile, headerRow: number, encoding: string): ColumnChoice[] {
  const read = (record: readonly string[]): string[] => textOf(record, kind, encoding).map(tidyValue);
  const columns = read(records[headerRow - 1] ?? []);
  const below = records.slice(headerRow, headerRow + SAMPLED_ROWS).map(read);
  return listChoices(recognizeHeader(columns, below) ?? guessSome(columns, below));
}

/**
 * The columns as they are read in another encoding, in which a header may say what it does not in the one of before:
 * what was a guess is guessed again. What somebody chose stays, and is no other column's meaning.
 */
export function chooseEncoding(
  kept: KeptFile,
  { headerRow, isHeadless, choices, encoding: before = DEFAULT_ENCODING }: ReadAgain,
  encoding: string,
): readonly ColumnChoice[] {
  if (encoding === before || isHeadless === true) return choices;
  const guessed = guessColumns(kept, headerRow, before);
  const next = guessColumns(kept, headerRow, encoding);
  if (next.length !== choices.length) return choices;
  const isChosen = (choice: ColumnChoice, index: number): boolean => choice !== guessed[index];
  const chosen = new Set<ColumnChoice>(choices.filter(isChosen));
  chosen.delete('none');
  return choices.map((choice, index) => {
    if (isChosen(choice, index)) return choice;
    const again = next[index] ?? 'none';
    return chosen.has(again) ? 'none' : again;
  });
}

/** An encoding that a file may be in, with names as they would be created. */
export interface EncodingChoice extends Encoding {
  samples: readonly string[];
}

function nameOf({ person: { displayName, givenName = '', surname = '' } }: RosterRow): string {
  return displayName ?? `${givenName} ${surname}`.trim();
}

/** Cells of a row that is read in some encoding whose letters are not certain, by their bytes. */
function findDoubtful({ cells }: RosterRow, bytes: readonly string[]): number[] {
  const isSurelyWindows1252 = createWindows1252Judge();
  return cells.flatMap((cell, index) => {
    const before = bytes[index] ?? '';
    const isSure =
      !BEYOND_ASCII.test(before) || isSurelyWindows1252(decodeCell(before, DEFAULT_ENCODING), true);
    return cell === '' || isSure ? [] : [index];
  });
}

function isInUtf8(cell: string): boolean {
  return BEYOND_ASCII.test(cell) && isUtf8(Buffer.from(cell, 'latin1'));
}

/**
 * The first people whose names are not certain, among them one whose row is in UTF-8, as in a list put together from
 * two. Where what is UTF-8 stays so, only others.
 */
function findUnsure({ records, isMixed }: KeptFile, headerRow: number): (readonly string[])[] {
  const below = records.slice(headerRow);
  if (isMixed === true) return below.filter((record) => record.some(isInOther)).slice(0, TELLING);
  const unsure = below.filter((record) => record.some((cell) => BEYOND_ASCII.test(cell)));
  const shown = unsure.slice(0, SHOWN);
  const inUtf8 = unsure.find((record) => record.some(isInUtf8));
  const first = inUtf8 === undefined || shown.includes(inUtf8) ? shown : [...shown.slice(0, -1), inUtf8];
  return [...first, ...unsure.filter((record) => !first.includes(record))].slice(0, TELLING);
}

/** The name, and a job or the like that tells the letters where the name does not. */
function describeOne(row: RosterRow, columns: readonly string[], doubtful: readonly number[]): string {
  return doubtful.length === 0 ? nameOf(row) : describe(row, columns, doubtful);
}

/** How many headers say what is below them, in letters that belong there. */
function countKnown({ columns, choices }: Pick<RosterReading, 'columns' | 'choices'>): number {
  return choices.filter((choice, index) => choice !== 'none' && !isGarbledName(columns[index] ?? '')).length;
}

/** Of ISO's code pages these are control characters, which no text has. */
export const CONTROL = /[\u0080-\u009f]/;

const LATIN = /^\p{Script=Latin}+$/u;
/** A capital, small letters, and perhaps the same again: McDonald, d'Arc. A script without capitals has neither. */
const WORD =
  /^(?:\p{Lu}?\p{Ll}*|\p{Lu}{1,2}\p{Ll}+\p{Lu}\p{Ll}+|\p{Ll}\p{Lu}\p{Ll}+|\p{Lu}+|\p{Lo}[\p{Lo}\p{M}ー]*)$/u;

/** A word that a name may be made of: in one script, with capitals where they stand in names. */
function isNameWord(word: string): boolean {
  if (!WORD.test(word)) return false;
  // Read as Latin letters, a Greek word has hardly one of ASCII.
  const ascii = word.replace(/[^A-Za-z]/g, '').length;
  return !LATIN.test(word) || word.length < 3 || ascii * 2 >= word.length - 1;
}

/** The names of nearly all Korean families (Statistics Korea, census of 2015). */
const KOREAN_FAMILY =
  /^[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용]/u;

/** How many of them begin with capitals, in one script, and are none of letters in wrong places: between 0 and 1. */
export function likenessToNames(samples: readonly string[], encoding: string): number {
  const isLike = (name: string): boolean => {
    if (isGarbledName(name) || /\p{Lm}(?<!ー)|[^\p{L}\p{M}\s.,'’()-]/u.test(name)) return false;
    // Nearly any two bytes are a syllable of Korean, and few of these begin a name.
    const words = name.match(/[\p{L}\p{M}ー]+/gu) ?? [];
    if (encoding === 'euc-kr' && !words.some((word) => KOREAN_FAMILY.test(word))) return false;
    if (encoding === 'euc-kr' && /\p{Script=Han}/u.test(name)) return false;
    // Small words, such as de and van, are in ASCII.
    return (
      words.every((word) => isNameWord(word) && !/^(?![a-z])\p{Ll}/u.test(word)) && !/^\p{Ll}/u.test(name)
    );
  };
  return samples.filter(isLike).length / samples.length;
}

/**
 * The encodings in which the names of a file of bytes come out as text, each with the same names: those first whose
 * header says the most, then those that come out as names, and as names of one language. Of several that give the same letters only the first.
 */
export async function listEncodings(kept: KeptFile, chosen: ReadAgain): Promise<EncodingChoice[]> {
  if (!kept.isBytes) return [];
  const header = kept.records.slice(0, chosen.headerRow);
  const records = [...header, ...findUnsure(kept, chosen.headerRow)];
  const seen = new Set<string>();
  const found: (EncodingChoice & { likeness: number })[] = [];
  for (const encoding of ENCODINGS) {
    if (records.some((record) => textOf(record, kept, encoding.id).some((cell) => CONTROL.test(cell))))
      continue;
    const choices = chooseEncoding(kept, chosen, encoding.id);
    const again = { ...chosen, choices, encoding: encoding.id };
    const reading = await readAgain({ ...kept, records, unsure: [] }, TELLING, again).catch(() => undefined);
    const rows = (reading?.rows ?? []).filter((row) => nameOf(row) !== '');
    const doubtful = rows.map((row) => findDoubtful(row, records[row.row - 1] ?? []));
    // As long as no column holds names, the header tells.
    const samples =
      rows.length === 0
        ? [(reading?.columns ?? []).join(', ')]
        : rows.map((row, at) => describeOne(row, reading?.columns ?? [], doubtful[at] ?? []));
    const names = rows.length === 0 ? samples : rows.map(nameOf);
    const texts = rows.flatMap(({ cells }, at) => (doubtful[at] ?? []).map((index) => cells[index] ?? ''));
    const key = samples.join('\n');
    if (reading === undefined || key.includes('\ufffd') || seen.has(key)) continue;
    seen.add(key);
    const known = countKnown(reading);
    // A header says more than names do, and names in the wrong letters more than whose language they may be.
    const likeness = 3 * known + likenessToNames(names, encoding.id) + fitLanguage([...names, ...texts]) / 2;
    found.push({ ...encoding, samples: samples.slice(0, SHOWN), likeness });
  }
  return found
    .sort((one, other) => other.likeness - one.likeness)
    .map(({ likeness: _, ...choice }) => choice);
}

/**
 * True for a file that was read as Windows-1252 with a column that is not used, whose header may be in other letters:
 * `Pøíjmení`. Its names are then not among those that are looked at.
 */
export function hasDoubtfulHeader({ columns, choices }: Pick<RosterReading, 'columns' | 'choices'>): boolean {
  const isSurelyWindows1252 = createWindows1252Judge();
  return columns.some(
    (column, index) =>
      choices[index] === 'none' && BEYOND_ASCII.test(column) && !isSurelyWindows1252(column, true),
  );
}

/**
 * A file of bytes, read in the encoding that is most likely, which is the one to begin with: somebody is asked about
 * the names all the same. Undefined where Windows-1252, in which it was read, is as likely as any; where nothing but a
 * header was doubtful, also where its words say no more in another encoding.
 */
export async function readInLikeliest(
  kept: KeptFile,
  maxRows: number,
  plain: RosterReading,
  isHeaderOnly: boolean,
): Promise<RosterReading | undefined> {
  const { headerRow, isHeadless, choices } = plain;
  const [likeliest] = await listEncodings(kept, { headerRow, isHeadless, choices });
  if (likeliest === undefined || likeliest.id === DEFAULT_ENCODING) return undefined;
  const reading = await readKept(kept, maxRows, likeliest.id);
  if (isHeaderOnly && countKnown(reading) <= countKnown(plain)) return undefined;
  return { ...reading, encoding: likeliest.id, doubt: { why: 'encoding', samples: likeliest.samples } };
}
