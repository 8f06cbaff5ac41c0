import { readDay, sayDay } from '../../domain/readDate.ts';
import { type Day, dayIn, startOfDay } from '../../domain/zonedTime.ts';
import { HISTORY_WORDS } from './words.ts';

const { span: SAYS } = HISTORY_WORDS;

const DAY_MS = 24 * 3_600_000;

/** From a time to another, that one not included; left out: open. */
export interface TimeSpan {
  from?: number;
  to?: number;
}

const UNITS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };

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
  const last = /(?:^|\s)(?:last|past) (?:(\d{1,3}) )?(day|week|month)s?$/i.exec(words);
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
    const to = readDate(dated[2] ?? dated[1]);
    if (from !== undefined && to !== undefined) {
      const said =
        dated[2] === undefined ? SAYS.on(sayDay(from), zone) : SAYS.between(sayDay(from), sayDay(to), zone);
      const span = { from: begin(from), to: begin(moveDay(to, 1)) };
      return { about: words.slice(0, dated.index), span, said };
    }
  }
  if (last !== null) {
    const days = Number(last[1] ?? 1) * (UNITS[(last[2] ?? '').toLowerCase()] ?? 1);
    const from = now - days * DAY_MS;
    const said = SAYS.past(days, dayOf(from), dayOf(now));
    return { about: words.slice(0, last.index), span: { from }, said };
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
