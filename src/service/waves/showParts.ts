import type { Actor } from '../../domain/terms.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { ProvisioningOptions } from '../context.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { Rosters } from '../rosters/rosters.ts';
import { readWave } from './lineStates.ts';
import { actorFor, within } from './openWave.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';
import type { WaveLineState, WaveState } from './waves.ts';
import { WAVE_SERVICE_WORDS } from './words.ts';

/** Whoever must approve is only told ahead: the start asks again. */
const FORESEEN_WITHIN_MS = 5_000;

/**
 * A file for several customers for its owner. Before the start, what each part holds now is noted as what was shown: only
 * that can be started.
 */
export function createShowParts(
  context: ProvisioningOptions,
  { approvals, rosters }: { approvals: Pick<Approvals, 'foresee'>; rosters: Pick<Rosters, 'peopleOf'> },
): (actor: Actor, wave: DraftRecord<WaveDraft>) => Promise<WaveState> {
  const { policy, store } = context;

  /** Who would have to approve it, and what is missing for that. */
  async function foresee(actor: Actor, line: WaveLineState, ofAll: number): Promise<WaveLineState> {
    const own = actorFor(policy, actor, line.customer);
    const { draft } = line;
    if (own === undefined || draft === undefined || line.standing !== 'ready') return line;
    const people = rosters.peopleOf(draft);
    const foreseeing = approvals.foresee({ actor: own, people, ofAll }).then((needed) => ({ needed }));
    const foreseen = await within(context, FORESEEN_WITHIN_MS, foreseeing);
    if ('problem' in foreseen) return { ...line, standing: 'open', misfit: foreseen.problem.message };
    const { needed } = foreseen;
    if (needed === undefined) return line;
    if ('problem' in needed) return { ...line, standing: 'open', misfit: needed.problem.message };
    const isExplained = (draft.data.reason ?? '') !== '';
    return isExplained
      ? { ...line, approvers: needed.names }
      : { ...line, standing: 'open', approvers: needed.names, misfit: WAVE_SERVICE_WORDS.reason };
  }

  function asShown({ version: _before, ...line }: WaveLine, shown: WaveLineState | undefined): WaveLine {
    return shown?.draft === undefined ? line : { ...line, version: shown.draft.version };
  }

  return async (actor, wave) => {
    const state = await readWave(context, wave);
    if (wave.data.state !== 'open') return state;
    const ready = state.lines.filter(({ standing }) => standing === 'ready');
    const people = ready.reduce((sum, { draft }) => sum + (draft?.data.counts.ready ?? 0), 0);
    const lines = await Promise.all(state.lines.map((line) => foresee(actor, line, people)));
    const noted = wave.data.lines.map((line) =>
      asShown(
        line,
        lines.find(({ customer }) => customer === line.customer),
      ),
    );
    const isNew = noted.some(({ version }, index) => version !== wave.data.lines[index]?.version);
    if (!isNew) return { wave, lines };
    const data = { ...wave.data, lines: noted };
    const stored = await store.updateDraft(wave.id, wave.version, data);
    if (stored === undefined) throw describeStale();
    return { wave: { ...stored, data }, lines };
  };
}
