import type { Log } from '../../service/ports/surroundings.ts';

/** Work that goes on after Teams was answered. */
export interface Background {
  run(work: () => Promise<void>): void;
  /** Resolves when all of it is done. */
  drain(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run(work) {
      const task = work()
        .catch((error: unknown) => log.error({ error }, 'teams.backgroundFailed'))
        .finally(() => running.delete(task));
      running.add(task);
    },
    async drain() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
