import { RollcallError } from '../../domain/errors.ts';
import type { Language } from '../../domain/languages.ts';
import type { Actor } from '../../domain/terms.ts';
import type { Secret } from '../../secrets/secret.ts';

/** One-time pages. Methods throw RollcallError. */
export interface Links {
  /**
   * A link to a one-time page with the first passwords that were not shown yet, for the requester alone. A link given
   * before is void. Throws what claimPasswords throws, and CONFIG_INVALID without a public address.
   */
  makeList(actor: Actor, jobId: string): Promise<ListLink>;
  /** Whether there is something to open behind it now. Costs nothing but memory. */
  isOpen(token: string): Promise<boolean>;
  /**
   * Opens a one-time link: for one caller, once. Undefined for everybody else, whether it was used, is void, has
   * expired or never was. Audited, and told to the requester, before it is answered. For what {@link isDelay} says true of,
   * it is thrown, and the link stays as it is.
   */
  take(token: string): Promise<TakenLink | undefined>;
}

/**
 * Why a link stays as it is and opens later: in a pause, at an instance that hasn't got the newest policy file, or while an older
 * one stands in that refuses it, and while it can't be told whether whoever asked still has the role for it.
 */
const DELAYS: readonly string[] = ['NOT_YET', 'POLICY_BEHIND', 'POLICY_OLDER', 'ROLE_UNKNOWN'];

/** True for what `take` throws for a link that stays as it is and opens later. */
export function isDelay(error: unknown): boolean {
  return error instanceof RollcallError && DELAYS.includes(error.code);
}

/** What a one-time link shows, once. */
export interface TakenLink {
  /** The accounts were there before and have a new password. */
  isReset?: boolean;
  customer: string;
  createdBy: string;
  /** What those it is about read; undefined where nobody knows. */
  language?: Language;
  /** To be told once it was sent, where what it shows is claimed. */
  shown?(): Promise<void>;
  people: readonly {
    displayName: string;
    userPrincipalName: string;
    password: Secret<string>;
    accountEnabled: boolean;
    /** Shown in place of the password. */
    pass?: { value: Secret<string>; until: number };
  }[];
}

/** A one-time page with a job's first passwords, for its requester. */
export interface ListLink {
  url: Secret<string>;
  people: number;
  /** Names of those whose password was replaced since, which is why it is not on the page. */
  replaced: readonly string[];
  expiresAt: number;
  /** Makes the link void, and audits why. */
  release(reason: string): Promise<void>;
}
