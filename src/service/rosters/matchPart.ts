import type { Actor, Place } from '../../domain/terms.ts';
import { compareRosters } from '../../roster/check/compareRosters.ts';
import { mergeLog, placeLog } from '../../roster/check/mergeLog.ts';
import type { ReadFile } from '../../roster/readRoster.ts';
import type { RosterReading } from '../../roster/rosterReading.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { Facts } from '../facts/facts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { moveUserNames } from './copyRoster.ts';
import { readAsChosen } from './readIncoming.ts';
import { isFromReading } from './verifying/verifyAgainstDirectory.ts';

/** A file that may correct one customer's part of a file for several. */
export interface PartFile {
  fileName: string;
  read: ReadFile;
  /** Only as a log: a list of the same people is a file of its own. */
  isLog: boolean;
  /** It is the file as it is for another customer, of which the part is a copy: user names are moved as they were then. */
  isCopied: boolean;
}

/** What a corrected file puts into a part, still to be verified. */
export type PartRows = Pick<RosterDraft, 'rows' | 'findings' | 'names' | 'replaces'>;

type Options = Parameters<typeof readAsChosen>[0];

function hasSameHeader(one: RosterDraft, other: RosterReading): boolean {
  return (
    JSON.stringify([one.columns, one.columnNames]) === JSON.stringify([other.columns, other.columnNames])
  );
}

/**
 * The rows of a part as its corrected log, or the same people once more under the same header, have them. Undefined for a
 * file of others. What was set up for the part stays.
 */
export async function matchPart(
  options: Options,
  facts: Pick<Facts, 'read'>,
  actor: Actor,
  place: Place,
  { id, data: before }: DraftRecord<RosterDraft>,
  { fileName, read, isLog, isCopied }: PartFile,
): Promise<PartRows | undefined> {
  const { domains } = await facts.read(actor.customer);
  const { reading: asRead } = await readAsChosen(options, actor, place, read, domains);
  const { rows: inDomains, moved } = moveUserNames(asRead, isCopied ? domains : []);
  const reading = { ...asRead, rows: inDomains, findings: [...asRead.findings, ...moved] };
  const { logOf = placeLog(before, reading), doubt } = reading;
  const merged = logOf === undefined ? undefined : mergeLog(before, { ...reading, logOf }, isFromReading);
  const isWhole =
    merged === undefined && !isLog && asRead.logOf === undefined && hasSameHeader(before, asRead);
  if (merged === undefined && !isWhole) return undefined;
  const { rows, findings } = merged ?? reading;
  const changes = compareRosters(before, {
    fileName: before.fileName,
    columns: before.columns,
    rows,
    findings,
  });
  if (changes === undefined) return undefined;
  const names = doubt === undefined ? before.names : { ...doubt, agreed: false };
  return {
    ...{ rows, findings },
    ...(names === undefined ? {} : { names }),
    replaces: { id, fileName: before.fileName, changes, ...(merged === undefined ? {} : { log: fileName }) },
  };
}
