import type { LiveConfig } from '../config/config.ts';
import { RollcallError } from '../domain/errors.ts';

/** A port that is taken, in words; any other error as it is. */
export function explainListening(error: unknown, config: LiveConfig): unknown {
  const {
    code,
    port = config.port,
    address = config.host,
  } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code !== 'EADDRINUSE') return error;
  const name = port === config.metricsPort ? 'METRICS_PORT' : 'PORT';
  return new RollcallError('CONFIG_INVALID', `Port ${port} on ${address} is in use already.`, {
    next: `Stop the program that listens there, or set ${name} to another port.`,
    cause: error,
  });
}
