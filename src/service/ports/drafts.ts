import type { CustomerId, GroupRef, License, PasswordDelivery, Place } from '../../domain/terms.ts';
import type { Sealed, WrappedKey } from '../../secrets/sealing.ts';
import type { Ordered } from './order.ts';

/** Settings that are used again and again, without anything about one person: whom to create, or a password. */
export interface PresetSettings {
  accountEnabled: boolean;
  /** Empty: not set by the preset. */
  usageLocation: string;
  /** With the names they had, to say which one is gone. */
  licenses: readonly Pick<License, 'skuId' | 'name'>[];
  groups: readonly GroupRef[];
  recipients: readonly string[];
  delivery: PasswordDelivery;
}

/** A set-up form's settings under a name. */
export interface PresetRecord {
  id: string;
  customer: CustomerId;
  /** One of its customer's presets has it, whatever its case. */
  name: string;
  settings: PresetSettings;
  /** Id of the human in the policy. */
  savedBy: string;
  savedAt: number;
}

/** How the columns of a header are read, as somebody chose and named it for their customer. */
export interface ColumnsRecord {
  id: string;
  customer: CustomerId;
  name: string;
  /** The header, as the file spelled it. */
  columns: readonly string[];
  /** What each of them holds, in the words of the roster room; `none` for what is not used. */
  choices: readonly string[];
  /** Id of the human in the policy. */
  savedBy: string;
  savedAt: number;
}

/** A file as it came, sealed, for as long as how to read it may still be changed. Its id is made of its draft's. */
export interface OriginalData {
  key: WrappedKey;
  file: Sealed;
}

/**
 * What is kept beside what somebody works on, for a while: a file as it came (`original`), what the next attached file
 * of its owner is for (`file`), a file at an address of its own, sealed (`handout`), which files its owner was offered
 * last (`offered`), where the newest message about a file is (`shown`), what its owner began without saying for which
 * customer (`begun`), a customer that is being added (`consent`), who is changing the policy file (`policyChange`), and who waits for an answer
 * (`sign`).
 */
export type AsideKind =
  | 'original'
  | 'file'
  | 'handout'
  | 'offered'
  | 'shown'
  | 'begun'
  | 'consent'
  | 'policyChange'
  | 'sign';

/** What somebody is still working on. Drafts expire; they never hold a password. */
export interface DraftRecord<Data = unknown> extends Ordered {
  id: string;
  version: number;
  kind:
    | 'person'
    | 'roster'
    | 'assign'
    | 'reset'
    | 'resets'
    | 'restore'
    | 'change'
    | 'changes'
    | 'putBack'
    | 'leave'
    | 'leavers'
    | 'delete'
    | 'wave'
    | AsideKind;
  owner: string;
  customer: CustomerId;
  place: Place;
  data: Data;
  createdAt: number;
  expiresAt: number;
}
