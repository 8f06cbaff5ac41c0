import { listIdsOf } from '../../domain/policy/roleGroups.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { compareRosters } from '../../roster/check/compareRosters.ts';
import { mergeLog, placeLog } from '../../roster/check/mergeLog.ts';
import type { ColumnChoice } from '../../roster/columns/chosenColumns.ts';
import type { NameDoubt } from '../../roster/decode/doubtNames.ts';
import type { RosterReading } from '../../roster/rosterReading.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { RosterDraft, SetupValues } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { dropOriginal } from './originals.ts';
import { isFromReading } from './verifying/verifyAgainstDirectory.ts';

/** Files of one person that wait at the same time; of more the oldest are left alone. */
const LOOKED_AT = 5;

/** One customer's part of a file for several stays in that. */
function isWaiting({ jobId, requestId, replacedBy, wave }: RosterDraft): boolean {
  return jobId === undefined && requestId === undefined && replacedBy === undefined && wave === undefined;
}

function sameColumns(one: RosterDraft['mapping'], other: RosterDraft['mapping']): boolean {
  return JSON.stringify(one?.columns) === JSON.stringify(other?.columns);
}

/** What was set up for the file so far. It has to be submitted anew, because it was checked against other rows. */
export function formOf({ form, settings, reason = '' }: RosterDraft): SetupValues | undefined {
  if (form !== undefined || settings === undefined) return form;
  const { accountEnabled, usageLocation, licenses, groups = [], recipients, delivery } = settings;
  return {
    signIn: accountEnabled ? 'allowed' : 'blocked',
    usageLocation,
    licenses,
    groups: groups.map(({ id }) => id),
    recipients: recipients.join('\n'),
    delivery: delivery ?? 'password',
    reason,
  };
}

/** The file as read, with what is kept of the one that it replaces. */
function inPlaceOf(
  { id, data: before }: DraftRecord<RosterDraft>,
  changes: NonNullable<RosterDraft['replaces']>['changes'],
  data: RosterDraft,
): RosterDraft {
  const { fileName, mapping, preset } = before;
  const form = formOf(before);
  const agreed = mapping?.agreed === true && sameColumns(mapping, data.mapping);
  return {
    ...data,
    replaces: { id, fileName, changes },
    ...(form === undefined ? {} : { form }),
    ...(preset === undefined ? {} : { preset }),
    ...(data.mapping === undefined ? {} : { mapping: { ...data.mapping, agreed } }),
  };
}

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>;

/** Files of this person that wait in this chat, newest first. */
async function listWaiting(
  { policy, store }: Options,
  actor: Actor,
  place: Place,
): Promise<DraftRecord<RosterDraft>[]> {
  const filter = { kind: 'roster', owners: listIdsOf(policy, actor.id), limit: LOOKED_AT } as const;
  const drafts = (await store.listDrafts(filter)) as DraftRecord<RosterDraft>[];
  // Wherever the file came from, its messages are in the requester's own chat with the bot.
  return drafts.filter(
    ({ customer, place: { platform }, data }) =>
      customer === actor.customer && platform === place.platform && isWaiting(data),
  );
}

/** Takes a file out of use. False when it was started or changed at this very moment. */
async function takeOutOfUse(
  options: Options,
  actor: Actor,
  draft: DraftRecord<RosterDraft>,
  by: string,
): Promise<boolean> {
  const { store } = options;
  const { reading: _over, ...before } = draft.data;
  const replaced = { ...before, replacedBy: by };
  const detail = { fileName: draft.data.fileName, by };
  const entry = byActor(options, actor, {
    ...{ what: 'roster.replaced', outcome: 'done', subject: draft.id },
    detail,
  });
  if ((await store.updateDraft(draft.id, draft.version, replaced, [entry])) === undefined) return false;
  await dropOriginal(options, draft.id);
  return true;
}

/** What was chosen for the columns of a file that waits in this chat and has the very same header. */
export async function findChosen(
  options: Options,
  actor: Actor,
  place: Place,
  columns: readonly string[],
): Promise<readonly ColumnChoice[] | undefined> {
  const header = JSON.stringify(columns);
  const waiting = await listWaiting(options, actor, place);
  const chosen = waiting.find(
    ({ data }) => data.mapping?.agreed === true && JSON.stringify(data.columns) === header,
  );
  return chosen?.data.mapping?.chosen;
}

/**
 * Looks for an earlier reading of the same people that waits in the same chat, and takes it out of use. What
 * was started already is left alone. Answers the file as it is to be kept.
 */
export async function replaceWaiting(
  options: Options,
  actor: Actor,
  place: Place,
  data: RosterDraft,
): Promise<RosterDraft> {
  for (const draft of await listWaiting(options, actor, place)) {
    const changes = compareRosters(draft.data, data);
    if (changes === undefined) continue;
    if (await takeOutOfUse(options, actor, draft, data.fileName)) return inPlaceOf(draft, changes, data);
  }
  return data;
}

/** A waiting file with the rows of its corrected log in place; they are still to be verified. */
export interface Corrected {
  draft: DraftRecord<RosterDraft>;
  roster: Pick<RosterDraft, 'rows' | 'columns' | 'columnNames' | 'findings'>;
}

/**
 * Looks for the waiting file that a log belongs to, also where its own columns were deleted. Undefined when there is
 * none, so that its rows are a file.
 */
export async function findCorrected(
  options: Options,
  actor: Actor,
  place: Place,
  { logOf, ...reading }: RosterReading,
): Promise<Corrected | undefined> {
  for (const draft of await listWaiting(options, actor, place)) {
    const { columns, columnNames = reading.columnNames } = draft.data;
    const places = logOf ?? placeLog(draft.data, reading);
    if (places === undefined) continue;
    const merged = mergeLog(draft.data, { ...reading, logOf: places }, isFromReading);
    if (merged !== undefined) return { draft, roster: { columns, columnNames, ...merged } };
  }
  return undefined;
}

/**
 * Puts a corrected file in the place of the one that its log belongs to. Undefined when that one was started or
 * changed meanwhile.
 *
 * @param doubt why the names of the log have to be looked at
 */
export async function replaceCorrected(
  options: Options,
  actor: Actor,
  { data: before, ...draft }: DraftRecord<RosterDraft>,
  log: string,
  data: Pick<RosterDraft, 'rows' | 'columns' | 'columnNames' | 'findings' | 'counts'>,
  doubt: NameDoubt | undefined,
): Promise<RosterDraft | undefined> {
  const changes = compareRosters(before, { ...data, fileName: before.fileName });
  if (changes === undefined) return undefined;
  if (!(await takeOutOfUse(options, actor, { data: before, ...draft }, log))) return undefined;
  const { fileName, template, mapping } = before;
  const names = doubt === undefined ? before.names : { ...doubt, agreed: false };
  const whole = {
    fileName,
    template,
    ...data,
    ...(mapping === undefined ? {} : { mapping }),
    ...(names === undefined ? {} : { names }),
  };
  const { replaces, ...kept } = inPlaceOf({ ...draft, data: before }, changes, whole);
  return { ...kept, replaces: { id: draft.id, fileName, changes, log } };
}
