import { type Answer, refuse } from './errors.ts';
import { tooManyRequests } from './throttling.ts';

/**
 * One kind of trouble, a number of times. It meets whole requests (`/$batch` among them) and the items of batches.
 * `status` answers an error instead of doing anything. `reset-before` and `reset-after` break the connection before
 * or after the work was done; an item of a batch has no connection of its own and answers 504.
 */
export interface GraphFault {
  /** Everything when it is left out. The path is below /v1.0 and decoded, without the query. */
  match?: { method?: string; path?: RegExp };
  times: number;
  kind: 'status' | 'reset-before' | 'reset-after';
  /** 503 when it is left out. */
  status?: number;
  /** Seconds. */
  retryAfter?: number;
}

/** The faults that are still to come. */
export interface Faults {
  add(fault: GraphFault): void;
  /** The next fault that meets this call; it is used up by one. */
  take(method: string, path: string): GraphFault | undefined;
  /** Those that met nothing so far. */
  pending(): readonly GraphFault[];
}

/** No faults yet; the oldest that meets a call is taken first. */
export function createFaults(): Faults {
  let faults: GraphFault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    pending: () => faults,
    take(method, path) {
      const met = faults.find(
        ({ match, times }) =>
          times > 0 &&
          (match?.method === undefined || match.method === method) &&
          (match?.path === undefined || path.search(match.path) >= 0),
      );
      if (met === undefined) return undefined;
      met.times -= 1;
      faults = faults.filter(({ times }) => times > 0);
      return met;
    },
  };
}

const ERRORS: Readonly<Record<number, { code: string; message: string }>> = {
  401: { code: 'InvalidAuthenticationToken', message: 'Access token has expired or is not yet valid.' },
  403: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' },
  409: {
    code: 'Directory_ConcurrencyViolation',
    message: 'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
  },
  500: { code: 'InternalServerError', message: 'An internal server error occurred.' },
  502: { code: 'BadGateway', message: 'The gateway got no valid answer.' },
  503: { code: 'ServiceUnavailable', message: 'Service is temporarily unavailable. Please try again later.' },
  504: { code: 'GatewayTimeout', message: 'The gateway got no answer in time.' },
};

/** The error of a status, with Retry-After in seconds when it is given. */
export function errorOf(status: number, retryAfter?: number): Answer {
  if (status === 429) return tooManyRequests(retryAfter);
  const { code, message } = ERRORS[status] ?? { code: 'UnknownError', message: 'An error occurred.' };
  const headers = retryAfter === undefined ? {} : { headers: { 'Retry-After': String(retryAfter) } };
  return refuse(status, code, message, headers);
}
