import { tidyValue } from '../../domain/personRules.ts';
import type { ColumnMeaning } from '../columns/columnMeaning.ts';
import { isOwnColumn } from '../columns/ownCells.ts';
import { withoutListMark } from '../columns/wholeName.ts';
import { ROW_WORDS } from './words.ts';

/** What a cell holds for a person, and what a spreadsheet or a script lost of it. */
export interface CleanCell {
  value: string;
  /** A sentence. Left out: nothing was lost. */
  lost?: string;
}

/** Excel's errors, in the languages it shows them in. `#` alone fills a column that is too narrow. */
const EXCEL_ERROR =
  /^#¿?(?:N\/?[ADVBTF]{1,2}|NV|VERW|REF|BEZUG|NAME|VALUE|WERT|DIV\/0|NULL|NUM|ZAHL|SPILL|ÜBERLAUF|CALC|GETTING_DATA|VALEUR|NOMBRE|NOM|REFERENCIA|VALOR|DESBORDAMIENTO|RIF|VALORE|WAARDE|VERW|NAAM|GETAL|ARG|ADR|NAZWA|LICZBA|HODNOTA|NÁZOV|ODKAZ|REFERENS|VÄRDEFEL|ЗНАЧ|ССЫЛКА|ИМЯ|ЧИСЛО|Н\/Д|ДЕЛ\/0|ПУСТО|#+)[!?]?$/iu;
/** `#ERROR!` of Google Sheets, and what the next version of a spreadsheet calls its errors. */
const OTHER_ERROR = /^#\p{Lu}[\p{Lu}\d/_]{1,20}[!?]$/u;
/** A cell that holds yes or no, in the languages of the spreadsheets. */
const TRUTH =
  /^(?:true|false|wahr|falsch|vrai|faux|verdadero|falso|vero|verdadeiro|waar|onwaar|prawda|fałsz|pravda|nepravda|sant|falskt|sann|usann|sand|falsk|tosi|epätosi|истина|ложь)$/iu;
/** The same in the place of a word, where `Vero` is a name. */
const TRUTH_AS_WORD = /^(?:TRUE|FALSE|WAHR|FALSCH|VRAI|VERDADERO)$/;
const PERCENT = /^-?\d{1,15}(?:[.,]\d{1,15})?\s?%$/;
/** `1.234,00` and `150.00`. `12.34` may be an extension, `555.123.45` and `030.12` are phones. */
const AMOUNT = /^[1-9]\d{0,2}(?:(?:\.\d{3}){1,4},\d{2}|(?:,\d{3}){1,4}\.\d{2})$|^[1-9]\d{2}[.,]\d{2}$/;
/** What systems and scripts write for nothing. */
const NOTHING =
  /^(?:n\/a|n\.a\.|(?:\(|<|\[)(?:null|none|blank|empty|leer|vide|en blanco|vuoto|leeg|пусто)(?:\)|>|\])|undefined|null|none|nil|\\N|\[\s?\]|\{\s?\}|not set|not specified|anonymous|anonym|anonyme|k\. ?a\.|[-–—_.]{1,4}|\?)$/iu;
/** What stands where somebody's number is to follow. */
const NO_EMPLOYEE_ID =
  /^(?:0{1,16}|t\.?b\.?[acd]\.?|to follow|pending|new|unknown|unbekannt|folgt|neu|x{2,16}|\?{1,16})$/iu;
/** `Null` and `None` are names that people have. */
const NO_NAME =
  /^(?:N\/A|n\/a|NULL|null|NaN|undefined|(?:\(|<|\[)(?:null|none|blank|empty|leer|vide)(?:\)|>|\])|[-–—_.]{1,4})$/u;
/** A list, or an object, where a script wrote the name of its type: Export-Csv of PowerShell. */
const TYPE_NAME =
  /^(?:System\.[\w.`]{1,80}(?:\[\S{0,80}\])?|Microsoft\.[\w.]{1,120}(?:\[\])?|\[object \w+\]|@\{.{0,200}\})$/u;
/** A formula that was saved in place of its result: `=CONCAT(A1)`, `=A1&B1`. No value begins so. */
const FORMULA =
  /^=\s?[-+(]{0,4}(?:[\p{L}_][\p{L}\d._]{0,60}\(|\$?[A-Z]{1,3}\$?\d{1,7}(?![\p{L}\d])|\[@|'?[^'!]{1,100}'?!\$?[A-Z])/iu;
/** SuccessFactors writes it for whoever has none. */
const NO_MANAGER = /^no[_ -]?manager$/i;
/** A number of more than eleven figures, as Excel shows it in a narrow cell, and saves it. */
const SCIENTIFIC = /^\d(?:[.,]\d{1,14})?E\+?\d{1,3}$/iu;
/** What a spreadsheet makes of 3-12. */
const MONTH_DATE =
  /^(?:\d{1,2}[-. ]{1,2}(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\.?|(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[-. ]{1,2}\d{1,2})$/iu;
/** The days from 1954 to 2063, as a spreadsheet counts them. */
const DAY_NUMBER = /^(?:[2-5]\d{4})(?:[.,]\d{1,12})?$/u;

const NAMES: ReadonlySet<ColumnMeaning> = new Set(['displayName', 'givenName', 'surname'] as const);
const NUMBERS: ReadonlySet<ColumnMeaning> = new Set([
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'employeeId',
  'postalCode',
  'officeLocation',
] as const);
const PHONES: ReadonlySet<ColumnMeaning> = new Set(['businessPhones', 'mobilePhone', 'faxNumber'] as const);
/** No value of these is a bare number. */
const WORDS: ReadonlySet<ColumnMeaning> = new Set([
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'city',
  'state',
  'country',
] as const);

const QUOTED = /^(?:"([^"]*)"|“([^“”]*)”|„([^„“”]*)[“”]|«\s?([^«»]*?)\s?»|‘([^‘’]*)’|'([^']*)'|`([^`]*)`)$/u;

/** `="0170"` and `=+49170`, with which a cell is kept from becoming a number, `["0170"]`, and quotation marks around the whole value. */
function unwrap(cell: string): string {
  const bare =
    /^=\s*["“”]([^"“”]*)["“”]$/u.exec(cell)?.[1] ?? /^=\s*(\+?\d[\d ().-]{0,40})$/.exec(cell)?.[1] ?? cell;
  const quoted = QUOTED.exec(/^\[\s?("[^"]*")\s?\]$/.exec(bare.trim())?.[1] ?? bare.trim());
  return quoted?.slice(1).find((part) => part !== undefined) ?? bare;
}

const words = ROW_WORDS.cell;

/** What a value is that stands in a wrong column, or was spoiled on the way; undefined for one that may be right. */
function findOdd(value: string, meaning: ColumnMeaning): string | undefined {
  if (!NUMBERS.has(meaning)) return undefined;
  if (TRUTH.test(value)) return words.oddities.truth;
  if (PERCENT.test(value)) return words.oddities.percentage;
  if ((meaning === 'employeeId' || PHONES.has(meaning)) && AMOUNT.test(value)) return words.oddities.amount;
  if (!PHONES.has(meaning)) return undefined;
  return /\d/.test(value) && !/[[\]{}@]/.test(value) ? undefined : words.oddities.noPhone;
}

/**
 * The first of several phone numbers in one cell; undefined for one. `06131 / 123456` is one with its area code, so that
 * behind a slash a whole number has to stand.
 */
function findFirstPhone(text: string): string | undefined {
  const hasFigures = (part: string, fewest: number): boolean => part.replace(/\D/g, '').length >= fewest;
  const lines = text.split(/[;\r\n\u2028]+/).filter((part) => tidyValue(part) !== '');
  if (lines.length > 1 && lines.every((part) => hasFigures(part, 5))) return tidyValue(lines[0] ?? '');
  const [first = '', second = ''] = text.split(/\s(?:\/|\||or|oder|ou|o|und|and|et)\s/i).map(tidyValue);
  const isWhole = /^[+0(]/.test(second) ? hasFigures(second, 7) : hasFigures(second, 10);
  return isWhole && hasFigures(first, 7) ? first : undefined;
}

/** Begins as no error, type, number or word for nothing does, and with nothing that is put around a value. */
const PLAIN = /^(?!n|u|k\.|anonym|System\.|Microsoft\.)[A-Za-z\u00c0-\u024f]/i;

function explainLoss(value: string, meaning: ColumnMeaning): string | undefined {
  if (EXCEL_ERROR.test(value) || OTHER_ERROR.test(value)) return words.excelError(value);
  if (FORMULA.test(value)) return words.formula;
  if (TYPE_NAME.test(value)) return words.typeName;
  if (!NUMBERS.has(meaning)) return undefined;
  if (SCIENTIFIC.test(value)) return words.shortened(value);
  if (MONTH_DATE.test(value)) return words.madeDate(value);
  return undefined;
}

/**
 * Reads one cell, from which the mark of a formula is off: what is no value is empty, and what was put around a value is taken off. Tidy, but for own columns
 * of several values, which line breaks part.
 */
export function cleanCell(cell: string, meaning: ColumnMeaning): CleanCell {
  // Most cells of a large file are plain words, and one look tells it.
  if (PLAIN.test(cell) && !NUMBERS.has(meaning) && !isOwnColumn(meaning)) {
    const value = tidyValue(cell);
    const isTruth = (WORDS.has(meaning) || meaning === 'department') && TRUTH_AS_WORD.test(value);
    return isTruth ? { value, lost: words.odd(value, words.oddities.truth) } : { value };
  }
  const unwrapped = unwrap(cell);
  const value = tidyValue(unwrapped);
  if (value === '') return { value };
  const loss = explainLoss(value, meaning);
  if (loss !== undefined) return { value: '', lost: words.typeAgain(loss) };
  // There, "none" and "-" say that there are to be none.
  if (isOwnColumn(meaning) && meaning !== 'manager') return { value: unwrapped };
  if ((NAMES.has(meaning) ? NO_NAME : NOTHING).test(value)) return { value: '' };
  if (NAMES.has(meaning)) return { value: withoutListMark(value) };
  if (meaning === 'manager' && NO_MANAGER.test(value)) return { value: '' };
  if (meaning === 'employeeId' && NO_EMPLOYEE_ID.test(value)) return { value: '' };
  // With which a spreadsheet keeps a number's zeros.
  if (NUMBERS.has(meaning) && /^'[\d+]/.test(value)) return { value: value.slice(1) };
  if (NUMBERS.has(meaning) && /^\d{1,15}\.0$/.test(value)) return { value: value.slice(0, -2) };
  if (WORDS.has(meaning) && DAY_NUMBER.test(value)) {
    return { value, lost: words.dayNumber(value) };
  }
  const first = PHONES.has(meaning) ? findFirstPhone(unwrapped.trim()) : undefined;
  if (first !== undefined) {
    return { value: first, lost: words.severalPhones(first) };
  }
  const odd = findOdd(value, meaning);
  return odd === undefined ? { value } : { value, lost: words.odd(value, odd) };
}
