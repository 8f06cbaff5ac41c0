import { RollcallError } from '../../domain/errors.ts';
import { isLikeDay, readDay } from '../../domain/time/readDate.ts';
import { leaveOutBrackets } from '../../domain/trimEnds.ts';
import { listValues, type Samples } from './guesses/weighValues.ts';
import { foldHeader } from './headerWords.ts';
import { isLeavingHeader } from './signInHeaders.ts';
import { COLUMN_WORDS } from './words.ts';

/** What else the day is called in a list of people who leave; elsewhere it may be the end of something else. */
const OF_LEAVERS: ReadonlySet<string> = new Set(
  [
    'Leaves on|Leaves|Leaving|Leaving on|Leave on|Leaver from|Last day worked|Date last worked|Last date worked',
    'Last date of work|Last date|Last day in office|Last day at work|Last day of employment|Last day of service',
    'Final day|Final working day|Last working date|Contract end date|Contract end|Contract ends|End of contract',
    'End of employment|Employment end|End of service|Ends on|Departure date|Departure|Date of departure|Exit',
    'Offboard date|Offboarding date|Offboard on|Account disable date|Disable date|Disable on|Deactivate on',
    'Block on|Termination|Termination effective date|Effective termination date|Separation|employeeLeaveDateTime',
    'Employee leave date|Resignation effective date|Retirement date|Letzter Tag|Letzter Arbeitstag am',
    'Vertragsende|Ende|Enddatum|Ausscheiden|Ausscheidedatum|Ausgeschieden am|Dernier jour|Dernier jour travaillé',
    'Date de fin|Fin de contrat|Último día|Último día de trabajo|Fecha de fin|Ultimo giorno|Último dia|Data de fim',
    'Laatste werkdag|Laatste dag|Ostatni dzień|Ostatni dzień pracy|Poslední den|Poslední pracovní den|Sista dag',
  ]
    .flatMap((line) => line.split('|'))
    .map(foldHeader),
);

/** Only where no other column is one: it may be any date. */
const PLAIN: ReadonlySet<string> = new Set(
  ['Date', 'Datum', 'Fecha', 'Data', 'Day', 'Effective date', 'Effective', 'When'].map(foldHeader),
);

/** Columns named in the refusal. */
const MOST_NAMED = 5;

const isDay = (value: string): boolean => isLikeDay(value) || 'value' in readDay(value);

/**
 * The column that says when somebody leaves; -1 where there is none. Of several, the one with days in it. Throws
 * FILE_NOT_UNDERSTOOD where that does not tell.
 *
 * @param samples the first rows
 */
export function findLeaveDateColumn(columns: readonly string[], samples: Samples): number {
  const named = columns.map((header, index) => ({
    header,
    word: foldHeader(leaveOutBrackets(header, '[(', '])')),
    hasDays: listValues(samples, index).some(isDay),
    index,
  }));
  const own = named.filter(({ header, word }) => OF_LEAVERS.has(word) || isLeavingHeader(header));
  const called = own.length > 0 ? own : named.filter(({ word }) => PLAIN.has(word));
  const withDays = called.filter(({ hasDays }) => hasDays);
  const all = withDays.length > 0 ? withDays : called;
  const [only, other] = all;
  if (other === undefined) return only?.index ?? -1;
  throw refuseSeveralDates(all.map(({ header }) => header));
}

/** The refusal of a file of which several columns may say when people leave. */
export function refuseSeveralDates(columns: readonly string[]): RollcallError {
  const { message, ...more } = COLUMN_WORDS.leaveDates;
  return new RollcallError('FILE_NOT_UNDERSTOOD', message(columns.slice(0, MOST_NAMED)), more);
}

/** Days of something else: nobody leaves on their birthday. */
const OTHER_DAYS =
  /birth|born|\bdob\b|hire|start|begin|join|entry|entrance|since|creat|modif|chang|updat|log.?[io]n|sign.?in|seen|activity|sync|issued|password|geburt|eintritt|beginn|erstellt|geändert|anmeld|naiss|entrée|embauche|début|naci|ingreso|alta|inicio|nasc|admiss|assunzion|nascit|inizio|geboort|indienst|urodz|zatrudn|naroz|nástup/iu;

/** Columns that seem to say days though nothing tells that somebody leaves on them, by what stands in most of their cells. */
export function findOtherDays(columns: readonly string[], samples: Samples): number[] {
  return columns.flatMap((header, index) => {
    if (OTHER_DAYS.test(header.normalize('NFC'))) return [];
    const values = listValues(samples, index);
    const days = values.filter(isLikeDay);
    const saysDate = /\bdate\b|datum|fecha|\bday\b/iu.test(header);
    return values.length > 0 && (saysDate || days.length * 2 > values.length) ? [index] : [];
  });
}
