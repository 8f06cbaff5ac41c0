import type { Account, Domain, Group, License, PasswordDelivery, Person, Problem } from '../domain/terms.ts';
import type { Secret } from '../secrets/secret.ts';
import type { AssignValues } from '../service/assignDraft.ts';
import type { Attention } from '../service/licenseOverview.ts';
import type { Task } from '../service/ports/records.ts';
import type { JobCounts, PersonFormValues, SeatNeed, SetupValues } from '../service/provisioning.ts';
import type { ResetValues } from '../service/resetting.ts';
import type { FieldErrors } from './reply.ts';

/*
 * Views carry data, never markup. A string here may come from a person or a file and is never trusted as
 * markup; the words around it are the renderer's.
 */

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
  name: string;
  customer: string;
  /** What this actor may do; `command` as typed in this chat. */
  commands: readonly { command: string; does: string }[];
  buttons: readonly Button[];
}

/**
 * One person. Field ids: givenName, surname, displayName, userName, domain, usageLocation, signIn, licenses,
 * groups, recipients, delivery, reason, and with `showContact` the contact properties by their Graph names.
 */
export interface PersonFormView {
  kind: 'personForm';
  target: FormTarget;
  customer: string;
  preset: PresetPicker;
  values: PersonFormValues;
  showContact: boolean;
  /** Shows or hides the contact fields, keeping the values. */
  toggleContact: Button;
  domains: readonly Domain[];
  /** All of them, by name. */
  locations: readonly { code: string; name: string }[];
  /** Assignable ones; the option says how many are left. */
  licenses: readonly License[];
  /** There is a field for groups; what it offers is searched for as somebody types. */
  offersGroups: boolean;
  /** The chosen groups that people can be put into, by name. */
  groups: readonly Group[];
  /** Ways to choose from for the first password. */
  deliveries: readonly PasswordDelivery[];
  /** How user names are made here, for the hint: `ada.lovelace`. */
  userNameExample: string;
}

/** Named settings, in a form that they can fill in. Field id: preset. */
export interface PresetPicker {
  /** Takes the chosen preset: the form comes back filled in. */
  use: Button;
  /** Keeps the form as a preset; left out for somebody who may not. */
  save?: Button;
  /** Id of the one that was taken last; empty: none. */
  chosen: string;
  /** By name. */
  offered: readonly { id: string; name: string }[];
  /** There are more, which are found by typing. */
  isCut: boolean;
  /** What came of it, such as a group that is gone. */
  notes: readonly string[];
  /** Goes up each time that values were put in: Slack takes them in new blocks only. */
  round: number;
}

/** What a preset is to be called. Field id: presetName. */
export interface PresetNameView {
  kind: 'presetName';
  target: FormTarget;
  customer: string;
  /** What it holds. */
  summary: readonly string[];
  values: { presetName: string };
  /** Back, and for one that is there already Delete. */
  buttons: readonly Button[];
}

/** A customer's presets, by name: 30 at most. */
export interface PresetsView {
  kind: 'presets';
  customer: string;
  presets: readonly { name: string; summary: readonly string[]; edit: Button }[];
  /** What was done just now. */
  note?: string;
}

/** What will happen, before it does. */
export interface PersonConfirmView {
  kind: 'personConfirm';
  /** Submits `adduser.create`. */
  target: FormTarget;
  back: Button;
  customer: string;
  person: Person;
  accountEnabled: boolean;
  locationName: string;
  licenses: readonly SeatNeed[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
  /** Names. */
  groups: readonly string[];
  recipients: readonly string[];
  delivery: PasswordDelivery;
  reason: string;
  /** `An Ada Lovelace exists: ada@…`. */
  lookAlikes: readonly Account[];
  /** Warnings and notes. */
  notes: readonly Problem[];
}

export interface DeliveryLine {
  recipient: string;
  state: 'todo' | 'accepted' | 'deferred' | 'refused' | 'unreachable';
  /** The SMTP server's words, when it did not accept. */
  response?: string;
  /** It brought a one-time link: `opened` once somebody saw what it shows. */
  link?: 'sent' | 'opened';
  /** What can be done about it. */
  next?: string;
}

/** One person, created or not. Never the password. */
export interface PersonResultView {
  kind: 'personResult';
  /** `created`; `partly`: created, but a later step failed. */
  outcome: 'created' | 'partly' | 'failed' | 'stopped' | 'undoing' | 'undone';
  /** What was asked for; left out: `create`. */
  task?: Task;
  displayName: string;
  userPrincipalName: string;
  createdBy: string;
  customer: string;
  /** Product names assigned. */
  licenses: readonly string[];
  error?: { message: string; next: string };
  deliveries: readonly DeliveryLine[];
  /** Reveal, Retry, Send again, Add another: the ones that make sense now. */
  buttons: readonly Button[];
}

/** First passwords, for the requester's eyes. At most 50 people. */
export interface PasswordsView {
  kind: 'passwords';
  people: readonly { displayName: string; userPrincipalName: string; password: Secret<string> }[];
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
  /** `10:30 UTC`. */
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

/** Asks for a CSV. Slack: a modal with file_input (field id `file`). Teams: says to attach it in the 1:1 chat. */
export interface RosterUploadView {
  kind: 'rosterUpload';
  /** What the file is for: new people, when it is left out. */
  task?: Extract<Task, 'assign'>;
  target: FormTarget;
  customer: string;
  maxRows: number;
  maxMegabytes: number;
  buttons: readonly Button[];
}

export interface FindingLine {
  row: number;
  column: string;
  value: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  suggestion?: string;
}

/** One header of a file and what it was read as. */
export interface MappingLine {
  /** As the file spells it; empty for a value no column has. */
  column: string;
  readAs: string;
  guessed: boolean;
}

/** `Changed: 2 people` and some of their names, or a sentence's worth of findings without names. */
export interface ChangeLine {
  label: 'Added' | 'Not in the file any more' | 'Changed' | 'Solved' | 'New problems';
  count: number;
  names: readonly string[];
}

/** Verification results: the first 20 findings, errors first. */
export interface VerificationView {
  kind: 'verification';
  fileName: string;
  template: string;
  customer: string;
  counts: { read: number; ready: number; toFix: number; warned: number };
  /** Of a file that replaces an earlier one: what is different. `names` are cut, `count` is not. */
  changes?: { before: string; lines: readonly ChangeLine[] };
  /** Which header was read as what, while somebody has to agree to it; empty otherwise. */
  mapping: readonly MappingLine[];
  findings: readonly FindingLine[];
  /** Findings not shown. */
  more: number;
  /** Set up, Take the suggestions, Log file, Cancel: the ones that make sense; before all, agree to the mapping. */
  buttons: readonly Button[];
}

/** Settings for all. Field ids: signIn, usageLocation, licenses, groups, recipients, delivery, reason. */
export interface SetupFormView {
  kind: 'setupForm';
  target: FormTarget;
  fileName: string;
  customer: string;
  /** People this is for. */
  people: number;
  preset: PresetPicker;
  values: SetupValues;
  /** There is a field for groups; what it offers is searched for as somebody types. */
  offersGroups: boolean;
  /** The chosen groups that people can be put into, by name. */
  groups: readonly Group[];
  /** Ways to choose from for the first passwords. */
  deliveries: readonly PasswordDelivery[];
  locations: readonly { code: string; name: string }[];
  licenses: readonly SeatNeed[];
}

/** The counts, before a bulk job starts. */
export interface BulkConfirmView {
  kind: 'bulkConfirm';
  /** Submits `addusers.start`. */
  target: FormTarget;
  back: Button;
  fileName: string;
  customer: string;
  people: number;
  /** Rows left out because they have errors. */
  leftOut: number;
  accountEnabled: boolean;
  locationName: string;
  licenses: readonly SeatNeed[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
  /** Names of the groups for everybody whose row names none. */
  groups: readonly string[];
  /** People whose rows name the recipients themselves. */
  ownRecipients: number;
  recipients: readonly string[];
  delivery: PasswordDelivery;
  reason: string;
}

/** Updated in place while a bulk job runs. */
export interface ProgressView {
  kind: 'progress';
  /** Left out: `create`. */
  task?: Task;
  title: string;
  customer: string;
  counts: JobCounts;
  state: 'running' | 'stopping' | 'stopped' | 'done';
  secondsLeft?: number;
  /** The bot was restarted and took the job up again. */
  resumed: boolean;
  /** Passwords under way, once everybody is created: a mail server that is down keeps a job waiting. */
  deliveries: readonly DeliveryLine[];
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
  /** What it created is being deleted again. */
  undoing: boolean;
  created: readonly ResultLine[];
  moreCreated: number;
  /** Failed, or created with a failed step. */
  failed: readonly ResultLine[];
  moreFailed: number;
  deliveries: readonly DeliveryLine[];
  buttons: readonly Button[];
}

export interface LicenseLine {
  name: string;
  used: number;
  total: number;
  left: number;
  /** Seats in grace after expiry, and seats of a cancelled subscription. */
  warning: number;
  suspended: number;
  attention: Attention;
  /** Seats of people who have not signed in for long; left out when that is not known. */
  idle?: number;
}

/** Every license of the tenant, what needs attention first: 20 at most. */
export interface LicensesView {
  kind: 'licenses';
  customer: string;
  licenses: readonly LicenseLine[];
  more: number;
  idleDays: number;
  /** Who holds a license without signing in, the longest away first; each with when and what. */
  idle: readonly { displayName: string; userPrincipalName: string; lastSeen: string; licenses: string }[];
  moreIdle: number;
  /** Why it is not known who signs in. */
  idleReason?: string;
  buttons: readonly Button[];
}

/** One entry of the audit. */
export interface HistoryLine {
  /** `2026-11-23 13:40 UTC`. */
  when: string;
  who: string;
  what: string;
  outcome: 'done' | 'refused' | 'failed';
  /** A user name or a job's id. */
  about: string;
  detail: string;
}

/** Who did what, newest first: 20 at most. */
export interface HistoryView {
  kind: 'history';
  customer: string;
  /** What was asked for; empty for everything. */
  about: string;
  entries: readonly HistoryLine[];
  more: number;
  /** There are still more than `more`. */
  isCut: boolean;
  buttons: readonly Button[];
}

/** People who fit a search: at most 10. */
export interface PeopleView {
  kind: 'people';
  customer: string;
  query: string;
  people: readonly { displayName: string; userPrincipalName: string; isBlocked: boolean; show: Button }[];
  /** There are more than these. */
  more: boolean;
  buttons: readonly Button[];
}

/** Somebody who exists. */
export interface PersonCardView {
  kind: 'personCard';
  customer: string;
  displayName: string;
  userPrincipalName: string;
  signIn: 'allowed' | 'blocked' | 'unknown';
  /** `label` is our own word. */
  facts: readonly { label: string; value: string }[];
  /** Product names, how many services are switched off, and whether a group gives it. */
  licenses: readonly { name: string; off: number; inherited: boolean }[];
  /** The services of each license, once somebody asked for them. */
  plans?: readonly { license: string; plans: readonly { name: string; on: boolean }[] }[];
  groups: readonly string[];
  moreGroups: number;
  adminRoles: readonly string[];
  /** `Mia Meyer on 2026-08-01`. */
  createdHere?: string;
  buttons: readonly Button[];
}

/** Asks whose licenses are to change. Field id: person. */
export interface PersonSearchView {
  kind: 'personSearch';
  /** Submits `assign.found`. */
  target: FormTarget;
  customer: string;
  /** People who can be picked, and letters before they are searched for. */
  most: number;
  fromLetters: number;
  chosen: readonly { id: string; displayName: string; userPrincipalName: string }[];
  query: string;
}

/**
 * Licenses of people who exist. Field ids: licenses (to give), remove, servicesOff, usageLocation (where there are
 * locations to choose from), reason.
 */
export interface AssignFormView {
  kind: 'assignForm';
  target: FormTarget;
  customer: string;
  /** A person's or a file's name. */
  who: string;
  people: number;
  /** Of one person `servicesOff` is what is off; of several, what is to be off as well. */
  isForOne: boolean;
  values: AssignValues;
  /** Those that not everybody has. */
  licenses: readonly SeatNeed[];
  /** Those that can be taken away. */
  held: readonly { value: string; name: string }[];
  services: readonly { value: string; name: string; license: string }[];
  /** Empty when everybody has a location. */
  locations: readonly { code: string; name: string }[];
}

/** What will change, before it does. */
export interface AssignConfirmView {
  kind: 'assignConfirm';
  /** Submits `assign.start`. */
  target: FormTarget;
  back: Button;
  customer: string;
  fileName?: string;
  people: number;
  /** The first of them. */
  names: readonly string[];
  /** People of the request who need no change. */
  unchanged: number;
  give: readonly SeatNeed[];
  take: readonly string[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
  /** Licenses whose services are switched, with those that are off then. */
  services: readonly { license: string; off: readonly string[] }[];
  /** Set for people who have none; empty when nobody needs it. */
  locationName: string;
  notes: readonly string[];
  reason: string;
}

/** A new password for somebody who exists. Field ids: recipients, delivery, reason. */
export interface ResetFormView {
  kind: 'resetForm';
  /** Submits `reset.start`. */
  target: FormTarget;
  customer: string;
  displayName: string;
  userPrincipalName: string;
  values: ResetValues;
  deliveries: readonly PasswordDelivery[];
}

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
  /** Our own words: `Waits for approval`. */
  heading: string;
  tone: Tone;
  /** Why a click did not count. */
  note?: string;
  requestedBy: string;
  customer: string;
  fileName?: string;
  /** What is asked for, in our own words: `create`. */
  does: string;
  total: number;
  /** At most 10. */
  people: readonly { displayName: string; userPrincipalName: string }[];
  more: number;
  /** `seats` is our own words: `needs 2, 3 left after`. */
  licenses: readonly { name: string; seats: string }[];
  /** What it costs each month, in our own words: `$114.00 more a month`. */
  cost?: string;
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
  /** Our own words around a count: `3 people`. */
  subject: string;
  requestedBy: string;
  customer: string;
  /** Who changes it approves it with that. */
  approves: boolean;
  licenses: readonly SeatNeed[];
  /** Empty when they are too many to be chosen from. */
  people: readonly { displayName: string; userPrincipalName: string }[];
}

/** Why somebody declines. Field id: reason. */
export interface DeclineFormView {
  kind: 'declineForm';
  target: FormTarget;
  back: Button;
  /** Our own words around a count: `3 people`. */
  subject: string;
  requestedBy: string;
  customer: string;
}

export type View =
  | PresetNameView
  | PresetsView
  | PersonSearchView
  | AssignFormView
  | AssignConfirmView
  | ResetFormView
  | ApprovalView
  | DeclineFormView
  | ChangeFormView
  | PeopleView
  | PersonCardView
  | LicensesView
  | HistoryView
  | NoticeView
  | WorkingView
  | HelpView
  | PersonFormView
  | PersonConfirmView
  | PersonResultView
  | PasswordsView
  | PasswordLinkView
  | SendToView
  | RosterUploadView
  | VerificationView
  | SetupFormView
  | BulkConfirmView
  | ProgressView
  | ResultsView;

export type ViewKind = View['kind'];
export type ViewOf<K extends ViewKind> = Extract<View, { kind: K }>;
