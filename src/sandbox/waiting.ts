import type { EventEmitter } from 'node:events';

/**
 * What `find` finds, now or after a `change` within the time.
 *
 * @throws Error with what is there instead
 */
export function waitFor<T>(
  changes: EventEmitter,
  find: () => T | undefined,
  options: { what: string; timeoutMs: number; seen: () => string },
): Promise<T> {
  return new Promise((resolve, reject) => {
    function finish(): void {
      clearTimeout(timer);
      changes.off('change', look);
    }
    function look(): void {
      try {
        const found = find();
        if (found === undefined) return;
        finish();
        resolve(found);
      } catch (error) {
        finish();
        reject(error);
      }
    }
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`${options.timeoutMs} ms without ${options.what}. There is:\n${options.seen()}`));
    }, options.timeoutMs);
    changes.on('change', look);
    look();
  });
}
