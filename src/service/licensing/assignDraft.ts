import type { Finding, Holdings, Problem } from '../../domain/terms.ts';
import type { NamesReading } from '../../roster/rows/userNames/readNames.ts';
import type { OfferedParts } from '../people/readPeopleFile.ts';

/** The form, as text, keyed by field id. */
export interface AssignValues {
  /** skuIds to give. */
  licenses: string[];
  /** skuIds to take away. */
  remove: string[];
  /** `skuId/servicePlanId` of every service that is to be off. */
  servicesOff: string[];
  /** For people who have none. */
  usageLocation: string;
  reason: string;
}

/** Somebody whose licenses are to change. */
export interface AssignTarget extends Holdings {
  /** Line in the file. */
  sourceRow?: number;
}

/** A request to change licenses, while it is being made. */
export interface AssignDraft {
  targets: readonly AssignTarget[];
  fileName?: string;
  /** The sheet that was read, of a workbook with several. */
  sheet?: string;
  /** How its letters were read, where somebody said it. */
  encoding?: string;
  /** Sheets or encodings that somebody has to choose from, while nobody has: then there are no targets. */
  sheets?: OfferedParts<NamesReading>;
  /** Of a file: what is wrong with rows, and how many were read. */
  findings?: readonly Finding[];
  read?: number;
  values: AssignValues;
  /** Every rule agreed to these values. */
  checked?: boolean;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}

/** A problem, at the field of {@link AssignValues} it belongs to. */
export interface AssignProblem extends Pick<Problem, 'severity' | 'message'> {
  field: keyof AssignValues;
}
/** One person's licenses are shown as they are; what several people hold differs. */
export function isForOne({ targets, fileName }: AssignDraft): boolean {
  return fileName === undefined && targets.length === 1;
}

/** `skuId/servicePlanId`. */
export function keyOfService(skuId: string, servicePlanId: string): string {
  return `${skuId}/${servicePlanId}`;
}
