import { tidyValue } from '../../domain/personRules.ts';
import type { Finding, RosterRow } from '../../domain/terms.ts';
import { note } from '../columns/readHead.ts';
import { describe, isRunningText, MAX_SAMPLES, type NameDoubt } from './doubtNames.ts';
import { DEFAULT_ENCODING, decodeCell, isInOther } from './encodings.ts';
import { createWindows1252Judge } from './judgeWindows1252.ts';
import { FILE_WORDS } from './words.ts';

/** Rows that a sentence names. */
const MAX_NAMED = 5;
/** Rows that are not in UTF-8 as the others are. */
export interface MixedRows {
  /** The warning, which names them and some of their values as they were read. */
  finding: Finding;
  /** Left out: all of it is certainly right. */
  doubt?: NameDoubt;
}

/** `5, 8 and 12 more`. */
function listRows(rows: readonly number[]): string {
  const shown = rows.slice(0, rows.length === MAX_NAMED + 1 ? MAX_NAMED + 1 : MAX_NAMED);
  const last = rows.length > shown.length ? `${rows.length - shown.length} more` : `${shown.pop()}`;
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/**
 * Looks at the rows of a file of which some are in another encoding, and were read as Windows-1252. Undefined where
 * none of their values is used.
 *
 * @param bytes the file's records, each byte as the character with its number
 */
export function findMixedRows(
  { rows, columns }: { rows: readonly RosterRow[]; columns: readonly string[] },
  bytes: readonly (readonly string[])[],
): MixedRows | undefined {
  const isSurelyWindows1252 = createWindows1252Judge();
  const samples = new Set<string>();
  const unsure = new Set<string>();
  const others: number[] = [];
  for (const row of rows) {
    const cells = (bytes[row.row - 1] ?? []).filter(isInOther);
    if (cells.length === 0) continue;
    const read = new Set(cells.map((cell) => tidyValue(decodeCell(cell, DEFAULT_ENCODING))));
    const indexes = row.cells.flatMap((cell, index) => (read.has(tidyValue(cell)) ? [index] : []));
    const inDoubt = indexes.filter((index) => {
      const cell = row.cells[index] ?? '';
      return !isSurelyWindows1252(cell, isRunningText(row.person, tidyValue(cell)));
    });
    if (indexes.length === 0) continue;
    others.push(row.row);
    samples.add(describe(row, columns, indexes));
    if (inDoubt.length > 0) unsure.add(describe(row, columns, inDoubt));
  }
  const [first] = others;
  if (first === undefined) return undefined;
  const shown = [...unsure, ...samples].slice(0, MAX_SAMPLES);
  const isOne = others.length === 1;
  const message = FILE_WORDS.encoding.mixed(isOne, isOne ? String(first) : listRows(others), [
    ...new Set(shown),
  ]);
  const finding: Finding = { ...note(1, 'ENCODING_MIXED', message), severity: 'warning' };
  if (unsure.size === 0) return { finding };
  return { finding, doubt: { why: 'encoding', samples: [...unsure].slice(0, MAX_SAMPLES) } };
}
