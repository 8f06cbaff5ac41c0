import { resolve } from 'node:path';
import { CLOUDS, type CloudName, findGraphAudience } from '../domain/clouds.ts';
import { trimEndOf } from '../domain/trimEnds.ts';
import type { Secret } from '../secrets/secret.ts';
import { type AppCredential, readAppCredential, refuseSecrets } from './configFiles.ts';
import type { Reader, ReadFile } from './configReader.ts';
import * as values from './configValues.ts';
import { VARIABLES } from './configVariables.ts';

/** What every start needs. */
export interface BaseConfig {
  host: string;
  port: number;
  /** Absolute. */
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** How to reach Slack. */
export interface SlackConfig {
  /** How its requests come in: over HTTP, or by a socket. */
  door: { signingSecret: Secret<string> } | { appToken: Secret<string> };
  /** Of one workspace. Left out: each has a token of its own, which `install` gets. */
  botToken?: Secret<string>;
  /** The app that workspaces are added to. */
  install?: { clientId: string; clientSecret: Secret<string> };
  /** Ends with a slash, as Slack's client wants it. */
  apiUrl: string;
  /** Exact hosts, or `http://127.0.0.1:port`. */
  fileHosts: readonly string[];
}

/** How to reach Teams. */
export interface TeamsConfig {
  appId: string;
  credential: AppCredential;
  appType: 'SingleTenant' | 'MultiTenant';
  /** Always there for SingleTenant: that of the directory, unless another is named. */
  tenantId?: string;
  /** Undefined: the Bot Framework's own. */
  openIdMetadataUrl?: string;
  /** Exact hosts, or `http://127.0.0.1:port`, beside those that are found. */
  fileHosts: readonly string[];
}

/** How to reach the directory. */
export interface GraphConfig {
  tenantId: string;
  clientId: string;
  credential: AppCredential;
  /** Neither ends with a slash; the Graph URL has no version. */
  authorityHost: string;
  graphUrl: string;
  /** What tokens for it are asked for under. */
  audience: string;
}

/** How to send mail. */
export interface MailConfig {
  smtp: { url: Secret<string>; requireTls: boolean };
  from: string;
  perMinute: number;
}

/** Each of these answers undefined when something is missing or wrong, which is then a problem of the reader. */
export function readBase(reader: Reader): BaseConfig | undefined {
  const host = reader.take('HOST', values.text, VARIABLES.HOST.default);
  const port = reader.take('PORT', values.port, Number(VARIABLES.PORT.default));
  const folder = reader.take('DATA_DIR', values.text, VARIABLES.DATA_DIR.default);
  const logLevel = reader.take('LOG_LEVEL', values.logLevel, VARIABLES.LOG_LEVEL.default);
  if (host === undefined || port === undefined || folder === undefined || logLevel === undefined)
    return undefined;
  return { host, port, dataDir: resolve(folder), logLevel };
}

/** One bot token, or an app that workspaces are added to, each of which has a token of its own. */
function readSlackTokens(reader: Reader): Pick<SlackConfig, 'botToken' | 'install'> | undefined {
  if (!reader.has('SLACK_CLIENT_ID') && !reader.has('SLACK_CLIENT_SECRET')) {
    const botToken = reader.need('SLACK_BOT_TOKEN', values.slackToken);
    return botToken === undefined ? undefined : { botToken };
  }
  if (reader.has('SLACK_BOT_TOKEN')) {
    reader.complain('SLACK_BOT_TOKEN', 'is set beside SLACK_CLIENT_ID: keep one of them');
    return undefined;
  }
  const clientId = reader.need('SLACK_CLIENT_ID', values.slackClientId);
  const clientSecret = reader.need('SLACK_CLIENT_SECRET', values.secret);
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return { install: { clientId, clientSecret } };
}

/** One of two: with a socket nothing may come over HTTP, where a forgotten secret would leave a second door. */
function readSlackDoor(reader: Reader): SlackConfig['door'] | undefined {
  if (!reader.has('SLACK_APP_TOKEN')) {
    const signingSecret = reader.need('SLACK_SIGNING_SECRET', values.signingSecret);
    return signingSecret && { signingSecret };
  }
  const appToken = reader.need('SLACK_APP_TOKEN', values.slackAppToken);
  if (!reader.has('SLACK_SIGNING_SECRET')) return appToken && { appToken };
  reader.complain(
    'SLACK_APP_TOKEN',
    'is set, and SLACK_SIGNING_SECRET as well: keep one of them. With an app-level token Slack sends nothing over HTTP, so nothing is signed',
  );
  return undefined;
}

/** See {@link readBase}. */
export function readSlack(reader: Reader): SlackConfig | undefined {
  const door = readSlackDoor(reader);
  const tokens = readSlackTokens(reader);
  const apiUrl = reader.take('SLACK_API_URL', values.serviceUrl, VARIABLES.SLACK_API_URL.default);
  const fileHosts = reader.take(
    'SLACK_FILE_HOSTS',
    values.fileHosts,
    VARIABLES.SLACK_FILE_HOSTS.default.split(','),
  );
  if (!door || !tokens || !apiUrl || !fileHosts) return undefined;
  return { door, ...tokens, apiUrl: `${trimEndOf(apiUrl, '/')}/`, fileHosts };
}

/** Microsoft: the type of an Azure Bot says how it signs in. */
function readBotCredential(
  reader: Reader,
  readFile: ReadFile,
  type: string | undefined,
): AppCredential | undefined {
  const names = { secret: 'MicrosoftAppPassword', certificate: 'MicrosoftAppCertificatePath' } as const;
  if (type !== 'UserAssignedMSI') return readAppCredential(reader, readFile, names);
  const isAlone = refuseSecrets(reader, 'MicrosoftAppType=UserAssignedMSI', Object.values(names));
  return isAlone && { managedIdentity: 'user' };
}

/** See {@link readBase}. */
export function readTeams(reader: Reader, readFile: ReadFile): TeamsConfig | undefined {
  const appId = reader.need('MicrosoftAppId', values.guid);
  const type = reader.take('MicrosoftAppType', values.appType, VARIABLES.MicrosoftAppType.default);
  const credential = readBotCredential(reader, readFile, type);
  const tenantId = reader.take('MicrosoftAppTenantId', values.guid, undefined);
  const openIdMetadataUrl = reader.take('TEAMS_OPENID_METADATA_URL', values.serviceUrl, undefined);
  const fileHosts = reader.take('TEAMS_FILE_HOSTS', values.fileHosts, []);
  if (!appId || !credential || !type || !fileHosts) return undefined;
  return {
    appId,
    credential,
    // An identity is always of one tenant.
    appType: type === 'UserAssignedMSI' ? 'SingleTenant' : type,
    fileHosts,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(openIdMetadataUrl === undefined ? {} : { openIdMetadataUrl }),
  };
}

function readDirectoryCredential(reader: Reader, readFile: ReadFile): AppCredential | undefined {
  const names = { secret: 'AZURE_CLIENT_SECRET', certificate: 'AZURE_CLIENT_CERTIFICATE_PATH' } as const;
  if (!reader.has('AZURE_MANAGED_IDENTITY')) return readAppCredential(reader, readFile, names);
  const kind = reader.take('AZURE_MANAGED_IDENTITY', values.managedIdentity, undefined);
  const isAlone = refuseSecrets(reader, 'AZURE_MANAGED_IDENTITY', Object.values(names));
  return kind && isAlone && { managedIdentity: kind };
}

/** See {@link readBase}. */
export function readGraph(reader: Reader, readFile: ReadFile, cloud: CloudName): GraphConfig | undefined {
  const tenantId = reader.need('AZURE_TENANT_ID', values.guid);
  const clientId = reader.need('AZURE_CLIENT_ID', values.guid);
  const credential = readDirectoryCredential(reader, readFile);
  const authorityHost = reader.take('AZURE_AUTHORITY_HOST', values.serviceUrl, CLOUDS[cloud].authorityHost);
  const graphUrl = reader.take('GRAPH_URL', values.serviceUrl, CLOUDS[cloud].graphUrl);
  if (!tenantId || !clientId || !credential || !authorityHost || !graphUrl) return undefined;
  const audience = findGraphAudience(graphUrl, cloud);
  return { tenantId, clientId, credential, authorityHost, graphUrl, audience };
}

/** See {@link readBase}. */
export function readMail(reader: Reader): MailConfig | undefined {
  const smtp = reader.need('SMTP_URL', values.smtpUrl);
  const from = reader.need('MAIL_FROM', values.mailFrom);
  const perMinute = reader.take(
    'MAIL_PER_MINUTE',
    values.perMinute,
    Number(VARIABLES.MAIL_PER_MINUTE.default),
  );
  if (!smtp || !from || !perMinute) return undefined;
  return { smtp, from, perMinute };
}

/** What leads out of the network, and what needs nothing of it. */
export interface ProxyConfig {
  /** With a password, maybe. */
  url: Secret<string>;
  /** Hosts, separated by commas. */
  except: string;
}

export function readProxy(reader: Reader): { proxy?: ProxyConfig } {
  const url = reader.take('HTTPS_PROXY', values.proxyUrl, undefined);
  const except = reader.take('NO_PROXY', values.text, undefined);
  return url === undefined ? {} : { proxy: { url, except: except ?? '' } };
}
