import { setImmediate } from 'node:timers/promises';
import { columnOf, MAX_COLUMNS } from './cellReference.ts';

/**
 * Which cells are merged stands below the rows, so that these wait for it. Longer lists are handed over at once, and
 * keep merged cells as they are stored: they come from systems, which merge none, and nobody waits for a refusal.
 */
const MOST_HELD = 2_000;
/** Some 5 ms. */
const ROWS_IN_A_TURN = 250;
/** Of more, which no list of people has, the rest stays as it is stored; so a made-up number costs little. */
const MOST_MERGED = 1_000;
/** A longer text is a title. */
const LONGEST_MERGED = 256;

/** Cells of one column that Excel shows as one. */
interface Merged {
  column: number;
  from: number;
  to: number;
}

/** `C2:C4`; undefined for cells beside each other, and for what is no reference. */
function readMerged(reference: string | undefined): Merged | undefined {
  const [, letters = '', first = '', last = ''] =
    /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(reference ?? '') ?? [];
  const column = columnOf(letters);
  const [from, to] = [Number(first), Number(last)];
  return column === undefined || column >= MAX_COLUMNS || to <= from ? undefined : { column, from, to };
}

/**
 * Holds the first rows until it is known which of their cells are merged; the value of these counts in each row. A long list
 * is handed over as it comes.
 *
 * @param isOpen false to hand each row over at once
 */
export function createHeldRows(take: (record: string[]) => void, isOpen: boolean) {
  let held: string[][] = [];
  let holds = isOpen;
  const merged: Merged[] = [];

  /** A row in which nothing else stands is none. */
  function fill({ column, from, to }: Merged): void {
    const value = held[from - 1]?.[column] ?? '';
    if (value === '' || value.length > LONGEST_MERGED) return;
    for (const record of held.slice(from, to)) {
      if (record.length === 0 || (record[column] ?? '') !== '') continue;
      while (record.length < column) record.push('');
      record[column] = value;
    }
  }

  function handOver(): void {
    holds = false;
    for (const record of held) take(record);
    held = [];
  }

  return {
    take(record: string[]): void {
      if (holds) held.push(record);
      else take(record);
      if (held.length === MOST_HELD) handOver();
    },
    takeMerged(reference: string | undefined): void {
      const cells = readMerged(reference);
      if (cells !== undefined && merged.length < MOST_MERGED) merged.push(cells);
    },
    async finish(): Promise<void> {
      merged.forEach(fill);
      for (const [index, record] of held.entries()) {
        if (index % ROWS_IN_A_TURN === ROWS_IN_A_TURN - 1) await setImmediate();
        take(record);
      }
    },
  };
}
