import { writeSync } from 'node:fs';
import http from 'node:http';
import { Socket } from 'node:net';

/**
 * Loaded into the bot's process before the bot itself: says each call to Graph or a chat and each mail on stdout, at the
 * moment when it begins, which is after its fence.
 */

function say(what: string): void {
  writeSync(1, `drill.call ${Date.now()} ${what}\n`);
}

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  say(`${init?.method ?? 'GET'} ${pathname}`);
  return send(input, init);
};

// The Bot Connector's client asks `http` for its requests.
const { request } = http;
http.request = ((...args: Parameters<typeof request>) => {
  const made = request(...args);
  say(`${made.method} ${made.path}`);
  return made;
}) as typeof request;

// One connection brings many mails.
const { write } = Socket.prototype;
Socket.prototype.write = function writeAndSay(this: Socket, ...args: unknown[]) {
  if (String(args[0]).startsWith('MAIL FROM')) say('MAIL FROM');
  return Reflect.apply(write, this, args);
} as typeof write;
