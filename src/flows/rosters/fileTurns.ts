import type { Actor } from '../../domain/terms.ts';
import type { Clock } from '../../service/ports/surroundings.ts';

/** Time to find a file and attach it. A file that comes later is read as new people, of whom nobody is created unasked. */
const TURN_MS = 10 * 60_000;

/**
 * Whose next attached file is for licenses. Teams hands over files as messages, which do not say what they are for.
 * Kept in memory: after a restart a file is read as new people again.
 */
export interface FileTurns {
  expect(actor: Actor): void;
  /** True once for each `expect`. */
  take(actor: Actor): boolean;
}

export function createFileTurns(clock: Pick<Clock, 'now'>): FileTurns {
  const until = new Map<string, number>();
  return {
    expect: ({ id }) => void until.set(id, clock.now() + TURN_MS),
    take({ id }) {
      const end = until.get(id);
      until.delete(id);
      return end !== undefined && end > clock.now();
    },
  };
}
