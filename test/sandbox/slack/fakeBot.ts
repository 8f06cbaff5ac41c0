import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Json = { [name: string]: unknown };

/** A request of Slack as the bot got it. */
export interface Received {
  /** The payload's type, the event's type or the command. */
  kind: string;
  /** The payload, the event's envelope or the command's fields. */
  body: Json;
  headers: IncomingHttpHeaders;
}

/** What the bot does with a request. An object as the body goes out as JSON. */
export interface BotAnswer {
  status?: number;
  body?: string | Json;
  headers?: Readonly<Record<string, string>>;
  afterMs?: number;
}

export interface FakeBot {
  url: string;
  /** Requests with a good signature, oldest first. */
  received: Received[];
  /** Replace it to answer otherwise; by default everything is acknowledged. */
  answer(received: Received): BotAnswer | Promise<BotAnswer>;
  stop(): void;
}

/** Seconds a request may be away from the bot's time (Slack: verifying requests). */
const WINDOW_SEC = 300;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function parse(text: string): Json {
  const parsed: unknown = JSON.parse(text);
  if (!isJson(parsed)) throw new Error(`no object: ${text}`);
  return parsed;
}

function read(body: string): Omit<Received, 'headers'> {
  if (body.startsWith('{')) {
    const envelope = parse(body);
    return { kind: isJson(envelope.event) ? String(envelope.event.type) : '', body: envelope };
  }
  const fields: Json = Object.fromEntries(new URLSearchParams(body));
  if (typeof fields.payload !== 'string') return { kind: String(fields.command), body: fields };
  const payload = parse(fields.payload);
  return { kind: String(payload.type), body: payload };
}

function isSigned(headers: IncomingHttpHeaders, body: string, secret: string, now: () => number): boolean {
  const time = String(headers['x-slack-request-timestamp'] ?? '');
  const given = Buffer.from(String(headers['x-slack-signature'] ?? ''));
  const right = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`);
  const isFresh = Math.abs(now() / 1_000 - Number(time)) <= WINDOW_SEC;
  return isFresh && given.length === right.length && timingSafeEqual(given, right);
}

/** A bot that checks signatures and does as it is told, on a port of its own. */
export async function startFakeBot(secret: string, now: () => number): Promise<FakeBot> {
  const bot: FakeBot = { url: '', received: [], answer: () => ({}), stop: () => server.close() };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString('utf8');
    if (!isSigned(request.headers, body, secret, now)) {
      response.writeHead(401).end();
      return;
    }
    const received = { ...read(body), headers: request.headers };
    bot.received.push(received);
    const answer = await bot.answer(received);
    if (answer.afterMs !== undefined) await sleep(answer.afterMs);
    const { body: said = '' } = answer;
    response
      .writeHead(answer.status ?? 200, answer.headers)
      .end(typeof said === 'string' ? said : JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bot.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  bot.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return bot;
}
