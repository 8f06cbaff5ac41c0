import type { ActsDraft } from '../changing/changeDraft.ts';

/** What can be done to whoever leaves, in the order in which it is done. */
export const LEAVE_STEPS = [
  'block',
  'signOut',
  'password',
  'reply',
  'methods',
  'groups',
  'licenses',
] as const;
export type LeaveStep = (typeof LEAVE_STEPS)[number];

/** The form. */
export interface LeaveValues {
  steps: readonly LeaveStep[];
  /** What whoever writes to them is answered. */
  reply: string;
  reason: string;
}

/** Somebody who leaves, while it is being asked for. */
export interface LeaveDraft extends ActsDraft {
  values: LeaveValues;
}
