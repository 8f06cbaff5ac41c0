import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import type { Button, FormTarget, Tone, When } from './parts.ts';

export interface ApprovalLine {
  icon: string;
  /** Who, and what they did, in our words around a name. */
  name: string;
  did: string;
  reason?: string;
}

/** Something that waits for approval, or did: each copy shows the present state. */
export interface ApprovalView {
  kind: 'approval';
  /** Our own words: `Waiting for approval`. */
  heading: string;
  tone: Tone;
  /** Why a click did not count. */
  note?: string;
  requestedBy: string;
  customer: string;
  fileName?: string;
  /** What is asked for, or was, in our own words: `asks to create`. */
  does: string;
  /** When it starts. Left out: as soon as it is approved. */
  when?: When;
  /** Whom it is about: the name of the one person, or how many in our words: `12 people`. */
  who: string;
  /** At most 10. `manager` is the user name of the manager each will have. */
  people: readonly { displayName: string; userPrincipalName: string; manager?: string }[];
  more: number;
  /** `seats` is our own words: `needs 2, leaving 3 of 5`. */
  licenses: readonly { name: string; seats: string }[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
  /** What is to be done to people who exist, beside licenses, in words. */
  acts: readonly string[];
  /** Of them not shown. */
  moreActs?: number;
  /** Names of the groups that any of them is put into: at most 10. */
  groups: readonly string[];
  reason?: string;
  /** What was decided so far. */
  decisions: readonly ApprovalLine[];
  /** Names of those who were asked. */
  approvers: readonly string[];
  /** `until 2026-08-04 09:30 UTC`, while it waits. */
  until?: string;
  /** Approved, and could not be started. */
  problem?: { message: string; next: string };
  buttons: readonly Button[];
}

/** Makes less of a request that waits. Field ids: remove, leaveOut. */
export interface ChangeFormView {
  kind: 'changeForm';
  target: FormTarget;
  back: Button;
  /** What it asks for, after the name of who does: `wants to create Ada Lovelace and Sam Stone`. */
  subject: string;
  requestedBy: string;
  customer: string;
  /** What a change does to approvals, as a sentence. */
  effect: string;
  licenses: readonly SeatNeed[];
  /** Empty when they are too many to be chosen from, and when there is only one. */
  people: readonly { displayName: string; userPrincipalName: string }[];
  /** Set when they are too many: what was typed of their user names. */
  typed?: string;
}

/** One text for the other side: why somebody declines, or a note. */
export interface WriteFormView {
  kind: 'writeForm';
  target: FormTarget;
  back: Button;
  /** Opens it, where a message cannot hold it. */
  open: Button;
  /** Our own words: `Decline`. */
  title: string;
  /** What it asks for, after the name of who does: `wants to create Ada Lovelace and Sam Stone`. */
  subject: string;
  requestedBy: string;
  customer: string;
  /** What happens with it, in a sentence of ours. */
  says: string;
  field: 'reason' | 'note';
  /** What was typed before. */
  value: string;
  /** As many characters as are taken. */
  maxLength: number;
  /** Who reads it, around a name. */
  hint: string;
}
