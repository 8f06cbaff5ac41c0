import type { Finding, RosterRow } from '../../domain/terms.ts';
import { listChoices } from '../columns/chosenColumns.ts';
import { nameMeanings } from '../columns/columns.ts';
import {
  explainMapping,
  type Head,
  isGuess,
  noteColumns,
  originOf,
  readHead,
  refuseFarHeader,
  refuseHeader,
  withoutLogCells,
} from '../columns/readHead.ts';
import { TEMPLATES } from '../columns/words.ts';
import { fileEmpty, refuseNoRows, refuseTooMany } from '../decode/decodeFile.ts';
import type { TakeRecord } from '../decode/parseRecords.ts';
import { MAX_ROWS_ABOVE_HEADER } from '../decode/sniffDelimiter.ts';
import type { RosterReading } from '../rosterReading.ts';
import { createFamilies } from './families.ts';
import {
  type ChosenColumns,
  chooseHead,
  findHead,
  isPeople,
  standsForPerson,
  withoutPeople,
} from './findHead.ts';
import {
  findAsked,
  findHeadless,
  mayBeHeader,
  noteHeadless,
  refuseAddresses,
  refuseNameless,
  refuseSeveral,
  TITLE,
  warnOfHeader,
} from './findHeadless.ts';
import { askAbout, type EarlyRow, findNamedHead, type UnknownHead } from './findUnknownHead.ts';
import { findRowFit, fitRow, joinBrackets, type RowFit, SAMPLES } from './fitRows.ts';
import { createLoneNames } from './loneNames.ts';
import { createMoveHeadings } from './moveHeadings.ts';
import { createOtherTables } from './otherTables.ts';
import { createRowReader, warnOfQuotes } from './readRow.ts';
import { reasonToSkip } from './reasonToSkip.ts';
import { END, findRun, noteAbove, noteRun, noteSkipped, type SkippedRun } from './skippedRows.ts';
import { splitWhole, unfoldRecord } from './splitWhole.ts';
import { refuseBeside, standBeside } from './standBeside.ts';
import { createStrayRows, STRAY } from './strayRows.ts';

/**
 * Takes a file's records one by one, blank ones included, and makes a roster of them: every record is the header,
 * a person, or named as skipped. Both functions throw RollcallError with a FILE_ code.
 *
 * @param chosen how to read it; left out: as the header and the first rows tell
 * @param check answers what is to be said about a person's row, besides what reading it gave
 * @param asks a header that nobody knows is answered without people, for somebody to say what its columns hold
 */
export function createCollector(
  maxRows: number,
  check: (row: RosterRow, columns: readonly string[]) => readonly Finding[],
  { chosen, asks = false }: { chosen?: ChosenColumns; asks?: boolean } = {},
): {
  take: TakeRecord;
  finish(): RosterReading;
} {
  const findings: Finding[] = [];
  const rows: RosterRow[] = [];
  let head: Head | undefined;
  let readRow: ReturnType<typeof createRowReader> | undefined;
  /** The header's own cells, where it is read once more with the first rows below it. */
  let headCells: readonly string[] | undefined;
  /** The first rows below the header are still looked at. */
  let isOpen = false;
  let fit: RowFit | undefined;
  /** Each row stands in one cell. */
  let isWhole = false;
  const waiting: { cells: string[]; at: number }[] = [];
  let row = 0;
  let run: { what: SkippedRun; from: number } | undefined;
  const logOf = new Map<number, number>();
  let first: number | undefined;
  const above: (EarlyRow & { isUnsure: boolean })[] = [];
  /** Rows below those among which the header was looked for in vain. */
  let beyond = 0;
  /** Another table has begun, in which nobody is looked for. */
  let isOtherTable = false;
  const strays = createStrayRows();
  const families = createFamilies();
  const loneNames = createLoneNames();
  const otherTables = createOtherTables();
  const moves = createMoveHeadings();

  function takeAboveRows(cells: string[], isUnsure: boolean): void {
    if (row === chosen?.headerRow && chosen.isHeadless === true) {
      findings.push(noteSkipped(row, TITLE));
      return;
    }
    if (row === chosen?.headerRow) {
      const whole = [cells, ...splitWhole(cells)].find(({ length }) => length >= chosen.choices.length);
      isWhole = whole !== undefined && whole !== cells;
      head = chooseHead(whole ?? cells, row, chosen);
      isOpen = true;
      return;
    }
    const found = chosen === undefined && beyond === 0 ? findHead(cells, row) : undefined;
    head = found?.head;
    if (found !== undefined) {
      headCells = found.cells;
      isOpen = true;
      isWhole = found.cells !== cells;
      if (above.some((other) => standsForPerson(other.cells, found.head))) throw refuseHeader(first ?? row);
    } else if (chosen === undefined && above.length === MAX_ROWS_ABOVE_HEADER) {
      if (beyond === 0 && takeNamedHead()) {
        placeRow(cells, row, isUnsure);
        return;
      }
      if (!asks) throw refuseFarHeader(first ?? row, MAX_ROWS_ABOVE_HEADER);
      beyond++;
      if (beyond > maxRows) throw refuseTooMany(maxRows);
    } else {
      above.push({ cells, at: row, isUnsure });
      findings.push(noteAbove(row));
    }
  }

  /**
   * Takes the rows so far once more where the names below one of them tell that it is the header, or that there is none;
   * false where nothing does.
   */
  function takeNamedHead(): boolean {
    head = findNamedHead(above) ?? (asks ? findHeadless(above) : undefined);
    if (head === undefined) return false;
    const { row: from, isHeadless = false } = head;
    const below = above.filter(({ at }) => at > from);
    isOpen = true;
    if (!isHeadless) headCells = above.find(({ at }) => at === from)?.cells;
    const taken = new Set(above.map(({ at }) => at));
    const kept = findings.filter((each) => !taken.has(each.row));
    const before = above.filter(({ at }) => at < from || (isHeadless && at === from));
    const said = before.map(({ at }) => (isHeadless ? noteSkipped(at, TITLE) : noteAbove(at)));
    findings.splice(0, findings.length, ...said, ...kept);
    if (isHeadless) findings.push(noteHeadless(from + 1));
    for (const { cells, at, isUnsure } of below) {
      if (beginsOther(cells, at)) run ??= { what: 'table', from: at };
      else placeRow([...cells], at, isUnsure);
    }
    return true;
  }

  /** Nobody yet: somebody has to say what the columns hold. */
  function askHeader(unknown: UnknownHead | undefined, at: number): RosterReading {
    if (unknown === undefined || !asks) {
      throw beyond > 0
        ? refuseFarHeader(at, MAX_ROWS_ABOVE_HEADER)
        : (refuseSeveral(above) ?? refuseAddresses(above) ?? refuseNameless(above) ?? refuseHeader(at));
    }
    return askAbout(unknown);
  }

  function takeBelowHeader(cells: readonly string[], at: number, { columns, header }: Head): void {
    readRow ??= createRowReader(columns, header);
    if (head?.isHeadless === true && rows.length === 0 && mayBeHeader(cells)) findings.push(warnOfHeader(at));
    const read = readRow(cells, at);
    rows.push(read.row);
    loneNames.takePerson(cells, { header }, at);
    if (read.findings.length > 0) findings.push(...read.findings);
    const said = check(read.row, columns);
    if (said.length > 0) findings.push(...said);
  }

  /** Reads the header once more, with the values of its first rows, and then these rows. */
  function settleHead(): void {
    if (head === undefined || !isOpen) return;
    const { columns } = head;
    fit = findRowFit(
      columns,
      waiting.map(({ cells }) => cells),
    );
    const fitted = waiting.map(({ cells, at }) => ({ cells: fitRow(cells, fit, columns.length), at }));
    if (headCells !== undefined) {
      head =
        readHead(
          headCells,
          head.row,
          fitted.map(({ cells }) => cells),
        ) ?? head;
    }
    isOpen = false;
    findings.push(...noteColumns(head));
    for (const { cells, at } of fitted) takeBelowHeader(cells, at, head);
    waiting.length = 0;
  }

  /** A row that is not blank is the header, a person, or named as skipped. */
  function placeRow(record: string[], at: number, isUnsure: boolean): void {
    const cells = cellsOf(record);
    const isNote = head !== undefined && strays.isStray(cells, head);
    const skipped =
      reasonToSkip(cells, head) ??
      (isNote ? STRAY : undefined) ??
      (head === undefined ? undefined : moves.take(cells)) ??
      (head === undefined ? undefined : families.take(cells, at, head.columns));
    if (skipped === END) strays.takeEnd();
    if (skipped !== undefined) {
      findings.push(noteSkipped(at, skipped));
    } else if (head === undefined) {
      takeAboveRows(cells, isUnsure);
    } else {
      const origin = originOf(record, head);
      if (origin !== undefined) logOf.set(at, origin);
      strays.takePerson(cells, head);
      if (rows.length + waiting.length >= maxRows) throw refuseTooMany(maxRows);
      findings.push(...moves.warn(at));
      if (isUnsure) findings.push(warnOfQuotes(at));
      if (!isOpen) takeBelowHeader(cells, at, head);
      else if (waiting.push({ cells, at }) === SAMPLES) settleHead();
    }
  }

  /** True from the header of another table below the people on. */
  function beginsOther(cells: readonly string[], at: number): boolean {
    isOtherTable ||=
      head !== undefined && rows.length + waiting.length > 0 && otherTables.begins(cells, head, at);
    return isOtherTable;
  }

  function cellsOf(record: string[]): string[] {
    if (head === undefined) return joinBrackets(record);
    const { length } = head.columns;
    return fitRow(unfoldRecord(withoutLogCells(record, head), length, isWhole), fit, length);
  }

  return {
    take(record, isUnsure) {
      row++;
      if (chosen?.isHeadless === true && row === chosen.headerRow + 1) {
        head = chooseHead([], chosen.headerRow, chosen);
        isOpen = true;
      }
      const cells = cellsOf(record);
      const what = beginsOther(cells, row) ? 'table' : findRun(cells, head);
      if (what === 'blank') {
        otherTables.takeBlank(row);
        if (rows.length + waiting.length > 0) strays.takeBlank();
      }
      if (run !== undefined && what !== run.what) {
        findings.push(noteRun(run.what, run.from, row - 1));
        run = undefined;
      }
      if (what !== 'blank') first ??= row;
      if (what === undefined) placeRow(record, row, isUnsure);
      else run ??= { what, from: row };
    },

    finish() {
      if (first === undefined) throw fileEmpty();
      if (head === undefined && chosen === undefined && beyond === 0) takeNamedHead();
      settleHead();
      if (head === undefined && standBeside(above.map(({ cells }) => cells[0] ?? '')))
        throw refuseBeside(first);
      if (head === undefined) return askHeader(findAsked(above), first);
      if (run !== undefined && run.what !== 'blank') findings.push(noteRun(run.what, run.from, row));
      findings.push(...loneNames.finish());
      families.leaveOut(rows, findings);
      otherTables.leaveOut(rows, findings, head);
      const begins = rows.map(({ cells }) => cells[0] ?? '');
      if (standBeside(begins, head.columns)) throw refuseBeside(head.row);
      if (rows.length === 0) throw refuseNoRows(head.header.template === TEMPLATES.results);
      if (!isPeople(head, rows)) {
        return askHeader(withoutPeople(head, rows), head.row);
      }
      const mapping = chosen !== undefined || isGuess(head) ? explainMapping(head) : undefined;
      return {
        template: head.header.template,
        columns: head.columns,
        columnNames: nameMeanings(head.columns, head.header),
        choices: listChoices(head.header),
        headerRow: head.row,
        ...(head.isHeadless === true ? { isHeadless: true } : {}),
        rows,
        findings,
        ...(mapping === undefined ? {} : { mapping }),
        ...(head.logWidth === 0 ? {} : { logOf }),
      };
    },
  };
}
