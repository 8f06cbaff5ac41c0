import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { Rosters } from '../rosters/rosters.ts';
import { cameToNothing, readWave } from './lineStates.ts';
import { actorFor, findWave } from './openWave.ts';
import { refuse } from './refuse.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

/** True for the first part: its settings hold for all that have none of their own. */
function isLeading({ lines }: WaveDraft, { id }: Pick<DraftRecord, 'id'>): boolean {
  return lines.find(({ draftId }) => draftId !== undefined)?.draftId === id;
}

/** The parts that take their settings from this one. */
function listFollowing(data: WaveDraft, draft: Pick<DraftRecord, 'id'>): WaveLine[] {
  if (!isLeading(data, draft)) return [];
  return data.lines.filter(
    ({ draftId, own }) => draftId !== undefined && draftId !== draft.id && own !== true,
  );
}

/** The actor as the file for several belongs to: to the first of its customers. */
function actorIn(actor: Actor, wave: DraftRecord<WaveDraft> | undefined): Actor {
  return { ...actor, customer: wave?.customer ?? actor.customer };
}

/** Settings for all parts of a file at once, and for one of them alone. */
export function createWaveSetup(
  context: ProvisioningOptions,
  { drafts, rosters, runs }: Pick<WaveParts, 'drafts' | 'rosters' | 'runs'>,
  load: (actor: Actor, waveId: string) => Promise<WaveState>,
): Pick<Waves, 'isOpenPart' | 'listAlike' | 'setUp'> {
  const { policy } = context;

  /** Why the settings do not fit this customer, as a sentence; undefined once they hold there. */
  async function setUpAlike(
    actor: Actor,
    draftId: string,
    setup: Parameters<Rosters['setUp']>[2],
  ): Promise<string | undefined> {
    try {
      const { problems } = await rosters.setUp(actor, draftId, { ...setup, groups: [] });
      return problems.find(({ severity }) => severity === 'error')?.message;
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      return `${error.message} ${error.next}`;
    }
  }

  return {
    async isOpenPart(draft) {
      const wave = await runs.load(draft.data.wave ?? '');
      if (wave?.data.state === 'open') return true;
      const line =
        wave === undefined
          ? undefined
          : (await readWave(context, wave)).lines.find(({ draftId }) => draftId === draft.id);
      if (line === undefined || !cameToNothing(line)) throw refuse('ALREADY_DONE', SAYS.started);
      return false;
    },

    async listAlike(draft) {
      const wave = await runs.load(draft.data.wave ?? '');
      return wave === undefined || wave.data.state !== 'open'
        ? []
        : listFollowing(wave.data, draft).map(({ customer }) => customer);
    },

    async setUp(actor, draft, setup) {
      const { wave: waveId = '' } = draft.data;
      const wave = await findWave(context, drafts, actor, waveId);
      const isLead = isLeading(wave.data, draft);
      const misfits = new Map<CustomerId, string | undefined>([[draft.customer, undefined]]);
      await Promise.all(
        listFollowing(wave.data, draft).map(async ({ customer, draftId = '' }) => {
          const theirs = actorFor(policy, actor, customer);
          if (theirs !== undefined) misfits.set(customer, await setUpAlike(theirs, draftId, setup));
        }),
      );
      const changed = await runs.change(waveId, (now) => ({
        ...now,
        lines: now.lines.map(({ misfit, ...line }): WaveLine => {
          if (!misfits.has(line.customer)) return misfit === undefined ? line : { ...line, misfit };
          const why = misfits.get(line.customer);
          const own = !isLead && line.customer === draft.customer ? ({ own: true } as const) : {};
          return { ...line, ...own, ...(why === undefined ? {} : { misfit: why }) };
        }),
      }));
      return load(actorIn(actor, changed), waveId);
    },
  };
}
