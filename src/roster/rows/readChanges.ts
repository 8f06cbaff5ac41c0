import type { PersonField } from '../../domain/acts.ts';
import { PERSON_FIELDS } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { readChangeColumns } from '../columns/changeColumns.ts';
import { nameMeaning, note } from '../columns/readHead.ts';
import { fileEmpty, refuseTooMany } from '../decode/decodeFile.ts';
import { readRecords } from '../decode/readRecords.ts';
import { unmarkFormula } from '../write/formulaMark.ts';
import {
  findNameColumn,
  type NameColumn,
  type NameInFile,
  type NamesReading,
  refuseHeader,
} from './readNames.ts';
import { createRowReader } from './readRow.ts';
import { ROW_WORDS } from './words.ts';

/** Titles and blank lines above the header of a list that people made. */
const MOST_ABOVE = 20;
/** As many rows as tell what a column holds. */
const SAMPLES = 20;
/** The one word that clears a value: an empty cell leaves it as it is. */
const CLEARS = 'none';

/** What a row says of somebody who exists. Left out: it stays as it is; empty: it is cleared. */
export interface ChangeInFile extends NameInFile {
  fields: Readonly<Partial<Record<PersonField, string>>>;
  /** A user name. */
  manager?: string;
  /** The user name that they are to have. */
  userName?: string;
  signIn?: 'allowed' | 'blocked';
  /** As the file has them, for the log; those that are not used are empty. */
  cells: readonly string[];
}

/** A file of changes: who is meant, and what is to change. */
export interface ChangesReading extends NamesReading {
  names: readonly ChangeInFile[];
  /** Every header, as the file spells it. */
  columns: readonly string[];
  /** What is changed → the header over it. */
  headers: Readonly<Record<string, string>>;
  /** What was noticed while reading. */
  findings: readonly Finding[];
}

const words = ROW_WORDS.changes;

function isPlain(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what every encoding agrees on.
  return /^[\x00-\x7f]*$/.test(text);
}

/** A header, and the records below it with the rows a spreadsheet shows them in. */
interface Table {
  row: number;
  columns: string[];
  key: NameColumn;
  records: { record: readonly string[]; row: number }[];
}

function readRows({ row: headRow, columns, key, records }: Table): ChangesReading {
  const clears = (cell = ''): boolean => tidyValue(cell).toLowerCase() === CLEARS;
  const blanked = records.map(({ record }) => record.map((cell) => (clears(cell) ? '' : cell)));
  const found = readChangeColumns(columns, headRow, key.index, blanked.slice(0, SAMPLES));
  const { header, newUserName } = found;
  const read = createRowReader(columns, header);
  const findings = [...found.findings];
  const names = records.flatMap(({ record, row }, at): ChangeInFile[] => {
    const value = tidyValue(unmarkFormula(record[key.index] ?? ''));
    const one = read(blanked[at] ?? [], row);
    // "room" and the like: whoever exists is somebody.
    findings.push(...one.findings.filter(({ code }) => code !== 'MAY_BE_NOBODY'));
    if (value === '') {
      const message = words.noOne(columns[key.index] ?? '');
      findings.push({ ...note(row, 'MISSING', message), severity: 'error' });
      return [];
    }
    const { person, own, accountEnabled } = one.row;
    const cleared = new Set(header.meanings.filter((_, index) => clears(record[index])));
    const fields = PERSON_FIELDS.flatMap((name): [PersonField, string][] => {
      const set = person[name] ?? (cleared.has(name) ? '' : undefined);
      return set === undefined ? [] : [[name, set]];
    });
    const manager = own?.manager ?? (cleared.has('manager') ? '' : undefined);
    const userName = tidyValue(unmarkFormula(record[newUserName] ?? ''));
    if (cleared.has('signInAllowed') || cleared.has('signInBlocked')) {
      findings.push({ ...note(row, 'VALUE_INVALID', words.signIn), severity: 'error' });
    }
    return [
      {
        row,
        value,
        fields: Object.fromEntries(fields),
        ...(manager === undefined ? {} : { manager }),
        ...(userName === '' ? {} : { userName }),
        ...(accountEnabled === undefined ? {} : { signIn: accountEnabled ? 'allowed' : 'blocked' }),
        cells: columns.map((_, index) =>
          index === key.index
            ? value
            : index === newUserName
              ? userName
              : clears(record[index])
                ? CLEARS
                : (one.row.cells[index] ?? ''),
        ),
      },
    ];
  });
  if (names.length === 0) {
    throw new RollcallError('FILE_NO_ROWS', words.noRows, { next: words.next });
  }
  const headers = columns.flatMap((column, index): [string, string][] => {
    const meaning = header.meanings[index];
    if (index === newUserName) return [['userPrincipalName', column]];
    if (meaning === undefined) return [];
    return [
      [meaning === 'signInAllowed' || meaning === 'signInBlocked' ? 'accountEnabled' : meaning, column],
    ];
  });
  return {
    column: columns[key.index] ?? '',
    ...(key.by === undefined ? {} : { by: key.by }),
    names,
    columns,
    headers: Object.fromEntries(headers),
    findings,
  };
}

/** What the columns change, in their order: `Job title`. */
export function listChangedColumns({ headers }: Pick<ChangesReading, 'headers'>): string[] {
  return Object.keys(headers).map((meaning) => {
    if (meaning === 'userPrincipalName') return words.newUserName;
    return meaning === 'accountEnabled' ? 'Sign-in' : nameMeaning(meaning as PersonField);
  });
}

/**
 * Reads what is to change of people who exist from a CSV or an .xlsx: a column that says who is meant, and one for each
 * value. An empty cell leaves a value as it is, "none" clears it. Throws RollcallError with a FILE_ code; errors of
 * `source` pass through.
 *
 * @param limits.maxRows people
 * @param sheet of a workbook; left out: the only one that may be meant, or SeveralSheets is thrown
 */
export async function readChanges(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
  sheet?: string,
): Promise<ChangesReading> {
  let table: Table | undefined;
  let row = 0;
  /** The first row that holds something. */
  let first: number | undefined;
  let above = 0;

  function take(record: readonly string[]): void {
    row += 1;
    const cells = record.map(tidyValue);
    if (cells.every((cell) => cell === '')) return;
    if (table !== undefined) {
      if (table.records.length >= limits.maxRows) throw refuseTooMany(limits.maxRows);
      table.records.push({ record: [...record], row });
      return;
    }
    const key = findNameColumn(cells);
    first ??= row;
    above += 1;
    if (key === undefined) {
      if (above > MOST_ABOVE) throw refuseHeader(first);
      return;
    }
    while (cells.at(-1) === '') cells.pop();
    table = { row, columns: cells, key, records: [] };
  }

  function finish(): ChangesReading {
    if (table !== undefined) return readRows(table);
    throw first === undefined ? fileEmpty() : refuseHeader(first);
  }

  const isHeader = (record: readonly string[]): boolean =>
    findNameColumn(record.map(tidyValue)) !== undefined;
  const { kind, workbook, result } = await readRecords(
    source,
    limits.maxBytes,
    { take, finish },
    { isHeader, asks: true, sheet },
  );
  const warn = (at: number, code: string, message: string): Finding => ({
    ...note(at, code, message),
    severity: 'warning',
  });
  const hidden = new Set(workbook?.hidden);
  const isDoubtful = kind !== 'certain' && result.names.some(({ cells }) => !isPlain(cells.join('')));
  return {
    ...result,
    findings: [
      ...(isDoubtful ? [warn(1, 'ENCODING_GUESSED', words.encoding)] : []),
      ...(workbook?.withoutResult === undefined
        ? []
        : [warn(workbook.withoutResult, 'FORMULA_WITHOUT_RESULT', words.formulas)]),
      ...result.names
        .filter((one) => hidden.has(one.row))
        .map((one) => warn(one.row, 'ROW_HIDDEN', words.hidden)),
      ...result.findings,
    ],
  };
}
