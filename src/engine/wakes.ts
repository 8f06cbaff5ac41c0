import type { Engine, WakeTopic } from '../service/ports/engine.ts';

/** Who listens in this process. */
export interface Wakes {
  tell: Engine['wake'];
  listen: Engine['onWake'];
}

export function createWakes(): Wakes {
  const listeners = new Map<WakeTopic, Set<(id: string) => void>>();
  return {
    tell(topic, id) {
      // Not within the call, as if it came from another process.
      queueMicrotask(() => {
        for (const listener of listeners.get(topic) ?? []) listener(id);
      });
    },
    listen(topic, listener) {
      const own = listeners.get(topic) ?? new Set();
      listeners.set(topic, own.add(listener));
      return () => void own.delete(listener);
    },
  };
}
