import { createLog } from './log.ts';

/**
 * An error that nobody caught ends the process: what comes after it cannot be trusted, and the next start takes up what
 * is on disk. Node would print the whole of it, with whatever a library hung on it: a request's body, a token. The log
 * says it without.
 */
export function sayLastWords(): void {
  process.on('uncaughtException', (error: unknown, origin) => {
    try {
      createLog({ level: 'error' }).error({ err: error, origin }, 'rollcall.crashed');
    } finally {
      process.exit(1);
    }
  });
}
