import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { type Head, note } from '../columns/readHead.ts';
import { ROW_WORDS } from './words.ts';

/** More rows with a name alone than anybody looks through. */
const MOST_TOLD = 200;

/** Cells of a row that holds more than a name and one thing more. */
const WIDE = 3;
/** Begins as nearly all values do, so nothing about it has to be tidied. */
const PLAIN = /^[!-~]/;

function isFilled(cell: string): boolean {
  return cell !== '' && (PLAIN.test(cell) || tidyValue(cell) !== '');
}

function warnOfLone(row: number): Finding {
  return { ...note(row, 'NAME_ALONE', ROW_WORDS.alone), severity: 'warning' };
}

/**
 * Tells rows that may be the heading of a group of people, such as `Sales Team` or `Class B`, by the whole list: they
 * hold a name alone and stand above rows that hold more, as most rows do. In a list of two columns the second is often
 * empty, so there one of them has to begin the list, or to follow an empty row.
 */
export function createLoneNames(): {
  takePerson(cells: readonly string[], head: Pick<Head, 'header'>, row: number): void;
  finish(): Finding[];
} {
  const lone: number[] = [];
  let people = 0;
  let wide = 0;
  let last = 0;
  let hasHeading = false;
  /** The row above, where it is lone, and whether it begins a block. */
  let before: { row: number; begins: boolean } | undefined;

  return {
    takePerson(cells, { header }, row) {
      people++;
      let filled = 0;
      let first = -1;
      for (let index = 0; index < cells.length && filled < WIDE; index++) {
        if (!isFilled(cells[index] ?? '')) continue;
        if (filled === 0) first = index;
        filled++;
      }
      if (filled === WIDE) wide++;
      const isLone = filled === 1 && header.meanings[first] === 'displayName';
      // Nobody stands in the rows between.
      const begins = row !== last + 1 || people === 1;
      if (begins) before = undefined;
      last = row;
      if (!isLone && before !== undefined && lone.length < MOST_TOLD) {
        lone.push(before.row);
        hasHeading ||= before.begins;
      }
      before = isLone ? { row, begins } : undefined;
    },

    finish() {
      // Three headings over one person each are half of the rows. Of two columns, half of the second may be missing.
      const isRare = lone.length * (wide > 0 ? 2 : 3) <= people;
      return isRare && (wide * 2 > people || hasHeading) ? lone.map(warnOfLone) : [];
    },
  };
}
