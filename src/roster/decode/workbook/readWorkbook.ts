import { RollcallError } from '../../../domain/errors.ts';
import { MAX_ROWS_ABOVE_HEADER } from '../sniffDelimiter.ts';
import { FILE_WORDS } from '../words.ts';
import { refuseOtherArchive } from './otherKinds.ts';
import { readParts, type Shared, type Sheet } from './readParts.ts';
import { readSheet } from './readSheet.ts';
import { listZip, type UnpackBudget, unpack } from './readZip.ts';

/**
 * 100,000 people in 16 columns unpack to some 100 MB, a million empty rows to some 140. More is a bomb, or is not about
 * people; refusing one that is not costs its sender a copy of the rows.
 */
const MAX_UNPACKED_BYTES = 160 * 1024 * 1024;
/**
 * A sheet of people unpacks to ten times its size, one of empty rows to 15 times; deflate can do a thousand. So a small
 * bomb takes no more time than a small file, of which this much may be unpacked whatever its size.
 */
const MAX_RATIO = 50;
const ALWAYS_UNPACKED_BYTES = 8 * 1024 * 1024;
/** Each is unpacked as far as its header; nobody looks for people in more. */
const MAX_SHEETS = 50;

/** How a workbook's sheet is found and read. */
export interface SheetChoice {
  /** True for a row that a sheet of people begins with. */
  isHeader(record: readonly string[]): boolean;
  /** Where no header is known, one is asked for: any sheet that is not empty may be meant. */
  asks?: boolean;
  /** The sheet that somebody chose. */
  sheet?: string | undefined;
}

/** What was noticed while reading a sheet. */
export interface SheetReading {
  sheet: string;
  /** The first row with a formula that has no result. */
  withoutResult: number | undefined;
  /** Rows that are hidden, as those are that a filter does not show. */
  hidden: readonly number[];
}

/** The refusal of a workbook of which several sheets may be the one that is meant. */
export class SeveralSheets extends RollcallError {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super('FILE_HAS_SHEETS', FILE_WORDS.workbook.severalSheets.message(names.slice(0, 5)), {
      done: FILE_WORDS.nothingRead,
      next: FILE_WORDS.workbook.severalSheets.next,
      detail: { sheets: names.length },
    });
    this.names = names;
  }
}

function refuseManySheets(count: number): RollcallError {
  return new RollcallError('FILE_NOT_UNDERSTOOD', FILE_WORDS.workbook.manySheets.message(count), {
    next: FILE_WORDS.workbook.manySheets.next,
  });
}

/** The first rows that are not blank, as many as a header may stand under. */
async function readFirstRows({ part }: Sheet, shared: Shared, budget: UnpackBudget): Promise<string[][]> {
  const first: string[][] = [];
  const take = (record: string[]): void => {
    if (record.length > 0) first.push(record);
  };
  await readSheet(unpack(part, budget), shared, take, () => first.length > MAX_ROWS_ABOVE_HEADER);
  return first;
}

async function chooseSheet(
  sheets: readonly Sheet[],
  shared: Shared,
  budget: UnpackBudget,
  { isHeader, sheet, asks }: SheetChoice,
): Promise<Sheet | undefined> {
  const chosen = sheets.find(({ name }) => name === sheet);
  if (chosen !== undefined || sheets.length === 1) return chosen ?? sheets[0];
  const filled: Sheet[] = [];
  const withHeader: Sheet[] = [];
  for (const each of sheets) {
    const first = await readFirstRows(each, shared, budget);
    if (first.length > 0) filled.push(each);
    // A header and somebody below it: an empty template beside the list is no choice.
    const at = first.findIndex(isHeader);
    if (at >= 0 && at < first.length - 1) withHeader.push(each);
  }
  const meant = withHeader.length === 0 && asks === true ? filled : withHeader;
  if (meant.length > 1) throw new SeveralSheets(meant.map(({ name }) => name));
  return withHeader[0] ?? filled[0] ?? sheets[0];
}

/**
 * Hands over the rows of the one sheet with people in an .xlsx, as `parseRecords` does for a CSV. Throws RollcallError
 * FILE_HAS_SHEETS when there are several and none was chosen, FILE_IS_EXCEL and FILE_IS_OTHER for what is none,
 * FILE_NOT_UNDERSTOOD, FILE_TOO_LARGE, FILE_EMPTY, and what `take` throws.
 *
 * @param bytes the whole file: its list of contents stands at the end
 */
export async function readWorkbook(
  bytes: Buffer,
  take: (record: string[]) => void,
  choice: SheetChoice,
): Promise<SheetReading> {
  const entries = listZip(bytes);
  refuseOtherArchive(entries);
  const allowed = ALWAYS_UNPACKED_BYTES + MAX_RATIO * bytes.length;
  const budget = { bytes: Math.min(allowed, MAX_UNPACKED_BYTES) };
  const parts = new Map(entries.map((entry) => [entry.name.toLowerCase().replace(/^\//, ''), entry]));
  const { sheets, shared } = await readParts({ parts, budget });
  if (sheets.length > MAX_SHEETS) throw refuseManySheets(sheets.length);
  const sheet = await chooseSheet(sheets, shared, budget, choice);
  if (sheet === undefined) return { sheet: '', withoutResult: undefined, hidden: [] };
  const read = await readSheet(unpack(sheet.part, budget), shared, take);
  return { sheet: sheet.name, ...read };
}
