import type { Language } from '../../domain/languages.ts';
import type { Finding } from '../../domain/terms.ts';
import type { NamesReading } from '../../roster/rows/userNames/readNames.ts';
import type { ResetValues } from '../drafts/draftData.ts';
import type { OfferedParts } from './readPeopleFile.ts';

/** One of several people who get a new password, as they were when they were looked up. */
export interface ResetPerson {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  /** What they read, where the account says it. */
  language?: Language;
  /** Line in the file. */
  sourceRow?: number;
}

/** New passwords for several people, while they are being asked for. */
export interface ResetsDraft {
  people: readonly ResetPerson[];
  fileName?: string;
  /** The sheet that was read, of a workbook with several. */
  sheet?: string;
  /** How its letters were read, where somebody said it. */
  encoding?: string;
  /** Sheets or encodings that somebody has to choose from, while nobody has: then there are no people. */
  sheets?: OfferedParts<NamesReading>;
  /** What is wrong with rows, and how many were read. */
  findings: readonly Finding[];
  read: number;
  values: ResetValues;
  /** Every rule agreed to these values. */
  checked?: boolean;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}
