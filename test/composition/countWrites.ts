import type { RequestHandler } from 'express';

/** Writes that Graph answered, single ones and the items of batches, by what became of them. */
export interface WriteTally {
  requests: number;
  throttled: number;
  conflicts: number;
}

/** Counts every write that passes through, into the tally. */
export function countWrites(tally: WriteTally): RequestHandler {
  function count(status: number): void {
    tally.requests += 1;
    if (status === 429) tally.throttled += 1;
    if (status === 400 || status === 409) tally.conflicts += 1;
  }
  return (request, response, next) => {
    const send = response.json.bind(response);
    response.json = (body: { responses?: { status: number }[] }) => {
      if (body.responses !== undefined) for (const { status } of body.responses) count(status);
      else if (request.method !== 'GET') count(response.statusCode);
      return send(body);
    };
    next();
  };
}
