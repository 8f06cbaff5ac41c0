import type { LeaveChoice } from '../../domain/leaveSteps.ts';
import type { ActsDraft } from '../changing/changeDraft.ts';
import type { ChosenPreset } from '../drafts/draftData.ts';

/** The form, as typed. */
export interface LeaveValues extends Omit<LeaveChoice, 'deleteAfterDays'> {
  /** The day, the time of day and the time zone. A day left empty: now. Left out: kept by the code of before. */
  date?: string;
  time?: string;
  zone?: string;
  /** After how many days the account is deleted. Empty: it is not. Left out: kept by the code of before. */
  deleteAfter?: string;
  reason: string;
}

/** Somebody who leaves, while it is being asked for. */
export interface LeaveDraft extends ActsDraft {
  values: LeaveValues;
  /** Their manager's user name. Left out: none, or opened by the code of before. */
  manager?: string;
  /** What the reply was filled in from. Left out: nothing, or opened by the code of before. */
  template?: string;
  /** Of the policy's: its id is its name. */
  preset?: ChosenPreset;
}
