import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express from 'express';
import { onTestFinished } from 'vitest';
import type { Place } from '../../src/domain/terms.ts';
import type { Answers, Flows, FoundChoice, RawInput, Speaker } from '../../src/flows/action.ts';
import { parseCommand } from '../../src/flows/commands.ts';
import type { Reply } from '../../src/flows/reply.ts';
import { CAST, SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { createLoopbackSlack } from '../../src/sandbox/slack/server.ts';
import type { SlackSwitches } from '../../src/sandbox/slack/world.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { createRefusalAudit } from '../../src/service/audit/refusalAudit.ts';
import { createMemoryQuota } from '../../src/service/ports/quota.ts';
import type { AuditEntry } from '../../src/service/ports/records.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import { createSlack } from '../../src/slack/app.ts';
import type { SlackOptions } from '../../src/slack/options.ts';
import { createReadBody } from '../../src/web/readBody.ts';
import { keepDrafts } from '../composition/keepDrafts.ts';
import { always } from '../testTurn.ts';

/** One call of a flow as the room made it. */
export interface FlowCall {
  action: string;
  speaker: Speaker;
  place: Place;
  input: RawInput;
}

/** How long a test's flow takes when it is slow: longer than the room lets Slack wait. */
export const SLOW_MS = 2_300;

const SIGNING_SECRET = 'signing-secret-of-the-test';
const BOT_TOKEN = 'xoxb-token-of-the-test';
const APP_TOKEN = 'xapp-1-token-of-the-test';

/** Real time, so that the room's limits are what they are in production. */
const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

/** Keeps every line, so that a test can look for what must not be in the log. */
export function createLines() {
  const lines: string[] = [];
  const write = (fields: Readonly<Record<string, unknown>>, event: string) =>
    void lines.push(`${event} ${JSON.stringify(fields)}`);
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

/** Listens on any port until the test is over. */
export async function listen(
  app: express.Express,
  upgrade?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<string> {
  const server = createServer(app);
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A store that remembers as the real one does, in memory. */
export function createMemory(now = Date.now) {
  const audits: AuditEntry[] = [];
  const directs = new Map<string, Place>();
  const seen = new Map<string, number>();
  const store: SlackOptions['store'] & Pick<Store, 'audit'> = {
    async seen(key, ttlMs) {
      const known = (seen.get(key) ?? 0) > now();
      if (!known) seen.set(key, now() + ttlMs);
      return known;
    },
    keepSeen: async (key, ttlMs) => void seen.set(key, now() + ttlMs),
    saveDirect: async (_platform, userId, place) => void directs.set(userId, place),
    loadDirect: async (_platform, userId) => directs.get(userId),
    audit: async (entry) => void audits.push(entry),
    ...keepDrafts(),
  };
  return { audits, directs, store };
}

/** The real Slack room against the loopback Slack, with flows that answer as the test says and are recorded. */
export async function startRoom(options: {
  answers?: Record<string, Answers>;
  reply: (call: FlowCall) => Reply | Promise<Reply>;
  search?: (field: string, text: string) => readonly FoundChoice[];
  /** The request of whose card this is the message. */
  requestOf?: (messageId: string) => string | undefined;
  room?: Partial<SlackOptions>;
  slack?: Partial<SlackSwitches>;
  /** Over Socket Mode. */
  socket?: boolean;
}) {
  const services = express();
  const url = await listen(services, (request, socket) => slack.sockets.upgrade(request, socket));
  const slack = createLoopbackSlack({
    baseUrl: url,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    teamId: SLACK_TEAM_ID,
    switches: { socketMode: options.socket === true, ...options.slack },
  });
  services.use(slack.routes);
  const calls: FlowCall[] = [];
  const { audits, directs, store } = createMemory();
  const { lines, log } = createLines();
  const flows: Flows = {
    answersOf: (action) => options.answers?.[action] ?? 'message',
    commandOf: parseCommand,
    requestOf: async (message) => options.requestOf?.(message.messageId),
    isSearched: () => options.search !== undefined,
    search: async (field, _speaker, text) => options.search?.(field, text) ?? [],
    async run(action, speaker, place, input) {
      const call = { action, speaker, place, input };
      calls.push(call);
      return options.reply(call);
    },
  };
  const room = createSlack({
    door:
      options.socket === true
        ? { appToken: new Secret(APP_TOKEN) }
        : { signingSecret: new Secret(SIGNING_SECRET) },
    botToken: new Secret(BOT_TOKEN),
    apiUrl: `${url}/slack/api/`,
    fileHosts: [url, url.replace('127.0.0.1', 'localhost')],
    allowedTeams: [],
    maxFileBytes: 10_000,
    flows,
    store,
    turn: always,
    readBody: createReadBody(),
    auditRefusal: createRefusalAudit({ store, clock: realClock, log }),
    clock: realClock,
    quota: createMemoryQuota(realClock),
    ids: { next: (prefix) => `${prefix}_${randomUUID()}` },
    log,
    ...options.room,
  });
  const web = express();
  room.mount(web);
  const botUrl = await listen(web);
  slack.setBotUrl(botUrl);
  await room.start();
  onTestFinished(() => room.stop());
  return { slack, room, calls, audits, directs, lines, botUrl, mia: slack.as(CAST.helpdesk.slack) };
}

/** Whatever was said, it was what Slack accepts, in time and in order. */
export function expectNoComplaints(slack: ReturnType<typeof createLoopbackSlack>): void {
  if (slack.violations.length + slack.protocolErrors.length === 0) return;
  throw new Error(JSON.stringify([slack.violations, slack.protocolErrors], undefined, 1));
}
