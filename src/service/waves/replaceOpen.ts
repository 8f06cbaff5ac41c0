import { listIdsOf } from '../../domain/policy/roleGroups.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { compareRosters } from '../../roster/check/compareRosters.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { dropOriginal } from '../rosters/originals.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';
import { listEntries } from './waveEntries.ts';

/** Files of one person that were not started, newest first; of more the oldest are left alone. */
const LOOKED_AT = 5;

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>;
type People = Parameters<typeof compareRosters>[0];

/** Everybody of all customers, as one list. */
async function joinParts(
  { store }: Options,
  { fileName, lines }: Pick<WaveDraft, 'fileName' | 'lines'>,
): Promise<People> {
  const drafts = await Promise.all(
    lines.flatMap(({ draftId }) => (draftId === undefined ? [] : [store.loadDraft(draftId)])),
  );
  const parts = drafts.flatMap((draft) => (draft === undefined ? [] : [draft.data as RosterDraft]));
  return {
    fileName,
    columns: parts[0]?.columns ?? [],
    rows: parts.flatMap(({ rows }) => rows),
    findings: [],
  };
}

/** Files of this person that were not started in this chat, newest first. */
export async function listOpen(
  { policy, store }: Pick<Options, 'policy' | 'store'>,
  { id }: Pick<Actor, 'id'>,
  { platform }: Pick<Place, 'platform'>,
): Promise<DraftRecord<WaveDraft>[]> {
  const listed = await store.listDrafts({ kind: 'wave', owners: listIdsOf(policy, id), limit: LOOKED_AT });
  return (listed as DraftRecord<WaveDraft>[]).filter(
    ({ data, place }) => data.state === 'open' && place.platform === platform,
  );
}

/**
 * Deletes an earlier file of the same people that the same person attached in the same chat and has not started, with its
 * parts: both would create them. Answers which it was.
 */
export async function replaceOpen(
  options: Options,
  actor: Actor,
  place: Pick<Place, 'platform'>,
  file: { fileName: string; lines: readonly WaveLine[] },
): Promise<Pick<WaveDraft, 'replaces' | 'replacesId'>> {
  const { store } = options;
  const after = await joinParts(options, file);
  for (const { id, version, data } of await listOpen(options, actor, place)) {
    if (compareRosters(await joinParts(options, data), after) === undefined) continue;
    const detail = { fileName: data.fileName, by: file.fileName };
    const entries = listEntries(
      data.lines.map(({ customer }) => ({ customer })),
      byActor(options, actor, { what: 'wave.replaced', outcome: 'done', subject: id, detail }),
    );
    // One that is started at this very moment stays.
    if ((await store.updateDraft(id, version, { ...data, state: 'ended' }, entries)) === undefined) continue;
    for (const { draftId } of data.lines) {
      if (draftId === undefined) continue;
      await dropOriginal(options, draftId);
      await store.deleteDraft(draftId);
    }
    await store.deleteDraft(id);
    return { replaces: data.fileName, replacesId: id };
  }
  return {};
}
