import type { Group, PasswordDelivery, Task } from '../../domain/terms.ts';
import type { SetupValues } from '../../service/drafts/draftData.ts';
import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import type { PersonPreview } from './columns.ts';
import type { Button, FormTarget } from './parts.ts';
import type { PresetPicker } from './presets.ts';

/** Asks for a file of people. Slack: a modal with file_input (field id `file`). Teams: says to attach it in the 1:1 chat. */
export interface RosterUploadView {
  kind: 'rosterUpload';
  /** What the file is for: new people, when it is left out. */
  task?: Extract<Task, 'assign' | 'leave' | 'change' | 'reset'>;
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

/** Findings of one kind, or rows that somebody left out, with what one click does about all of them. */
export interface KindLine {
  severity: 'error' | 'warning' | 'note';
  /** How many rows. */
  count: number;
  column: string;
  /** Of the first row, unless `isSame`. */
  message: string;
  isSame: boolean;
  /** The first of them. */
  names: readonly string[];
  buttons: readonly Button[];
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
  label: string;
  of: 'people' | 'problems';
  count: number;
  names: readonly string[];
}

/** Verification results: the first 20 findings, errors first. */
export interface VerificationView {
  kind: 'verification';
  fileName: string;
  template: string;
  customer: string;
  /** Who exists already is in none of the last three. */
  counts: { read: number; ready: number; toFix: number; warned: number };
  /** People who are in the directory already, and are left out. `names` are cut, `count` is not. */
  existing?: { count: number; names: readonly string[] };
  /** Of a file that replaces an earlier one: what is different. `names` are cut, `count` is not. */
  changes?: {
    before: string;
    lines: readonly ChangeLine[];
    /** The log file whose corrected rows were put into the file. */
    log?: string;
  };
  /** One customer's part of a file for several. */
  isPart?: true;
  /** True for a header that does not say whom to create: somebody has to choose the columns. */
  isUnknown: boolean;
  /** Which header was read as what, while somebody has to agree to it; empty otherwise. */
  mapping: readonly MappingLine[];
  /** The first people as they would be created, while somebody has to agree to the columns; empty otherwise. */
  people: readonly PersonPreview[];
  /** The name under which these columns were remembered, if they are read so. */
  remembered?: string;
  /** Names as they would be created, while somebody has to say that they are right; `asks` says why, and the way out. */
  names?: { samples: readonly string[]; asks: string };
  /** What has to be known before anything else, as a question that the buttons answer. */
  question?: string;
  /** What can be settled for many rows at once. */
  kinds: readonly KindLine[];
  findings: readonly FindingLine[];
  /** Findings not shown. */
  more: number;
  /** Set up, Use the suggestions, Log file, Cancel: the ones that make sense; before all, agree to the mapping, then to the names. */
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
  /** For which other customers of the file the settings hold too, as a sentence. */
  alsoFor?: string;
  preset: PresetPicker;
  values: SetupValues;
  /** There is a field for groups; what it offers is searched for as somebody types. */
  offersGroups: boolean;
  /** Why there is none, where the app may not read groups. */
  groupsForbidden?: string;
  /** The chosen groups that people can be put into, by name. */
  groups: readonly Group[];
  /** Ways to choose from for the first passwords. */
  deliveries: readonly PasswordDelivery[];
  locations: readonly { code: string; name: string }[];
  licenses: readonly SeatNeed[];
  /** Licenses that are not offered here, because the chat takes no more. */
  licensesLeftOff?: number;
  /** As in the form for one person. */
  approval?: string;
  licenseApprovals?: Readonly<Record<string, string>>;
  /** That the seats are not of just now, as a sentence. */
  seatsOld?: string;
}

/** Somebody who is left out. */
export interface LeftOutLine {
  row?: number;
  /** A name, a user name, or that there is none. */
  name: string;
  reason: string;
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
  /** The first of them, with the user names that they get. */
  first: readonly { name: string; userName: string }[];
  /** Rows that are left out. */
  leftOut: number;
  /** The first of them, each with its reason. */
  leftOutLines: readonly LeftOutLine[];
  accountEnabled: boolean;
  locationName: string;
  /** What rows say otherwise than the two above and the groups, with how many; empty: nothing. */
  rowsSay: string;
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
  /** Whose approval the button asks for, in sentences; left out: none is needed. */
  approval?: string;
}
