/**
 * Puts the wall clock of a process forward or back by `shift` milliseconds; it runs on from there. Written so that
 * it works as source too: the bot's process loads it before its own modules.
 */
function shiftDate(shift: number): void {
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [Real.now() + shift] : given, newTarget),
    get: (target, name) => (name === 'now' ? () => Real.now() + shift : Reflect.get(target, name)),
  });
}

/** Sets this process's clock. Answers what gives another process the same one, and what puts this one right again. */
export function shiftClock(to: number): { env: Readonly<Record<string, string>>; restore: () => void } {
  const Real = Date;
  const shift = to - Real.now();
  shiftDate(shift);
  const preload = `(${shiftDate})(${shift});`;
  return {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` },
    restore: () => {
      globalThis.Date = Real;
    },
  };
}
