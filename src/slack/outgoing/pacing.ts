import type { Changed, Quota } from '../../service/ports/quota.ts';
import type { Clock } from '../../service/ports/surroundings.ts';

/** When the next turn of each key is. Those whose time has come are not kept. */
type TurnState = Readonly<Record<string, number>>;

function takeTurn(
  before: TurnState | undefined,
  now: number,
  { of, gapMs }: { of: string; gapMs: number },
): Changed<TurnState, number> {
  const coming = Object.entries(before ?? {}).filter(([, at]) => at > now);
  const at = Math.max(now, new Map(coming).get(of) ?? 0);
  return { state: { ...Object.fromEntries(coming), [of]: at + gapMs }, result: at - now };
}

/**
 * Gives turns that are at least `gapMs` apart, in the order they were asked for, to each key (a channel) its own. All
 * processes share those of one name.
 */
export function createTurns(
  { clock, quota }: { clock: Pick<Clock, 'sleep'>; quota: Quota },
  name: string,
  gapMs: number,
): (of: string) => Promise<void> {
  return async (of) => {
    const waitMs = await quota
      .change<TurnState, number>(`slack ${name}`, (before, now) => takeTurn(before, now, { of, gapMs }))
      // Slack refuses what comes too fast, with a time; what waits for a count that is gone would never arrive.
      .catch(() => 0);
    if (waitMs > 0) await clock.sleep(waitMs);
  };
}
