import type { Act, PersonField, StateBefore } from '../../domain/acts.ts';
import type { LeaveChoice } from '../../domain/leaveSteps.ts';
import type { GroupRef, LicenseChoice } from '../../domain/terms.ts';
import type { LeftForPerson } from '../ports/records.ts';
import type { AskedTime } from '../ports/requests.ts';

/** The form, as text. What has no value is empty. */
export interface ChangeValues {
  fields: Readonly<Partial<Record<PersonField, string>>>;
  userName: string;
  /** A user name. */
  manager: string;
  signIn: 'allowed' | 'blocked';
  signOut: 'no' | 'yes';
  reason: string;
}

/** What is to be done to one person who exists, while it is being made. */
export interface ActsDraft extends AskedTime {
  objectId: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  usageLocation?: string;
  /** As they were checked last. */
  acts: readonly Act[];
  /** Of what `acts` change, how it was then. */
  was?: StateBefore;
  /** skuIds that are given anew. */
  licenses: readonly string[];
  /** See `AskedPerson`. */
  keeps?: readonly string[];
  /** What a person has to do then. */
  left?: readonly LeftForPerson[];
  /** What stays as it is, in whole sentences. */
  cannot?: readonly string[];
  /** Of somebody who leaves: what `acts` are made of. */
  leaving?: LeaveChoice;
  /** Set once every rule and the directory agree. */
  checked?: boolean;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}

/** A change of one person's fields, manager, user name and sign-in. */
export interface ChangeDraft extends ActsDraft {
  /** As the form was opened: only what differs from it is changed. */
  before: ChangeValues;
  values: ChangeValues;
}

/** The form of somebody who comes back. */
export interface ComeBackValues {
  /** skuIds, of those offered. */
  licenses: readonly string[];
  /** Object ids, of those offered. */
  groups: readonly string[];
  signIn: 'allowed' | 'blocked';
  reason: string;
}

/** Somebody who was deleted and comes back, with what they had. */
export interface ComeBackDraft extends ActsDraft {
  /** ISO 8601. */
  deletedDateTime?: string;
  /** When it was kept what they had, milliseconds. Left out: nothing was. */
  takenAt?: number;
  offered: {
    /** With its product name; `isKept`: it comes back by itself. */
    licenses: readonly (LicenseChoice & { name: string; isKept: boolean })[];
    groups: readonly GroupRef[];
  };
  cannot: readonly string[];
  /** Nobody knows the password with which they come back. */
  passwordUnknown?: true;
  values: ComeBackValues;
}

/** Somebody who is to be as they were. */
export interface PutBackDraft extends ActsDraft {
  /** Left out: opened by the code of before. */
  snapshotId?: string;
  takenAt: number;
  cannot: readonly string[];
}
