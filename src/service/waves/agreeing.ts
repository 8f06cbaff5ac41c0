import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { isSettled } from '../rosters/rosterColumns.ts';
import { actorFor } from './openWave.ts';
import { refuse } from './refuse.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveLineState, WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

type Part = DraftRecord<RosterDraft>;

/** The parts whose columns were all guessed in the same way, so that one look is enough; the first tells how. */
export function listAlikeRead(lines: readonly WaveLineState[]): Part[] {
  const guessed = lines.flatMap(({ draft }) =>
    draft?.data.mapping?.agreed === false && draft.data.rows.length > 0 ? [draft] : [],
  );
  const shown = JSON.stringify(guessed[0]?.data.mapping?.columns);
  return guessed.filter(({ data }) => JSON.stringify(data.mapping?.columns) === shown);
}

/** The parts whose names are in doubt for the same reason, and whose columns are not: names stand in columns. */
export function listDoubtful(lines: readonly WaveLineState[]): Part[] {
  const doubtful = lines.flatMap(({ draft }) =>
    draft !== undefined && draft.data.mapping?.agreed !== false && draft.data.names?.agreed === false
      ? [draft]
      : [],
  );
  return doubtful.filter(({ data }) => data.names?.why === doubtful[0]?.data.names?.why);
}

/** The parts that have suggestions and are read as they should be. */
export function listSuggesting(lines: readonly WaveLineState[]): Part[] {
  return lines.flatMap(({ draft }) =>
    draft !== undefined && draft.data.counts.suggestions > 0 && isSettled(draft.data) ? [draft] : [],
  );
}

/** What is the same for all parts of a file that was not started, said once. */
export function createAgreeing(
  { policy }: Pick<ProvisioningOptions, 'policy'>,
  { rosters }: Pick<WaveParts, 'rosters'>,
  load: (actor: Actor, waveId: string) => Promise<WaveState>,
): Pick<Waves, 'agree' | 'agreeToNames' | 'takeSuggestions'> {
  /** What one customer refuses keeps no other from it: its line goes on saying what is missing. */
  async function each(
    actor: Actor,
    waveId: string,
    version: number,
    list: (lines: readonly WaveLineState[]) => Part[],
    work: (actor: Actor, part: Part) => Promise<unknown>,
  ): Promise<WaveState> {
    const { wave, lines } = await load(actor, waveId);
    if (wave.data.state !== 'open') throw refuse('ALREADY_DONE', SAYS.started);
    if (wave.version !== version) throw describeStale();
    const theirs = lines.filter(({ customer }) => actorFor(policy, actor, customer) !== undefined);
    await Promise.all(
      list(theirs).map(async (part) => {
        const own = actorFor(policy, actor, part.customer);
        if (own === undefined) return;
        await work(own, part).catch((error: unknown) => {
          if (!(error instanceof RollcallError)) throw error;
        });
      }),
    );
    return load(actor, waveId);
  }

  return {
    agree: (actor, waveId, version) =>
      each(actor, waveId, version, listAlikeRead, (own, part) =>
        rosters.agreeToColumns(own, part.id, part.version),
      ),
    agreeToNames: (actor, waveId, version) =>
      each(actor, waveId, version, listDoubtful, (own, part) =>
        rosters.agreeToNames(own, part.id, part.version),
      ),
    takeSuggestions: (actor, waveId, version) =>
      each(actor, waveId, version, listSuggesting, (own, part) =>
        rosters.takeSuggestions(own, part.id, part.version),
      ),
  };
}
