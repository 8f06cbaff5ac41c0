import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Attempt } from '../delivery.ts';
import type { MethodAnswer } from '../methods/answer.ts';
import type { World } from '../world.ts';
import { type Envelope, wrapInEnvelope } from './envelope.ts';
import { createLink, type Link } from './link.ts';
import { acceptUpgrade, refuseUpgrade } from './webSocketEnd.ts';

/** Slack's side of Socket Mode: tickets, the sockets of the one app, and what goes through them. */
export interface SocketMode {
  /** `apps.connections.open`, by the Authorization header. */
  open(authorization: string): MethodAnswer;
  /** A request for a WebSocket at `/slack/link/`. */
  upgrade(request: IncomingMessage, socket: Duplex): void;
  /** Sends to one of the sockets, and waits for its acknowledgement. */
  deliver(body: string, headers: Readonly<Record<string, string>>, withinMs: number): Promise<Attempt>;
  /** Says goodbye to every socket, as Slack does: with a warning before it, or at once. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Cuts every line without a word, also those that were said goodbye to. */
  cut(): void;
  /** Every line stays open, with nobody there any more. */
  fallSilent(): void;
  /** Sockets that take payloads now. */
  readonly count: number;
}

/** An app-level token has it from the app's page, Basic Information. */
const NEEDED_SCOPE = 'connections:write';

function failWith(failure: NonNullable<Attempt['failure']>): Attempt {
  return { status: 0, body: failure, failure, noRetry: false };
}

export function createSocketMode(world: World): SocketMode {
  const links = new Set<Link>();
  const lines = new Set<Duplex>();
  /** Each opens one socket (asyncapi/generator#1624). */
  const tickets = new Set<string>();
  let turn = 0;

  const live = () => [...links].filter(({ isLive }) => isLive);

  /** Slack: "Using multiple connections": any of them. What comes twice comes through others where there are any. */
  function choose(): Link[] {
    const all = live();
    turn += 1;
    const chosen = all[turn % Math.max(all.length, 1)];
    if (chosen === undefined) return [];
    const other = all.find((link) => link !== chosen) ?? chosen;
    return world.switches.twice ? [chosen, other] : [chosen];
  }

  function readAnswer({ type, accepts_response_payload: takesOne }: Envelope, payload: unknown): Attempt {
    const said = JSON.stringify(payload ?? {});
    // The official client sends an empty object where it has nothing to say.
    const body = said === '{}' ? '' : said;
    if (body !== '' && !takesOne) {
      const detail = `an answer to ${type}, which takes none: ${body.slice(0, 200)}`;
      world.protocolErrors.push({ what: 'socket', detail });
    }
    return { status: 200, body, noRetry: false };
  }

  return {
    open(authorization) {
      const token = authorization.replace(/^Bearer /, '');
      if (token === '') return { error: 'not_authed' };
      // docs.slack.dev/reference/methods/apps.connections.open: it takes an app-level token, and no other.
      if (world.tokens.has(token)) return { error: 'not_allowed_token_type' };
      if (token !== world.appToken) return { error: 'invalid_auth' };
      const { appScopes } = world.switches;
      if (!appScopes.includes(NEEDED_SCOPE)) {
        return { error: 'missing_scope', needed: NEEDED_SCOPE, provided: appScopes.join(',') };
      }
      const ticket = randomUUID();
      tickets.add(ticket);
      const base = world.baseUrl.replace(/^http/, 'ws');
      return { url: `${base}/slack/link/?ticket=${ticket}&app_id=${randomBytes(8).toString('hex')}` };
    },

    upgrade(request, socket) {
      const url = new URL(request.url ?? '/', world.baseUrl);
      if (world.switches.down) socket.destroy();
      else if (url.pathname !== '/slack/link/') refuseUpgrade(socket, 404, 'Not Found');
      else if (!tickets.delete(url.searchParams.get('ticket') ?? '')) refuseUpgrade(socket, 403, 'Forbidden');
      else {
        lines.add(socket);
        socket.on('close', () => lines.delete(socket));
        const end = acceptUpgrade(request, socket, {
          text: (text) => link.take(text),
          closed() {
            link.end();
            links.delete(link);
          },
        });
        const link = createLink(world, end);
        links.add(link);
        link.greet(links.size);
      }
    },

    async deliver(body, headers, withinMs) {
      const chosen = choose();
      if (chosen.length === 0) return failWith('connection_failed');
      const envelope = wrapInEnvelope(randomUUID(), body, headers);
      const sent = chosen.map((link) => link.send(envelope));
      if (world.switches.cutAfterSending) for (const link of chosen) link.cut();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), withinMs);
      });
      const answer = await Promise.race([...sent, late]);
      clearTimeout(timer);
      for (const link of chosen) link.forget(envelope.envelope_id);
      return answer === 'late' ? failWith('http_timeout') : readAnswer(envelope, answer.payload);
    },

    disconnect(reason) {
      for (const link of links) link.leave(reason);
    },
    cut() {
      for (const line of lines) line.destroy();
    },
    fallSilent() {
      for (const link of links) link.fallSilent();
    },
    get count() {
      return live().length;
    },
  };
}
