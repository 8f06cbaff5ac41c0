import { describe, expect, it } from 'vitest';
import { findNext } from '../../../src/service/waves/nextLines.ts';
import type { Standing, WaveState } from '../../../src/service/waves/waves.ts';

/** A file whose parts stand like this, each for a customer of its own. */
function stateOf(standings: readonly Standing[], passed: readonly string[] = []): WaveState {
  const lines = standings.map((standing, index) => ({
    ...{ customer: `c${index}`, standing },
    ...(standing === 'held' ? { request: { id: `req_${index}` } } : {}),
  }));
  return { wave: { data: { state: 'running', passed } }, lines } as unknown as WaveState;
}

const begun = (state: WaveState, waves: Parameters<typeof findNext>[1]) => {
  const next = findNext(state, waves);
  return 'begin' in next ? next.begin.map(({ customer }) => customer) : next.state;
};

describe('which customers may begin', () => {
  const careful = { first: 1, atOnce: 5, failures: 1 };
  const patient = { first: 1, atOnce: 5, failures: 3 };

  it.each([
    ['the first alone', careful, ['held', 'held', 'held'], ['c0']],
    ['nobody beside the first', careful, ['running', 'held', 'held'], []],
    ['several once the first is whole', careful, ['done', 'held', 'held'], ['c1', 'c2']],
    ['nobody once something went wrong', careful, ['failed', 'held'], 'stopped'],
    ['one in the place of a first that went wrong', patient, ['failed', 'held', 'held'], ['c1']],
    ['nobody beside that one', patient, ['failed', 'running', 'held'], []],
    ['several once one was whole', patient, ['failed', 'done', 'held', 'held'], ['c2', 'c3']],
    ['nobody while the first is undone', careful, ['undoing', 'held'], []],
    ['others after one that was undone', careful, ['undone', 'held'], ['c1']],
    ['the next, after one that somebody stopped', careful, ['stopped', 'held', 'held'], ['c1']],
    ['nobody, and it is not done, where one was stopped', careful, ['done', 'stopped'], 'stopped'],
    ['nobody when all is done', careful, ['done', 'refused', 'undone'], 'done'],
  ] as const)('are %s', (_what, waves, standings, expected) => {
    expect(begun(stateOf(standings), waves)).toEqual(expected);
  });

  it('are several once somebody goes on with the others', () => {
    expect(begun(stateOf(['failed', 'held', 'held'], ['c0']), careful)).toEqual(['c1', 'c2']);
  });
});
