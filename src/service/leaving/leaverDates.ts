import type { Finding, Problem } from '../../domain/terms.ts';
import { type DayOrder, orderOf, readDay, sayDay } from '../../domain/time/readDate.ts';
import type { LeaveValues } from './leaveDraft.ts';
import type { Leaver, LeaverGroup, LeaversDraft } from './leaversDraft.ts';
import { readLeaveTime } from './leaveTime.ts';
import { LEAVING_WORDS } from './words.ts';

/** Each becomes a plan of its own, with a card of its own. */
export const MAX_DATES = 20;

/**
 * Whether the days or the months of a column come first: told by those of its dates that can be read in one way only.
 * `unclear` is one that can be read in two, where they do not say it or contradict each other.
 */
export function findOrder(dates: readonly string[]): { order?: DayOrder; unclear?: string } {
  const orders = dates.map(orderOf);
  const unclear = dates[orders.indexOf('either')];
  if (unclear === undefined) return {};
  const isDayFirst = orders.includes('dayFirst');
  if (isDayFirst === orders.includes('monthFirst')) return { unclear };
  return { order: isDayFirst ? 'dayFirst' : 'monthFirst' };
}

/** Both readings of a date that can be read in two ways, as `2026-12-31`. */
export function readBoth(date: string): Record<DayOrder, string> {
  const say = (order: DayOrder): string => {
    const day = readDay(date, order);
    return 'value' in day ? sayDay(day.value) : date;
  };
  return { dayFirst: say('dayFirst'), monthFirst: say('monthFirst') };
}

type Dated = Pick<LeaversDraft, 'people' | 'dateColumn' | 'order'>;

/** The date of somebody's row as the form would have it, or what is wrong with it. */
function readRowDate(
  { date = '' }: Leaver,
  order: DayOrder | undefined,
  values: LeaveValues,
  now: number,
): { time: Pick<LeaverGroup, 'startsAt' | 'zone'>; problems: Problem[] } {
  const problem = (message: string): Problem => ({
    property: 'date',
    value: date,
    code: 'VALUE_INVALID',
    severity: 'error',
    message,
  });
  if (date === '') {
    return { time: {}, problems: [problem(LEAVING_WORDS.many.noDate)] };
  }
  const day = readDay(date, order);
  if ('problem' in day) return { time: {}, problems: [problem(day.problem)] };
  return readLeaveTime({ ...values, date: sayDay(day.value) }, now);
}

/**
 * Who leaves when. Of a file with dates each row's own, at the form's hour and zone; of anything else the form's. What is
 * wrong with a row's date leaves that row out, and is a finding; what is wrong with the form is a problem.
 */
export function groupByDate(
  { people, dateColumn, order }: Dated,
  values: LeaveValues,
  now: number,
): { groups: LeaverGroup[]; findings: Finding[]; problems: Problem[] } {
  if (dateColumn === undefined) {
    const { time, problems } = readLeaveTime(values, now);
    return { groups: [{ ...time, ids: people.map(({ id }) => id) }], findings: [], problems };
  }
  const findings: Finding[] = [];
  const problems = new Map<string, Problem>();
  const groups = new Map<number, LeaverGroup>();
  for (const leaver of people) {
    const read = readRowDate(leaver, order, values, now);
    for (const one of read.problems) {
      if (one.property === 'date') {
        findings.push({ ...one, row: leaver.sourceRow ?? 0, column: dateColumn });
      } else problems.set(one.message, one);
    }
    const { startsAt } = read.time;
    if (read.problems.length > 0 || startsAt === undefined) continue;
    const ids = [...(groups.get(startsAt)?.ids ?? []), leaver.id];
    groups.set(startsAt, { ...read.time, ids });
  }
  const sorted = [...groups.values()].sort((one, other) => (one.startsAt ?? 0) - (other.startsAt ?? 0));
  return { groups: sorted, findings, problems: [...problems.values()] };
}
