import type { IncomingMessage } from 'node:http';
import type { ReadBody } from '../service/ports/readBody.ts';

/** A submitted modal with everything filled in is far below this; Slack states no limit. */
const MAX_BODY_BYTES = 1_048_576;

/**
 * Of all bodies together whose sender has proved nothing yet: sixteen of the largest, or some thousand usual ones. More
 * is memory that strangers fill; less cuts off a chat's own requests when many come at once.
 */
const MAX_WAITING_BYTES = 16 * MAX_BODY_BYTES;

/**
 * Reads bodies of senders who are not known yet, at most so many bytes of all together. Where that is reached, whoever
 * has been sending the longest is cut off: a chat sends a whole request within milliseconds.
 */
export function createReadBody(maxWaiting: number = MAX_WAITING_BYTES): ReadBody {
  /** Oldest first. */
  const waiting = new Map<IncomingMessage, number>();
  let total = 0;

  function forget(request: IncomingMessage): void {
    total -= waiting.get(request) ?? 0;
    waiting.delete(request);
  }

  function add(request: IncomingMessage, bytes: number): void {
    waiting.set(request, (waiting.get(request) ?? 0) + bytes);
    total += bytes;
    while (total > maxWaiting) {
      const [oldest = request] = waiting.keys();
      forget(oldest);
      oldest.destroy();
    }
  }

  return async (request) => {
    const chunks: Buffer[] = [];
    waiting.set(request, 0);
    let bytes = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) return 'tooLarge';
        add(request, chunk.length);
        // Cut off by what it sent itself.
        if (!waiting.has(request)) return undefined;
        chunks.push(chunk);
      }
    } catch {
      return undefined;
    } finally {
      forget(request);
    }
    return Buffer.concat(chunks);
  };
}
