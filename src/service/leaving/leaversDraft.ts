import type { Act } from '../../domain/acts.ts';
import type { Finding } from '../../domain/terms.ts';
import type { DayOrder } from '../../domain/time/readDate.ts';
import type { NamesReading } from '../../roster/rows/userNames/readNames.ts';
import type { ChosenPreset } from '../drafts/draftData.ts';
import type { OfferedParts } from '../people/readPeopleFile.ts';
import type { LeaveValues } from './leaveDraft.ts';

/** One of several people who leave, as they were when they were looked up. */
export interface Leaver {
  id: string;
  userPrincipalName: string;
  displayName: string;
  usageLocation?: string;
  /** Their manager's user name. Left out: they have none. */
  manager?: string;
  /** All that every step would do to them; the reply is empty. */
  acts: readonly Act[];
  /** Line in the file. */
  sourceRow?: number;
  /** When they leave, as the file writes it. */
  date?: string;
}

/** Several people who leave, while it is being asked for. */
export interface LeaversDraft {
  people: readonly Leaver[];
  fileName?: string;
  /** The sheet that was read, of a workbook with several. */
  sheet?: string;
  /** How its letters were read, where somebody said it. */
  encoding?: string;
  /** Sheets or encodings that somebody has to choose from, while nobody has: then there are no people. */
  sheets?: OfferedParts<NamesReading>;
  /** Of a file: what is wrong with rows, apart from their dates, and how many were read. */
  findings?: readonly Finding[];
  read?: number;
  /** The column of dates. Left out: there is none, and the form asks for one date. */
  dateColumn?: string;
  /** Nothing but its values tells that it is one, and nobody has said yet whether they leave on these days. */
  datesUnsure?: true;
  /** Whether the file's days or its months are first, where somebody said so or all of its dates do. */
  order?: DayOrder;
  /** A date of which nobody can tell that, while nobody has said it. */
  unclear?: string;
  values: LeaveValues;
  preset?: ChosenPreset;
  /** Who leaves when, as it was checked last. */
  groups?: readonly LeaverGroup[];
  /** Set once every rule agrees. */
  checked?: boolean;
  /** Of a part: how many all parts are for. */
  ofAll?: number;
  /** Drafts of one group each, once it was started for several. */
  parts?: readonly string[];
  /** The version that was confirmed by that start. */
  splitAt?: number;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval, or planned. */
  requestId?: string;
}

/** Those who leave at one moment. */
export interface LeaverGroup {
  /** Milliseconds since the epoch. Left out: now. */
  startsAt?: number;
  zone?: string;
  /** Object ids. */
  ids: readonly string[];
}
