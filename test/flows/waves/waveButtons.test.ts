import { describe, expect, it } from 'vitest';
import { startedButtons } from '../../../src/flows/waves/waveButtons.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import type { WaveDraft } from '../../../src/service/waves/waveDraft.ts';
import type { WaveState } from '../../../src/service/waves/waves.ts';

const STOPPED = { state: 'stopped', stoppedBy: 'Omar' } as const;

const isOffered = (data: Partial<WaveDraft>, state: JobRecord['state'], button = 'wave.stop'): boolean =>
  startedButtons({
    wave: { id: 'wave_1', version: 2, data: { lines: [], ...data } },
    lines: [
      { customer: 'first', standing: state === 'running' ? 'running' : 'stopped', job: { state } },
      { customer: 'second', standing: 'held' },
    ],
  } as unknown as WaveState).some(({ action }) => action === button);

describe('Stop all', () => {
  it.each([
    ['while the file runs', { state: 'running' }, 'running', true],
    ['while a job runs on although someone stopped the file', STOPPED, 'running', true],
    ['not once its jobs are stopping', STOPPED, 'stopping', false],
    ['while a job runs on in a file that stopped by itself', { state: 'stopped' }, 'running', true],
    ['not for a file that stopped by itself with nothing under way', { state: 'stopped' }, 'done', false],
    ['not for a file that was ended', { ...STOPPED, state: 'ended' }, 'running', false],
  ] as const)('is offered: %s', (_when, data, job, expected) => {
    expect(isOffered(data, job)).toBe(expected);
  });
});

describe('Continue', () => {
  it.each([
    ['once what was stopped has come to its end', 'stopped', true],
    ['not while that is still stopping', 'stopping', false],
  ] as const)('is offered: %s', (_when, job, expected) => {
    expect(isOffered(STOPPED, job, 'wave.goOn')).toBe(expected);
  });
});
