import type { Day, TimeOfDay } from './zonedTime.ts';

/** What was read, or what is wrong with it, in a sentence. */
export type Read<T> = { value: T } | { problem: string };

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Which of two numbers is the day: `31/12` or `12/31`. */
export type DayOrder = 'dayFirst' | 'monthFirst';

/** A day in numbers alone. */
const NUMBERS = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/;

/** How a spreadsheet keeps a day, of 2009 to 2064: days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1). */
const SERIAL = /^[45]\d{4}$/;
const SERIAL_OF_1970 = 25_569;
const DAY_MS = 86_400_000;

const AS_EXAMPLE = 'Write it as year-month-day, such as 2026-12-31.';

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function isDay({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `2026-04-03`. */
export function sayDay({ year, month, day }: Day): string {
  return `${year}-${pad(month)}-${pad(day)}`;
}

function dayOfSerial(serial: number): Day {
  const date = new Date((serial - SERIAL_OF_1970) * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function checkDay(day: Day): Read<Day> {
  const name = MONTHS[day.month - 1];
  if (name === undefined) return { problem: `There is no month ${day.month}. ${AS_EXAMPLE}` };
  if (isDay(day)) return { value: day };
  return { problem: `There is no ${name} ${day.day} in ${day.year}. Choose another day.` };
}

/** A month by its name or the beginning of it, of three letters at least. */
function findMonth(text: string): number {
  const wanted = text.toLowerCase();
  return wanted.length < 3 ? 0 : MONTHS.findIndex((name) => name.toLowerCase().startsWith(wanted)) + 1;
}

/** `31.12.2026` is European for everybody; slashes and dashes are read both ways, so that it is asked. */
function readNumbers(
  first: number,
  mark: string,
  second: number,
  year: number,
  order: DayOrder | undefined,
): Read<Day> {
  const european: Day = { year, month: second, day: first };
  const american: Day = { year, month: first, day: second };
  if (mark === '.' || first > 12 || first === second) return checkDay(european);
  if (second > 12) return checkDay(american);
  if (order !== undefined) return checkDay(order === 'dayFirst' ? european : american);
  return {
    problem: `This can be ${MONTHS[second - 1]} ${first} or ${MONTHS[first - 1]} ${second}. Write ${sayDay(european)} or ${sayDay(american)}.`,
  };
}

/** In which order a day's numbers are; `either` where both can be. Undefined where the order does not matter. */
export function orderOf(text: string): DayOrder | 'either' | undefined {
  const [, first = '', mark = '', second = ''] = NUMBERS.exec(text.trim()) ?? [];
  if (mark === '' || mark === '.' || Number(first) === Number(second)) return undefined;
  if (Number(first) > 12) return 'dayFirst';
  return Number(second) > 12 ? 'monthFirst' : 'either';
}

/**
 * A day as people write it. What can be read in two ways is a problem, unless `order` says how, and so is a day that there
 * is not.
 */
export function readDay(text: string, order?: DayOrder): Read<Day> {
  const written = text.trim().replace(/\s+/g, ' ');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written);
  if (iso !== null) return checkDay({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) });
  const numbers = NUMBERS.exec(written);
  if (numbers !== null) {
    const [, first, mark = '', second, year] = numbers;
    return readNumbers(Number(first), mark, Number(second), Number(year), order);
  }
  const joined = /^(20\d{2})(\d{2})(\d{2})$/.exec(written);
  if (joined !== null)
    return checkDay({ year: Number(joined[1]), month: Number(joined[2]), day: Number(joined[3]) });
  if (SERIAL.test(written)) return { value: dayOfSerial(Number(written)) };
  const named =
    /^(?<day>\d{1,2})-(?<month>[a-z]{3,9})-(?<year>\d{4}|\d{2})$/i.exec(written) ??
    /^(?<day>\d{1,2})\.? (?<month>[a-z]{3,9})\.?,? (?<year>\d{4})$/i.exec(written) ??
    /^(?<month>[a-z]{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/i.exec(written);
  const { day = '', month = '', year = '' } = named?.groups ?? {};
  if (findMonth(month) > 0) {
    const century = year.length === 2 ? 2000 : 0;
    return checkDay({ year: century + Number(year), month: findMonth(month), day: Number(day) });
  }
  return { problem: `This isn't a complete date. ${AS_EXAMPLE}` };
}

/** `31.12.26`, `2026/12/31 17:00`, `31 décembre 2026`, `2026年12月31日`. */
const LIKE_DAY =
  /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?|\d{1,2}\.?(?: de)?[ -]\p{L}{3,10}\.?,?(?: de)?[ -]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日)(?:[ T,].*)?$/u;

/** True for what looks like a day, also where nobody can read which; not for a number that may count anything. */
export function isLikeDay(text: string): boolean {
  const written = text.trim();
  if (/^\d+$/.test(written)) return false;
  return LIKE_DAY.test(written) || 'value' in readDay(written);
}

/** `17:00`, `17`, `1700`, `5pm`, `5:30 p.m.`, `noon`. A bare number up to 12 can be of either half of the day. */
export function readTime(text: string): Read<TimeOfDay> {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^(\d{2})(\d{2})$/, '$1:$2');
  if (typed === 'noon') return { value: { hour: 12, minute: 0 } };
  const written = /^(\d{1,2})(?:[:.h](\d{2})|h)? ?(a\.?m\.?|p\.?m\.?)?$/.exec(typed);
  const half = written?.[3]?.replaceAll('.', '');
  const [hour, minute] = [Number(written?.[1] ?? -1), Number(written?.[2] ?? 0)];
  const isClear = half !== undefined || written?.[2] !== undefined || typed.endsWith('h') || hour > 12;
  const isWhole = written !== null && isClear && minute < 60;
  if (isWhole && half === undefined && hour < 24) return { value: { hour, minute } };
  if (isWhole && half !== undefined && hour >= 1 && hour <= 12) {
    return { value: { hour: (hour % 12) + (half === 'pm' ? 12 : 0), minute } };
  }
  return { problem: "This isn't a time of day. Write it as 17:00 or 5 PM." };
}
