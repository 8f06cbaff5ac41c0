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
  const named =
    /^(?<day>\d{1,2})\.? (?<month>[a-z]{3,9})\.?,? (?<year>\d{4})$/i.exec(written) ??
    /^(?<month>[a-z]{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/i.exec(written);
  const { day = '', month = '', year = '' } = named?.groups ?? {};
  if (findMonth(month) > 0) {
    return checkDay({ year: Number(year), month: findMonth(month), day: Number(day) });
  }
  return { problem: `This isn't a complete date. ${AS_EXAMPLE}` };
}

/** `17:00`, `5pm`, `5:30 PM`. */
export function readTime(text: string): Read<TimeOfDay> {
  const written = /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$/i.exec(text.trim());
  const half = written?.[3]?.toLowerCase();
  const [hour, minute] = [Number(written?.[1] ?? -1), Number(written?.[2] ?? 0)];
  const isWhole = written !== null && (half !== undefined || written[2] !== undefined) && minute < 60;
  if (isWhole && half === undefined && hour < 24) return { value: { hour, minute } };
  if (isWhole && half !== undefined && hour >= 1 && hour <= 12) {
    return { value: { hour: (hour % 12) + (half === 'pm' ? 12 : 0), minute } };
  }
  return { problem: "This isn't a time of day. Write it as 17:00 or 5 PM." };
}
