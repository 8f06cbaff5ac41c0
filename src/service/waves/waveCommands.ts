import type { Actor } from '../../domain/terms.ts';
import { writeResults } from '../../roster/write/writeCsv.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { listResults } from '../jobs/results.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { takeOrder } from '../ports/order.ts';
import { readWave, wentWrong } from './lineStates.ts';
import { actorFor, findWave } from './openWave.ts';
import { createPresses, type Each, presserOf, withPress, withRefused } from './presses.ts';
import { refuse } from './refuse.ts';
import type { Refused, WaveDraft } from './waveDraft.ts';
import { listEntries } from './waveEntries.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

/** What the commands share with the rest of the capability. */
interface Shared {
  load(actor: Actor, waveId: string, who?: 'admins'): Promise<WaveState>;
  each: Each;
}

/** What can be asked of a file for several customers once it was started, for all of its parts. */
export function createWaveCommands(
  context: ProvisioningOptions,
  parts: WaveParts,
  { load, each }: Shared,
): Pick<Waves, 'stop' | 'finishPress' | 'goOn' | 'end' | 'retry' | 'undo' | 'tell' | 'writeResults'> {
  const { policy } = context;
  const { drafts, jobs, states, runs, oneAtATime, emit } = parts;
  const { stopAll, takeUp, runAgain, finishPress } = createPresses(context, parts, each);

  /** One that was started, for its owner. */
  async function loadStarted(actor: Actor, waveId: string): Promise<WaveState> {
    const state = await load(actor, waveId);
    if (state.wave.data.state === 'open') throw refuse('NOT_YET', SAYS.nothingReady);
    return state;
  }

  /** Keeps a press, and audits it as `what`, for each of its customers. Undefined: it was no longer one for that. */
  async function press(
    actor: Actor,
    waveId: string,
    what: string,
    make: (data: WaveDraft) => WaveDraft | undefined,
    who?: 'admins',
  ): Promise<DraftRecord<WaveDraft> | undefined> {
    const { data } = await findWave(context, drafts, actor, waveId, who);
    const customers = data.lines.map(({ customer }) => ({ customer }));
    const entry = byActor(context, actor, { what, outcome: 'done', subject: waveId });
    const pressed = await runs.change(waveId, make, listEntries(customers, entry));
    if (pressed !== undefined) emit('wave', waveId);
    return pressed;
  }

  /** For the message about the file, which is drawn again and again: until the next is asked for. */
  async function keepRefused(waveId: string, refused: readonly Refused[]): Promise<void> {
    await runs.change(waveId, (data) =>
      data.refused === undefined && refused.length === 0 ? undefined : withRefused(data, refused),
    );
  }

  return {
    finishPress,

    async stop(actor, waveId) {
      const before = await findWave(context, drafts, actor, waveId, 'admins');
      // One that stopped by itself lets parts which had begun go on.
      const isUnderWay =
        before.data.state === 'stopped' &&
        before.data.stoppedBy === undefined &&
        (await readWave(context, before)).lines.some(({ job }) => job?.state === 'running');
      const isToStop = ({ state, stoppedBy }: WaveDraft) =>
        state === 'running' || (state === 'stopped' && (stoppedBy !== undefined || isUnderWay));
      const wave = await press(
        actor,
        waveId,
        'wave.stopped',
        (data) =>
          isToStop(data)
            ? {
                ...{ stoppedBy: actor.name, ...withPress(data, { stopping: presserOf(actor) }) },
                state: 'stopped',
              }
            : undefined,
        'admins',
      );
      if (wave === undefined) throw refuse('ALREADY_DONE', SAYS.notRunning);
      await stopAll(actor, wave);
      return load(actor, waveId, 'admins');
    },

    async goOn(actor, waveId) {
      const { wave, lines } = await loadStarted(actor, waveId);
      // It could neither be taken up again nor left to run.
      if (wave.data.state === 'stopped' && lines.some(({ job }) => job?.state === 'stopping'))
        throw refuse('NOT_YET', SAYS.stopsStill);
      const wrong = lines.filter(wentWrong).map(({ customer }) => customer);
      const goingOn = { ...presserOf(actor), order: await takeOrder(context) };
      const pressed = await press(actor, waveId, 'wave.resumed', ({ stoppedBy: _who, ...data }) =>
        data.state === 'stopped'
          ? {
              ...withPress(data, { goingOn }),
              ...{ state: 'running', passed: [...new Set([...(data.passed ?? []), ...wrong])] },
              lines: data.lines.map(({ problem, ...line }) =>
                line.version === undefined && problem !== undefined ? { ...line, problem } : line,
              ),
            }
          : undefined,
      );
      // Two are one: the second waits for what the first takes up.
      await takeUp(waveId);
      const after = await load(actor, waveId);
      const { state, stoppedBy } = after.wave.data;
      if (pressed === undefined && state !== 'running') throw refuse('ALREADY_DONE', SAYS.notRunning);
      if (state === 'ended' || (state === 'stopped' && stoppedBy !== undefined))
        throw refuse('ALREADY_DONE', SAYS.stoppedSince);
      return after;
    },

    async end(actor, waveId) {
      const endedBy = presserOf(actor);
      const ended = await press(
        actor,
        waveId,
        'wave.ended',
        ({ goingOn: _over, ...data }) =>
          data.state === 'running' || data.state === 'stopped'
            ? { ...data, state: 'ended', endedBy }
            : undefined,
        'admins',
      );
      if (ended === undefined) throw refuse('ALREADY_DONE', SAYS.notRunning);
      await runs.close(waveId);
      emit('wave', waveId);
      return load(actor, waveId, 'admins');
    },

    async retry(actor, waveId) {
      const state = await loadStarted(actor, waveId);
      const refused = await oneAtATime(waveId, () =>
        runAgain(actor, state, ({ standing }) => standing === 'failed'),
      );
      await keepRefused(waveId, refused);
      emit('wave', waveId);
      return load(actor, waveId);
    },

    async undo(actor, place, waveId) {
      const state = await loadStarted(actor, waveId);
      const refused = await each(actor, state, async (own, { job, counts }) => {
        if (job !== undefined && counts !== undefined && counts.created + counts.partly > 0) {
          await jobs.undo(own, job.id, place);
        }
      });
      await keepRefused(waveId, refused);
      emit('wave', waveId);
      return load(actor, waveId);
    },

    async tell(actor, place, waveId, customer) {
      const { lines } = await loadStarted(actor, waveId);
      const job = lines.find((line) => line.customer === customer)?.job;
      const own = actorFor(policy, actor, customer);
      if (job === undefined || own === undefined) throw refuse('NOT_YET', SAYS.noPart);
      await jobs.tell(own, job.id, place);
      return load(actor, waveId);
    },

    async writeResults(actor, waveId, sayDone) {
      const { lines } = await loadStarted(actor, waveId);
      const read = await Promise.all(
        lines.map(async ({ customer, job }) => {
          if (job === undefined || actorFor(policy, actor, customer) === undefined) return [];
          const state = await states.read(job.id);
          if (state === undefined) return [];
          const name = policy.customers.find(({ id }) => id === customer)?.name ?? customer;
          return listResults(state, sayDone).map((record) => ({ ...record, customer: name }));
        }),
      );
      return writeResults(read.flat());
    },
  };
}
