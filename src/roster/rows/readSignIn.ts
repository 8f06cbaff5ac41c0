import type { Finding, Problem } from '../../domain/terms.ts';
import { readStatus, readStatusLetter, readSwitch } from './readSwitch.ts';
import { ROW_WORDS } from './words.ts';

const words = ROW_WORDS.signIn;

/** What a column says about the sign-in. */
export type SignIn = 'signInBlocked' | 'signInAllowed' | 'status' | 'accountControl';

/** Active Directory: userAccountControl, ADS_UF_ACCOUNTDISABLE. */
const ACCOUNT_DISABLED = 2;

/** Whether somebody may sign in, or what is to be said of a value that does not tell. */
export function readSignIn(value: string, meaning: SignIn): boolean | Problem {
  const tell = (severity: Problem['severity'], message: string): Problem => ({
    property: 'accountEnabled',
    value,
    code: 'VALUE_INVALID',
    severity,
    message,
  });
  if (meaning === 'accountControl') {
    if (/^\d{1,10}$/.test(value)) return (Number(value) & ACCOUNT_DISABLED) === 0;
    return tell('warning', words.disabled(value));
  }
  const status = readStatus(value) ?? (meaning === 'status' ? readStatusLetter(value) : undefined);
  if (status !== undefined) return status;
  if (meaning === 'status') {
    return tell('warning', words.allowed(value));
  }
  const answer = readSwitch(value);
  if (answer !== undefined) return meaning === 'signInAllowed' ? answer : !answer;
  return tell('error', words.neither(value));
}

/** The warning about somebody who has left. */
export function sayLeft(row: number, column: string, value: string): Finding {
  const message = words.left(value);
  return { row, column, property: 'accountEnabled', value, code: 'HAS_LEFT', severity: 'warning', message };
}

/** What systems write for no end: SAP 31.12.9999. */
export const NO_LAST_DAY = /9999|2999|^[0\s./-]+$/;

/** A cell with a day on which somebody leaves. */
export interface LeavingDay {
  column: string;
  value: string;
}

/**
 * The warning about somebody with a last day, or with several that differ. What day it is depends on how the country writes
 * dates, so a person looks, and judges which of them counts.
 */
export function sayLeaving(row: number, days: readonly [LeavingDay, ...LeavingDay[]]): Finding {
  const [{ column, value }] = days;
  const isOne = days.every((day) => day.value === value);
  const message = isOne
    ? words.lastDay(value)
    : words.lastDays(days.map((day) => words.dayOf(day.column, day.value)));
  return { row, column, property: 'file', value, code: 'HAS_LAST_DAY', severity: 'warning', message };
}
