import { RollcallError } from '../../domain/errors.ts';
import { COLUMN_WORDS } from './words.ts';

/**
 * What HR systems and people call the day on which somebody leaves, without accents, blanks and marks: Workday
 * "Termination Date", BambooHR "Termination Date", Personio "Last day of work", Entra "employeeLeaveDateTime", SAP
 * SuccessFactors "Last Date Worked".
 */
const HEADERS: ReadonlySet<string> = new Set([
  'leavedate',
  'leavingdate',
  'dateofleaving',
  'leaveson',
  'leaves',
  'leaverdate',
  'lastday',
  'lastdayofwork',
  'lastworkingday',
  'lastdateworked',
  'lastdayworked',
  'enddate',
  'employmentenddate',
  'contractenddate',
  'exitdate',
  'terminationdate',
  'separationdate',
  'departuredate',
  'offboarddate',
  'offboardingdate',
  'employeeleavedatetime',
  'employeeleavedate',
  'austrittsdatum',
  'austritt',
  'austrittam',
  'letzterarbeitstag',
  'letzterarbeitstagam',
  'datedesortie',
  'datededepart',
  'datefincontrat',
  'dernierjour',
  'fechadebaja',
  'fechadesalida',
  'fechabaja',
  'ultimodia',
  'datadesaida',
  'datadedesligamento',
  'datadicessazione',
  'datacessazione',
  'ultimogiorno',
  'datumuitdienst',
  'uitdienst',
  'laatstewerkdag',
  'datazwolnienia',
  'dataodejscia',
]);

/** Only where no other column is one: it may be any date. */
const PLAIN: ReadonlySet<string> = new Set(['date', 'datum', 'fecha', 'data', 'day']);

function fold(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ś', 's')
    .replace(/[^a-z]/g, '');
}

/** Columns named in the refusal. */
const MOST_NAMED = 5;

/** The column that says when somebody leaves; -1 where there is none. Throws FILE_NOT_UNDERSTOOD for several. */
export function findLeaveDateColumn(columns: readonly string[]): number {
  const named = columns.map((header, index) => ({ header, index, word: fold(header) }));
  const own = named.filter(({ word }) => HEADERS.has(word));
  const all = own.length > 0 ? own : named.filter(({ word }) => PLAIN.has(word));
  const [only, other] = all;
  if (other === undefined) return only?.index ?? -1;
  const { message, ...more } = COLUMN_WORDS.leaveDates;
  const shown = all.slice(0, MOST_NAMED).map(({ header }) => header);
  throw new RollcallError('FILE_NOT_UNDERSTOOD', message(shown), more);
}
