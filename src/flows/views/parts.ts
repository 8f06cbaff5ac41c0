import type { CustomerId } from '../../domain/terms.ts';

/*
 * Views carry data, never markup. A string here may come from a person or a file and is never trusted as
 * markup; the words around it are the renderer's.
 */

/** The one of several customers that a view is for: whatever is pressed or sent in it says so, and counts for that one alone. */
export interface DrawnFor {
  id: CustomerId;
  name: string;
  /** One sign of a color, the same for a customer wherever it is shown. */
  mark: string;
  /** To begin the same for another one: the action, and what is offered. Left out: there is none, or it is under way. */
  choose?: { action: string; offered: readonly { id: CustomerId; name: string; mark: string }[] };
}

/** What buttons and menus that begin something carry in the place of a record's id. */
export const NO_RECORD = 'new';

/** A button. It carries an id and a version; everything else is loaded when it is pressed. */
export interface Button {
  /** The flow action it runs: Slack's action_id, Teams' verb. */
  action: string;
  /** At most 30 characters. */
  label: string;
  id: string;
  version: number;
  style?: 'primary' | 'danger';
  /** Asked before it runs. */
  confirm?: { title: string; text: string; ok: string };
}

/** Field id → one sentence. Field ids are the same in both chats. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Where a form's input goes. `id` and `version` travel in private_metadata (Slack) or data (Teams). */
export interface FormTarget {
  submit: { action: string; label: string };
  id: string;
  version: number;
  /** Errors to show at the fields, keyed by field id; '' is for the whole form. */
  errors: FieldErrors;
}

export type Tone = 'info' | 'success' | 'warning' | 'error';

/** Anything short: a refusal, a pointer, a confirmation that something was stopped. */
export interface NoticeView {
  kind: 'notice';
  tone: Tone;
  title: string;
  /** Paragraphs. */
  text: readonly string[];
  /** What to do next. */
  next?: string;
  /** A line to copy (an id, a policy entry), shown in a fixed-width font. */
  copy?: string;
  /** Reference id of the error, for the log. */
  reference?: string;
  buttons: readonly Button[];
}

/** Shown while something takes longer than the chat waits. */
export interface WorkingView {
  kind: 'working';
  title: string;
  text: string;
}

export interface HelpView {
  kind: 'help';
  /** What somebody typed that is no command. */
  notUnderstood?: string;
  name: string;
  customer: string;
  /** Why they may do it, where a group says so. */
  because?: string;
  /** What this actor may do; `command` as typed in this chat. */
  commands: readonly { command: string; does: string }[];
  buttons: readonly Button[];
}

/** A point in time. Each chat says it in its reader's own time zone, beside our words. */
export interface When {
  /** Milliseconds since the epoch. */
  at: number;
  /** Our own words: `2026-12-31 17:00 (Europe/Berlin)`. Left out: nobody chose its hour in a zone. */
  said?: string;
  /** Our own word: `Started`. Left out: `Starts`. */
  label?: string;
}
