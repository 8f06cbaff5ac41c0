import type { Router } from 'express';
import { CAST } from '../contoso.ts';
import type { WireLog } from '../wireLog.ts';
import { createDelivery, type Delivered, type DeliverOptions } from './delivery.ts';
import { createEvents } from './events.ts';
import { createDesk } from './person/desk.ts';
import { createRoutes } from './routes.ts';
import { createSocketMode, type SocketMode } from './socket/socketMode.ts';
import type { SlackState } from './state.ts';
import { createUser, type SlackUser } from './user.ts';
import type { ProtocolError, Violation } from './wire.ts';
import { createWorld, type SlackFault, type SlackPerson, type SlackSwitches, type World } from './world.ts';

/** A Slack workspace, on this machine. */
export interface LoopbackSlack {
  /** `/slack/api/:method`, `/slack/files/…`, `/slack/upload/:id`, `/slack/response/:id`. */
  routes: Router;
  /** Where requests go: to `/slack/events` below this. */
  setBotUrl(url: string): void;
  /** The person with this user id, at their client. Always the same one. */
  as(userId: string): SlackUser;
  /** Any path and body, signed unless told otherwise; nothing is noted. */
  deliver(path: string, body: string, options?: DeliverOptions): Promise<Delivered>;
  /** The same event as often as wanted: give it the same event id. */
  deliverEvent(event: Record<string, unknown>, eventId: string): Promise<Delivered>;
  /** Retries an event, the last one unless it is named. */
  redeliver(eventId?: string, reason?: string): Promise<Delivered>;
  /** A request as its person would make it, the way the app is set up: over HTTP, signed, or through a socket. */
  send(what: string, body: string): Promise<Delivered>;
  /** The sockets of Socket Mode; `upgrade` belongs to the server that has the routes. */
  sockets: SocketMode;
  /** Makes a method fail. */
  fail(fault: SlackFault): void;
  switches: SlackSwitches;
  /** User groups by id (S…); a test changes who is in them. */
  userGroups: World['userGroups'];
  /** Messages and views that Slack would refuse (they were refused), or would take to people's harm. */
  violations: Violation[];
  /** Late, failed and senseless answers. */
  protocolErrors: ProtocolError[];
  /** Web API calls of the bot. */
  calls: World['calls'];
  state: SlackState;
  /** The bot's own user id, as mentions name it. */
  botUserId: string;
  /** Somebody removes the app: its tokens are over, and Slack says so twice, in either order. */
  uninstall(): Promise<void>;
  /** For the routes that several workspaces share. */
  world: World;
}

/** Slack retries at once, after a minute and after 5 minutes; later ones are left to `redeliver`. */
const RETRY_AFTER_MS = [0];

/** A loopback Slack that is as strict as the real one about payloads, triggers, signatures and time. */
export function createLoopbackSlack(options: {
  /** Of the sandbox: `http://127.0.0.1:3001`. */
  baseUrl: string;
  signingSecret: string;
  /** Left out: the app is not installed yet. */
  botToken?: string;
  /** Of the same app in another workspace: an app's payloads come through its sockets, whichever workspace they are of. */
  sockets?: SocketMode;
  /** xapp-…; left out: no app-level token was made. */
  appToken?: string;
  teamId: string;
  /** What Slack calls the workspace; `Contoso` unless told. */
  name?: string;
  users?: readonly SlackPerson[];
  /** Milliseconds since 1970. */
  now?: () => number;
  switches?: Partial<SlackSwitches>;
  wire?: WireLog;
  /** How long to wait before each retry of an event that was not acknowledged. */
  retryAfterMs?: readonly number[];
}): LoopbackSlack {
  const {
    users: people = Object.values(CAST),
    now = () => Date.now(),
    retryAfterMs = RETRY_AFTER_MS,
  } = options;
  const world = createWorld({
    baseUrl: options.baseUrl,
    signingSecret: options.signingSecret,
    appToken: options.appToken ?? '',
    teamId: options.teamId,
    ...(options.botToken === undefined ? {} : { botToken: options.botToken }),
    ...(options.name === undefined ? {} : { name: options.name }),
    people,
    now,
    ...(options.switches === undefined ? {} : { switches: options.switches }),
    ...(options.wire === undefined ? {} : { wire: options.wire }),
  });
  const sockets = options.sockets ?? createSocketMode(world);
  const delivery = createDelivery(world, sockets);
  const events = createEvents(world, delivery, retryAfterMs);
  const users = new Map<string, SlackUser>();
  return {
    routes: createRoutes(world, sockets),
    setBotUrl: delivery.setUrl,
    as(userId) {
      const known = users.get(userId);
      if (known !== undefined) return known;
      const person = people.find(({ slack }) => slack === userId);
      if (person === undefined) throw new Error(`${userId} is not in the loopback Slack`);
      const user = createUser(createDesk(world, delivery, events, person));
      users.set(userId, user);
      return user;
    },
    deliver: delivery.deliver,
    deliverEvent: events.send,
    redeliver: events.redeliver,
    send: (what, body) => delivery.send(what, body),
    sockets,
    fail: (fault) => world.faults.push({ ...fault }),
    switches: world.switches,
    userGroups: world.userGroups,
    violations: world.violations,
    protocolErrors: world.protocolErrors,
    calls: world.calls,
    state: world.state,
    botUserId: world.botUserId,
    async uninstall() {
      for (const token of world.tokens.values()) token.gone = 'token_revoked';
      world.installed.clear();
      // Slack: "app_uninstalled": the order of the two is not guaranteed.
      await events.send({ type: 'app_uninstalled' });
      await events.send({ type: 'tokens_revoked', tokens: { oauth: [], bot: [world.botUserId] } });
    },
    world,
  };
}
