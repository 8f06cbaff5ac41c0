import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import type { Place } from '../../src/domain/terms.ts';
import type { Answers, Flows, FoundChoice, RawInput, Speaker } from '../../src/flows/action.ts';
import { parseCommand } from '../../src/flows/commands.ts';
import type { Reply } from '../../src/flows/reply.ts';
import { BOT_APP_ID, TENANT_ID } from '../../src/sandbox/contoso.ts';
import { createLoopbackTeams, type LoopbackTeams } from '../../src/sandbox/teams/server.ts';
import { createRefusalAudit } from '../../src/service/audit/refusalAudit.ts';
import type { AuditEntry } from '../../src/service/ports/records.ts';
import type { ShownCard } from '../../src/service/ports/shownSecrets.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import { createTeams } from '../../src/teams/app.ts';
import type { TeamsOptions } from '../../src/teams/options.ts';
import { keepDrafts } from '../composition/keepDrafts.ts';
import { always } from '../testTurn.ts';

/** One call of a flow as the room made it. */
export interface FlowCall {
  action: string;
  speaker: Speaker;
  place: Place;
  input: RawInput;
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** Real time, so that the room's limits are what they are in production. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

async function listen(app: express.Express): Promise<string> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * The real Teams room against the loopback Teams, with flows that answer as the test says and are recorded.
 */
export async function startRoom(options: {
  answers?: Record<string, Answers>;
  reply: (call: FlowCall) => Reply | Promise<Reply>;
  search?: (field: string, text: string) => FoundChoice[];
  room?: Partial<TeamsOptions>;
  audit?: Store['audit'];
}) {
  const services = express();
  const url = await listen(services);
  const teams: LoopbackTeams = createLoopbackTeams({
    baseUrl: url,
    appId: BOT_APP_ID,
    tenantId: TENANT_ID,
    checkToken: (header) => header === 'Bearer reply-token',
  });
  services.use(teams.routes);

  const calls: FlowCall[] = [];
  const audits: AuditEntry[] = [];
  const directs = new Map<string, Place>();
  const seen = new Set<string>();
  const flows: Flows = {
    answersOf: (action) => options.answers?.[action] ?? 'message',
    commandOf: parseCommand,
    requestOf: async () => undefined,
    isSearched: () => options.search !== undefined,
    search: async (field, _speaker, text) => options.search?.(field, text) ?? [],
    async run(action, speaker, place, input) {
      const call = { action, speaker, place, input };
      calls.push(call);
      return options.reply(call);
    },
  };
  const shown: ShownCard[] = [];
  const audit = options.audit ?? (async (entry: AuditEntry) => void audits.push(entry));
  const roomOptions: TeamsOptions = {
    appId: BOT_APP_ID,
    client: {
      acquireTokenByClientCredential: async () => ({
        accessToken: 'reply-token',
        expiresOn: new Date(Date.now() + 3_600_000),
      }),
    } as unknown as TeamsOptions['client'],
    cloud: 'global',
    openIdMetadataUrl: `${url}/teams/openid`,
    allowedTenants: [TENANT_ID],
    fileHosts: [url],
    serviceHosts: [url],
    maxFileBytes: 10_000,
    turn: always,
    flows,
    store: {
      async seen(key, ttlMs) {
        const known = seen.has(key);
        if (ttlMs > 0) seen.add(key);
        return known;
      },
      keepSeen: async (key) => void seen.add(key),
      saveDirect: async (_platform, userId, place) => {
        directs.set(userId, place);
      },
      loadDirect: async (_platform, userId) => directs.get(userId),
      forgetDirect: async (_platform, userId) => void directs.delete(userId),
      audit,
      ...keepDrafts(),
      async saveShown(card) {
        await this.forgetShown(card.ref);
        shown.push(card);
      },
      async forgetShown({ messageId }) {
        const at = shown.findIndex(({ ref }) => ref.messageId === messageId);
        if (at >= 0) shown.splice(at, 1);
      },
      listShown: async () => [...shown],
    },
    auditRefusal: createRefusalAudit({ store: { audit }, clock, log: silent }),
    clock,
    ids: { next: (prefix) => `${prefix}_${randomUUID()}` },
    log: silent,
    ...options.room,
  };
  const room = createTeams(roomOptions);
  const web = express();
  room.mount(web);
  const botUrl = await listen(web);
  teams.setBotUrl(botUrl);
  onTestFinished(() => room.stop());
  /** The room that comes up after this one was killed, this much later or by this clock. */
  const comeBack = async (
    later: number | Clock,
    more: Partial<TeamsOptions> = {},
  ): Promise<{ stop(): Promise<void> }> => {
    const its = typeof later === 'number' ? { ...clock, now: () => Date.now() + later } : later;
    const next = createTeams({ ...roomOptions, clock: its, ...more });
    onTestFinished(() => next.stop());
    await next.start();
    return next;
  };
  return { teams, room, calls, audits, directs, shown, comeBack, url, botUrl };
}
