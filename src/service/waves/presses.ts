import type { Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isBehind } from '../door/leaveToNewest.ts';
import { readMay } from '../door/readMay.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { readWave } from './lineStates.ts';
import { actorFor } from './openWave.ts';
import type { Presser, Refused, WaveDraft } from './waveDraft.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveLineState, WaveState } from './waves.ts';

/** For each part that the actor may act for, as they; answers where that was refused. */
export type Each = (
  actor: Actor,
  state: WaveState,
  work: (actor: Actor, line: WaveLineState) => Promise<unknown>,
) => Promise<Refused[]>;

/** Who pressed, as it is kept. */
export function presserOf({ id, name, platform, userId, where }: Actor): Presser {
  return { id, name, platform, userId, ...(where === undefined ? {} : { where }) };
}

function actorOf(presser: Presser, { customer }: DraftRecord): Actor {
  return { ...presser, roles: [], customer };
}

/** With the press that comes last from now on. Without one, nothing is left to do of those before. */
export function withPress(
  { stopping: _stop, goingOn: _goOn, ...data }: WaveDraft,
  press: Pick<WaveDraft, 'stopping'> | Pick<WaveDraft, 'goingOn'>,
): WaveDraft {
  return { ...data, ...press, resumed: (data.resumed ?? 0) + 1 };
}

/** With what was refused of what was asked for last, and no more of what was before. */
export function withRefused(
  { refused: _before, ...data }: WaveDraft,
  refused: readonly Refused[],
): WaveDraft {
  return refused.length > 0 ? { ...data, refused } : data;
}

/**
 * What is done of a press once it is kept, each step of it as long as no press of another kind came since: a Stop holds until
 * somebody goes on, and a Go on until somebody stops or ends it. A second Stop takes nothing of the first back, and a second Go
 * on does what the first one does.
 */
export interface Presses {
  /**
   * Stops what is under way for every customer, as an end cancels for every one what waits, and has the rest wait for its turn
   * again, until somebody goes on.
   */
  stopAll(actor: Actor, wave: DraftRecord<WaveDraft>): Promise<void>;
  /** Runs the parts that were stopped again, for whoever went on, before others may begin in their place. Harmless twice. */
  takeUp(waveId: string): Promise<void>;
  /** Runs the jobs of these parts again, unless somebody stops or ends the file after it was read as given. */
  runAgain(
    actor: Actor,
    state: WaveState,
    isMeant: (line: WaveLineState) => boolean,
  ): Promise<readonly Refused[]>;
  /** Does what is left of the last press, whose process died. Harmless twice. */
  finishPress(waveId: string): Promise<void>;
}

export function createPresses(
  context: ProvisioningOptions,
  { jobs, stopPart, runs, oneAtATime, emit }: WaveParts,
  each: Each,
): Presses {
  const { brake } = context;

  /** Where it is the last press still. */
  async function keepThrough(
    { id, data: { resumed } }: DraftRecord<WaveDraft>,
    refused: readonly Refused[],
  ): Promise<void> {
    const changed = await runs.change(id, ({ stopping, goingOn, ...data }) =>
      (stopping ?? goingOn) === undefined || data.resumed !== resumed
        ? undefined
        : withRefused(data, refused),
    );
    if (changed !== undefined) emit('wave', id);
  }

  async function stopAll(actor: Actor, wave: DraftRecord<WaveDraft>): Promise<void> {
    // Gone as well once another Stop is through, which looked after this one.
    const isStill = async () => ((await runs.load(wave.id))?.data ?? wave.data).stopping !== undefined;
    const pressed = new Set<string>();
    const stopJobs = async () => {
      const { lines } = await readWave(context, wave);
      await Promise.all(
        lines.map(async ({ job }) => {
          if (job?.state !== 'running' || pressed.has(job.id) || !(await isStill())) return;
          pressed.add(job.id);
          await stopPart(actor, job.id);
        }),
      );
    };
    // First: while others are waited for, more people are created.
    await stopJobs();
    await runs.callBack(wave.id, isStill);
    await stopJobs();
    await keepThrough(wave, []);
  }

  /** Whether somebody stopped or ended it since, and who, as long as that is under way. */
  async function findHalt(wave: DraftRecord<WaveDraft>): Promise<{ by?: Presser } | undefined> {
    const { state, stoppedBy, stopping, endedBy, resumed } = (await runs.load(wave.id))?.data ?? wave.data;
    const isStopped = stoppedBy !== undefined && resumed !== wave.data.resumed;
    const isEnded = state === 'ended' && wave.data.state !== 'ended';
    if (!isStopped && !isEnded) return undefined;
    const by = stopping ?? endedBy;
    return by === undefined ? {} : { by };
  }

  const runAgain: Presses['runAgain'] = (actor, state, isMeant) =>
    each(actor, state, async (own, line) => {
      const { wave } = state;
      if (line.job === undefined || !isMeant(line) || (await findHalt(wave)) !== undefined) return;
      await jobs.retry(own, line.job.id);
      // It may have looked before this ran.
      const halt = await findHalt(wave);
      if (halt !== undefined) await stopPart(actorOf(halt.by ?? own, wave), line.job.id);
    });

  // A Stop waits for this before it looks for the last time.
  const takeUp = (waveId: string): Promise<void> =>
    oneAtATime(waveId, async () => {
      const wave = await runs.load(waveId);
      const { state, goingOn } = wave?.data ?? {};
      if (wave === undefined || goingOn === undefined || state !== 'running') return;
      const refused = await runAgain(
        actorOf(goingOn, wave),
        await readWave(context, wave),
        ({ standing, job }) => standing === 'stopped' && (job?.finishedOrder ?? 0) < goingOn.order,
      );
      await keepThrough(wave, refused);
      await runs.wake(waveId);
    });

  return {
    stopAll,
    takeUp,
    runAgain,
    async finishPress(waveId) {
      const wave = await runs.load(waveId);
      const { stopping, goingOn } = wave?.data ?? {};
      if (wave === undefined || (stopping ?? goingOn) === undefined) return;
      // By an older file the actor may not be known.
      if (await isBehind(context)) return;
      if (stopping !== undefined) return stopAll(actorOf(stopping, wave), wave);
      if (goingOn === undefined || brake.paused() !== undefined) return;
      const actor = actorOf(goingOn, wave);
      const mays = await Promise.all(
        wave.data.lines.map(({ customer }) =>
          readMay(context, actor, (now) => actorFor(now, actor, customer)),
        ),
      );
      if (mays.every(({ may }) => may !== 'unknown')) await takeUp(waveId);
    },
  };
}
