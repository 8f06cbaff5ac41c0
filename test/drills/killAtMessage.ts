import { readFileSync, writeSync } from 'node:fs';
import http from 'node:http';
import type { DeathPoint } from './points.ts';

/**
 * Loaded into the bot's process before the bot itself. Once told to (SIGUSR2), it counts the calls that bring a
 * message to a chat, says each on stdout, and dies at the one that the file in DRILL_DEATH_FILE names.
 */

const MESSAGE_CALL =
  /\/slack\/api\/chat\.(postMessage|update)$|\/teams\/connector\/.*\/activities(\/[^/]+)?$/;

/** Where the bot dies. With `call` (such as `POST activities`), only calls of that name are counted. */
export interface MessageDeath extends DeathPoint {
  call?: string;
}

let death: MessageDeath | undefined;
let count = 0;

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Dies before the call, or answers whether to die after it. */
function arrive(method: string, path: string): boolean {
  const [pathname = ''] = path.split('?');
  if (death === undefined || method === 'GET' || !MESSAGE_CALL.test(pathname)) return false;
  const call = `${method} ${pathname.match(/chat\.\w+$|activities/)?.[0]}`;
  if (death.call !== undefined && death.call !== call) return false;
  count += 1;
  writeSync(1, `drill.message ${call}\n`);
  if (count !== death.nth) return false;
  if (death.when === 'before') die();
  return true;
}

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const isLast = arrive(init?.method ?? 'GET', url.pathname);
  const response = await send(input, init);
  if (isLast) die();
  return response;
};

// The Bot Connector's client asks `http` for its requests.
const request = http.request;
http.request = ((...args: Parameters<typeof request>) => {
  const made = request(...args);
  // Nothing has been written to it yet.
  if (arrive(made.method, made.path)) made.prependListener('response', die);
  return made;
}) as typeof request;

process.on('SIGUSR2', () => {
  death = JSON.parse(readFileSync(process.env.DRILL_DEATH_FILE ?? '', 'utf8'));
  count = 0;
  writeSync(1, 'drill.armed\n');
});
