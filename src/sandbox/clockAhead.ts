/**
 * The sandbox's way to make time pass: the bot has no switch for its clock, so Node puts it ahead before the bot's own
 * code is loaded (`--import`), and the services around it do the same, because their signatures and tokens carry times.
 */

/** How far, in milliseconds: for the bot's process. */
export const AHEAD_VARIABLE = 'SANDBOX_CLOCK_AHEAD_MS';

const machine = globalThis.Date;

/**
 * Puts this process's clock so far ahead of the machine's, or behind it below 0; 0 is the machine's own. Timers run as before, and so does
 * whoever keeps `Date.now` itself instead of asking for it each time.
 */
export function putClockAhead(ms: number): void {
  const now = () => machine.now() + ms;
  globalThis.Date =
    ms === 0
      ? machine
      : new Proxy(machine, {
          construct: (target, given: unknown[], made) =>
            Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
          get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
        });
}

const ahead = Number(process.env[AHEAD_VARIABLE] ?? 0);
if (ahead !== 0) putClockAhead(ahead);
