import { tidyValue } from '../../domain/personRules.ts';
import type { Finding, RosterRow } from '../../domain/terms.ts';
import { type Head, note } from '../columns/readHead.ts';
import { isWholeName, plainName } from '../columns/wholeName.ts';
import { TITLE } from './findHeadless.ts';
import { countFilled } from './findUnknownHead.ts';
import { beginsTable, noteRun, noteSkipped } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** People by whom is told what the columns hold. */
const SAMPLES = 50;
/** Rows of a block by which is told whether it is another table; more would not be looked at. */
const MAX_BLOCK = 12;

type Rows = readonly (readonly string[])[];
type Kind = 'mail' | 'number' | 'text';
const NAMES: readonly unknown[] = ['userPrincipalName', 'displayName', 'givenName', 'surname'];

function kindOf(cell: string): Kind | undefined {
  const value = tidyValue(cell);
  if (value === '') return undefined;
  if (value.includes('@')) return 'mail';
  return /\p{L}/u.test(value) || !/\d/.test(value) ? 'text' : 'number';
}

/** What more than half of these cells are; undefined where they are empty, or of several kinds. */
function kindIn(rows: Rows, index: number): Kind | undefined {
  const kinds = rows.map((cells) => kindOf(cells[index] ?? '')).filter((kind) => kind !== undefined);
  return (['mail', 'number', 'text'] as const).find(
    (kind) => kinds.filter((one) => one === kind).length * 2 > kinds.length,
  );
}

/** True for `Blue room` and `Room`, and neither for `Ada Lima` nor for `van der Berg, Mia`. */
function isNoName(value: string): boolean {
  return value !== '' && !isWholeName(plainName(value));
}

function sayPerhaps({ row }: RosterRow): Finding {
  return { ...note(row, 'MAY_BE_NOBODY', ROW_WORDS.mayBeElsewhere), severity: 'warning' };
}

/**
 * Whether a block of rows is another table with columns of its own, in whatever words, by what stands below the words of
 * its first row: no number is a name. `perhaps` where somebody has to look.
 */
function judgeBlock(
  block: Rows,
  people: Rows,
  { header: { meanings } }: Pick<Head, 'header'>,
): 'other' | 'perhaps' | undefined {
  // A title may stand above it.
  const start = block.findIndex((cells) => countFilled(cells) > 1);
  const [first = [], ...below] = start < 0 ? [] : block.slice(start);
  if (below.length === 0 || first.some((cell) => cell.includes('@'))) return undefined;
  const isHeading = (index: number): boolean => {
    const [above, under] = [kindIn(people, index), kindIn(below, index)];
    const isWord = kindOf(first[index] ?? '') === 'text' && !/\d/.test(first[index] ?? '');
    return isWord && above !== undefined && under !== undefined && under !== 'text' && under !== above;
  };
  const headings = [...first.keys()].filter(isHeading);
  if (headings.some((index) => NAMES.includes(meanings[index]))) return 'other';
  if (headings.length > 0) return 'perhaps';

  const whole = meanings.indexOf('displayName');
  const namesIn = (rows: Rows): string[] => rows.map((cells) => tidyValue(cells[whole] ?? ''));
  if (whole >= 0) {
    if (!namesIn(block).every(isNoName)) return undefined;
    if (!namesIn(people).some(isNoName)) return 'perhaps';
  }
  // Nobody in it has what everybody above has.
  const has = (cells: readonly string[], index: number): boolean => kindOf(cells[index] ?? '') !== undefined;
  const isMissing = (index: number): boolean =>
    people.every((cells) => has(cells, index)) && !block.some((cells) => has(cells, index));
  return people.length > 1 && [...meanings.keys()].some((index) => isMissing(index)) ? 'perhaps' : undefined;
}

/** Tells blocks of rows below an empty one that are other tables. */
export function createOtherTables(): {
  takeBlank(row: number): void;
  /** True for the header of another table, {@link beginsTable}, whose title may stand in the row above. */
  begins(cells: readonly string[], head: Pick<Head, 'columns' | 'header'>, row: number): boolean;
  /** Takes what is surely another table out of both, with all that follows, and names it; asks about what may be one. */
  leaveOut(rows: RosterRow[], findings: Finding[], head: Pick<Head, 'header'>): void;
} {
  const blank: number[] = [];
  let begun: number | undefined;

  /** The indexes of the rows with which blocks begin. */
  function listStarts(rows: readonly RosterRow[]): number[] {
    const starts: number[] = [];
    let next = 0;
    for (const [index, { row }] of rows.entries()) {
      const before = next;
      while ((blank[next] ?? row) < row) next++;
      if (next > before && index > 0) starts.push(index);
    }
    return starts;
  }

  return {
    takeBlank(row) {
      if (blank.at(-1) === row - 1) blank.pop();
      blank.push(row);
    },

    begins(cells, head, row) {
      const is = beginsTable(cells, head);
      if (is) begun = row;
      return is;
    },

    leaveOut(rows, findings, head) {
      const title = rows.at(-1);
      if (title !== undefined && title.row + 1 === begun && countFilled(title.cells) === 1) {
        rows.pop();
        const kept = findings.filter(({ row }) => row !== title.row);
        findings.splice(0, findings.length, ...kept, noteSkipped(title.row, TITLE));
      }
      const to = rows.at(-1)?.row ?? 0;
      const starts = listStarts(rows);
      const people = rows.slice(0, Math.min(starts[0] ?? 0, SAMPLES)).map(({ cells }) => cells);
      for (const [at, start] of starts.entries()) {
        const block = rows.slice(start, starts[at + 1]);
        const cells = block.slice(0, MAX_BLOCK).map((row) => row.cells);
        const is = judgeBlock(cells, people, head);
        if (is === 'perhaps') findings.push(...block.map(sayPerhaps));
        if (is !== 'other') continue;
        // Its title may stand above an empty row.
        const isTitle = ({ cells }: RosterRow): boolean => countFilled(cells) === 1;
        const above = starts[at - 1] ?? start;
        const [first] = rows.splice(rows.slice(above, start).every(isTitle) ? above : start);
        const from = first?.row ?? to;
        const kept = findings.filter(({ row }) => row < from || row > to);
        findings.splice(0, findings.length, ...kept, noteRun('table', from, to));
        return;
      }
    },
  };
}
