import { Router } from 'express';
import { CAST } from '../contoso.ts';
import type { WireLog } from '../wireLog.ts';
import { createActivityMaker } from './activities.ts';
import { type BotAnswer, createBotClient, type DeliverOptions } from './botClient.ts';
import { createConnectorRoutes } from './connector/connector.ts';
import type { ConnectorCall } from './connector/connectorWorld.ts';
import { createFileServer } from './files.ts';
import { createJudge, type ProtocolError, type Violation } from './judge.ts';
import { createSigner, ISSUER } from './signing.ts';
import { createSwitches, FaultList, type TeamsFault, type TeamsSwitches } from './switches.ts';
import { createUser, type TeamsUser } from './user.ts';
import type { Activity, ConversationKind, Json } from './wire.ts';
import { createWorld, type World } from './world.ts';

/** Microsoft Teams and the Bot Connector, on this machine. */
export interface LoopbackTeams {
  /** `/teams/openid`, `/teams/keys`, `/teams/connector/…`, `/teams/files/:id`, `/teams/upload/:id`. */
  routes: Router;
  /** Where activities go: to `/api/messages` below this. */
  setBotUrl(url: string): void;
  /** The person with this object id, at their client. Always the same one. */
  as(aadObjectId: string): TeamsUser;
  /** An activity as Teams would send it, not sent; `extra` is laid over it. For {@link LoopbackTeams.deliver}. */
  activity(aadObjectId: string, extra?: Json, conversation?: ConversationKind): Activity;
  /** Sends any activity with any token, and answers the HTTP status (0: not reached). Nothing is noted. */
  deliver(activity: Json, options?: DeliverOptions): Promise<number>;
  /** The same, with what was answered. */
  ask(activity: Json, options?: DeliverOptions): Promise<BotAnswer>;
  /** Sends a message that was sent before once more, same id and all, and answers the HTTP status. */
  redeliver(activityId: string): Promise<number>;
  /** Makes connector calls fail. */
  fail(fault: TeamsFault): void;
  /** Takes away faults that have not happened. */
  clearFaults(): void;
  switches: TeamsSwitches;
  /** Cards, messages and answers that Teams would refuse. */
  violations: Violation[];
  /** Late, refused and unanswered requests, leaked tokens, bad uploads. */
  protocolErrors: ProtocolError[];
  /** Every connector call the bot has made. */
  calls: ConnectorCall[];
  /** People, conversations and messages. */
  state: World;
}

export interface LoopbackTeamsOptions {
  /** Of the sandbox: `http://127.0.0.1:3001`. */
  baseUrl: string;
  appId: string;
  tenantId: string;
  /** Whether a connector call's Authorization header is good. */
  checkToken(authorization: string | undefined): boolean;
  users?: readonly { name: string; teams: string }[];
  /** Milliseconds since 1970. */
  now?: () => number;
  wire?: WireLog;
}

/** A loopback Teams: strict where the real one is, and stricter where the real one drops things without a word. */
export function createLoopbackTeams(options: LoopbackTeamsOptions): LoopbackTeams {
  const { baseUrl, appId, tenantId, checkToken } = options;
  const users = options.users ?? Object.values(CAST);
  const world = createWorld({ appId, tenantId, users, now: options.now ?? (() => Date.now()) });
  const switches = createSwitches();
  const faults = new FaultList();
  const judge = createJudge(world);
  const signer = createSigner();
  const activities = createActivityMaker(world, baseUrl);
  const wire = options.wire === undefined ? {} : { wire: options.wire };
  const bot = createBotClient({ appId, world, judge, switches, signer, ...wire });
  const files = createFileServer({ baseUrl, world, judge, switches });
  const calls: ConnectorCall[] = [];
  const desks = new Map<string, TeamsUser>();

  function personOf(aadObjectId: string) {
    const person = world.personOf(aadObjectId);
    if (person === undefined) throw new Error(`${aadObjectId} is not in the loopback Teams`);
    return person;
  }

  const routes = Router();
  routes.get('/teams/openid', (_request, response) => {
    response.json({
      issuer: ISSUER,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${baseUrl}/teams/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  });
  routes.get('/teams/keys', (_request, response) => {
    response.json(signer.keys);
  });
  routes.use(files.routes);
  routes.use(
    '/teams/connector',
    createConnectorRoutes({ world, judge, switches, faults, checkToken, calls, ...wire }),
  );

  return {
    routes,
    setBotUrl: (url) => bot.setUrl(url),
    as(aadObjectId) {
      const known = desks.get(aadObjectId);
      if (known !== undefined) return known;
      const person = personOf(aadObjectId);
      const user = createUser({ world, judge, bot, files, activities, switches, person, dialog: undefined });
      desks.set(aadObjectId, user);
      return user;
    },
    activity: (aadObjectId, extra = {}, kind = 'personal') =>
      activities.make(personOf(aadObjectId), world.of(aadObjectId, kind), extra),
    deliver: async (activity, deliverOptions) => (await bot.deliver(activity, deliverOptions)).status,
    ask: bot.deliver,
    redeliver: async (activityId) => (await bot.redeliver(activityId)).status,
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    switches,
    violations: judge.violations,
    protocolErrors: judge.protocolErrors,
    calls,
    state: world,
  };
}
