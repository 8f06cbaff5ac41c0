import type { Platform } from '../domain/terms.ts';
import type { Log } from '../service/ports/surroundings.ts';

/** Work that goes on after a chat was answered. */
export interface Background {
  run(work: () => Promise<unknown>): void;
  /** Resolves when all of it is done. */
  drain(): Promise<void>;
}

export function createBackground(log: Log, chat: Platform): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run(work) {
      const task = work()
        .catch((error: unknown) => log.error({ error }, `${chat}.backgroundFailed`))
        .finally(() => running.delete(task));
      running.add(task);
    },
    async drain() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
