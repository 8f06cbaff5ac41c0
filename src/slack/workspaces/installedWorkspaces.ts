import { WebClient } from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import { isOrganization, joinSlackId } from '../../domain/slackId.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { InstallationRecord } from '../../service/ports/installations.ts';
import { clientOptions } from '../client.ts';
import type { Home } from '../incoming/atHome.ts';
import type { SlackOptions } from '../options.ts';
import { createCalls, slackError } from '../outgoing/calls.ts';
import { createAppCheck } from './appCheck.ts';
import type { InstallOptions } from './installOptions.ts';
import { createOrganizationCheck } from './organization.ts';
import { createTokens, type Granted, notRenewed } from './tokens.ts';
import { WORKSPACE_WORDS } from './words.ts';
import { GONE, type PayloadSource, type Workspace, type Workspaces } from './workspace.ts';

/**
 * What another instance did is known after so long: it added a workspace, or renewed a token, of which the old one lasts
 * two hours more. A token that is refused is looked up at once.
 */
const KNOWN_MS = 10_000;

/** Where the app was just installed. */
export interface Added
  extends Omit<InstallationRecord, 'key' | 'token' | 'refreshToken' | 'expiresAt' | 'installedAt'> {
  granted: Granted;
}

/** Workspaces that were added at `/slack/install`. */
export interface InstalledWorkspaces extends Workspaces {
  /** Keeps a new installation, in the place of an earlier one. Durable on return; throws, and keeps none, without an audit. */
  add(added: Added): Promise<void>;
}

function sayPlace({ id, name }: Pick<InstallationRecord, 'id' | 'name'>): string {
  return isOrganization(id) ? WORKSPACE_WORDS.organization(name) : WORKSPACE_WORDS.workspace(name);
}

function notInstalled(team: string): RollcallError {
  const { message, next } = WORKSPACE_WORDS.notInstalled;
  return new RollcallError('CHAT_DOWN', message, { next, detail: { team } });
}

export function createInstalledWorkspaces(
  options: SlackOptions,
  install: InstallOptions,
): InstalledWorkspaces {
  const { log } = options;
  const { clock, store } = install;
  const tokens = createTokens(options, install);
  const known = new Map<string, { record: InstallationRecord; at: number }>();
  const workspaces = new Map<string, { workspace: Workspace; installedAt: number }>();
  const renewing = new Map<string, Promise<InstallationRecord | undefined>>();

  /** What the policy does not name is as if it were not installed, at once. */
  async function load(id: string): Promise<InstallationRecord | undefined> {
    if (!options.allowedTeams.includes(id)) return undefined;
    const before = known.get(id);
    if (before !== undefined && clock.now() - before.at < KNOWN_MS) return before.record;
    const record = await store.loadInstallation(id);
    if (record === undefined) known.delete(id);
    else known.set(id, { record, at: clock.now() });
    return record;
  }

  async function renewOrForget(record: InstallationRecord): Promise<InstallationRecord | undefined> {
    const renewed = await tokens.renew(record).catch((error: unknown) => {
      throw error instanceof RollcallError ? error : notRenewed(record.id, error);
    });
    if (renewed !== 'over') return renewed;
    await forget(record, WORKSPACE_WORDS.lost(sayPlace(record), record.id));
    return undefined;
  }

  /** One at a time in this process; between processes, see `renew`. */
  function renew(record: InstallationRecord): Promise<InstallationRecord | undefined> {
    const { id } = record;
    const renewal =
      renewing.get(id) ??
      renewOrForget(record).finally(() => {
        renewing.delete(id);
        known.delete(id);
      });
    renewing.set(id, renewal);
    return renewal;
  }

  async function readToken(id: string) {
    const record = await load(id);
    const now = record !== undefined && tokens.isOld(record) ? await renew(record) : record;
    if (now === undefined) throw notInstalled(id);
    return tokens.open(now);
  }

  async function isGone(record: InstallationRecord): Promise<boolean> {
    const client = new WebClient(tokens.open(record).reveal(), clientOptions(options));
    try {
      await client.auth.test();
      return false;
    } catch (error) {
      const word = slackError(error);
      log.warn({ team: record.id, slack: word }, 'slack.tokenRefused');
      return GONE.includes(word ?? '');
    }
  }

  /** Once, however many notice; admins hear of it. */
  async function forget(
    { id, name, installedAt }: InstallationRecord,
    said: Pick<NoticeView, 'title' | 'text'>,
  ): Promise<void> {
    known.delete(id);
    if (!(await store.dropInstallation(id, installedAt))) return;
    workspaces.delete(id);
    log.error({ team: id, name }, 'slack.removed');
    await store.audit({
      ...{ at: clock.now(), actor: 'rollcall', platform: 'system', what: 'slack.removed', outcome: 'done' },
      detail: { team: id, name },
    });
    const addAgain = isOrganization(id) ? WORKSPACE_WORDS.addToAllAgain : WORKSPACE_WORDS.addAgain;
    const view: NoticeView = {
      ...{ kind: 'notice', tone: 'warning', ...said, buttons: [] },
      next: addAgain(`${install.publicUrl}/slack/install`),
    };
    install.tellAdmins(view, id);
  }

  /** Forgets an installation if Slack itself says that it is over: what was said of it may be about the one before. */
  async function lookAgain(id: string): Promise<void> {
    known.delete(id);
    const record = await store.loadInstallation(id);
    if (record === undefined || !(await isGone(record))) return;
    await forget(record, WORKSPACE_WORDS.removed(sayPlace(record), id));
  }

  function homeOf({ id, enterpriseId }: InstallationRecord): Home {
    if (enterpriseId === undefined) return { teams: [id] };
    return { teams: [id, enterpriseId], enterprise: enterpriseId, isWholeEnterprise: id === enterpriseId };
  }

  /** Of the installation that was there when it was asked, and of none that took its place. */
  async function keepOrganization(
    { id, installedAt }: InstallationRecord,
    enterpriseId: string | undefined,
  ): Promise<void> {
    const kept = await store.updateInstallation(id, (one) => {
      const { enterpriseId: _, ...alone } = one;
      if (one.installedAt !== installedAt) return undefined;
      return enterpriseId === undefined ? alone : { ...alone, enterpriseId };
    });
    if (kept !== undefined) known.set(id, { record: kept, at: clock.now() });
  }

  function make(record: InstallationRecord): Workspace {
    const { id, botId, botUserId } = record;
    let latest = record;
    const readLatest = () => {
      latest = known.get(id)?.record ?? latest;
      return latest;
    };
    let used: string | undefined;
    const token = async () => {
      const secret = await readToken(id);
      used = secret.reveal();
      return secret;
    };
    const calls = createCalls(clock, log, async (word) => {
      const before = used;
      await lookAgain(id);
      const now = await store.loadInstallation(id);
      if (now === undefined) return false;
      if (tokens.open(now).reveal() !== before) return true;
      if (word !== 'token_expired' || now.refreshToken === undefined) return false;
      return (await renew(now)) !== undefined;
    });
    // Ids and messages of the first are kept as they were when there was one only.
    const isFirst = options.allowedTeams[0] === id;
    const client = new WebClient(undefined, clientOptions(options, token));
    const apps = createAppCheck(log, id);
    apps.sent(record.appId);
    return {
      ...{ id, botId, botUserId, calls, token, client, apps },
      ...(isFirst ? {} : { mark: id }),
      home: () => homeOf(readLatest()),
      lookUpOrganization: createOrganizationCheck(
        { clock, log },
        { id, client, calls },
        () => readLatest().enterpriseId,
        (enterpriseId) => keepOrganization(record, enterpriseId),
      ),
    };
  }

  async function open(id: string): Promise<Workspace | undefined> {
    const record = await load(id);
    if (record === undefined) return undefined;
    const before = workspaces.get(id);
    const isFirst = options.allowedTeams[0] === id;
    if (before?.installedAt === record.installedAt && (before.workspace.mark === undefined) === isFirst) {
      return before.workspace;
    }
    const workspace = make(record);
    workspaces.set(id, { workspace, installedAt: record.installedAt });
    return workspace;
  }

  /** Slack names a workspace in most payloads, also where the app is its organization's. */
  function idsOf({ teamId, enterpriseId, isEnterpriseInstall }: PayloadSource): string[] {
    const ids = isEnterpriseInstall ? [enterpriseId] : [teamId, enterpriseId];
    return ids.filter((id) => id !== undefined && id !== '') as string[];
  }

  return {
    async find(source) {
      for (const id of idsOf(source)) {
        const workspace = await open(id);
        if (workspace !== undefined) return workspace;
      }
      return undefined;
    },
    async get(mark) {
      const id = mark ?? options.allowedTeams[0] ?? '';
      const workspace = await open(id);
      if (workspace === undefined) throw notInstalled(id);
      return workspace;
    },
    async start() {
      const there = (await store.listInstallations()).map(({ id }) => id);
      const missing = options.allowedTeams.filter((id) => !there.includes(id));
      log.info({ teams: there, missing }, 'slack.started');
    },
    check: () => undefined,
    async revoked(source) {
      for (const id of idsOf(source)) await lookAgain(id);
    },
    async add({ granted, ...added }) {
      // As they are known when they write: ids of the first workspace don't name it.
      const isFirst = options.allowedTeams[0] === added.id;
      const record = { ...added, installedAt: clock.now(), ...tokens.seal(added.id, granted) };
      await store.saveInstallation(record);
      known.delete(added.id);
      try {
        await store.audit({
          ...{ at: record.installedAt, platform: 'slack', what: 'slack.installed', outcome: 'done' },
          actor: `slack:${joinSlackId(isFirst ? undefined : added.id, added.installedBy ?? 'unknown')}`,
          detail: { team: added.id, name: added.name },
        });
      } catch (error) {
        await store.dropInstallation(added.id, record.installedAt);
        throw error;
      }
      log.info({ team: added.id }, 'slack.installed');
      await install
        .onInstalled(added.id)
        .catch((error: unknown) => log.warn({ error }, 'slack.unsaidNotSent'));
    },
  };
}
