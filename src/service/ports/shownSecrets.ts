import type { CustomerId, MessageRef } from '../../domain/terms.ts';

/**
 * A link that shows first passwords once. The token in its address is kept nowhere: its SHA-256 finds the record and
 * opens nothing.
 */
export interface LinkRecord {
  /** SHA-256 of the token, as base64url. */
  hash: string;
  /** `mail` was mailed to its recipient; `list` was given to the requester. */
  kind: 'mail' | 'list';
  jobId: string;
  /** A mail address; for a `list` the policy id of the requester. */
  recipient: string;
  /** The part of the job that it was mailed for. */
  part?: number;
  /** Whom it shows. Empty for a `list`: everybody whose password was not shown yet. */
  rowIds: readonly string[];
  createdAt: number;
  expiresAt: number;
  /** It was taken, and shows nothing any more. */
  openedAt?: number;
  /** Another link took its place. */
  voidedAt?: number;
  /** How often it was asked for in vain, and when last. */
  tries: number;
  triedAt?: number;
}

/** A message that shows a secret for a few minutes. What it shows is not kept. */
export interface ShownCard {
  ref: MessageRef;
  /** When it is emptied, or when that is tried again. */
  emptyAt: number;
  /** How often emptying it has failed. Left out: not yet. */
  tries?: number;
  shownAt?: number;
  /** The audit has it that it could not be emptied. */
  audited?: true;
  /** Whose passwords for which job, for the audit. */
  about?: { actor: string; customer: CustomerId; job: string };
}
