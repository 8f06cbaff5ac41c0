import type { Policy } from '../../domain/policy/policy.ts';
import { wentWrong } from './lineStates.ts';
import type { WaveLineState, WaveState } from './waves.ts';

/** What is to happen next: parts that may begin, or the state that the whole is in from now on. */
export type Next = { begin: readonly WaveLineState[] } | { state: 'stopped' | 'done' };

/**
 * Which parts of a file that was started may begin now. The first wave is whole before any other part begins; after that a
 * few are under way at the same time, so that one customer that does not get on holds up one place and nobody else. Parts
 * that wait for an approval are passed over until they have it.
 */
export function findNext({ wave, lines }: WaveState, { first, atOnce, failures }: Policy['waves']): Next {
  const { passed = [] } = wave.data;
  const wrong = lines.filter((line) => wentWrong(line) && !passed.includes(line.customer));
  if (wrong.length >= failures) return { state: 'stopped' };
  const count = (standing: WaveLineState['standing']): number =>
    lines.filter((line) => line.standing === standing).length;
  const running = count('running');
  const held = lines.filter(({ standing }) => standing === 'held');
  if (running + held.length + count('asked') === 0) return { state: 'done' };
  const isProven = count('done') + count('undone') >= first || wrong.length + passed.length > 0;
  const most = isProven ? atOnce : Math.max(0, first - count('done') - count('undone'));
  return { begin: held.filter(({ request }) => request !== undefined).slice(0, Math.max(0, most - running)) };
}
