import { HISTORY_WORDS } from './words.ts';

const { span: SAYS } = HISTORY_WORDS;

const DAY_MS = 24 * 3_600_000;

/** From a time to another, that one not included; left out: open. */
export interface TimeSpan {
  from?: number;
  to?: number;
}

const UNITS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };

function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** A date as it is typed; undefined for anything that is none. Days are those of UTC. */
function readDate(text: string): number | undefined {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** `2026-11-28`, in UTC. */
function sayDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * `ada last week`, `omar since 2026-11-01`, `today` → what it is about, when, and that time in words with its dates. Words
 * that are no time stay with what it is about.
 */
export function readSpan(typed: string, now: number): { about: string; span: TimeSpan; said?: string } {
  const words = typed.trim();
  const since = /(?:^|\s)since (\d{4}-\d\d-\d\d)$/i.exec(words);
  const dated = /(?:^|\s)(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?$/i.exec(words);
  const last = /(?:^|\s)(?:last|past) (?:(\d{1,3}) )?(day|week|month)s?$/i.exec(words);
  const named = /(?:^|\s)(today|yesterday)$/i.exec(words);
  const today = startOfDay(now);
  if (since !== null) {
    const from = readDate(since[1] ?? '');
    if (from !== undefined) {
      return { about: words.slice(0, since.index), span: { from }, said: SAYS.since(sayDay(from)) };
    }
  }
  if (dated !== null) {
    const from = readDate(dated[1] ?? '');
    const last = readDate(dated[2] ?? dated[1] ?? '');
    if (from !== undefined && last !== undefined) {
      const said = from === last ? SAYS.on(sayDay(from)) : SAYS.between(sayDay(from), sayDay(last));
      return { about: words.slice(0, dated.index), span: { from, to: last + DAY_MS }, said };
    }
  }
  if (last !== null) {
    const days = Number(last[1] ?? 1) * (UNITS[(last[2] ?? '').toLowerCase()] ?? 1);
    const from = now - days * DAY_MS;
    return {
      about: words.slice(0, last.index),
      span: { from },
      said: SAYS.past(days, sayDay(from), sayDay(now)),
    };
  }
  if (named !== null) {
    const isToday = named[1]?.toLowerCase() === 'today';
    const about = words.slice(0, named.index);
    if (isToday) return { about, span: { from: today }, said: SAYS.today(sayDay(today)) };
    const from = today - DAY_MS;
    return { about, span: { from, to: today }, said: SAYS.yesterday(sayDay(from)) };
  }
  return { about: words, span: {} };
}
