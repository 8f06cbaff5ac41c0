import type { Actor } from '../../domain/terms.ts';
import { writeResults } from '../../roster/write/writeCsv.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { isBehind } from '../door/leaveToNewest.ts';
import { listResults } from '../jobs/results.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { readWave, wentWrong } from './lineStates.ts';
import { actorFor, findWave } from './openWave.ts';
import { refuse } from './refuse.ts';
import type { Refused, WaveDraft } from './waveDraft.ts';
import { listEntries } from './waveEntries.ts';
import type { WaveParts } from './waveParts.ts';
import type { WaveState, Waves } from './waves.ts';
import { WAVE_SERVICE_WORDS as SAYS } from './words.ts';

/** What the commands share with the rest of the capability. */
interface Shared {
  load(actor: Actor, waveId: string, who?: 'admins'): Promise<WaveState>;
  /** For each part that the actor may act for, as they; answers where that was refused. */
  each(
    actor: Actor,
    state: WaveState,
    work: (actor: Actor, line: WaveState['lines'][number]) => Promise<unknown>,
  ): Promise<Refused[]>;
}

/** Who pressed, as it is kept. */
function presserOf({ id, name, platform, userId, where }: Actor): NonNullable<WaveDraft['endedBy']> {
  return { id, name, platform, userId, ...(where === undefined ? {} : { where }) };
}

/** With what was refused of what was asked for last, and no more of what was before; undefined: nothing changes. */
function withRefused(
  { refused: before, ...data }: WaveDraft,
  refused: readonly Refused[],
): WaveDraft | undefined {
  if (refused.length > 0) return { ...data, refused };
  return before === undefined ? undefined : data;
}

/** Counts a press of Stop or Go on, after which the ones before it change nothing any more. */
const countPress = ({ resumed = 0 }: WaveDraft) => ({ resumed: resumed + 1 });

/** What can be asked of a file for several customers once it was started, for all of its parts. */
export function createWaveCommands(
  context: ProvisioningOptions,
  { drafts, jobs, stopPart, states, runs, emit }: WaveParts,
  { load, each }: Shared,
): Pick<Waves, 'stop' | 'stopRest' | 'goOn' | 'end' | 'retry' | 'undo' | 'tell' | 'writeResults'> {
  const { policy } = context;

  /** One that was started, for its owner. */
  async function loadStarted(actor: Actor, waveId: string): Promise<WaveState> {
    const state = await load(actor, waveId);
    if (state.wave.data.state === 'open') throw refuse('NOT_YET', SAYS.nothingReady);
    return state;
  }

  /** Changes it, and audits that as `what`, for each of its customers. */
  async function change(
    actor: Actor,
    waveId: string,
    what: string,
    make: (data: WaveDraft) => WaveDraft | undefined,
    who?: 'admins',
  ): Promise<DraftRecord<WaveDraft>> {
    const { data } = await findWave(context, drafts, actor, waveId, who);
    const parts = data.lines.map(({ customer }) => ({ customer }));
    const entry = byActor(context, actor, { what, outcome: 'done', subject: waveId });
    const changed = await runs.change(waveId, make, listEntries(parts, entry));
    if (changed === undefined) throw refuse('ALREADY_DONE', SAYS.notRunning);
    emit('wave', waveId);
    return changed;
  }

  /** For the message about the file, which is drawn again and again: until the next is asked for. */
  async function keepRefused(waveId: string, refused: readonly Refused[]): Promise<void> {
    await runs.change(waveId, (data) => withRefused(data, refused));
  }

  /**
   * Stops what is under way for every customer, as an end cancels for every one what waits, and has the rest wait for its turn
   * again, until somebody goes on.
   */
  async function stopAll(actor: Actor, wave: DraftRecord<WaveDraft>): Promise<void> {
    const isOf = ({ state, resumed }: WaveDraft) => state !== 'running' && resumed === wave.data.resumed;
    const isStill = async () => isOf((await runs.load(wave.id))?.data ?? wave.data);
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
    await runs.change(wave.id, (data) => {
      if (!isOf(data)) return undefined;
      const { stopping, ...rest } = data;
      return withRefused(rest, []) ?? (stopping === undefined ? undefined : rest);
    });
  }

  return {
    async stop(actor, waveId) {
      const before = await findWave(context, drafts, actor, waveId, 'admins');
      // Whoever pressed it may have died before all of it was stopped.
      const wasPressed = before.data.state === 'stopped' && before.data.stoppedBy !== undefined;
      const stoppedItself = before.data.state === 'stopped' && !wasPressed;
      // That lets parts which had begun go on.
      const isUnderWay =
        stoppedItself && (await readWave(context, before)).lines.some(({ job }) => job?.state === 'running');
      const stopping = presserOf(actor);
      // A Go on may be under way.
      const again = wasPressed
        ? await runs.change(waveId, (data) =>
            data.state === 'stopped' && data.stoppedBy !== undefined
              ? { ...data, ...countPress(data), stopping }
              : undefined,
          )
        : undefined;
      const wave =
        again ??
        (await change(
          actor,
          waveId,
          'wave.stopped',
          (data) =>
            data.state === 'running' ||
            (data.state === 'stopped' && data.stoppedBy === undefined && isUnderWay)
              ? { ...data, ...countPress(data), state: 'stopped', stoppedBy: actor.name, stopping }
              : undefined,
          'admins',
        ));
      await stopAll(actor, wave);
      return load(actor, waveId, 'admins');
    },

    async stopRest(waveId) {
      const wave = await runs.load(waveId);
      const { state, stopping } = wave?.data ?? {};
      if (wave === undefined || stopping === undefined || state === 'running') return;
      // By an older file the actor may not be known.
      if (await isBehind(context)) return;
      await stopAll({ ...stopping, roles: [], customer: wave.customer }, wave);
    },

    async goOn(actor, waveId) {
      const before = await loadStarted(actor, waveId);
      // It could neither be taken up again nor left to run.
      if (before.lines.some(({ job }) => job?.state === 'stopping')) throw refuse('NOT_YET', SAYS.stopsStill);
      // First: a Stop that isn't through yet stops nothing of what goes on from here.
      const begun = await runs.change(waveId, ({ stopping: _rest, ...data }) =>
        data.state === 'stopped' ? { ...data, ...countPress(data) } : undefined,
      );
      if (begun === undefined) throw refuse('ALREADY_DONE', SAYS.notRunning);
      const isOwn = ({ state, resumed }: WaveDraft) => state === 'stopped' && resumed === begun.data.resumed;
      const isStill = async () => isOwn((await runs.load(waveId))?.data ?? begun.data);
      // Before others may begin in their place.
      const refused = await each(actor, before, async (own, { standing, job }) => {
        const isCut = before.wave.data.state === 'stopped' && standing === 'stopped';
        if (!isCut || job === undefined || !(await isStill())) return;
        await jobs.retry(own, job.id);
        // A Stop that came meanwhile may have looked before it ran.
        if (!(await isStill())) await stopPart(own, job.id);
      });
      if (!(await isStill())) throw refuse('ALREADY_DONE', SAYS.stoppedSince);
      const { lines } = before;
      const wrong = lines.filter(wentWrong).map(({ customer }) => customer);
      await change(actor, waveId, 'wave.resumed', ({ stoppedBy: _who, ...data }) =>
        isOwn(data)
          ? {
              ...data,
              ...{ state: 'running', passed: [...new Set([...(data.passed ?? []), ...wrong])] },
              lines: data.lines.map(({ problem, ...line }) =>
                line.version === undefined && problem !== undefined ? { ...line, problem } : line,
              ),
            }
          : undefined,
      );
      await keepRefused(waveId, refused);
      await runs.wake(waveId);
      return load(actor, waveId);
    },

    async end(actor, waveId) {
      const by = presserOf(actor);
      await change(
        actor,
        waveId,
        'wave.ended',
        (data) =>
          data.state === 'running' || data.state === 'stopped'
            ? { ...data, state: 'ended', endedBy: by }
            : undefined,
        'admins',
      );
      await runs.close(waveId);
      emit('wave', waveId);
      return load(actor, waveId, 'admins');
    },

    async retry(actor, waveId) {
      const state = await loadStarted(actor, waveId);
      const refused = await each(actor, state, async (own, { standing, job }) => {
        if (standing === 'failed' && job !== undefined) await jobs.retry(own, job.id);
      });
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
