import { RollcallError } from '../../domain/errors.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isForNewer, leaveToNewer } from '../door/leaveToNewest.ts';
import { isRoleUnknown, readMay, requireKnown } from '../door/readMay.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { TOLD_BY_OTHERS_AFTER_MS } from '../jobs/createJobs.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { listLeftOut } from '../rosters/leftOut.ts';
import type { Rosters } from '../rosters/rosters.ts';
import { type Advance, type AdvanceParts, createAdvance } from './advance.ts';
import { requestOf } from './lineStates.ts';
import { actorFor, toStoredError } from './openWave.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';
import { createWaveRecords, type WaveRecords } from './waveRecords.ts';
import { WAVE_SERVICE_WORDS } from './words.ts';

/** What the engine has to wake for a file for several customers; its id follows. */
const WAVE_TASK = 'wave:';

/** While Rollcall is paused, or a role can't be told, what may begin after it is looked at again so often. As for plans. */
const HELD_MS = 30_000;

export interface RunParts extends Omit<AdvanceParts, 'records'> {
  approvals: Pick<Approvals, 'submit'> & AdvanceParts['approvals'];
  rosters: Pick<Rosters, 'peopleOf'>;
}

/** Brings files for several customers on, from their records and those of their parts. */
export interface RunWaves extends WaveRecords, Pick<Advance, 'callBack' | 'close'> {
  /** Has it looked at soon. Durable on return. */
  wake(waveId: string): Promise<void>;
  /** Carries out what the engine woke it for; ids of other tasks are left alone. `finishPress` is that of `Presses`. */
  carryOut(taskId: string, finishPress: (waveId: string) => Promise<void>): Promise<void>;
}

export function createRunWaves(
  context: ProvisioningOptions,
  { approvals, rosters, oneAtATime, emit }: RunParts,
): RunWaves {
  const { store, engine, clock, brake, log } = context;
  const records = createWaveRecords(store);
  const { load, change } = records;
  const { advance, callBack, close } = createAdvance(context, { approvals, oneAtATime, emit, records });

  const wake = (waveId: string, startAfter?: number): Promise<void> =>
    engine.send('due', `${WAVE_TASK}${waveId}`, startAfter === undefined ? {} : { startAfter });

  /** Whoever started it, as the policy has them today, for one of the customers. */
  async function requesterFor(wave: DraftRecord<WaveDraft>, line: WaveLine): Promise<Actor> {
    const { owner, customer, data } = wave;
    const id = idNow(context.policy, owner);
    const { by = { name: id, platform: wave.place.platform, userId: '' } } = data;
    const actor = { id, ...by, roles: [], customer };
    const found = requireKnown(await readMay(context, actor, (now) => actorFor(now, actor, line.customer)));
    if (found !== undefined) return found;
    throw new RollcallError('ROLE_MISSING', WAVE_SERVICE_WORDS.roleLost.message, WAVE_SERVICE_WORDS.roleLost);
  }

  /** Asks for one customer's part, as its own file would be. Asked twice, it finds the request. */
  async function submit(wave: DraftRecord<WaveDraft>, line: WaveLine): Promise<void> {
    const { draftId = '', version = 0 } = line;
    const actor = await requesterFor(wave, line);
    const draft = (await store.loadDraft(draftId)) as DraftRecord<RosterDraft> | undefined;
    const settings = draft?.data.settings;
    if (draft === undefined || settings === undefined) {
      throw new RollcallError('DRAFT_GONE', WAVE_SERVICE_WORDS.partGone.message, WAVE_SERVICE_WORDS.partGone);
    }
    const { reason, findings, rows } = draft.data;
    await approvals.submit({
      ...{ actor, place: wave.place, requestId: draftId, requestVersion: version, kind: 'bulk' },
      ...{ people: rosters.peopleOf(draft), leftOut: listLeftOut(findings, rows), settings },
      ...(wave.data.people === undefined ? {} : { ofAll: wave.data.people }),
      ...(reason === undefined ? {} : { reason }),
      ...{ fileName: wave.data.fileName, wave: wave.id },
      waveCustomers: wave.data.lines.filter(({ version }) => version !== undefined).length,
    });
  }

  /** Why parts can't be asked for yet, or that they could; its message says so. */
  async function noteWaiting(waveId: string, waits?: string): Promise<void> {
    const noted = await change(waveId, ({ waits: before, ...data }) =>
      before === waits ? undefined : { ...data, ...(waits === undefined ? {} : { waits }) },
    );
    if (noted !== undefined) emit('wave', waveId);
  }

  /**
   * All parts at once: one customer's directory that does not answer keeps no other waiting. `later`: of one of them it can't be
   * told yet whether it may be asked for; `newer`: a newer policy file says it.
   */
  async function ask(wave: DraftRecord<WaveDraft>): Promise<'asked' | 'later' | 'newer'> {
    const asked = await Promise.all(
      wave.data.lines.map(async (line) => {
        const requestId = requestOf(line);
        if (requestId === undefined || line.problem !== undefined) return 'asked';
        if ((await store.loadRequest(requestId)) !== undefined) return 'asked';
        // Somebody may have stopped it since.
        if ((await load(wave.id))?.data.state !== 'running') return 'asked';
        try {
          await submit(wave, line);
        } catch (error) {
          if (!(error instanceof RollcallError)) throw error;
          log.warn({ waveId: wave.id, customer: line.customer, code: error.code }, 'wave.not_asked');
          if (await isForNewer(context, error)) return 'newer';
          if (isRoleUnknown(error)) {
            await noteWaiting(wave.id, error.message);
            return 'later';
          }
          const problem = toStoredError(error);
          await change(wave.id, (data) => ({
            ...data,
            lines: data.lines.map((one) => (one.customer === line.customer ? { ...one, problem } : one)),
          }));
        }
        await advance(wave.id);
        return 'asked';
      }),
    );
    return asked.find((one) => one === 'later') ?? asked.find((one) => one === 'newer') ?? 'asked';
  }

  return {
    ...records,
    wake,
    callBack,
    close,
    async carryOut(taskId, finishPress) {
      if (!taskId.startsWith(WAVE_TASK)) return;
      const waveId = taskId.slice(WAVE_TASK.length);
      const wave = await load(waveId);
      if (wave === undefined || wave.data.state === 'open') return;
      const isRunning = wave.data.state === 'running';
      if (isRunning && brake.paused() !== undefined) return wake(waveId, clock.now() + HELD_MS);
      // Whoever went on died in between, and nobody could go on for them until now.
      if (isRunning && wave.data.goingOn !== undefined) {
        await finishPress(waveId);
        if ((await load(waveId))?.data.goingOn !== undefined) await wake(waveId, clock.now() + HELD_MS);
      }
      const came = isRunning ? await ask(wave) : 'asked';
      if (came !== 'later') await noteWaiting(waveId);
      await advance(waveId);
      // What was being asked for when somebody ended it.
      await close(waveId);
      // Before this is over for the engine: whoever dies before its message is drawn leaves that to others.
      await engine.send('tell', waveId, { startAfter: clock.now() + TOLD_BY_OTHERS_AFTER_MS });
      if (came === 'later') await wake(waveId, clock.now() + HELD_MS);
      if (came === 'newer') await leaveToNewer(context, 'due', taskId);
    },
  };
}
