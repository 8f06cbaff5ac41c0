import type { PasswordDelivery } from '../../domain/terms.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { ResetValues } from '../../service/drafts/draftData.ts';
import type { Button, FormTarget } from './parts.ts';

export interface DeliveryLine {
  recipient: string;
  state: 'todo' | 'accepted' | 'deferred' | 'refused' | 'unreachable';
  /** Why it was not accepted, in words that follow a colon. */
  reason?: string;
  /** It brought a one-time link: `opened` once somebody saw what it shows. */
  link?: 'sent' | 'opened';
  /** What can be done about it. */
  next?: string;
}

/** Mails that were not accepted. */
export interface Undelivered {
  /** They are tried again without anybody's help. */
  pending: boolean;
  /** Others were accepted. */
  some: boolean;
}

/** Recipients that one message has no room for. */
export interface MoreDeliveries {
  all: number;
  unsent: number;
}

/** First passwords, for the requester's eyes. At most 50 people. */
export interface PasswordsView {
  kind: 'passwords';
  people: readonly { displayName: string; userPrincipalName: string; password: Secret<string> }[];
  /** Rollcall ended while it was showing them, so that they may have been seen already. */
  again?: true;
  /** Whose password was replaced since and is not shown, as a sentence. */
  replaced?: string;
  /** More than are shown here. */
  more: number;
  /** Teams empties its card after this long. */
  showSeconds: number;
}

/** A one-time page with more first passwords than a chat can show, for the requester's eyes. */
export interface PasswordLinkView {
  kind: 'passwordLink';
  people: number;
  url: Secret<string>;
  /** Whose password was replaced since and is not on it, as a sentence. */
  replaced?: string;
  /** `2026-01-05 10:30 UTC`. */
  until: string;
  /** Teams empties its card after this long. */
  showSeconds: number;
}

/** Who else is to get first passwords. Field id: recipients. */
export interface SendToView {
  kind: 'sendTo';
  target: FormTarget;
  /** Back to the results, where a form takes their place. */
  back: Button;
  /** Whose passwords, in a few words. */
  title: string;
  customer: string;
  values: { recipients: string };
}

/** A new password for somebody who exists. Field ids: recipients, delivery, reason. */
export interface ResetFormView {
  kind: 'resetForm';
  /** Submits `reset.start` or `resets.start`. */
  target: FormTarget;
  /** Goes back to the card of the person, in a chat whose forms take its place. Left out: there is none. */
  back?: Button;
  customer: string;
  /** Of several people: their names. */
  displayName: string;
  /** Left out: they are several people. */
  userPrincipalName?: string;
  values: ResetValues;
  /** Whose approval this needs, as a sentence. */
  approval?: string;
  deliveries: readonly PasswordDelivery[];
}
