import type { Task } from '../../domain/terms.ts';
import type { JobCounts } from '../../service/jobs/shownJob.ts';
import type { Button, FormTarget } from './parts.ts';
import type { DeliveryLine, MoreDeliveries, Undelivered } from './passwords.ts';

/** Updated in place while a bulk job runs. */
export interface ProgressView {
  kind: 'progress';
  /** Left out: `create`. */
  task?: Task;
  title: string;
  customer: string;
  counts: JobCounts;
  state: 'running' | 'stopping' | 'stopped' | 'done';
  /** It stops, or has, because whoever asked lost the role for it, or its customer was removed. */
  halted?: 'role' | 'customer';
  secondsLeft?: number;
  /** The bot was restarted and took the job up again. */
  resumed: boolean;
  /** Passwords under way, once everybody is created: a mail server that is down keeps a job waiting. */
  deliveries: readonly DeliveryLine[];
  moreDeliveries?: MoreDeliveries;
  buttons: readonly Button[];
}

export interface ResultLine {
  displayName: string;
  userPrincipalName: string;
  /** Line in the file. */
  row?: number;
  /** What became of the licenses of somebody who exists: `+ Office 365 E3, − Microsoft 365 E5`. */
  change?: string;
  reason?: string;
  next?: string;
}

/** A bulk job's end: who was created, and each failed row with its reason (20 of each at most). */
export interface ResultsView {
  kind: 'results';
  /** Left out: `create`. */
  task?: Task;
  title: string;
  customer: string;
  createdBy: string;
  counts: JobCounts;
  stopped: boolean;
  /** That is because whoever asked lost the role for it, or its customer was removed. */
  halted?: 'role' | 'customer';
  /** What it created is being deleted again. */
  undoing: boolean;
  created: readonly ResultLine[];
  moreCreated: number;
  /** Failed, or created with a failed step. */
  failed: readonly ResultLine[];
  moreFailed: number;
  /** Of the file, and not asked for. */
  leftOut: readonly ResultLine[];
  moreLeftOut: number;
  deliveries: readonly DeliveryLine[];
  moreDeliveries?: MoreDeliveries;
  /** Who saw the passwords in the chat, and when, as a sentence; left out: nobody so far. */
  revealed?: string;
  /** What a person has to do by hand: of how many things, and how many of them are ticked off. Left out: nothing. */
  left?: { total: number; done: number };
  /** Something that belongs to an earlier state was not put back. */
  stays?: true;
  /** Not everybody who was to get passwords has them. */
  undelivered?: Undelivered;
  buttons: readonly Button[];
}

/** A manual step. */
export interface StepChoice {
  value: string;
  text: string;
  /** Whom it is about. Left out: the one person of the job. */
  person?: string;
}

/** What was left for a person to do by hand, to be ticked off. Field ids: left (some of `choices`), notDone (some of `ticked`). */
export interface TickOffFormView {
  kind: 'tickOffForm';
  target: FormTarget;
  back: Button;
  customer: string;
  choices: readonly StepChoice[];
  /** Those that can be taken back. */
  ticked: readonly StepChoice[];
  /** How many of either are not listed. */
  notes: readonly string[];
}
