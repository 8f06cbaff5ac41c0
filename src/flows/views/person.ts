import type { Domain } from '../../domain/tenant.ts';
import type { Account, Group, License, PasswordDelivery, Person, Problem, Task } from '../../domain/terms.ts';
import type { PersonFormValues } from '../../service/drafts/draftData.ts';
import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import type { ActResult } from './changing.ts';
import type { Button, FormTarget } from './parts.ts';
import type { DeliveryLine, Undelivered } from './passwords.ts';
import type { PresetPicker } from './presets.ts';

/**
 * One person. Field ids: givenName, surname, licenses, recipients, usageLocation, reason, displayName, userName, domain,
 * signIn, groups, manager, delivery, and the contact properties by their Graph names.
 */
export interface PersonFormView {
  kind: 'personForm';
  target: FormTarget;
  customer: string;
  preset: PresetPicker;
  values: PersonFormValues;
  /** Those that are asked for, in their order: few at first. */
  fields: readonly string[];
  /** Shows all of them, or few again, keeping the values. */
  toggleMore: Button;
  domains: readonly Domain[];
  /** All of them, by name. */
  locations: readonly { code: string; name: string }[];
  /** Only the chosen one is there; the others are found by typing. */
  locationsCut?: true;
  /** Assignable ones; the option says how many are left. */
  licenses: readonly License[];
  /** Licenses that are not offered here, because the chat takes no more. */
  licensesLeftOff?: number;
  /** Whose approval this needs, as a sentence: `This needs Grace Okafor's approval.` */
  approval?: string;
  /** skuId → `needs Grace Okafor's approval`. */
  licenseApprovals?: Readonly<Record<string, string>>;
  /** That the seats are not of just now, as a sentence. */
  seatsOld?: string;
  /** There is a field for groups; what it offers is searched for as somebody types. */
  offersGroups: boolean;
  /** Why there is none, where the app may not read groups. */
  groupsForbidden?: string;
  /** The chosen groups that people can be put into, by name. */
  groups: readonly Group[];
  /** Ways to choose from for the first password. */
  deliveries: readonly PasswordDelivery[];
  /** The user name as it will be, as far as is known; left out: no name was typed yet. */
  userPrincipalName?: string;
  /** How user names are made here, for the hint: `ada.lovelace`. */
  userNameExample: string;
}

/** What will happen, before it does. */
export interface PersonConfirmView {
  kind: 'personConfirm';
  /** Submits `adduser.create`. */
  target: FormTarget;
  back: Button;
  /** Restores whoever had the user name instead. Left out: nobody, or not for this actor. */
  instead?: Button;
  customer: string;
  person: Person;
  accountEnabled: boolean;
  locationName: string;
  licenses: readonly SeatNeed[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
  /** Names. */
  groups: readonly string[];
  /** The user name of their manager; left out: nobody. */
  manager?: string;
  recipients: readonly string[];
  delivery: PasswordDelivery;
  reason: string;
  /** Whose approval the button asks for, in sentences; left out: none is needed. */
  approval?: string;
  /** `An Ada Lovelace exists: ada@…`. */
  lookAlikes: readonly Account[];
  /** Warnings and notes. */
  notes: readonly Problem[];
  /** Of them not shown. */
  moreNotes?: number;
}

/** One person, created or not. Never the password. */
export interface PersonResultView {
  kind: 'personResult';
  /** `created`; `partly`: created, but a later step failed. */
  outcome: 'created' | 'partly' | 'failed' | 'stopped' | 'undoing' | 'undone';
  /** What was asked for; left out: `create`. */
  task?: Task;
  displayName: string;
  userPrincipalName: string;
  createdBy: string;
  customer: string;
  /** Product names assigned. */
  licenses: readonly string[];
  /** Of a change: what became of each thing. Left out: there are none. */
  acts?: readonly ActResult[];
  /** Something that belongs to an earlier state was not put back. */
  stays?: true;
  /** Of them not shown. */
  moreActs?: number;
  /** What is left for a person, with a command to paste. Left out: nothing. */
  left?: readonly {
    what: string;
    command?: string;
    /** Who did it and when: `Omar Haddad, 2026-12-31 17:00 UTC`. Left out: it is not ticked off. */
    done?: string;
  }[];
  /** `message` left out: it is said at each step of `acts`. */
  error?: { message?: string; next: string };
  deliveries: readonly DeliveryLine[];
  /** Who saw the passwords in the chat, and when, as a sentence; left out: nobody so far. */
  revealed?: string;
  /** Not everybody who was to get the password has it. */
  undelivered?: Undelivered;
  /** Reveal, Retry, Send again, Add another: the ones that make sense now. */
  buttons: readonly Button[];
}
