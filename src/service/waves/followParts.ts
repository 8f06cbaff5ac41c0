import type { ProvisioningOptions } from '../context.ts';
import type { Events } from '../events.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { createCountOnce, listUnbegun, readWave } from './lineStates.ts';
import { isThrough, isToClose } from './nextLines.ts';
import type { RunWaves } from './runWaves.ts';
import type { WaveDraft } from './waveDraft.ts';
import type { Waves } from './waves.ts';

/** Jobs and requests of which it is known whether they are parts, kept in memory: far more than are under way at a time. */
const MOST_KNOWN = 10_000;

/**
 * Hears what becomes of the parts of files for several customers: each is drawn anew, and brought on where that may let
 * another part begin. What is missed, because a process died, is found by the sweep and at a start. Resolves once what
 * an earlier process left is sent to the engine.
 */
export async function followParts(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'log'>,
  runs: RunWaves,
  { finishPress }: Pick<Waves, 'finishPress'>,
  { on, emit }: Events,
): Promise<void> {
  const { store, log } = context;
  const known = new Map<string, string | undefined>();
  const countOnce = createCountOnce(context);

  async function waveOf(id: string): Promise<string | undefined> {
    if (known.has(id)) return known.get(id);
    const job = await store.loadJob(id);
    const wave = job === undefined ? (await store.loadRequest(id))?.wave?.id : job.wave;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(id, wave);
    return wave;
  }

  function follow(id: string, mayGoOn: boolean): void {
    void waveOf(id)
      .then(async (wave) => {
        if (wave === undefined) return;
        emit('wave', wave);
        if (mayGoOn) await runs.wake(wave);
      })
      .catch((error: unknown) => log.warn({ subject: id, err: error }, 'wave.not_followed'));
  }

  async function isLeft(wave: DraftRecord<WaveDraft>): Promise<boolean> {
    const { state } = wave.data;
    if (state === 'running') return true;
    if (state !== 'stopped' && state !== 'ended') return false;
    const isUnbegun = isToClose(await listUnbegun(context, wave));
    if (state === 'ended') return isUnbegun;
    // One that hasn't begun tells enough: most have some, and each sweep asks.
    return !isUnbegun && isThrough(await readWave(context, wave, countOnce));
  }

  /** What whoever died left undone: those that run, that were mended and not told of, and of whose parts not all have stopped or ended. */
  async function wakeAll(): Promise<void> {
    const all = await store.listDrafts({ kind: 'wave', limit: Number.MAX_SAFE_INTEGER });
    for (const wave of all as DraftRecord<WaveDraft>[]) {
      if (await isLeft(wave)) await runs.wake(wave.id);
      // Not waited for: whoever died may still hold a part that it was beginning.
      if ((wave.data.stopping ?? wave.data.goingOn) !== undefined)
        finishPress(wave.id).catch((error: unknown) =>
          log.warn({ waveId: wave.id, err: error }, 'wave.not_finished'),
        );
    }
  }

  on('progress', (id) => follow(id, false));
  on('resumed', (id) => follow(id, false));
  on('finished', (id) => follow(id, true));
  on('request', (id) => follow(id, true));
  on('swept', () => {
    wakeAll().catch((error: unknown) => log.warn({ err: error }, 'wave.not_swept'));
  });
  await wakeAll();
}
