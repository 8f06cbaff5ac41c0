import { createLog, type ParentLog } from './logging/log.ts';

/**
 * An error that nobody caught ends the process: what comes after it cannot be trusted, and the next start takes up what
 * is on disk. Node would print the whole of it, with whatever a library hung on it: a request's body, a token. The log
 * says it without.
 */
export function logFatalErrors(): void {
  process.on('uncaughtException', (error: unknown, origin) => {
    try {
      createLog({ level: 'error' }).error({ err: error, origin }, 'rollcall.crashed');
    } finally {
      process.exit(1);
    }
  });
}

/**
 * Libraries print to the console what went wrong with them: whole errors, several lines long, with what they were sent.
 * The log says it instead.
 */
export function redirectConsoleToLog(log: ParentLog): void {
  const say =
    (level: 'debug' | 'warn') =>
    (...said: unknown[]): void =>
      log[level]({ said }, 'library.said');
  Object.assign(console, { error: say('warn'), warn: say('warn'), log: say('debug'), info: say('debug') });
}
