import type { Clock } from './surroundings.ts';

/** What a change of a state comes to. The state is kept as JSON. */
export interface Changed<State, Result> {
  state: State;
  result: Result;
}

/** What all processes of one installation use up together, such as a tenant's write limit. */
export interface Quota {
  /**
   * Reads a state, changes it and keeps it, while nobody else can, on whichever process. Of one process the changes of a
   * key come in the order in which they are asked for.
   *
   * @param change pure, and it may run again; `state`: undefined when there is none yet; `now`: milliseconds since the
   *   epoch, by the clock that all processes share
   * @throws RollcallError STORE_BROKEN; then it is not known whether anything has changed
   */
  change<State, Result>(
    key: string,
    change: (state: State | undefined, now: number) => Changed<State, Result>,
  ): Promise<Result>;
}

/** For one process: nothing is kept when it ends. A state has changed before the call comes back. */
export function createMemoryQuota({ now }: Pick<Clock, 'now'>): Quota {
  const states = new Map<string, unknown>();
  return {
    async change<State, Result>(
      key: string,
      change: (state: State | undefined, now: number) => Changed<State, Result>,
    ): Promise<Result> {
      const { state, result } = change(states.get(key) as State | undefined, now());
      states.set(key, state);
      return result;
    },
  };
}
