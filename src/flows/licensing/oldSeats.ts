import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import { sayTime } from '../times.ts';
import { LICENSING_WORDS } from './words.ts';

/** Seats are read anew after some seconds; what is older than this was left by an outage. */
const OLD_AFTER_MS = 60_000;

/** For a form that offers licenses while Microsoft 365 does not answer. */
export function sayOldSeats({ licensesAt }: CustomerFacts, now: number): { seatsOld?: string } {
  if (now - licensesAt < OLD_AFTER_MS) return {};
  return { seatsOld: LICENSING_WORDS.oldSeats(sayTime(licensesAt)) };
}
