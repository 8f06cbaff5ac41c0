import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { Log } from '../../service/ports/surroundings.ts';
import { addWithin, carriedFields, hear } from './logContext.ts';
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
  const told =
    (level: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (fields, event) => {
      hear(event, fields);
      logger[level](cleanFields({ ...carriedFields(), ...fields }), cleanText(event));
    };
  return {
    debug: told('debug'),
    info: told('info'),
    warn: told('warn'),
    error: told('error'),
    within: addWithin,
    child: (fields) => wrap(logger.child(cleanFields(fields))),
  };
}

/**
 * The one structured log: a JSON object a line, with `level`, `time`, `event`, the caller's fields, and those of what it is
 * written for (`click`, `actor`, `jobId`, `rowIds`). To stdout unless told otherwise, written before the
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
