import type { Problem } from '../../domain/terms.ts';
import { readDay, readTime, sayDay } from '../../domain/time/readDate.ts';
import { findZone, instantsOf, sayInZone } from '../../domain/time/zonedTime.ts';
import type { AskedTime } from '../ports/requests.ts';
import type { LeaveValues } from './leaveDraft.ts';
import { LEAVING_WORDS } from './words.ts';

const SAYS = LEAVING_WORDS.form;

/** Notice is given for months, seldom for a year; a year that is further off is a slip of the keys. */
const MOST_DAYS = 2 * 366;
const DAY_MS = 86_400_000;

/** The end of a working day, where nobody says otherwise. */
export const USUAL_TIME = '17:00';

type Typed = Pick<LeaveValues, 'date' | 'time' | 'zone'>;

function problem(property: 'date' | 'time' | 'zone', value: string, message: string): Problem {
  return { property, value, code: 'VALUE_INVALID', severity: 'error', message };
}

/**
 * When it is to be done: nothing for now, or what is wrong with what was typed. `shown`: the hour that the form began with,
 * which nobody typed.
 */
export function readLeaveTime(
  { date = '', time = '', zone: typedZone = '' }: Typed,
  now: number,
  shown: string = USUAL_TIME,
): { time: Pick<AskedTime, 'startsAt' | 'zone'>; problems: Problem[] } {
  if (date.trim() === '') {
    // Nobody types another hour for something that is to happen now.
    const isHour = time.trim() !== '' && time.trim() !== shown;
    const isNoZone = typedZone.trim() !== '' && findZone(typedZone) === undefined;
    return {
      time: {},
      problems: [
        ...(isHour ? [problem('date', date, SAYS.noDate)] : []),
        ...(isNoZone ? [problem('zone', typedZone, SAYS.zone)] : []),
      ],
    };
  }
  const day = readDay(date);
  const hour = readTime(time.trim() === '' ? USUAL_TIME : time);
  const zone = findZone(typedZone);
  if ('problem' in day || 'problem' in hour || zone === undefined) {
    return {
      time: {},
      problems: [
        ...('problem' in day ? [problem('date', date, day.problem)] : []),
        ...('problem' in hour ? [problem('time', time, hour.problem)] : []),
        ...(zone === undefined ? [problem('zone', typedZone, SAYS.zone)] : []),
      ],
    };
  }
  const [startsAt, again] = instantsOf(day.value, hour.value, zone);
  const refuse = (property: 'date' | 'time', message: string) => ({
    time: {},
    problems: [problem(property, property === 'date' ? date : time, message)],
  });
  if (startsAt === undefined || again !== undefined) {
    return refuse('time', SAYS.clocks(zone, startsAt === undefined, sayDay(day.value)));
  }
  if (startsAt <= now) {
    return refuse('date', SAYS.past(sayInZone(now, zone)));
  }
  if (startsAt > now + MOST_DAYS * DAY_MS) {
    return refuse('date', SAYS.far);
  }
  return { time: { startsAt, zone }, problems: [] };
}
