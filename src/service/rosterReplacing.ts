import type { Actor, Place } from '../domain/terms.ts';
import { compareRosters } from '../roster/compareRosters.ts';
import { byActor, type ProvisioningOptions } from './context.ts';
import type { RosterDraft, SetupValues } from './draftData.ts';
import type { DraftRecord } from './ports/drafts.ts';

/** Files of one person that wait at the same time; of more the oldest are left alone. */
const LOOKED_AT = 5;

function isWaiting({ jobId, requestId, replacedBy }: RosterDraft): boolean {
  return jobId === undefined && requestId === undefined && replacedBy === undefined;
}

function sameColumns(one: RosterDraft['mapping'], other: RosterDraft['mapping']): boolean {
  return JSON.stringify(one?.columns) === JSON.stringify(other?.columns);
}

/** What was set up for the file so far. It has to be submitted anew, because it was checked against other rows. */
function formOf({ form, settings, reason = '' }: RosterDraft): SetupValues | undefined {
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
  before: RosterDraft,
  changes: NonNullable<RosterDraft['replaces']>['changes'],
  data: RosterDraft,
): RosterDraft {
  const { fileName, mapping, preset } = before;
  const form = formOf(before);
  const agreed = mapping?.agreed === true && sameColumns(mapping, data.mapping);
  return {
    ...data,
    replaces: { fileName, changes },
    ...(form === undefined ? {} : { form }),
    ...(preset === undefined ? {} : { preset }),
    ...(data.mapping === undefined ? {} : { mapping: { ...data.mapping, agreed } }),
  };
}

/**
 * Looks for an earlier reading of the same people that waits in the same chat, and takes it out of use. What
 * was started already is left alone. Answers the file as it is to be kept.
 */
export async function replaceWaiting(
  options: Pick<ProvisioningOptions, 'store' | 'clock'>,
  actor: Actor,
  place: Place,
  data: RosterDraft,
): Promise<RosterDraft> {
  const { store } = options;
  const filter = { kind: 'roster', owner: actor.id, limit: LOOKED_AT } as const;
  const drafts = (await store.listDrafts(filter)) as DraftRecord<RosterDraft>[];
  for (const draft of drafts) {
    // Wherever the file came from, its messages are in the requester's own chat with the bot.
    const isHere = draft.customer === actor.customer && draft.place.platform === place.platform;
    if (!isHere || !isWaiting(draft.data)) continue;
    const changes = compareRosters(draft.data, data);
    if (changes === undefined) continue;
    const replaced = { ...draft.data, replacedBy: data.fileName };
    // Started or changed at this very moment: then it is not the file of before any more.
    if ((await store.updateDraft(draft.id, draft.version, replaced)) === undefined) continue;
    const detail = { fileName: draft.data.fileName, by: data.fileName };
    await store.audit(
      byActor(options, actor, { what: 'roster.replaced', outcome: 'done', subject: draft.id, detail }),
    );
    return inPlaceOf(draft.data, changes, data);
  }
  return data;
}
