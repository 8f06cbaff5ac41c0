import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../service/ports/surroundings.ts';

/** Enough of a library's own sentence to know what it is about. */
const MAX_WORDS = 200;

/** An error's name and code, or the start of a library's sentence. Never an object: requests and answers hang on them. */
function describe(part: unknown): string {
  if (part instanceof Error) {
    const { code } = part as { code?: unknown };
    return typeof code === 'string' ? `${part.name} ${code}` : part.name;
  }
  return typeof part === 'string' ? part.slice(0, MAX_WORDS) : typeof part;
}

/**
 * Bolt's and the client's logger, into ours. Debug is dropped whole: there the client prints every request with its
 * text.
 */
export function createBoltLog(log: Log): Logger {
  const say =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) =>
      log[level]({ said: parts.map(describe).join(' ') }, 'slack.library');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
