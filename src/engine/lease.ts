/**
 * How long a sign of life lets its sender act. Another process takes a task over 10 s after the last one (pg-boss's
 * shortest heartbeat): the 2 s between are for what was begun just before. Longer, and two act at once; 3 s, which is one
 * beat, would hold everything up between two of them.
 */
const ACT_MS = 8_000;

/** A moment by the clock of the process, which stands still while the machine sleeps, and by that of the wall, which is set. */
export interface Moment {
  steady: number;
  wall: number;
}

export function readMoment(): Moment {
  return { steady: performance.now(), wall: Date.now() };
}

/** Whether a sign of life that was sent then still lets its sender act. */
export function isFresh(sentAt: Moment | undefined): boolean {
  if (sentAt === undefined) return false;
  const now = readMoment();
  return now.steady - sentAt.steady < ACT_MS && now.wall - sentAt.wall < ACT_MS;
}
