import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { Log } from '../service/ports/surroundings.ts';
import { cleanFields, cleanText } from './logFields.ts';

/** A log whose lines all carry more fields. */
export interface ParentLog extends Log {
  /** For a request, a job or a room: `log.child({ jobId })`. */
  child(fields: Readonly<Record<string, unknown>>): ParentLog;
}

/** Where a line goes, whole, with its line break. */
interface LineStream {
  write(line: string): void;
}

function wrap(logger: Logger): ParentLog {
  return {
    debug: (fields, event) => logger.debug(cleanFields(fields), cleanText(event)),
    info: (fields, event) => logger.info(cleanFields(fields), cleanText(event)),
    warn: (fields, event) => logger.warn(cleanFields(fields), cleanText(event)),
    error: (fields, event) => logger.error(cleanFields(fields), cleanText(event)),
    child: (fields) => wrap(logger.child(cleanFields(fields))),
  };
}

/**
 * The one structured log: a JSON object a line, with `level`, `time`, `event` and the caller's fields (`requestId`,
 * `jobId`, `rowId`, `actor`, `platform`, `ms`, `code`, `err`). To stdout unless told otherwise, written before the
 * call returns, so that the last lines of a crash are there.
 */
export function createLog(options: {
  level: 'debug' | 'info' | 'warn' | 'error';
  stream?: LineStream;
}): ParentLog {
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'event',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Fields are clean by then; pino's own serializer would look for errors to take apart.
      serializers: { err: (error: unknown) => error },
    },
    options.stream ?? pino.destination({ fd: 1, sync: true }),
  );
  return wrap(logger);
}
