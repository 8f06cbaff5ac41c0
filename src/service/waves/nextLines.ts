import type { Policy } from '../../domain/policy/policy.ts';
import { isHeld, isReadyToStart } from '../approvals/startableRequests.ts';
import type { RequestRecord } from '../ports/requests.ts';
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
  const running = count('running') + count('undoing');
  const held = lines.filter(({ standing }) => standing === 'held');
  if (running + held.length + count('asked') === 0)
    return { state: count('stopped') > 0 ? 'stopped' : 'done' };
  // One that went wrong proves nothing, however many may: until somebody says that it does.
  const proven = count('done') + count('undone') + passed.length;
  const most = proven >= first ? atOnce : first - proven;
  return { begin: held.filter(({ request }) => request !== undefined).slice(0, Math.max(0, most - running)) };
}

/** True for one that was stopped and has nothing left that would have to go on, or that went wrong. */
export function isThrough({ lines }: WaveState): boolean {
  return lines.every(
    ({ standing }) =>
      standing === 'done' || standing === 'undone' || standing === 'refused' || standing === 'left',
  );
}

/**
 * True for one that was ended and of which this, which has no job, could still begin. What is asked for by itself since, in
 * the place of a part, is none of it.
 */
export function isToClose(unbegun: readonly RequestRecord[]): boolean {
  return unbegun.some(
    (request) =>
      request.wave !== undefined &&
      (request.state === 'waiting' || isHeld(request) || isReadyToStart(request)),
  );
}
