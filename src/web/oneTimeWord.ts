import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whoever asks with it wants to know whether this installation answers there, by any of its instances: `npm run doctor` does. */
export const WORD_HEADER = 'x-rollcall-word';

/** Far more than the doctor sends. Anybody can ask, so nothing longer is read. */
const MAX_BODY_BYTES = 1_024;

/** What an instance answers to a one-time word. */
export interface WordAnswer {
  /** What `prove` makes of the word. Another Rollcall, and a page that repeats what it was asked, answer otherwise. */
  rollcall: string;
  /** SHA-256 of the body that came with it, base64url: whether something on the way changed it. */
  body?: string;
}

const digest = (body: Buffer) => createHash('sha256').update(body).digest('base64url');

/** Undefined where there is none, or more than a doctor sends. */
async function readShort(request: IncomingMessage): Promise<Buffer | undefined> {
  const bytes = Number(request.headers['content-length'] ?? 0);
  if (request.method !== 'POST' || bytes > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    read += chunk.length;
    if (read > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What an instance answers to a one-time word, on any path. Undefined for a request without such a word. */
export async function answerWord(
  request: IncomingMessage,
  prove: (word: string) => string,
): Promise<WordAnswer | undefined> {
  const word = request.headers[WORD_HEADER];
  if (typeof word !== 'string' || !/^[\w-]{16,64}$/.test(word)) return undefined;
  const body = await readShort(request).catch(() => undefined);
  return {
    rollcall: prove(word),
    ...(body === undefined ? {} : { body: digest(body) }),
  };
}

/** The digest that a body has at its arrival when nothing changed it. */
export const digestBody = (body: string): string => digest(Buffer.from(body));
