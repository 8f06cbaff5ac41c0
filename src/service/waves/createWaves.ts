import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { readMay, requireKnown } from '../door/readMay.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { AuditEntry } from '../ports/records.ts';
import { createAgreeing } from './agreeing.ts';
import { readWave } from './lineStates.ts';
import { createOpening } from './opening.ts';
import { actorFor, findWave, listTheirs, toStoredError } from './openWave.ts';
import { refuse } from './refuse.ts';
import { createShowParts } from './showParts.ts';
import { createWaveCommands } from './waveCommands.ts';
import type { Refused, WaveDraft } from './waveDraft.ts';
import { listEntries } from './waveEntries.ts';
import type { WaveParts } from './waveParts.ts';
import { createWaveSetup } from './waveSetup.ts';
import type { WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

export function createWaves(context: ProvisioningOptions, parts: WaveParts): Waves {
  const { policy, store } = context;
  const { drafts, rosters, runs } = parts;
  const showParts = createShowParts(context, parts);

  /** What is audited of each of these parts. */
  function entriesOf(
    actor: Actor,
    { id: subject }: Pick<DraftRecord, 'id'>,
    what: string,
    parts: Parameters<typeof listEntries>[0],
  ): AuditEntry[] {
    return listEntries(parts, byActor(context, actor, { what, outcome: 'done', subject }));
  }

  async function load(actor: Actor, waveId: string, who?: 'admins'): Promise<WaveState> {
    return showParts(actor, await findWave(context, drafts, actor, waveId, who));
  }

  /** For each part that the actor may act for, as they. What one customer refuses keeps no other from it, and is answered. */
  async function each(
    actor: Actor,
    { lines }: WaveState,
    work: (actor: Actor, line: WaveState['lines'][number]) => Promise<unknown>,
  ): Promise<Refused[]> {
    const refused = await Promise.all(
      lines.map(async (line): Promise<Refused[]> => {
        try {
          const may = await readMay(context, actor, (now) => actorFor(now, actor, line.customer));
          const own = requireKnown(may);
          if (own !== undefined) await work(own, line);
          return [];
        } catch (error) {
          if (!(error instanceof RollcallError)) throw error;
          return [{ customer: line.customer, problem: toStoredError(error) }];
        }
      }),
    );
    return refused.flat();
  }

  return {
    load,
    listTheirs: (actor) => listTheirs(policy, actor).map(({ id }) => id),
    async read(waveId) {
      const wave = await runs.load(waveId);
      return wave === undefined ? undefined : readWave(context, wave);
    },

    async start(actor, place, waveId, version) {
      const { wave, lines } = await load(actor, waveId);
      if (wave.data.state !== 'open') throw refuse('ALREADY_DONE', SAYS.started);
      if (wave.version !== version) throw describeStale();
      // What the card shows: a part that its sender may no longer act for is not on it.
      const ready = lines.filter(
        ({ standing, customer }) => standing === 'ready' && actorFor(policy, actor, customer) !== undefined,
      );
      if (ready.length === 0) throw refuse('NOT_YET', SAYS.nothingReady);
      const people = ready.reduce((sum, { draft }) => sum + (draft?.data.counts.ready ?? 0), 0);
      const isAsked = new Set(ready.map(({ customer }) => customer));
      const { name, platform, userId } = actor;
      const data: WaveDraft = {
        ...wave.data,
        ...{ state: 'running', people, by: { name, platform, userId } },
        ...(place.message === undefined ? {} : { message: place.message }),
        // Without a version nothing is asked for.
        lines: wave.data.lines.map(({ version: shown, ...line }) =>
          isAsked.has(line.customer) && shown !== undefined ? { ...line, version: shown } : line,
        ),
      };
      const counted = ready.map(({ customer, draft }) => ({
        customer,
        people: draft?.data.counts.ready ?? 0,
      }));
      const entries = entriesOf(actor, wave, 'wave.started', counted);
      if ((await store.updateDraft(wave.id, wave.version, data, entries)) === undefined)
        throw describeStale();
      await runs.wake(waveId);
      return load(actor, waveId);
    },

    async drop(actor, waveId) {
      const state = await load(actor, waveId);
      const { version, data } = state.wave;
      if (data.state !== 'open') throw refuse('ALREADY_DONE', SAYS.started);
      // First: who starts it in the same moment finds it changed.
      const parts = data.lines.map(({ customer }) => ({ customer }));
      const entries = entriesOf(actor, state.wave, 'wave.cancelled', parts);
      if ((await store.updateDraft(waveId, version, { ...data, state: 'ended' }, entries)) === undefined)
        throw describeStale();
      await each(actor, state, async (own, { draft }) => {
        if (draft !== undefined) await rosters.drop(own, draft.id);
      });
      await store.deleteDraft(waveId);
    },

    ...createOpening(context, parts, load),
    ...createWaveSetup(context, parts, load),
    ...createAgreeing(context, parts, load),
    ...createWaveCommands(context, parts, { load, each }),

    async keepMessage(waveId, ref) {
      await runs.change(waveId, (data) =>
        data.message?.messageId === ref.messageId ? undefined : { ...data, message: ref },
      );
    },

    async listStarted() {
      const waves = await store.listDrafts({ kind: 'wave', limit: Number.MAX_SAFE_INTEGER });
      return waves.filter(({ data }) => (data as WaveDraft).state === 'running').map(({ id }) => id);
    },
  };
}
