import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { buildConnector, EnvHttpProxyAgent, Pool, ping, WebSocket } from 'undici';

/** Slack pings every few seconds, and so do we: a line that carries nothing for so long is dead. The official client waits
 * 30 s for Slack's pings and 5 s for its own; too short drops a slow line, too long leaves people without an answer. */
const SILENT_MS = 15_000;
const PING_EVERY_MS = 5_000;

/** From the first byte to Slack's hello. Our own number: it takes a second; whoever waits longer tries another. */
const HELLO_WITHIN_MS = 10_000;

/** One socket of ours, after Slack has said hello. */
export interface Connection {
  readonly isOpen: boolean;
  /** Answers whether the line was open. Nobody knows whether Slack got it. */
  send(message: object): boolean;
  /** Says goodbye and drops the line. */
  close(): void;
}

/** What comes through it, in its order. Nothing any more once it has closed. */
export interface Heard {
  /** Slack has said hello: payloads may come in the same breath. */
  hello(connection: Connection): void;
  message(message: Readonly<Record<string, unknown>>, connection: Connection): void;
  closed(connection: Connection): void;
}

function readMessage(data: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** undici tells of pings and pongs here, for every socket of the process. */
const BEATS = ['undici:websocket:ping', 'undici:websocket:pong'].map((name) => channel(name));

/**
 * Opens a socket, and resolves when Slack has said hello. Rejects with an Error when
 * there is no hello in time, or Slack says goodbye in its place.
 */
export function connect(url: string, heard: Heard): Promise<void> {
  let line: Socket | undefined;
  // Slack leaves the line open after its goodbye (node-slack-sdk#2752), so that we have to be able to drop it.
  const direct = buildConnector({ allowH2: false });
  const keepLine =
    (connector: typeof direct): typeof direct =>
    (options, callback) =>
      connector(options, (...[error, socket]) => {
        line = socket ?? undefined;
        if (error === null) callback(null, socket);
        else callback(error, null);
      });
  // With HTTPS_PROXY in the environment, the connector is the proxy's own.
  const dispatcher = new EnvHttpProxyAgent({
    factory: (origin, options: Pool.Options) =>
      new Pool(origin, {
        ...options,
        connect: keepLine(typeof options.connect === 'function' ? options.connect : direct),
      }),
  });
  const socket = new WebSocket(url, { dispatcher });
  let heardAt = performance.now();
  let hasHello = false;
  let isOver = false;
  const alive = () => {
    heardAt = performance.now();
  };
  const beat = (told: unknown) => {
    if ((told as { websocket?: unknown }).websocket === socket) alive();
  };
  for (const one of BEATS) one.subscribe(beat);

  return new Promise((resolve, reject) => {
    function end(why: string): void {
      if (isOver) return;
      isOver = true;
      clearTimeout(waiting);
      clearInterval(pinging);
      for (const one of BEATS) one.unsubscribe(beat);
      line?.destroy();
      void dispatcher.destroy();
      if (hasHello) heard.closed(connection);
      else reject(new Error(`no socket: ${why}`));
    }

    const connection: Connection = {
      get isOpen() {
        return !isOver && socket.readyState === WebSocket.OPEN;
      },
      send(message) {
        if (!connection.isOpen) return false;
        socket.send(JSON.stringify(message));
        return true;
      },
      close() {
        if (connection.isOpen) socket.close(1_000);
        // What was just sent goes out first.
        setTimeout(() => end('closed'), 100).unref();
      },
    };
    const waiting = setTimeout(() => end('no hello'), HELLO_WITHIN_MS);
    const pinging = setInterval(() => {
      if (performance.now() - heardAt > SILENT_MS) end('silent');
      else if (connection.isOpen) ping(socket, Buffer.from('rollcall'));
    }, PING_EVERY_MS);
    socket.addEventListener('message', ({ data }) => {
      alive();
      const message = readMessage(data);
      if (message === undefined || isOver) return;
      if (hasHello) heard.message(message, connection);
      else if (message.type === 'hello') {
        hasHello = true;
        clearTimeout(waiting);
        heard.hello(connection);
        resolve();
      } else end(String(message.reason ?? message.type));
    });
    socket.addEventListener('error', () => end('error'));
    socket.addEventListener('close', () => end('closed'));
  });
}
