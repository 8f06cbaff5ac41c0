import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import type { AssignValues } from '../../service/licensing/assignDraft.ts';
import type { Attention } from '../../service/licensing/licenseOverview.ts';
import type { Button, FormTarget } from './parts.ts';

export interface LicenseLine {
  name: string;
  used: number;
  total: number;
  left: number;
  /** Seats in grace after expiry, and seats of a cancelled subscription. */
  warning: number;
  suspended: number;
  attention: Attention;
  /** Seats of people who have not signed in for long; left out when that is not known. */
  idle?: number;
}

/** Every license of the tenant, what needs attention first: 20 at most. */
export interface LicensesView {
  kind: 'licenses';
  customer: string;
  licenses: readonly LicenseLine[];
  more: number;
  /** Our own words, where Microsoft 365 does not answer now: `These are the seats of …`. */
  old?: string;
  idleDays: number;
  /** Who holds a license without signing in, the longest away first; each with when and what. */
  idle: readonly { displayName: string; userPrincipalName: string; lastSeen: string; licenses: string }[];
  moreIdle: number;
  /** Why it is not known who signs in. */
  idleReason?: string;
  buttons: readonly Button[];
}

/**
 * Licenses of people who exist. Field ids: licenses (to give), remove, servicesOff, usageLocation (where there are
 * locations to choose from), reason.
 */
export interface AssignFormView {
  kind: 'assignForm';
  target: FormTarget;
  customer: string;
  /** A person's or a file's name. */
  who: string;
  people: number;
  /** Of one person `servicesOff` is what is off; of several, what is to be off as well. */
  isForOne: boolean;
  values: AssignValues;
  /** Those that not everybody has. */
  licenses: readonly SeatNeed[];
  /** Licenses that are not offered here, because the chat takes no more. */
  licensesLeftOff?: number;
  /** As in the form for one person. */
  approval?: string;
  licenseApprovals?: Readonly<Record<string, string>>;
  /** That the seats are not of just now, as a sentence. */
  seatsOld?: string;
  /** Those that can be taken away. */
  held: readonly { value: string; name: string }[];
  services: readonly { value: string; name: string; license: string }[];
  /** Empty when everybody has a location. */
  locations: readonly { code: string; name: string }[];
}

/** What will change, before it does. */
export interface AssignConfirmView {
  kind: 'assignConfirm';
  /** Submits `assign.start`. */
  target: FormTarget;
  back: Button;
  customer: string;
  fileName?: string;
  people: number;
  /** The first of them. */
  names: readonly string[];
  /** People of the request who need no change. */
  unchanged: number;
  give: readonly SeatNeed[];
  take: readonly string[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
  /** Licenses whose services are switched, with those that are off then. */
  services: readonly { license: string; off: readonly string[] }[];
  /** Set for people who have none; empty when nobody needs it. */
  locationName: string;
  notes: readonly string[];
  reason: string;
  /** Whose approval the button asks for, in sentences; left out: none is needed. */
  approval?: string;
}
