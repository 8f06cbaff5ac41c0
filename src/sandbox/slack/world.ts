import { randomBytes } from 'node:crypto';
import { createSlackState, type SlackState } from './state.ts';
import type { Json, ProtocolError, SlackFile, Violation } from './wire.ts';

/** A person of the loopback workspace. */
export interface SlackPerson {
  name: string;
  slack: string;
}

/** Trouble for one method, a number of times. */
export interface SlackFault {
  method: string;
  times: number;
  /** Slack's error word, or an HTTP status. */
  error?: string;
  status?: number;
  retryAfterSeconds?: number;
}

/** What the parts of the loopback Slack share. */
export interface World {
  baseUrl: string;
  teamId: string;
  appId: string;
  botUserId: string;
  botToken: string;
  signingSecret: string;
  people: readonly SlackPerson[];
  state: SlackState;
  violations: Violation[];
  protocolErrors: ProtocolError[];
  switches: { down: boolean; latencyMs: number; ackWithinMs: number };
  faults: SlackFault[];
  /** Web API calls of the bot, by method; bounded. */
  calls: { method: string; ok: boolean }[];
  triggers: Map<string, { user: string; until: number; used: boolean }>;
  responseUrls: Map<string, { user: string; channel: string; ts?: string; uses: number; until: number }>;
  now(): number;
  nextId(prefix: string): string;
  /** Single use, 3 seconds. */
  makeTrigger(user: string): string;
  changed(): void;
}

/** Slack: "A trigger_id will expire 3 seconds after it's sent to your app". */
const TRIGGER_MS = 3_000;

export function createWorld(options: {
  baseUrl: string;
  teamId: string;
  botToken: string;
  signingSecret: string;
  people: readonly SlackPerson[];
  now: () => number;
}): World {
  const state = createSlackState(options.people.map(({ slack }) => slack));
  const triggers: World['triggers'] = new Map();
  const nextId = (prefix: string) => `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`;
  return {
    ...options,
    appId: 'A0ROLLCALL',
    botUserId: 'U0ROLLCALL',
    state,
    violations: [],
    protocolErrors: [],
    switches: { down: false, latencyMs: 0, ackWithinMs: 3_000 },
    faults: [],
    calls: [],
    triggers,
    responseUrls: new Map(),
    nextId,
    makeTrigger(user) {
      const id = `${Date.now()}.${randomBytes(8).toString('hex')}`;
      triggers.set(id, { user, until: options.now() + TRIGGER_MS, used: false });
      return id;
    },
    changed: () => state.changes.emit('change'),
  };
}

/** A file as Slack's events and API describe it. */
export function describeFile(world: World, file: SlackFile): Json {
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? '',
    size: file.content.length,
    user: file.user,
    user_team: world.teamId,
    mode: 'hosted',
    is_external: false,
    created: Math.floor(world.now() / 1_000),
    url_private: `${world.baseUrl}/slack/files/${file.id}/${encodeURIComponent(file.name)}`,
    url_private_download: `${world.baseUrl}/slack/files/${file.id}/download/${encodeURIComponent(file.name)}`,
  };
}
