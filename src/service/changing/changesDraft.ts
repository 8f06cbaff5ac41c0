import type { Act, StateBefore } from '../../domain/acts.ts';
import type { Finding } from '../../domain/terms.ts';
import type { ChangesReading } from '../../roster/rows/userNames/readChanges.ts';
import type { OfferedParts } from '../people/readPeopleFile.ts';
import type { LeftForPerson } from '../ports/records.ts';

/** One of several people who are changed, as they were when they were looked up. */
export interface ChangedPerson {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  usageLocation?: string;
  /** What leads from how they are to how they are to be. */
  acts: readonly Act[];
  /** How they are: as much as `acts` change. */
  before: StateBefore;
  /** skuIds that are given anew. Left out: none. */
  licenses?: readonly string[];
  /** What is left for a person. Left out: nothing. */
  left?: readonly LeftForPerson[];
  /** What is not put back, in whole sentences. Left out: nothing. */
  stays?: readonly string[];
  /** Line in the file. */
  sourceRow?: number;
}

/** Several people whose fields, manager, user name and sign-in change, while it is being asked for. */
export interface ChangesDraft {
  /** `putBack`: of a job that changed them. */
  task: 'change' | 'putBack';
  people: readonly ChangedPerson[];
  /** Of a put-back: the job, and when it was accepted, milliseconds. */
  ofJob?: { id: string; at: number };
  fileName?: string;
  /** The sheet that was read, of a workbook with several. */
  sheet?: string;
  /** How its letters were read, where somebody said it. */
  encoding?: string;
  /** Sheets or encodings that somebody has to choose from, while nobody has: then there are no people. */
  sheets?: OfferedParts<ChangesReading>;
  /** What is wrong with rows, or what cannot be put back; and how many were read. */
  findings: readonly Finding[];
  read: number;
  /** What of an offboarding is put back for nobody, in whole sentences. Left out: there is nothing of that kind. */
  stays?: readonly string[];
  /** Every header of the file, and what its columns change, in words. */
  columns: readonly string[];
  changed: readonly string[];
  /** Whom rows with findings name, and their cells for the log. */
  rows: readonly { row: number; value: string; cells: readonly string[] }[];
  reason: string;
  /** Set once somebody has seen what it comes to. */
  checked?: boolean;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}
