import type { ContactProperty } from '../../domain/contactProperties.ts';
import type { Language } from '../../domain/languages.ts';
import type {
  Account,
  Finding,
  ManagerRef,
  PasswordDelivery,
  Person,
  Problem,
  RequestSettings,
  RosterRow,
} from '../../domain/terms.ts';
import type { RosterChanges } from '../../roster/check/compareRosters.ts';
import type { ColumnChoice } from '../../roster/columns/chosenColumns.ts';
import type { ColumnNames } from '../../roster/columns/columns.ts';
import type { ColumnReading } from '../../roster/columns/readHead.ts';
import type { NameDoubt } from '../../roster/decode/doubtNames.ts';
import type { ComeBackDraft } from '../changing/changeDraft.ts';
import type { PresetValues } from '../presets/presetSettings.ts';

/** The person form, as text, keyed by field id. Both chats send this same shape. */
export interface PersonFormValues {
  givenName: string;
  surname: string;
  displayName: string;
  /** Local part, or a whole user name; empty: suggested from the name. */
  userName: string;
  domain: string;
  usageLocation: string;
  signIn: 'allowed' | 'blocked';
  licenses: string[];
  /** Group ids. */
  groups?: string[];
  /** Addresses separated by line breaks, commas, semicolons or spaces. */
  recipients: string;
  /** Left out: the customer's own way. */
  delivery?: PasswordDelivery;
  reason: string;
  /** The user name of their manager; left out by the code of before, empty: nobody. */
  manager?: string;
  /** Every other column of the Microsoft 365 template, and employeeId. */
  contact: Partial<Record<ContactProperty, string>>;
}

/** What a form was last filled in with, and what it says about that. */
export interface ChosenPreset {
  id: string;
  /** Goes up each time that values are put in from outside. */
  round: number;
  /** Sentences about what of it was left out. */
  notes: readonly string[];
  /** The preset whose place the next save under its name takes. */
  replaces?: string;
}

/** The set-up form's fields. */
export type SetupValues = PresetValues & { reason: string };

/** A person draft's data. */
export interface PersonDraft {
  values: PersonFormValues;
  /** Shows every field, not only the few of the first screen. */
  showContact: boolean;
  preset?: ChosenPreset;
  /** Set once every rule and the directory agree. */
  checked?: CheckedPerson;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}

/** One person as every rule and the directory agree to them. */
export interface CheckedPerson {
  person: Person;
  settings: RequestSettings;
  manager?: ManagerRef;
  lookAlikes: Account[];
  notes: Problem[];
  /** Object id of somebody deleted who had the user name and can be restored instead. Left out: nobody. */
  restorable?: string;
}

/** A roster draft's data. */
export interface RosterDraft {
  fileName: string;
  /** As recognised: `Microsoft 365 template`, `Entra template`. */
  template: string;
  /** The sheet that was read, of a workbook with several. */
  sheet?: string;
  /** Sheets that somebody has to choose from, while nobody has: then there are no rows. */
  sheets?: {
    offered: readonly { name: string; people: number }[];
    /** What else the workbook holds, and why it cannot be chosen. */
    others: readonly { name: string; reason: string }[];
  };
  /** Header cells as the file spells them. */
  columns: readonly string[];
  /** Left out by the code of before: as the headers alone tell. */
  columnNames?: ColumnNames;
  rows: readonly RosterRow[];
  /** All of them: errors first, then by row. */
  findings: readonly Finding[];
  /** Which header was read as what, where that is a guess; nothing goes on before somebody agreed to it. */
  mapping?: {
    columns: readonly ColumnReading[];
    agreed: boolean;
    /** What somebody chose for each column; left out: it is read as it was guessed. */
    chosen?: readonly ColumnChoice[];
  };
  /** How the file is read, while that may be changed: as long as its original is kept. */
  reading?: {
    /** The record, counted from 1, that is the header; the last one above the people, or 0, where there is none. */
    headerRow: number;
    /** The list has no header. */
    isHeadless?: boolean;
    /** What each column is read as so far. */
    choices: readonly ColumnChoice[];
    /** Chosen, or the likeliest; left out: Windows-1252, or certain. */
    encoding?: string;
    /** What the customer's files with this header are read by. */
    remembered?: { id: string; name: string };
  };
  /** Names that may be wrong, and why; nothing goes on before somebody said that they are right. */
  names?: NameDoubt & { agreed: boolean };
  /** Rows read = ready + with errors. Rows named as skipped (blank, example) are notes in findings. */
  counts: {
    read: number;
    ready: number;
    toFix: number;
    /** Of those to fix: people who are in the directory already. Left out: not looked for, or nobody. */
    existing?: number;
    warned: number;
    suggestions: number;
  };
  /** What was typed into cells to fix, while the form for them is not sent: it goes on over several pages. */
  fixes?: readonly { row: number; property: string; value: string }[];
  /** The version in which the rows last changed; left out: the first. */
  rowsSince?: number;
  /** The set-up form as it was left, with this file or the one that it replaces, while it is not accepted. */
  form?: SetupValues;
  preset?: ChosenPreset;
  /** The set-up form's last accepted values. */
  settings?: RequestSettings;
  reason?: string;
  /** The same people in an earlier file, which this one replaced, and what is different. */
  replaces?: {
    /** Of its draft. Left out by the code of before. */
    id?: string;
    fileName: string;
    changes: RosterChanges;
    /** The log file whose corrected rows were put into it; everybody else stayed. Left out: it is a file of its own. */
    log?: string;
  };
  /** The name of the file that replaced this one: it is out of use. */
  replacedBy?: string;
  /** The file for several customers of which this is one's part. Left out: it is a file for one. */
  wave?: string;
  jobId?: string;
  requestId?: string;
}

/** A line of a file whose user name was a deleted account's, who can be restored instead. */
export interface Restorable {
  row: number;
  userPrincipalName: string;
  /** As the file has it. */
  displayName: string;
}

/** The form, as text, keyed by field id. */
export interface ResetValues {
  recipients: string;
  delivery: PasswordDelivery;
  reason: string;
}

/** A request for a new password, while it is being made. */
export interface ResetDraft {
  objectId: string;
  userPrincipalName: string;
  displayName: string;
  /** What the person reads, where the account says it. */
  language?: Language;
  accountEnabled: boolean;
  values: ResetValues;
  checked?: boolean;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}

/** A request to bring a deleted account back: of a row of a file it says no more than which. */
export type RestoreDraft = Pick<ComeBackDraft, 'objectId'> & Partial<ComeBackDraft>;
