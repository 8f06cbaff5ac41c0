import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CLOUDS, type CloudName, findGraphAudience } from '../domain/clouds.ts';
import { RollcallError } from '../domain/errors.ts';
import type { Policy } from '../domain/policy.ts';
import { trimEndOf } from '../domain/trimEnds.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { Secret } from '../secrets/secret.ts';
import type { SyslogAddress } from '../store/audit/syslogWire.ts';
import { type GraphCredential, readGraphCredential, readPolicy } from './configFiles.ts';
import { createReader, type Reader, type ReadFile } from './configReader.ts';
import * as values from './configValues.ts';
import { CREDENTIALS, RESERVED, VARIABLES, type VariableName } from './configVariables.ts';

/** What every start needs. */
interface BaseConfig {
  host: string;
  port: number;
  /** Absolute. */
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** No credentials: the loopback services, and the bot against them. */
interface SandboxConfig extends BaseConfig {
  mode: 'sandbox';
  sandboxPort: number;
}

interface SlackConfig {
  signingSecret: Secret<string>;
  botToken: Secret<string>;
  /** Ends with a slash, as Slack's client wants it. */
  apiUrl: string;
  /** Exact hosts, or `http://127.0.0.1:port`. */
  fileHosts: readonly string[];
}

interface TeamsConfig {
  appId: string;
  appPassword: Secret<string>;
  appType: 'SingleTenant' | 'MultiTenant';
  /** Always there for SingleTenant. */
  tenantId?: string;
  /** Undefined: the Bot Framework's own. */
  openIdMetadataUrl?: string;
  /** Exact hosts, or `http://127.0.0.1:port`. */
  fileHosts: readonly string[];
}

interface GraphConfig {
  tenantId: string;
  clientId: string;
  credential: GraphCredential;
  /** Neither ends with a slash; the Graph URL has no version. */
  authorityHost: string;
  graphUrl: string;
  /** What tokens for it are asked for under. */
  audience: string;
}

interface MailConfig {
  smtp: { url: Secret<string>; requireTls: boolean };
  from: string;
  perMinute: number;
}

/** Real services. At least one of `slack` and `teams` is there. */
export interface LiveConfig extends BaseConfig {
  mode: 'live';
  publicUrl?: string;
  /** The one of Microsoft's that all customers and the bot are in. */
  cloud: CloudName;
  /** Addresses and ranges. Empty: nobody is believed for whom they speak. */
  trustedProxies: readonly string[];
  /** Undefined: no /metrics on `port`. */
  metricsToken?: Secret<string>;
  /** Undefined: no port for metrics alone. */
  metricsPort?: number;
  /** Undefined: no copy of the audit. */
  auditFile?: string;
  /** Undefined: no receiver of it. */
  auditSyslog?: SyslogAddress;
  /** Undefined: the key file in the data folder. */
  masterKeys?: SealerOptions;
  policy: Policy;
  slack?: SlackConfig;
  teams?: TeamsConfig;
  graph: GraphConfig;
  mail: MailConfig;
}

export type Config = SandboxConfig | LiveConfig;

function readBase(reader: Reader): BaseConfig | undefined {
  const host = reader.take('HOST', values.text, VARIABLES.HOST.default);
  const port = reader.take('PORT', values.port, Number(VARIABLES.PORT.default));
  const folder = reader.take('DATA_DIR', values.text, VARIABLES.DATA_DIR.default);
  const logLevel = reader.take('LOG_LEVEL', values.logLevel, VARIABLES.LOG_LEVEL.default);
  if (host === undefined || port === undefined || folder === undefined || logLevel === undefined)
    return undefined;
  return { host, port, dataDir: resolve(folder), logLevel };
}

function readSlack(reader: Reader): SlackConfig | undefined {
  const signingSecret = reader.need('SLACK_SIGNING_SECRET', values.secret);
  const botToken = reader.need('SLACK_BOT_TOKEN', values.slackToken);
  const apiUrl = reader.take('SLACK_API_URL', values.serviceUrl, VARIABLES.SLACK_API_URL.default);
  const fileHosts = reader.take(
    'SLACK_FILE_HOSTS',
    values.fileHosts,
    VARIABLES.SLACK_FILE_HOSTS.default.split(','),
  );
  if (!signingSecret || !botToken || !apiUrl || !fileHosts) return undefined;
  return { signingSecret, botToken, apiUrl: `${trimEndOf(apiUrl, '/')}/`, fileHosts };
}

function readTeams(reader: Reader): TeamsConfig | undefined {
  const appId = reader.need('MicrosoftAppId', values.guid);
  const appPassword = reader.need('MicrosoftAppPassword', values.secret);
  const appType = reader.take('MicrosoftAppType', values.appType, VARIABLES.MicrosoftAppType.default);
  const tenantId =
    appType === 'SingleTenant' || reader.has('MicrosoftAppTenantId')
      ? reader.need('MicrosoftAppTenantId', values.guid)
      : undefined;
  const openIdMetadataUrl = reader.take('TEAMS_OPENID_METADATA_URL', values.serviceUrl, undefined);
  const fileHosts = reader.need('TEAMS_FILE_HOSTS', values.fileHosts);
  if (!appId || !appPassword || !appType || !fileHosts) return undefined;
  return {
    appId,
    appPassword,
    appType,
    fileHosts,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(openIdMetadataUrl === undefined ? {} : { openIdMetadataUrl }),
  };
}

function readGraph(reader: Reader, readFile: ReadFile, cloud: CloudName): GraphConfig | undefined {
  const tenantId = reader.need('AZURE_TENANT_ID', values.guid);
  const clientId = reader.need('AZURE_CLIENT_ID', values.guid);
  const credential = readGraphCredential(reader, readFile);
  const authorityHost = reader.take('AZURE_AUTHORITY_HOST', values.serviceUrl, CLOUDS[cloud].authorityHost);
  const graphUrl = reader.take('GRAPH_URL', values.serviceUrl, CLOUDS[cloud].graphUrl);
  if (!tenantId || !clientId || !credential || !authorityHost || !graphUrl) return undefined;
  const audience = findGraphAudience(graphUrl, cloud);
  return { tenantId, clientId, credential, authorityHost, graphUrl, audience };
}

function readMail(reader: Reader): MailConfig | undefined {
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

/** What the policy must name so that the chats and the tenant of this configuration have anybody to serve. */
function checkTogether(
  reader: Reader,
  live: Pick<LiveConfig, 'policy' | 'slack' | 'teams' | 'graph' | 'publicUrl'>,
): void {
  const { policy, slack, teams, graph, publicUrl } = live;
  const linking = policy.customers.find(({ passwordDelivery: way }) => way === 'link' || way === 'pass');
  if (publicUrl === undefined && linking !== undefined) {
    const way = linking.passwordDelivery;
    reader.complain('PUBLIC_URL', `one-time links need it, and passwordDelivery in the policy is "${way}"`);
  }
  if (slack !== undefined && policy.slackTeams.length === 0) {
    reader.complain(
      'POLICY_FILE',
      'slackTeams: name your Slack workspace, such as "T012AB3CD"; others are refused',
    );
  }
  if (teams !== undefined && policy.teamsTenants.length === 0) {
    reader.complain(
      'POLICY_FILE',
      'teamsTenants: name the tenants whose people may use Teams; others are refused',
    );
  }
  const [only, ...others] = policy.customers;
  const named = others.length === 0 ? only?.tenantId : undefined;
  if (named !== undefined && named.toLowerCase() !== graph.tenantId.toLowerCase()) {
    reader.complain('AZURE_TENANT_ID', 'is another tenant than customers[0].tenantId in the policy');
  }
}

/** What the policy asks for and the cloud does not have. */
function checkCloud(reader: Reader, { customers }: Policy, cloud: CloudName): void {
  const wanting = customers.findIndex(({ temporaryAccessPass }) => temporaryAccessPass);
  if (wanting < 0 || CLOUDS[cloud].hasAccessPasses) return;
  reader.complain(
    'POLICY_FILE',
    `customers[${wanting}].temporaryAccessPass: Microsoft makes no Temporary Access Passes in the cloud "${cloud}"; take it away`,
  );
}

function findReserved(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(RESERVED).flatMap(([name, why]) =>
    env[name]?.trim() ? [`${name}: is reserved, and ${why}. Take it away.`] : [],
  );
}

function refuse(problems: readonly string[]): RollcallError {
  const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`;
  return new RollcallError(
    'CONFIG_INVALID',
    [`Rollcall does not start: ${count} missing or wrong.`, ...problems].join('\n  - '),
    { next: 'Set them in .env or the environment (.env.example explains each), then start again.' },
  );
}

/** In production a forgotten or lost .env must not become a bot that creates nobody and says that it did. */
function refuseSandbox(): RollcallError {
  const names = Object.values(CREDENTIALS).flat().join(', ');
  return new RollcallError(
    'CONFIG_INVALID',
    `Rollcall does not start: no credentials are set, and with NODE_ENV=production it runs no sandbox. None of these is set: ${names}.`,
    {
      next: 'Set them in .env or the environment (.env.example explains each). To try the sandbox, start without NODE_ENV=production.',
    },
  );
}

/** Where a link can be made, it is how passwords go out, unless the policy chooses another way. */
function withDeliveries(policy: Policy, publicUrl: string | undefined): Policy {
  const passwordDelivery = publicUrl === undefined ? 'password' : 'link';
  return { ...policy, customers: policy.customers.map((customer) => ({ passwordDelivery, ...customer })) };
}

/**
 * Typed options from the environment and the policy file. Empty values count as unset. With no credentials at all
 * it is the sandbox. Throws one RollcallError CONFIG_INVALID that lists everything that is missing or wrong, with
 * where to find it, and no values.
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Config {
  const reader = createReader(env, readFile);
  reader.problems.push(...findReserved(env));
  const base = readBase(reader);
  const isSet = (names: readonly VariableName[]): boolean => names.some((name) => reader.has(name));

  if (!Object.values(CREDENTIALS).some(isSet)) {
    if (reader.take('NODE_ENV', values.text, undefined) === 'production') throw refuseSandbox();
    const sandboxPort = reader.take('SANDBOX_PORT', values.port, Number(VARIABLES.SANDBOX_PORT.default));
    if (reader.problems.length > 0 || !base || sandboxPort === undefined) throw refuse(reader.problems);
    return { mode: 'sandbox', ...base, sandboxPort };
  }

  const publicUrl = reader.take('PUBLIC_URL', values.serviceUrl, undefined);
  const trustedProxies = reader.take('TRUSTED_PROXIES', values.networks, []);
  const metricsToken = reader.take('METRICS_TOKEN', values.longSecret, undefined);
  const metricsPort = reader.take('METRICS_PORT', values.port, undefined);
  const auditFile = reader.take('AUDIT_FILE', values.text, undefined);
  const auditSyslog = reader.take('AUDIT_SYSLOG', values.syslogAddress, undefined);
  const masterKeys = reader.take('SECRET_KEY', values.masterKeys, undefined);
  const cloud = reader.take('CLOUD', values.cloud, VARIABLES.CLOUD.default) ?? VARIABLES.CLOUD.default;
  const slack = isSet(CREDENTIALS.slack) ? readSlack(reader) : undefined;
  const teams = isSet(CREDENTIALS.teams) ? readTeams(reader) : undefined;
  if (!isSet(CREDENTIALS.slack) && !isSet(CREDENTIALS.teams)) {
    const both = [...CREDENTIALS.slack, ...CREDENTIALS.teams].join(', ');
    reader.problems.push(`No chat is set up. Set those of Slack, of Teams, or of both: ${both}`);
  }
  const graph = readGraph(reader, readFile, cloud);
  const mail = readMail(reader);
  const policy = readPolicy(reader, readFile);
  const chats = { ...(slack && { slack }), ...(teams && { teams }) };
  if (policy !== undefined && graph !== undefined) {
    checkCloud(reader, policy, cloud);
    checkTogether(reader, { policy, graph, ...chats, ...(publicUrl === undefined ? {} : { publicUrl }) });
  }
  if (reader.problems.length > 0 || !base || !trustedProxies || !graph || !mail || !policy)
    throw refuse(reader.problems);
  return {
    mode: 'live',
    ...base,
    cloud,
    trustedProxies,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(metricsToken === undefined ? {} : { metricsToken }),
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...(auditFile === undefined ? {} : { auditFile: resolve(auditFile) }),
    ...(auditSyslog === undefined ? {} : { auditSyslog }),
    ...(masterKeys === undefined ? {} : { masterKeys }),
    ...chats,
    policy: withDeliveries(policy, publicUrl),
    graph,
    mail,
  };
}
