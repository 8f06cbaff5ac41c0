import { ErrorCode, InstallProvider, SlackOAuthError } from '@slack/oauth';
import type { Express } from 'express';
import { createBoltLog } from '../boltLog.ts';
import { clientOptions } from '../client.ts';
import type { SlackOptions } from '../options.ts';
import { slackError } from '../outgoing/calls.ts';
import { createCodeExchange, type Exchanged } from './exchangeCode.ts';
import type { InstalledWorkspaces } from './installedWorkspaces.ts';
import type { InstallOptions, InstallPage } from './installOptions.ts';
import { createInstallState, STATE_MS } from './installState.ts';
import { BOT_SCOPES, USER_GROUP_SCOPES } from './scopes.ts';
import { WORKSPACE_WORDS } from './words.ts';

/** What Slack's library calls what went wrong, and what people are told. */
const PAGES: Readonly<Record<string, InstallPage>> = {
  slack_oauth_installer_authorization_error: WORKSPACE_WORDS.canceled,
  slack_oauth_missing_code: WORKSPACE_WORDS.failed,
};

/** What Slack says went wrong, if it is a word and not somebody's text. */
const wordOf = (said: unknown) => (typeof said === 'string' && /^\w{1,40}$/.test(said) ? said : undefined);

/** Longer than a burst lasts that somebody makes by hand. */
const RETRY_AFTER_SECONDS = 60;

/** Slack's words for a client id or a client secret that isn't the app's (oauth.v2.access, errors). */
const NOT_OURS = ['bad_client_secret', 'invalid_client_id'];

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
    slack_oauth_invalid_state: WORKSPACE_WORDS.stale(`${publicUrl}/slack/install`),
    slack_oauth_missing_state: WORKSPACE_WORDS.notBegun(`${publicUrl}/slack/install`),
  };
  /** What Slack is asked for now: the policy may name a user group later. */
  const to = () => ({
    scopes: [...BOT_SCOPES, ...(install.readsUserGroups() ? USER_GROUP_SCOPES : [])],
    redirectUri: `${publicUrl}/slack/oauth_redirect`,
  });
  const libraryLog = createBoltLog(log);
  // What came back from Slack in vain is a line of `failure`, with its reason: anyone may send it.
  const isFailure = ([first]: readonly unknown[]): boolean => first instanceof Error;
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
    logger: {
      ...libraryLog,
      error: (...parts) => (isFailure(parts) ? undefined : libraryLog.error(...parts)),
    },
  });

  const { exchange, findBotId, giveBack } = createCodeExchange(options, install);

  async function keep(exchanged: Exchanged): Promise<InstallPage | undefined> {
    const { id, name, installedBy = 'unknown', granted } = exchanged;
    if (options.allowedTeams.includes(id)) {
      await workspaces.add({ ...exchanged, botId: await findBotId(granted.token) });
      return undefined;
    }
    await giveBack(granted.token);
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
  async function letGo({ id, granted }: Exchanged, error: unknown): Promise<InstallPage> {
    log.error({ team: id, error }, 'slack.installNotKept');
    const kept = await store.loadInstallation(id).catch(() => 'unknown');
    if (kept === undefined) await giveBack(granted.token);
    return WORKSPACE_WORDS.notKept;
  }

  async function finish(exchanged: Exchanged): Promise<{ status: number; page: InstallPage }> {
    try {
      const refused = await keep(exchanged);
      if (refused !== undefined) return { status: 403, page: refused };
      const isOrganization = exchanged.id === exchanged.enterpriseId;
      const say = isOrganization ? WORKSPACE_WORDS.addedToOrganization : WORKSPACE_WORDS.added;
      return { status: 200, page: say(exchanged.name) };
    } catch (error) {
      return { status: 500, page: await letGo(exchanged, error) };
    }
  }

  function explain(code: string, word: string | undefined): InstallPage {
    if (word !== undefined && NOT_OURS.includes(word)) return WORKSPACE_WORDS.notOurs;
    return pages[code as keyof typeof pages] ?? WORKSPACE_WORDS.failed;
  }

  web.get(['/slack/install', '/slack/oauth_redirect'], async (request, response, next) => {
    const isAllowed = install.mayOpen(request.ip ?? '');
    // A workspace that only the newer file names would lose its token here: Slack gives the same one again.
    if (isAllowed && !(await install.isBehind())) return next();
    response.set('Retry-After', String(RETRY_AFTER_SECONDS));
    if (isAllowed) return showPage(response, 503, WORKSPACE_WORDS.behind);
    log.warn({ path: request.path }, 'slack.tooManyInstalls');
    showPage(response, 429, WORKSPACE_WORDS.busy);
  });
  web.get('/slack/install', async (request, response) => {
    await provider.handleInstallPath(request, response, undefined, to());
  });
  web.get('/slack/oauth_redirect', async (request, response) => {
    await provider.handleCallback(request, response, {
      // The library has looked at the state, and asks Slack nothing: it would lose the token where auth.test fails.
      async beforeInstallation({ redirectUri = '' }) {
        const exchanged = await exchange(String(request.query.code), redirectUri);
        const { status, page } =
          exchanged === undefined ? { status: 403, page: WORKSPACE_WORDS.noBot } : await finish(exchanged);
        showPage(response, status, page);
        return false;
      },
      failure(error) {
        const word = slackError(error) ?? wordOf(request.query.error);
        const why = error instanceof SlackOAuthError ? error.message : undefined;
        const fields = { code: error.code, slack: word, why };
        if (error.code === ErrorCode.UnknownError) log.error({ ...fields, error }, 'slack.installFailed');
        else log.warn(fields, 'slack.installFailed');
        showPage(response, 400, explain(error.code, word));
      },
    });
  });
}
