import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LiveConfig } from '../config/config.ts';
import type { Platform } from '../domain/terms.ts';
import { createLocalEngine } from '../engine/localEngine.ts';
import type { Flows } from '../flows/action.ts';
import { createApprovalNotify } from '../flows/approvals/approvalNotify.ts';
import { createFlows } from '../flows/createFlows.ts';
import { createNotify } from '../flows/jobs/notify.ts';
import type { Chat } from '../flows/reply.ts';
import { createConfidentialClient } from '../graph/client/createConfidentialClient.ts';
import { createTokenSource } from '../graph/client/tokenSource.ts';
import { createGraphDirectory } from '../graph/createGraphDirectory.ts';
import { createMailer } from '../mail/createMailer.ts';
import { createSealer } from '../secrets/sealing.ts';
import { createRetention } from '../service/audit/retention.ts';
import { createProvisioning } from '../service/createProvisioning.ts';
import type { DirectoryFor } from '../service/ports/directory.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';
import { loadOrMakeKeyFile } from '../store/keyFile.ts';
import { type HeldStore, openLowdbStore } from '../store/openLowdbStore.ts';
import { createWeb, type Web } from '../web/createWeb.ts';
import { mountPasswordPages } from '../web/passwordPages.ts';
import { explainListening } from './explainListening.ts';
import { endWhenLost, fenceFetch } from './fence.ts';
import { createLog } from './log.ts';
import { measureFetch, measureFlows, measureStore } from './measure.ts';
import { createSteadyNow } from './steadyClock.ts';

/** The cap of Slack's file_input; the same for both chats. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

const clock: Clock = {
  now: createSteadyNow({ wall: () => Date.now(), monotonic: () => performance.now() }),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    delay(ms, undefined, signal === undefined ? {} : { signal }).then(
      () => undefined,
      () => undefined,
    ),
};

const ids: Ids = { next: (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}` };

interface ChatRoom {
  chat: Chat;
  start?(): Promise<void>;
  stop(): Promise<void>;
}

interface Shared {
  flows: Flows;
  store: Store;
  turn: Turn;
  /** Asks for the turn before it sends. */
  fetch: typeof fetch;
  log: Log;
  web: Web;
}

/** A directory and its client for each customer; one tenant comes from the environment. */
function createDirectories(
  config: LiveConfig,
  log: Log,
  { fenced, measured }: { fenced: typeof fetch; measured: typeof fetch },
) {
  const { graph, policy } = config;
  const directories = new Map(
    policy.customers.map((customer) => {
      const client = createConfidentialClient({
        tenantId: customer.tenantId ?? graph.tenantId,
        clientId: graph.clientId,
        credential: graph.credential,
        authorityHost: graph.authorityHost,
        fetch: fenced,
      });
      const directory = createGraphDirectory({
        customer: customer.id,
        graphUrl: graph.graphUrl,
        tokens: createTokenSource(client),
        markerAttribute: customer.marker,
        clock,
        ids,
        log,
        fetch: measured,
      });
      return [customer.id, directory] as const;
    }),
  );
  const directoryFor: DirectoryFor = (customer) => {
    const directory = directories.get(customer);
    if (directory === undefined) throw new Error(`There is no directory for ${customer}.`);
    return directory;
  };
  return { directories, directoryFor };
}

async function openSlack(
  config: LiveConfig,
  { flows, store, turn, log, web }: Shared,
): Promise<ChatRoom | undefined> {
  if (config.slack === undefined) return undefined;
  const { createSlack } = await import('../slack/app.ts');
  const room = createSlack({
    ...config.slack,
    allowedTeams: config.policy.slackTeams,
    maxFileBytes: MAX_FILE_BYTES,
    flows,
    store,
    turn,
    clock,
    ids,
    log,
  });
  room.mount(web.app);
  return room;
}

async function openTeams(
  config: LiveConfig,
  { flows, store, turn, fetch, log, web }: Shared,
): Promise<ChatRoom | undefined> {
  if (config.teams === undefined) return undefined;
  const { createTeams } = await import('../teams/app.ts');
  const { appId, appPassword, appType, tenantId, openIdMetadataUrl, fileHosts } = config.teams;
  const room = createTeams({
    appId,
    client: createConfidentialClient({
      // A multi-tenant bot's tokens come from the Bot Framework's own tenant.
      tenantId: appType === 'SingleTenant' && tenantId !== undefined ? tenantId : 'botframework.com',
      clientId: appId,
      credential: { secret: appPassword },
      authorityHost: config.graph.authorityHost,
      fetch,
    }),
    allowedTenants: config.policy.teamsTenants,
    fileHosts,
    maxFileBytes: MAX_FILE_BYTES,
    ...(openIdMetadataUrl === undefined ? {} : { openIdMetadataUrl }),
    flows,
    store,
    turn,
    clock,
    ids,
    log,
  });
  room.mount(web.app);
  return room;
}

/**
 * Wires the rooms, listens, and drains on SIGTERM or SIGINT; a second signal ends at once. So does another process that
 * takes the data folder over.
 */
export async function startRollcall(config: LiveConfig): Promise<void> {
  const log = createLog({ level: config.logLevel });
  const store = await openLowdbStore({ folder: config.dataDir, clock, log });
  endWhenLost(store.turn, log);
  try {
    await wire(config, store, log);
  } catch (error) {
    await store.close();
    throw explainListening(error, config);
  }
}

async function wire(config: LiveConfig, unmeasured: HeldStore, log: Log): Promise<void> {
  let counting: Web['metrics'] | undefined;
  const metrics = () => counting;
  const { turn } = unmeasured;
  const store = measureStore(unmeasured, metrics);
  const fenced = fenceFetch(turn);
  const masterKeys = config.masterKeys ?? (await loadOrMakeKeyFile(config.dataDir, log));
  const { directories, directoryFor } = createDirectories(config, log, {
    fenced,
    measured: measureFetch(fenced, metrics),
  });
  const mailer = createMailer({
    smtpUrl: config.mail.smtp.url,
    from: config.mail.from,
    perMinute: config.mail.perMinute,
    turn,
    clock,
    log,
  });
  const engine = createLocalEngine({ store, clock, log });
  const service = createProvisioning({
    policy: config.policy,
    directoryFor,
    mailer,
    store,
    engine,
    sealer: createSealer(masterKeys),
    clock,
    ids,
    log,
    randomInt: (max) => randomInt(max),
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    maxFileBytes: MAX_FILE_BYTES,
  });
  const flows = measureFlows(
    createFlows({ service, policy: config.policy, store, clock, ids, log }),
    metrics,
  );
  const web = createWeb({
    host: config.host,
    port: config.port,
    ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken.reveal() }),
    ...(config.metricsPort === undefined ? {} : { metricsPort: config.metricsPort }),
    turn,
    log,
    checks: {
      store: () => store.check(),
      directory: async () => {
        await Promise.all([...directories.values()].map((directory) => directory.check()));
      },
    },
    countJobs: async () => (await store.listUnfinished()).filter(({ state }) => state === 'running').length,
  });
  mountPasswordPages(web.app, { service, clock, log });
  counting = web.metrics;
  const shared = { flows, store, turn, fetch: fenced, log, web };
  const rooms = [await openSlack(config, shared), await openTeams(config, shared)].filter(
    (room) => room !== undefined,
  );
  const chats: Partial<Record<Platform, Chat>> = {};
  for (const { chat } of rooms) chats[chat.platform] = chat;
  const names = new Map(config.policy.customers.map(({ id, name }) => [id, name]));
  const customerName = (id: string) => names.get(id) ?? id;
  const notify = createNotify({ service, store, engine, chats, customerName, clock, log });
  const approvalNotify = createApprovalNotify({ service, store, engine, chats, customerName, clock, log });

  for (const room of rooms) await room.start?.();
  const { port, metricsPort } = await web.listen();
  await service.resume();
  await notify.start();
  await approvalNotify.start();
  engine.work('tell', (id) => (id.startsWith('job_') ? notify : approvalNotify).tellAgain(id));
  const retention = createRetention({ policy: config.policy, store, clock, log });
  retention.start();
  web.ready();
  log.info({ port, metricsPort, chats: Object.keys(chats) }, 'rollcall.started');

  async function stop(): Promise<void> {
    web.startDraining();
    await retention.stop();
    await service.drain();
    for (const room of rooms) await room.stop();
    await notify.stop();
    await approvalNotify.stop();
    await web.close();
    mailer.close();
    await store.close();
    log.info({}, 'rollcall.stopped');
  }

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'rollcall.stopFailed');
          process.exit(1);
        },
      );
    });
  }
}
