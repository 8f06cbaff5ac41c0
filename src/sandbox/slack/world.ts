import { randomBytes } from 'node:crypto';
import type { WireLog } from '../wireLog.ts';
import { createSlackState, type SlackState } from './state.ts';
import type { ProtocolError, Violation } from './wire.ts';

/** A person of the loopback workspace. */
export interface SlackPerson {
  name: string;
  slack: string;
}

/** A user group of the workspace. Slack: "usergroup object"; one that is disabled has a `date_delete`. */
export interface SlackUserGroup {
  name: string;
  users: Set<string>;
  disabled?: boolean;
}

/** Trouble for one method, a number of times; several wait in a queue. */
export interface SlackFault {
  method: string;
  times: number;
  /** Slack's error word. */
  error?: string;
  /** An HTTP status; 200 is Slack's own for errors with a word. */
  status?: number;
  /** Answers 429 `ratelimited` with this Retry-After; a 429 given as the status comes without one. */
  retryAfterSeconds?: number;
  /** The call takes effect, and then the connection breaks before the answer. */
  lost?: boolean;
}

/** What can be changed at any time. */
export interface SlackSwitches {
  /** Every request to Slack breaks. */
  down: boolean;
  /** Added before every answer of the Web API. */
  latencyMs: number;
  /** How long Slack waits for the bot (Slack: 3 seconds). */
  ackWithinMs: number;
  /** Above 0: every Web API call gets 429 with this Retry-After. */
  ratelimitedSeconds: number;
  /** Slack's limits by method and tier. */
  rateLimits: boolean;
  /** `url_private_download` is a path without a host. */
  hostRelativeDownloads: boolean;
  /** Files come from another host, to which a redirect leads and which wants the token again, as on a Grid. */
  redirectedDownloads: boolean;
  /** The workspace is one of an Enterprise Grid. */
  grid: Grid | undefined;
  /** The app was installed anew and the bot has the token of before. */
  tokenRevoked: boolean;
  /** The bot's token is of another app than the one that people write to, whose id this is. */
  otherApp: string | undefined;
  /** User groups are of the paid plans. */
  freePlan: boolean;
  /** What the bot's token may do: those of manifests/slack.json, where the app was made of it. */
  scopes: readonly string[];
  /** Socket Mode is on: nothing comes over HTTP. Slack: "Using Socket Mode", Toggle on Socket Mode. */
  socketMode: boolean;
  /** What the app-level token may do. */
  appScopes: readonly string[];
  /** How long a socket lives. Slack: `approximate_connection_time`, and 360 with `debug_reconnects`. */
  connectionSeconds: number;
  /** From the warning to the goodbye; undefined: Slack's 10 s. */
  warningMs: number | undefined;
  /** From the goodbye to the end of the socket. Slack names none; its clients close by themselves. */
  closingMs: number;
  /** Each payload comes twice, through other sockets where there are any. */
  twice: boolean;
  /** The socket is cut as soon as a payload is on its way. */
  cutAfterSending: boolean;
}

/** A token of the bot. */
export interface Token {
  /** Rotation is on: it lasts until then. */
  until?: number;
  /** Slack's word for it when it is over. */
  gone?: 'token_revoked' | 'account_inactive' | 'invalid_auth';
}

/** A response_url's use so far. */
export interface ResponseUrl {
  user: string;
  channel: string;
  /** The message that it may replace or delete. */
  ts?: string;
  uses: number;
  until: number;
}

/** What the parts of the loopback Slack share. */
export interface World {
  baseUrl: string;
  teamId: string;
  /** The app that people write to. */
  appId: string;
  botId: string;
  botUserId: string;
  /** What Slack calls the workspace. */
  name: string;
  /** The bot's tokens, those that are over too. */
  tokens: Map<string, Token>;
  /** Where the app is installed: the workspace, or its organization. */
  installed: Set<string>;
  /** xapp-… */
  appToken: string;
  signingSecret: string;
  people: readonly SlackPerson[];
  /** By id (S…). */
  userGroups: Map<string, SlackUserGroup>;
  state: SlackState;
  violations: Violation[];
  protocolErrors: ProtocolError[];
  switches: SlackSwitches;
  faults: SlackFault[];
  wire?: WireLog;
  /** Web API calls of the bot; bounded. */
  calls: { method: string; ok: boolean; error?: string }[];
  triggers: Map<string, { user: string; until: number; used: boolean }>;
  responseUrls: Map<string, ResponseUrl>;
  /** Files that are promised and not completed yet. */
  uploads: Map<string, { name: string; length: number; content?: Buffer }>;
  /** Submissions of a view that are not acknowledged yet, by view id. */
  submitting: Map<string, number>;
  now(): number;
  nextId(prefix: string): string;
  /** A message's ts: seconds with six digits, unique and rising. */
  nextTs(): string;
  /** Single use, 3 seconds. */
  makeTrigger(user: string): string;
  changed(): void;
}

/** Slack: "A trigger_id will expire 3 seconds after it's sent to your app". */
const TRIGGER_MS = 3_000;

/** An empty workspace in which nobody has said anything yet. */
export function createWorld(options: {
  baseUrl: string;
  teamId: string;
  name?: string;
  /** Left out: the app is not installed yet. */
  botToken?: string;
  appToken: string;
  signingSecret: string;
  people: readonly SlackPerson[];
  now: () => number;
  switches?: Partial<SlackSwitches>;
  wire?: WireLog;
}): World {
  const { switches, botToken, ...given } = options;
  const state = createSlackState(options.people.map(({ slack }) => slack));
  const triggers: World['triggers'] = new Map();
  let lastTs = 0;
  return {
    name: 'Contoso',
    ...given,
    tokens: new Map(botToken === undefined ? [] : [[botToken, {}]]),
    installed: new Set(botToken === undefined ? [] : [options.teamId]),
    appId: 'A0ROLLCALL',
    botId: 'B0ROLLCALL',
    botUserId: 'U0ROLLCALL',
    state,
    userGroups: new Map(),
    violations: [],
    protocolErrors: [],
    switches: {
      down: false,
      latencyMs: 0,
      // Slack: an app has 3 seconds to acknowledge.
      ackWithinMs: 3_000,
      ratelimitedSeconds: 0,
      rateLimits: false,
      hostRelativeDownloads: false,
      redirectedDownloads: false,
      grid: undefined,
      tokenRevoked: false,
      otherApp: undefined,
      freePlan: false,
      scopes: ['chat:write', 'commands', 'files:read', 'files:write', 'im:history', 'im:write'],
      socketMode: false,
      appScopes: ['connections:write'],
      connectionSeconds: 3_600,
      warningMs: undefined,
      closingMs: 0,
      twice: false,
      cutAfterSending: false,
      ...switches,
    },
    faults: [],
    calls: [],
    triggers,
    responseUrls: new Map(),
    uploads: new Map(),
    submitting: new Map(),
    nextId: (prefix) => `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`,
    nextTs() {
      lastTs = Math.max(lastTs + 1, Math.floor(options.now() * 1_000));
      return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
    },
    makeTrigger(user) {
      const id = `${Math.floor(options.now())}.${randomBytes(8).toString('hex')}`;
      triggers.set(id, { user, until: options.now() + TRIGGER_MS, used: false });
      return id;
    },
    changed: () => state.changes.emit('change'),
  };
}

/**
 * An Enterprise Grid that the loopback workspace is one of. Slack: "Enterprise organizations", and the payloads that
 * bolt-python tests with (tests/slack_bolt/request/test_internals.py).
 */
export interface Grid {
  /** E… */
  enterpriseId: string;
  /** The workspace that payloads name as a person's, always the same one, wherever they are (bolt-js#1875). */
  userTeamId: string;
  /** The app is installed for the whole organization, so payloads of interactions name no workspace. */
  isOrgWide: boolean;
  /** Installed for the whole organization, the app was added to none of its workspaces yet. */
  isAddedNowhere?: boolean;
  /** Installed for the whole organization, the app was added to so many workspaces more. */
  others?: number;
  /** Ids that people had before the workspace became part of it, and the global ones that they have now. */
  formerIds?: Readonly<Record<string, string>>;
}

/** The app that the bot's token is of: every answer about the bot and its messages names it. */
export function appOfToken({ appId, switches }: World): string {
  return switches.otherApp ?? appId;
}
