import type { LiveConfig } from '../config/config.ts';
import { CLOUDS } from '../domain/clouds.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Flows } from '../flows/action.ts';
import type { FlowContext } from '../flows/context.ts';
import type { Chat } from '../flows/reply.ts';
import { findActor, findGuest } from '../flows/who.ts';
import { createLoginClient } from '../graph/login/createLoginClient.ts';
import type { AuditRefusal } from '../service/audit/refusalAudit.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Quota } from '../service/ports/quota.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import type { UserGroups } from '../service/ports/userGroups.ts';
import type { Provisioning } from '../service/provisioning.ts';
import { listServiceHosts } from '../teams/serviceHosts.ts';
import type { Web } from '../web/createWeb.ts';
import { createReadBody } from '../web/readBody.ts';
import type { FileHosts } from './findFileHosts.ts';
import { createInstall, type InstallSurroundings } from './slackInstall.ts';
import { ids } from './surroundings.ts';
import { proxyOf } from './useProxy.ts';

/** The cap of Slack's file_input; the same for both chats. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/**
 * Our own number: passwords stand on a screen for so much longer when an instance dies, and so does "One moment…". Only
 * what is shown is read, so that more often would cost little and help little.
 */
const LOOK_FOR_LEFT_MS = 10_000;

interface ChatRoom {
  chat: Chat;
  /** Where the chat has user groups. */
  userGroups?: UserGroups;
  start?(): Promise<void>;
  /** Where nobody asks /readyz before something is sent here: false keeps it away. */
  admit?(isReady: boolean): void;
  /** Drops what it keeps in memory of what people saw and typed, as a restart does. */
  forget?(): void;
  stop(): Promise<void>;
}

interface Shared {
  /** Of now: its lists are read each time they are needed. */
  policy: Policy;
  /** Where Teams' files lie, as far as it is known by now. */
  fileHosts: Pick<FileHosts, 'hosts' | 'lookAgain'>;
  roleGroups: FlowContext['roleGroups'];
  flows: Flows;
  store: Store;
  auditRefusal: AuditRefusal;
  turn: Turn;
  /** The records': what one instance writes into them, another compares with it. */
  clock: Clock;
  quota: Quota;
  /** Other instances share the records. */
  isShared: boolean;
  /** Asks for the turn before it sends. */
  fetch: typeof fetch;
  log: Log;
  web: Web;
  service: Pick<Provisioning, 'approvals' | 'handouts'>;
  installing: InstallSurroundings;
}

function forBoth({ flows, store, auditRefusal, turn, clock, log }: Shared) {
  const both = { flows, store, auditRefusal, turn, clock, log, ids, maxFileBytes: MAX_FILE_BYTES };
  return { ...both, lookForSignsMs: LOOK_FOR_LEFT_MS };
}

async function openSlack(config: LiveConfig, shared: Shared): Promise<ChatRoom | undefined> {
  if (config.slack === undefined) return undefined;
  const { createSlack } = await import('../slack/app.ts');
  const { install, ...slack } = config.slack;
  const { publicUrl = '' } = config;
  const room = createSlack({
    ...slack,
    ...(install === undefined ? {} : { install: createInstall(install, publicUrl, shared.installing) }),
    ...forBoth(shared),
    quota: shared.quota,
    readBody: createReadBody(),
    tellAdmins: (view) => shared.installing.tellAdmins(view, shared.policy.slackTeams[0] ?? ''),
    onSocket: (isOpen) => shared.web.metrics.slackSocket.set(isOpen ? 1 : 0),
    get allowedTeams() {
      return shared.policy.slackTeams;
    },
  });
  room.mount(shared.web.app);
  shared.web.lookAt('slack', () => room.check());
  return room;
}

async function openTeams(config: LiveConfig, shared: Shared): Promise<ChatRoom | undefined> {
  if (config.teams === undefined) return undefined;
  const { createTeams } = await import('../teams/app.ts');
  const { appId, credential, appType, tenantId, openIdMetadataUrl } = config.teams;
  const { cloud } = config;
  const room = createTeams({
    ...forBoth(shared),
    async handOut(file, speaker) {
      const { policy, roleGroups, service } = shared;
      const { customer } = file.again;
      const actor =
        (await findActor({ policy, roleGroups }, speaker, customer)) ??
        (await findGuest(service, speaker, customer));
      return actor === undefined ? undefined : service.handouts.give(actor, file);
    },
    appId,
    client: createLoginClient({
      // A multi-tenant bot's tokens come from the Bot Framework's own tenant.
      tenantId:
        appType === 'SingleTenant' && tenantId !== undefined ? tenantId : CLOUDS[cloud].connectorTenant,
      clientId: appId,
      credential,
      authorityHost: config.graph.authorityHost,
      fetch: shared.fetch,
    }),
    cloud,
    ...proxyOf(config, openIdMetadataUrl ?? CLOUDS[cloud].openIdMetadataUrl),
    get allowedTenants() {
      return shared.policy.teamsTenants;
    },
    get fileHosts() {
      return shared.fileHosts.hosts();
    },
    lookForHosts: () => shared.fileHosts.lookAgain(),
    ...(shared.isShared ? { lookForLeftMs: LOOK_FOR_LEFT_MS } : {}),
    serviceHosts: listServiceHosts(cloud, openIdMetadataUrl),
    ...(openIdMetadataUrl === undefined ? {} : { openIdMetadataUrl }),
  });
  room.mount(shared.web.app);
  return room;
}

/** The chats that are configured, mounted on the web app. A chat that is not is never loaded. */
export async function openChats(config: LiveConfig, shared: Shared): Promise<ChatRoom[]> {
  const rooms = [await openSlack(config, shared), await openTeams(config, shared)];
  return rooms.filter((room) => room !== undefined);
}
