import type { Finding, RosterRow } from '../domain/terms.ts';
import type { ColumnChoice } from './columns/chosenColumns.ts';
import type { ColumnNames } from './columns/columns.ts';
import type { ColumnReading } from './columns/readHead.ts';
import type { NameDoubt } from './decode/doubtNames.ts';

/** A roster as read, before any rule was checked. */
export interface RosterReading {
  /** `Microsoft 365 template`, `Entra template`, `Results file` or `Own columns`. */
  template: string;
  /** Header cells as the file spells them. */
  columns: readonly string[];
  columnNames: ColumnNames;
  rows: readonly RosterRow[];
  /** What was noticed while reading: skipped rows, ignored columns, ragged rows, bad sign-in values. */
  findings: readonly Finding[];
  /** How each column is read. */
  choices: readonly ColumnChoice[];
  /** The record, counted from 1, that is the header; the last one above the people, or 0, where there is none. */
  headerRow: number;
  /** The list has no header. */
  isHeadless?: boolean;
  /** Which header was read as what; only where somebody has to agree to a guess, or chose it. */
  mapping?: readonly ColumnReading[];
  /** Why somebody has to look at the names; left out where they are certain. */
  doubt?: NameDoubt;
  /** How its letters are read, where that is a guess and not Windows-1252. */
  encoding?: string;
  /** Of our own log file: row → the line of the roster that it is about. */
  logOf?: ReadonlyMap<number, number>;
}
