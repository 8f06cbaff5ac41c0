import type { Actor, Task } from '../../domain/terms.ts';
import type { Clock } from '../../service/ports/surroundings.ts';

/** Time to find a file and attach it. A file that comes later is read as new people, of whom nobody is created unasked. */
const TURN_MS = 10 * 60_000;

/** What an attached file of user names is for. */
export type FileTask = Extract<Task, 'assign' | 'leave' | 'change' | 'reset'>;

/**
 * Whose next attached file is for what. Teams hands over files as messages, which do not say what they are for.
 * Kept in memory: after a restart a file is read as new people again.
 */
export interface FileTurns {
  expect(actor: Actor, task: FileTask): void;
  /** Answers once for each `expect`; undefined: for new people. */
  take(actor: Actor): FileTask | undefined;
}

export function createFileTurns(clock: Pick<Clock, 'now'>): FileTurns {
  const expected = new Map<string, { task: FileTask; until: number }>();
  return {
    expect: ({ id }, task) => void expected.set(id, { task, until: clock.now() + TURN_MS }),
    take({ id }) {
      const turn = expected.get(id);
      expected.delete(id);
      return turn !== undefined && turn.until > clock.now() ? turn.task : undefined;
    },
  };
}
