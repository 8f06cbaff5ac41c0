import { setImmediate } from 'node:timers/promises';
import { tidyValue } from '../domain/personRules.ts';
import type { Finding } from '../domain/terms.ts';
import { hasDoubtfulHeader } from './chooseEncoding.ts';
import { isCustomerHeader } from './columns/customerColumn.ts';
import { createNameDoubts, type NameDoubt } from './decode/doubtNames.ts';
import { DEFAULT_ENCODING, isInOther } from './decode/encodings.ts';
import { type KeptFile, readKept, textOf } from './keptFile.ts';
import { doubtUndone, ENCODING_TWICE, isOfFile, type ReadFile, warnOfMixed } from './readRoster.ts';
import type { RosterReading } from './rosterReading.ts';

/** Records above a header: a title, a date, who made it. More of them is no list. */
const LOOKED_AT = 20;

/** Rows between two turns of others: some milliseconds. */
const ROWS_IN_A_TURN = 500;

/** The code of the note about lines that hold nobody. */
const ROW_SKIPPED = 'ROW_SKIPPED';

/** True for what the file as it came told, and its lines read once more do not. */
function isOfWhole(finding: Finding): boolean {
  return finding.code.startsWith('ENCODING_') || isOfFile(finding);
}

/** Why the letters of a part have to be looked at, where those of the file were a guess or put right: its own, and nobody else's. */
async function doubtOwn(
  own: KeptFile,
  part: RosterReading,
  whole: Pick<RosterReading, 'doubt' | 'findings'>,
): Promise<NameDoubt | undefined> {
  if (whole.doubt?.why !== 'encoding') {
    const isUndone = part.doubt === undefined && whole.findings.some(({ code }) => code === ENCODING_TWICE);
    const undone = isUndone ? doubtUndone(part) : undefined;
    return undone === undefined || undone.samples.length === 0 ? undefined : undone;
  }
  const doubts = createNameDoubts();
  for (const [index, row] of part.rows.entries()) {
    if (index % ROWS_IN_A_TURN === ROWS_IN_A_TURN - 1) await setImmediate();
    if (own.isMixed !== true || own.records[row.row - 1]?.some(isInOther)) doubts.take(row, part.columns);
  }
  const doubt = doubts.finish('guessed');
  if (doubt?.why === 'encoding') return doubt;
  return hasDoubtfulHeader(part) ? { why: 'encoding', samples: [part.columns.join(', ')] } : undefined;
}

/** Lines of a file that say the same in their column for the customer, in the order of the file. */
export interface CustomerLines {
  /** As the first of them spells it; empty for lines that say none. */
  said: string;
  /** Counted from 1, as a spreadsheet shows them. */
  rows: readonly number[];
}

/** A file with a column for the customer. */
export interface ByCustomer {
  /** The header, as the file spells it. */
  column: string;
  lines: readonly CustomerLines[];
  /**
   * The file as if it had only these lines, and no such column; each line keeps its number. Throws RollcallError with a
   * FILE_ code, as reading does.
   */
  read(rows: ReadonlySet<number>, maxRows: number): Promise<ReadFile>;
}

interface Column {
  header: number;
  at: number;
  name: string;
}

function findColumn({ kept, reading }: ReadFile, texts: readonly (readonly string[])[]): Column | undefined {
  const headers =
    reading.rows.length > 0
      ? [reading.headerRow - 1]
      : [...texts.slice(0, LOOKED_AT).keys()].filter((index) => index < kept.records.length);
  for (const header of headers) {
    const cells = texts[header] ?? [];
    const at = cells.findIndex(isCustomerHeader);
    // A line such as "Customer: Contoso" above the list is no header.
    if (at >= 0 && cells.filter((cell) => tidyValue(cell) !== '').length > 1) {
      return { header, at, name: tidyValue(cells[at] ?? '') };
    }
  }
  return undefined;
}

/** Undefined for a file that has no column for the customer. */
export function splitByCustomer(file: ReadFile): ByCustomer | undefined {
  const { kept, reading } = file;
  if (reading.isHeadless === true) return undefined;
  const encoding = reading.encoding ?? DEFAULT_ENCODING;
  const texts = kept.records.map((record) => textOf(record, kept, encoding));
  const column = findColumn(file, texts);
  if (column === undefined) return undefined;
  const { header, at } = column;
  const bySaid = new Map<string, { said: string; rows: number[] }>();
  for (const [index, cells] of texts.entries()) {
    if (index <= header || cells.every((cell) => tidyValue(cell) === '')) continue;
    const said = tidyValue(cells[at] ?? '');
    const lines = bySaid.get(said.toLowerCase()) ?? { said, rows: [] };
    lines.rows.push(index + 1);
    bySaid.set(said.toLowerCase(), lines);
  }
  const without = (record: readonly string[]): readonly string[] =>
    record.filter((_cell, index) => index !== at);
  return {
    column: column.name,
    lines: [...bySaid.values()],
    async read(rows, maxRows) {
      const records = kept.records.map((record, index) => {
        const rest = without(record);
        return index <= header || rows.has(index + 1) ? rest : rest.map(() => '');
      });
      const own: KeptFile = { ...kept, records };
      const part = await readKept(own, maxRows, reading.encoding);
      const { doubt: garbled, ...again } = part;
      const doubt = (await doubtOwn(own, part, reading)) ?? garbled;
      const isAbove = (row: number): boolean => row <= header + 1;
      const isOwn = ({ row, code }: Finding): boolean =>
        isAbove(row) ? code.startsWith('ENCODING_') : rows.has(row);
      return {
        kept: own,
        reading: {
          ...again,
          ...(reading.encoding === undefined ? {} : { encoding: reading.encoding }),
          findings: [
            ...reading.findings
              .filter((finding) => isOwn(finding) && isOfWhole(finding))
              // Of a file for all, it names rows of others.
              .map((one) => (one.code === 'ENCODING_MIXED' ? warnOfMixed() : one)),
            // Lines of others are empty here, which is nothing to be told.
            ...again.findings.filter(
              ({ row, code }) => code !== ROW_SKIPPED || isAbove(row) || rows.has(row),
            ),
          ],
          ...(doubt === undefined ? {} : { doubt }),
        },
      };
    },
  };
}
