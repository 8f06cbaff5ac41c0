import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What a network and what stands in it do to an exchange. `halfOpen`: the request is swallowed and nothing ever comes;
 * `cut`: it is carried out, and the connection breaks before or in the middle of the answer; `stalled`: the answer takes
 * its time; `doubled`: it is carried out twice (HTTP), or each reply comes twice (SMTP); `wrongType`: a page instead of
 * the answer; `empty`: `{}` instead of it; `hollow`: Graph is not asked, and each part of what was asked answers 200 and
 * `{}`.
 */
export type Weather = 'halfOpen' | 'cut' | 'stalled' | 'doubled' | 'wrongType' | 'empty' | 'hollow';

/** Long enough to be noticed, shorter than any time limit. */
const STALL_MS = 1_200;

/** A proxy of its own, which knows nothing of the services behind it. */
export interface WeatherProxy {
  port: number;
  /** Where requests go; set before the first one comes. */
  target: number;
  /** What every second exchange meets, one after the other; empty: clear. */
  weather: readonly Weather[];
  /** Exchanges that met it. */
  met(): number;
  /** What they met. */
  kinds(): ReadonlySet<Weather>;
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(port: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url: path, headers } = request;
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      readAll(response).then((bytes) => {
        resolve({ status: response.statusCode ?? 502, headers: response.headers, body: bytes });
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _chunked, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': String(body.length) });
  response.end(body);
}

/** Which weather the next exchange meets. */
function createForecast(list: () => readonly Weather[]) {
  const kinds = new Set<Weather>();
  let count = 0;
  let met = 0;
  return {
    met: () => met,
    kinds: () => kinds,
    next(): Weather | undefined {
      const weathers = list();
      if (weathers.length === 0) return undefined;
      count += 1;
      if (count % 2 === 1) return undefined;
      const weather = weathers[met % weathers.length];
      met += 1;
      if (weather !== undefined) kinds.add(weather);
      return weather;
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** A success with nothing in it, also of each call inside a batch. */
function sayHollow(asked: Buffer): Answer {
  const { requests } = JSON.parse(asked.length === 0 ? '{}' : asked.toString()) as {
    requests?: { id: string }[];
  };
  const said =
    requests === undefined ? {} : { responses: requests.map(({ id }) => ({ id, status: 200, body: {} })) };
  return { status: 200, headers: JSON_TYPE, body: Buffer.from(JSON.stringify(said)) };
}

const PAGE = Buffer.from('<!doctype html><title>Sign in to the network</title>');

/** In front of services that speak HTTP. Every second exchange in the weather meets it. */
export async function startHttpProxy(): Promise<WeatherProxy> {
  const forecast = createForecast(() => proxy.weather);
  let cuts = 0;
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const weather = forecast.next();
    if (weather === 'halfOpen') return;
    if (weather === 'hollow' && request.url?.startsWith('/graph')) return reply(response, sayHollow(body));
    const answer = await forward(proxy.target, request, body);
    switch (weather) {
      case undefined:
      case 'hollow':
        return reply(response, answer);
      case 'stalled':
        await delay(STALL_MS);
        return reply(response, answer);
      case 'doubled':
        return reply(response, await forward(proxy.target, request, body));
      case 'cut':
        cuts += 1;
        if (cuts % 2 === 0) {
          response.writeHead(answer.status, {
            ...answer.headers,
            'content-length': String(answer.body.length + 9),
          });
          response.write(answer.body.subarray(0, answer.body.length / 2));
          await delay(20);
        }
        request.socket.destroy();
        return;
      case 'wrongType':
        return reply(response, { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE });
      case 'empty':
        return reply(response, {
          status: 200,
          headers: JSON_TYPE,
          body: Buffer.from('{}'),
        });
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: WeatherProxy = {
    port: (server.address() as AddressInfo).port,
    target: 0,
    weather: [],
    met: forecast.met,
    kinds: forecast.kinds,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** In front of a mail server. Every second connection in the weather meets it. */
export async function startSmtpProxy(): Promise<WeatherProxy> {
  const forecast = createForecast(() => proxy.weather);
  const sockets = new Set<Socket>();
  const server = createTcpServer((client) => {
    const weather = forecast.next();
    sockets.add(client);
    client.on('error', () => undefined);
    if (weather === 'halfOpen') return;
    const behind = connect(proxy.target, '127.0.0.1');
    sockets.add(behind);
    behind.on('error', () => client.destroy());
    client.on('close', () => behind.destroy());
    behind.on('close', () => client.destroy());
    client.on('data', (chunk) => void behind.write(chunk));
    let replies = 0;
    behind.on('data', (chunk: Buffer) => {
      replies += 1;
      // The greeting, EHLO, MAIL, RCPT and DATA have been answered; the next would be the answer to the mail.
      if (weather === 'cut' && replies > 5) return void client.destroy();
      if (weather === 'wrongType') return void client.end('HTTP/1.1 200 OK\r\n\r\n');
      if (weather === 'empty') return void client.write('{}\r\n');
      if (weather === 'doubled') return void client.write(Buffer.concat([chunk, chunk]));
      if (weather === 'stalled') return void setTimeout(() => client.write(chunk), STALL_MS / 4);
      client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: WeatherProxy = {
    port: (server.address() as AddressInfo).port,
    target: 0,
    weather: [],
    met: forecast.met,
    kinds: forecast.kinds,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return proxy;
}
