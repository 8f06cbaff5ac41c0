import type { PersonField } from '../../../domain/acts.ts';
import { PERSON_FIELDS } from '../../../domain/acts.ts';
import { RollcallError } from '../../../domain/errors.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import type { Finding } from '../../../domain/terms.ts';
import { readChangeColumns } from '../../columns/changeColumns.ts';
import { nameMeaning, note } from '../../columns/readHead.ts';
import { BEYOND_ASCII } from '../../decode/encodings.ts';
import { unmarkFormula } from '../../write/formulaMark.ts';
import { createRowReader } from '../readRow.ts';
import { ROW_WORDS } from '../words.ts';
import { MOST_SAMPLES, type NamesTable } from './namesTable.ts';
import { type PeopleLimits, refuseOtherCustomers } from './otherCustomers.ts';
import { type InEncodings, readInEncodings } from './readInEncodings.ts';
import { type NameInFile, type NamesReading, pickSaid, sayNoOne } from './readNames.ts';

/** Values that a doubt names. */
const MOST_VALUES = 3;
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

function readRows({ row: headRow, columns, key, records, findings: above }: NamesTable): ChangesReading {
  const clears = (cell = ''): boolean => tidyValue(cell).toLowerCase() === CLEARS;
  const blanked = records.map(({ record }) => record.map((cell) => (clears(cell) ? '' : cell)));
  const found = readChangeColumns(columns, headRow, key.index, blanked.slice(0, MOST_SAMPLES));
  const { header, newUserName } = found;
  const read = createRowReader(columns, header);
  const readWho = createRowReader(columns, { ...header, meanings: found.saidOf });
  const findings = [...above, ...found.findings];
  const names = records.flatMap(({ record, row }, at): ChangeInFile[] => {
    const value = tidyValue(unmarkFormula(record[key.index] ?? ''));
    const one = read(blanked[at] ?? [], row);
    // "room" and the like: whoever exists is somebody.
    findings.push(...one.findings.filter(({ code }) => code !== 'MAY_BE_NOBODY'));
    if (value === '') {
      const message = words.noOne(columns[key.index] ?? '');
      findings.push(sayNoOne(row, message));
      return [];
    }
    const { person, own, accountEnabled } = one.row;
    const cleared = new Set(header.meanings.filter((_, index) => clears(record[index])));
    const fields = PERSON_FIELDS.flatMap((name): [PersonField, string][] => {
      const set = person[name] ?? (cleared.has(name) ? '' : undefined);
      return set === undefined ? [] : [[name, set]];
    });
    const manager = own?.manager ?? (cleared.has('manager') ? '' : undefined);
    const unused = pickSaid(readWho(blanked[at] ?? [], row).row.person);
    // New names say least: somebody may have married.
    const isUnused = Object.keys(unused).length > 0;
    const { employeeId: _new, ...renamed } = pickSaid(person);
    const userName = tidyValue(unmarkFormula(record[newUserName] ?? ''));
    if (cleared.has('signInAllowed') || cleared.has('signInBlocked')) {
      findings.push({ ...note(row, 'VALUE_INVALID', words.signIn), severity: 'error' });
    }
    return [
      {
        row,
        value,
        person: isUnused ? unused : renamed,
        ...(isUnused ? {} : { isUnsure: true as const }),
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
export function readChanges(
  source: AsyncIterable<Uint8Array>,
  limits: PeopleLimits,
  sheet?: string,
): Promise<ChangesReading | InEncodings<ChangesReading>> {
  return readInEncodings(source, limits, { sheet, headless: false }, (table, { kind, workbook }) => {
    refuseOtherCustomers(table, limits);
    const result = readRows(table);
    const warn = (at: number, code: string, message: string): Finding => ({
      ...note(at, code, message),
      severity: 'warning',
    });
    const hidden = new Set(workbook?.hidden);
    const doubtful = result.names.flatMap(({ cells }) => cells.filter((cell) => BEYOND_ASCII.test(cell)));
    const shown = kind === 'certain' ? [] : [...new Set(doubtful)].slice(0, MOST_VALUES);
    return {
      ...result,
      findings: [
        ...(shown.length > 0 ? [warn(1, 'ENCODING_GUESSED', words.encoding(shown))] : []),
        ...(workbook?.withoutResult === undefined
          ? []
          : [warn(workbook.withoutResult, 'FORMULA_WITHOUT_RESULT', words.formulas)]),
        ...result.names
          .filter((one) => hidden.has(one.row))
          .map((one) => warn(one.row, 'ROW_HIDDEN', words.hidden)),
        ...result.findings,
      ],
    };
  });
}
