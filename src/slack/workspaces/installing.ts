import { type Installation, InstallProvider, type OrgInstallation } from '@slack/oauth';
import { WebClient } from '@slack/web-api';
import type { Express } from 'express';
import { createBoltLog } from '../boltLog.ts';
import { clientOptions } from '../client.ts';
import type { SlackOptions } from '../options.ts';
import type { Added, InstalledWorkspaces } from './installedWorkspaces.ts';
import type { InstallOptions, InstallPage } from './installOptions.ts';
import { createInstallState, STATE_MS } from './installState.ts';
import { BOT_SCOPES, USER_GROUP_SCOPES } from './scopes.ts';
import { WORKSPACE_WORDS } from './words.ts';

/** What Slack's library calls what went wrong, and what people are told. */
const PAGES: Readonly<Record<string, InstallPage>> = {
  slack_oauth_installer_authorization_error: WORKSPACE_WORDS.canceled,
  slack_oauth_invalid_state: WORKSPACE_WORDS.stale,
  slack_oauth_missing_code: WORKSPACE_WORDS.failed,
};

/** What Slack says went wrong, if it is a word and not somebody's text. */
const wordOf = (error: unknown) => (/^\w{1,40}$/.test(String(error)) ? String(error) : undefined);

/** Longer than a burst lasts that somebody makes by hand. */
const RETRY_AFTER_SECONDS = 60;

/** Slack: oauth.v2.access: `team` is null for a whole organization, and `is_enterprise_install` is true then. */
function readInstallation(installation: Installation | OrgInstallation): Added | undefined {
  const { bot, enterprise, team, isEnterpriseInstall, user } = installation;
  const where = isEnterpriseInstall ? enterprise : team;
  if (bot === undefined || where === undefined) return undefined;
  return {
    id: where.id,
    name: where.name ?? where.id,
    botId: bot.id,
    botUserId: bot.userId,
    scopes: bot.scopes,
    installedBy: user.id,
    ...(enterprise === undefined ? {} : { enterpriseId: enterprise.id }),
    granted: {
      token: bot.token,
      refreshToken: bot.refreshToken,
      expiresAt: bot.expiresAt === undefined ? undefined : bot.expiresAt * 1_000,
    },
  };
}

/**
 * `GET /slack/install` leads to Slack, and Slack back to `/slack/oauth_redirect`. Only a workspace or an organization that
 * the policy names is kept; any other's token is given back.
 */
export function mountInstalling(
  web: Express,
  options: SlackOptions,
  install: InstallOptions,
  workspaces: Pick<InstalledWorkspaces, 'add'>,
): void {
  const { log, auditRefusal } = options;
  const { showPage, store, stateKey, publicUrl } = install;
  // What begins on Slack's own page for admins has no state (bolt-js#1101).
  const pages = {
    ...PAGES,
    slack_oauth_missing_state: WORKSPACE_WORDS.notBegun(`${publicUrl}/slack/install`),
  };
  /** What Slack is asked for now: the policy may name a user group later. */
  const to = () => ({
    scopes: [...BOT_SCOPES, ...(install.readsUserGroups() ? USER_GROUP_SCOPES : [])],
    redirectUri: `${publicUrl}/slack/oauth_redirect`,
  });
  const provider = new InstallProvider({
    clientId: install.clientId,
    clientSecret: install.clientSecret.reveal(),
    stateStore: createInstallState(stateKey, store, to()),
    stateCookieExpirationSeconds: STATE_MS / 1_000,
    directInstall: true,
    installUrlOptions: to(),
    // Beside the Web API, on the same host: slack.com and slack-gov.com.
    authorizationUrl: new URL('../oauth/v2/authorize', options.apiUrl).href,
    clientOptions: clientOptions(options),
    logger: createBoltLog(log),
  });

  async function giveBack(token: string): Promise<void> {
    const client = new WebClient(token, clientOptions(options));
    await client.auth.revoke().catch((error: unknown) => log.warn({ error }, 'slack.tokenNotGivenBack'));
  }

  async function keep(added: Added): Promise<InstallPage | undefined> {
    const { id, name, installedBy = 'unknown' } = added;
    if (options.allowedTeams.includes(id)) {
      await workspaces.add(added);
      return undefined;
    }
    await giveBack(added.granted.token);
    log.warn({ code: 'FOREIGN_WORKSPACE', workspace: id }, 'slack.installRefused');
    await auditRefusal({
      actor: `slack:${id}/${installedBy}`,
      platform: 'slack',
      what: 'slack.installed',
      detail: { code: 'FOREIGN_WORKSPACE', workspace: id },
    });
    return WORKSPACE_WORDS.notNamed(name, id);
  }

  /** What Slack granted and could not be kept. Slack may have given an installation that is kept the same token again. */
  async function letGo({ id, granted }: Added, error: unknown): Promise<InstallPage> {
    log.error({ team: id, error }, 'slack.installNotKept');
    const kept = await store.loadInstallation(id).catch(() => 'unknown');
    if (kept === undefined) await giveBack(granted.token);
    return WORKSPACE_WORDS.notKept;
  }

  async function finish(added: Added): Promise<{ status: number; page: InstallPage }> {
    try {
      const refused = await keep(added);
      if (refused !== undefined) return { status: 403, page: refused };
      const isOrganization = added.id === added.enterpriseId;
      const say = isOrganization ? WORKSPACE_WORDS.addedToOrganization : WORKSPACE_WORDS.added;
      return { status: 200, page: say(added.name) };
    } catch (error) {
      return { status: 500, page: await letGo(added, error) };
    }
  }

  web.get(['/slack/install', '/slack/oauth_redirect'], (request, response, next) => {
    if (install.mayOpen(request.ip ?? '')) return next();
    log.warn({ path: request.path }, 'slack.tooManyInstalls');
    response.set('Retry-After', String(RETRY_AFTER_SECONDS));
    showPage(response, 429, WORKSPACE_WORDS.busy);
  });
  web.get('/slack/install', async (request, response) => {
    await provider.handleInstallPath(request, response, undefined, to());
  });
  web.get('/slack/oauth_redirect', async (request, response) => {
    await provider.handleCallback(request, response, {
      async afterInstallation(installation) {
        const added = readInstallation(installation);
        const { status, page } =
          added === undefined ? { status: 403, page: WORKSPACE_WORDS.noBot } : await finish(added);
        showPage(response, status, page);
        // It is kept already, sealed: the library has nothing to keep.
        return false;
      },
      failure(error) {
        log.warn({ code: error.code, slack: wordOf(request.query.error) }, 'slack.installFailed');
        showPage(response, 400, pages[error.code as keyof typeof pages] ?? WORKSPACE_WORDS.failed);
      },
    });
  });
}
