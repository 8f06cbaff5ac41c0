import { randomUUID } from 'node:crypto';

/** An answer of the loopback Graph, before it is written to HTTP or into a batch. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

interface Detail {
  code: string;
  message?: string;
  target: string;
}

/** Graph's error JSON. */
export function refuse(
  status: number,
  code: string,
  message: string,
  more: { details?: Detail[]; headers?: Record<string, string> } = {},
): Answer {
  const id = randomUUID();
  return {
    status,
    ...(more.headers === undefined ? {} : { headers: more.headers }),
    body: {
      error: {
        code,
        message,
        ...(more.details === undefined ? {} : { details: more.details }),
        innerError: {
          date: new Date().toISOString().slice(0, 19),
          'request-id': id,
          'client-request-id': id,
        },
      },
    },
  };
}

export function badRequest(message: string, details?: Detail[]): Answer {
  return refuse(400, 'Request_BadRequest', message, details === undefined ? {} : { details });
}

export function notFound(id: string): Answer {
  return refuse(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
