import type { Approvals } from '../approvals/approvals.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Emit } from '../events.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { listUnbegun, readWave } from './lineStates.ts';
import { findNext, isThrough, type Next } from './nextLines.ts';
import type { WaveDraft } from './waveDraft.ts';
import { listEntries } from './waveEntries.ts';
import type { WaveRecords } from './waveRecords.ts';

/** What brings files for several customers on is made with. */
export interface AdvanceParts {
  approvals: Pick<Approvals, 'endPart'> & {
    release(requestId: string): Promise<void>;
    callBack(requestId: string, isStill?: () => Promise<boolean>): Promise<void>;
  };
  oneAtATime: OneAtATime;
  emit: Emit;
  records: WaveRecords;
}

/** A part whose turn has come. */
function release({
  held: _turn,
  ...part
}: NonNullable<RequestRecord['wave']>): NonNullable<RequestRecord['wave']> {
  return part;
}

/** Which parts of files for several customers may begin. */
export interface Advance {
  /** Lets begin what may, or keeps that it is stopped or done. Harmless twice. */
  advance(waveId: string): Promise<void>;
  /**
   * Has parts whose turn had come wait for it again, where they have no job. For a file that nothing brings on any more, which
   * is asked of each part anew: whoever is beginning it is waited for.
   */
  callBack(waveId: string, isStill?: () => Promise<boolean>): Promise<void>;
  /** Cancels what was asked for and has not begun, of every customer, once somebody ended it. Harmless twice. */
  close(waveId: string): Promise<void>;
}

export function createAdvance(
  context: ProvisioningOptions,
  { approvals, oneAtATime, emit, records }: AdvanceParts,
): Advance {
  const { policy, store, clock } = context;
  /** Those that wait for their look at a file, which is one for all who ask before it begins. */
  const waiting = new Map<string, Promise<void>>();

  async function settle(wave: DraftRecord<WaveDraft>, state: 'stopped' | 'done'): Promise<void> {
    const entry = {
      ...{ at: clock.now(), actor: wave.owner, platform: 'system' as const, subject: wave.id },
      ...{ what: state === 'done' ? 'wave.done' : 'wave.stopped', outcome: 'done' as const },
    };
    const parts = wave.data.lines.map(({ customer }) => ({ customer }));
    await records.change(
      wave.id,
      (data) => (data.state === wave.data.state ? { ...data, state } : undefined),
      listEntries(parts, entry),
    );
  }

  /** Keeps that it is stopped or done, or lets begin what may. Answers what may and has no job. */
  async function look(waveId: string): Promise<string[]> {
    const wave = await records.load(waveId);
    const { state } = wave?.data ?? {};
    if (wave === undefined || (state !== 'running' && state !== 'stopped')) return [];
    // What was stopped runs again before others begin in its place.
    if (state === 'running' && wave.data.goingOn !== undefined) return [];
    const now = await readWave(context, wave);
    // What went wrong has been mended since.
    const isMended = state === 'stopped' && isThrough(now);
    if (state !== 'running' && !isMended) return [];
    const next: Next = isMended ? { state: 'done' } : findNext(now, policy.waves);
    if ('state' in next) {
      await settle(wave, next.state);
      return [];
    }
    for (const { request } of next.begin) {
      if (request === undefined) continue;
      await store.updateRequest(request.id, ({ wave: part, ...now }) =>
        part?.held === true ? { ...now, wave: release(part) } : undefined,
      );
    }
    // Whoever let others begin may have died before they did, or found the file stopped.
    const lost = now.lines.filter(({ standing, job }) => standing === 'running' && job === undefined);
    return [...next.begin, ...lost].flatMap(({ request }) => request?.id ?? []);
  }

  async function lookAndBegin(waveId: string): Promise<void> {
    const begin = await oneAtATime(waveId, () => {
      waiting.delete(waveId);
      return look(waveId);
    });
    emit('wave', waveId);
    await Promise.all(begin.map((id) => approvals.release(id)));
  }

  async function callBack(waveId: string, isStill?: () => Promise<boolean>): Promise<void> {
    const unbegun = await oneAtATime(waveId, async () => {
      const wave = await records.load(waveId);
      return wave === undefined ? [] : listUnbegun(context, wave);
    });
    await Promise.all(unbegun.map(({ id }) => approvals.callBack(id, isStill)));
  }

  return {
    callBack,

    advance(waveId) {
      const asked = waiting.get(waveId);
      if (asked !== undefined) return asked;
      const looking = lookAndBegin(waveId).finally(() => {
        // Its turn may never have come.
        if (waiting.get(waveId) === looking) waiting.delete(waveId);
      });
      waiting.set(waveId, looking);
      return looking;
    },

    async close(waveId) {
      const wave = await records.load(waveId);
      if (wave?.data.state !== 'ended') return;
      await callBack(waveId);
      const { owner, place, customer, data } = wave;
      const by = data.endedBy ?? { id: owner, name: owner, platform: place.platform, userId: '' };
      for (const { id } of await listUnbegun(context, wave)) {
        await approvals.endPart({ ...by, roles: [], customer }, id);
      }
    },
  };
}
