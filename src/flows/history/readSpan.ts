import { readDay, sayDay } from '../../domain/time/readDate.ts';
import { type Day, dayIn, startOfDay } from '../../domain/time/zonedTime.ts';
import { HISTORY_WORDS } from './words.ts';

const { span: SAYS } = HISTORY_WORDS;

const DAY_MS = 24 * 3_600_000;

/** From a time to another, that one not included; left out: open. */
export interface TimeSpan {
  from?: number;
  to?: number;
}

const UNITS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

/** A date as it is typed; undefined for anything that is none. */
function readDate(text = ''): Day | undefined {
  const read = readDay(text);
  return 'value' in read ? read.value : undefined;
}

/** The day so many days later, or before. */
function moveDay({ year, month, day }: Day, days: number): Day {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** The first day of the week, month, or year that a day is in. A week begins on Monday (ISO 8601); what is said has the date. */
function startOfThis(unit: string, today: Day): Day {
  if (unit === 'year') return { ...today, month: 1, day: 1 };
  if (unit === 'month') return { ...today, day: 1 };
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  return moveDay(today, -((weekday + 6) % 7));
}

/**
 * `ada last week`, `omar since 2026-11-01`, `today` → what it is about, when, and that time in words with its dates. Words
 * that are no time stay with what it is about.
 *
 * @param zone the reader's, whose days are meant
 */
export function readSpan(
  typed: string,
  now: number,
  zone: string,
): { about: string; span: TimeSpan; said?: string } {
  const words = typed.trim();
  const since = /(?:^|\s)since (\d{4}-\d\d-\d\d)$/i.exec(words);
  const dated = /(?:^|\s)(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?$/i.exec(words);
  const last = /(?:^|\s)(?:last|past) (?:(\d{1,3}) )?(day|week|month|year)s?$/i.exec(words);
  const current = /(?:^|\s)this (week|month|year)$/i.exec(words);
  const named = /(?:^|\s)(today|yesterday)$/i.exec(words);
  const dayOf = (at: number): string => sayDay(dayIn(at, zone));
  const begin = (day: Day): number => startOfDay(day, zone);
  if (since !== null) {
    const from = readDate(since[1]);
    if (from !== undefined) {
      const span = { from: begin(from) };
      return { about: words.slice(0, since.index), span, said: SAYS.since(sayDay(from), zone) };
    }
  }
  if (dated !== null) {
    const from = readDate(dated[1]);
    const until = readDate(dated[2] ?? dated[1]);
    if (from !== undefined && until !== undefined) {
      const [first, to] = sayDay(until) < sayDay(from) ? [until, from] : [from, until];
      const said =
        dated[2] === undefined ? SAYS.on(sayDay(from), zone) : SAYS.between(sayDay(first), sayDay(to), zone);
      const span = { from: begin(first), to: begin(moveDay(to, 1)) };
      return { about: words.slice(0, dated.index), span, said };
    }
  }
  if (last !== null) {
    const days = Number(last[1] ?? 1) * (UNITS[(last[2] ?? '').toLowerCase()] ?? 1);
    const from = now - days * DAY_MS;
    const said = SAYS.past(days, dayOf(from), dayOf(now));
    return { about: words.slice(0, last.index), span: { from }, said };
  }
  if (current !== null) {
    const from = startOfThis(current[1]?.toLowerCase() ?? '', dayIn(now, zone));
    const span = { from: begin(from) };
    return { about: words.slice(0, current.index), span, said: SAYS.since(sayDay(from), zone) };
  }
  if (named !== null) {
    const about = words.slice(0, named.index);
    const today = dayIn(now, zone);
    if (named[1]?.toLowerCase() === 'today') {
      return { about, span: { from: begin(today) }, said: SAYS.today(sayDay(today), zone) };
    }
    const yesterday = moveDay(today, -1);
    const span = { from: begin(yesterday), to: begin(today) };
    return { about, span, said: SAYS.yesterday(sayDay(yesterday), zone) };
  }
  return { about: words, span: {} };
}
