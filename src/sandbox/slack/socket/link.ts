import type { Json } from '../wire.ts';
import { isJson } from '../wire.ts';
import type { World } from '../world.ts';
import type { Envelope } from './envelope.ts';
import type { WebSocketEnd } from './webSocketEnd.ts';

/** One socket of an app, from Slack's side. */
export interface Link {
  /** Payloads may come through it. */
  readonly isLive: boolean;
  /** Resolves with the payload of the acknowledgement; never, where none comes. */
  send(envelope: Envelope): Promise<{ payload: unknown }>;
  /** Whoever waited for this one does not any more. */
  forget(envelopeId: string): void;
  /** Greets the app. `count`: its sockets, this one among them. */
  greet(count: number): void;
  leave(reason: string): void;
  cut(): void;
  fallSilent(): void;
  /** What came from the app. */
  take(text: string): void;
  end(): void;
}

/** Slack: "Using multiple connections": up to 10 open ones at the same time. */
const MOST_SOCKETS = 10;

/** Slack: "Handle disconnects gracefully": about 10 seconds before the disconnect. */
const WARNING_MS = 10_000;

/** As often as applinks do, by their logs (bolt-js#2496); the official client misses them after 30 s. */
const PING_EVERY_MS = 5_000;

function readAck(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function createLink(world: World, socket: WebSocketEnd): Link {
  const waiting = new Map<string, (payload: unknown) => void>();
  const timers: NodeJS.Timeout[] = [];
  let isLeaving = false;
  let isOver = false;

  function later(ms: number, act: () => void): void {
    timers.push(setTimeout(act, Math.max(ms, 0)).unref());
  }

  /** Slack closes a while after its warning, and right after it asked for a refresh. */
  function leave(reason: string): void {
    if (isOver || isLeaving) return;
    socket.sendText(
      JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'wss-111.slack.com' } }),
    );
    if (reason === 'warning') {
      later(world.switches.warningMs ?? WARNING_MS, () => leave('refresh_requested'));
      return;
    }
    isLeaving = true;
    later(world.switches.closingMs, () => socket.close(1_000));
  }

  return {
    get isLive() {
      return socket.isOpen && !isLeaving;
    },
    send(envelope) {
      socket.sendText(JSON.stringify(envelope));
      return new Promise((resolve) => {
        waiting.set(envelope.envelope_id, (payload) => resolve({ payload }));
      });
    },
    forget: (envelopeId) => void waiting.delete(envelopeId),
    greet(count) {
      const { connectionSeconds, warningMs = WARNING_MS } = world.switches;
      socket.sendText(
        JSON.stringify({
          type: 'hello',
          connection_info: { app_id: world.appId },
          num_connections: count,
          debug_info: { host: 'applink-1', approximate_connection_time: connectionSeconds },
        }),
      );
      // node-slack-sdk#1762: the one too many is told so, and closed.
      if (count > MOST_SOCKETS) leave('too_many_websockets');
      // Where it is switched off while an app is connected, that is what it hears.
      else if (!world.switches.socketMode) leave('link_disabled');
      later(connectionSeconds * 1_000 - warningMs, () => leave('warning'));
      timers.push(setInterval(() => socket.sendPing('Ping from applink-1'), PING_EVERY_MS).unref());
    },
    leave,
    cut: () => socket.cut(),
    fallSilent: () => socket.fallSilent(),
    take(text) {
      const ack = readAck(text);
      const id = ack?.envelope_id;
      if (typeof id !== 'string') {
        world.protocolErrors.push({
          what: 'socket',
          detail: `not an acknowledgement: ${text.slice(0, 200)}`,
        });
        return;
      }
      // Too late, or through another socket than the payload came by: Slack documents no answer to either.
      waiting.get(id)?.(ack?.payload);
    },
    end() {
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
