import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CloudName } from '../domain/clouds.ts';
import { RollcallError } from '../domain/errors.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { withWorkspaces } from '../domain/policy/workspaces.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { Secret } from '../secrets/secret.ts';
import type { SyslogAddress } from '../store/audit/syslogWire.ts';
import { checkCloud, checkTogether } from './checkPolicyFits.ts';
import { type DatabaseConfig, readDatabase, refuseDatabase } from './configDatabase.ts';
import { findPolicy, readPolicy } from './configFiles.ts';
import {
  type BaseConfig,
  type GraphConfig,
  type MailConfig,
  type ProxyConfig,
  readBase,
  readGraph,
  readMail,
  readProxy,
  readSlack,
  readTeams,
  type SlackConfig,
  type TeamsConfig,
} from './configParts.ts';
import { createReader, type Reader, type ReadFile } from './configReader.ts';
import * as values from './configValues.ts';
import { CREDENTIALS, RESERVED, VARIABLES, type VariableName } from './configVariables.ts';

/** No credentials: the loopback services, and the bot against them. */
interface SandboxConfig extends BaseConfig {
  mode: 'sandbox';
  sandboxPort: number;
}

/** Real services. At least one of `slack` and `teams` is there. */
export interface LiveConfig extends BaseConfig {
  mode: 'live';
  publicUrl?: string;
  /** The one of Microsoft's that all customers and the bot are in. */
  cloud: CloudName;
  /** Undefined: everything is reached directly. */
  proxy?: ProxyConfig;
  /** Addresses and ranges. Empty: nobody is believed for whom they speak. */
  trustedProxies: readonly string[];
  /** Undefined: no /metrics on `port`. */
  metricsToken?: Secret<string>;
  /** Undefined: no port for metrics alone. */
  metricsPort?: number;
  /** Where traces go. Undefined: there are none. */
  traces?: string;
  /** Undefined: no copy of the audit. */
  auditFile?: string;
  /** Undefined: no receiver of it. */
  auditSyslog?: SyslogAddress;
  /** Whether the doctor looks at each start. */
  checkAtStart: boolean;
  /** Undefined: the key file in the data folder. Never so with `database`. */
  masterKeys?: SealerOptions;
  /** Undefined: one instance, which keeps its state in the data folder. */
  database?: DatabaseConfig;
  policy: Policy;
  /** Where it was read. Absolute. */
  policyFile: string;
  /** Whether Rollcall may change it, when an admin adds or removes a customer. */
  policyWritable: boolean;
  slack?: SlackConfig;
  teams?: TeamsConfig;
  graph: GraphConfig;
  mail: MailConfig;
}

export type Config = SandboxConfig | LiveConfig;

/** How the problem begins that there is no chat. */
export const NO_CHAT = 'No chat is set up.';

function findReserved(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(RESERVED).flatMap(([name, why]) =>
    env[name]?.trim() ? [`${name}: is reserved, and ${why}. Take it away.`] : [],
  );
}

function refuse(problems: readonly string[]): RollcallError {
  const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`;
  return new RollcallError(
    'CONFIG_INVALID',
    [`Rollcall doesn't start: ${count} missing or wrong.`, ...problems].join('\n  - '),
    { next: 'Set them in .env or the environment (.env.example explains each), then start again.' },
  );
}

/** In production a forgotten or lost .env must not become a bot that creates nobody and says that it did. */
function refuseSandbox(): RollcallError {
  const names = Object.values(CREDENTIALS).flat().join(', ');
  return new RollcallError(
    'CONFIG_INVALID',
    `Rollcall doesn't start: no credentials are set, and with NODE_ENV=production it runs no sandbox. None of these is set: ${names}.`,
    {
      next: 'Set them in .env or the environment (.env.example explains each). To try the sandbox, start without NODE_ENV=production.',
    },
  );
}

function readSandbox(
  env: NodeJS.ProcessEnv,
  readFile: ReadFile,
  before: readonly string[],
  { host, port, dataDir, logLevel }: Partial<BaseConfig>,
): SandboxConfig {
  const reader = createReader(env, readFile);
  reader.problems.push(...before);
  if (reader.take('NODE_ENV', values.text, undefined) === 'production') throw refuseSandbox();
  refuseDatabase(reader);
  const sandboxPort = reader.take('SANDBOX_PORT', values.port, Number(VARIABLES.SANDBOX_PORT.default));
  if (
    reader.problems.length > 0 ||
    !host ||
    port === undefined ||
    !dataDir ||
    !logLevel ||
    sandboxPort === undefined
  )
    throw refuse(reader.problems);
  return { mode: 'sandbox', host, port, dataDir, logLevel, sandboxPort };
}

/** Where a link can be made, it is how passwords go out, unless the policy chooses another way. */
function withDeliveries(policy: Policy, publicUrl: string | undefined): Policy {
  const passwordDelivery = publicUrl === undefined ? 'password' : 'link';
  return { ...policy, customers: policy.customers.map((customer) => ({ passwordDelivery, ...customer })) };
}

/** What is set, as far as it can be read: for whoever has to be told about each part by itself. */
export interface Settings {
  /** Each missing or wrong variable, with where to find it and without its value; `NAME: …`. */
  problems: readonly string[];
  /** Which parts have a credential set, right or wrong. None: it is the sandbox. */
  chosen: Readonly<Record<keyof typeof CREDENTIALS, boolean>>;
  /** What could be read. Complete when there are no problems. */
  read: Partial<LiveConfig>;
}

/** A tenant is written once: the bot of one tenant is in the directory's, unless it says otherwise. */
function withTenant(teams: TeamsConfig, graph: GraphConfig | undefined): TeamsConfig {
  if (teams.appType !== 'SingleTenant' || teams.tenantId !== undefined || graph === undefined) return teams;
  return { ...teams, tenantId: graph.tenantId };
}

/** Nor is it repeated in the policy: a bot of one tenant serves its people, unless others are named. */
function withBotsTenant(policy: Policy | undefined, teams: TeamsConfig | undefined): Policy | undefined {
  if (policy === undefined || policy.teamsTenants.length > 0) return policy;
  if (teams?.appType !== 'SingleTenant' || teams.tenantId === undefined) return policy;
  return { ...policy, teamsTenants: [teams.tenantId] };
}

function readLive(reader: Reader, readFile: ReadFile, chosen: Settings['chosen']): Partial<LiveConfig> {
  const publicUrl = reader.take('PUBLIC_URL', values.serviceUrl, undefined);
  const trustedProxies = reader.take('TRUSTED_PROXIES', values.networks, []);
  const proxy = readProxy(reader);
  const metricsToken = reader.take('METRICS_TOKEN', values.longSecret, undefined);
  const metricsPort = reader.take('METRICS_PORT', values.port, undefined);
  const traces = reader.take('OTEL_EXPORTER_OTLP_ENDPOINT', values.serviceUrl, undefined);
  const auditFile = reader.take('AUDIT_FILE', values.text, undefined);
  const auditSyslog = reader.take('AUDIT_SYSLOG', values.syslogAddress, undefined);
  const checkAtStart = reader.take('START_CHECKS', values.onOrOff, true);
  const policyWritable = reader.take('POLICY_FILE_WRITABLE', values.onOrOff, false);
  const masterKeys = reader.take('SECRET_KEY', values.masterKeys, undefined);
  const database = readDatabase(reader);
  const cloud = reader.take('CLOUD', values.cloud, VARIABLES.CLOUD.default) ?? VARIABLES.CLOUD.default;
  const slack = chosen.slack ? readSlack(reader) : undefined;
  const teams = chosen.teams ? readTeams(reader, readFile) : undefined;
  if (!chosen.slack && !chosen.teams) {
    const both = [...CREDENTIALS.slack, ...CREDENTIALS.teams].join(', ');
    reader.problems.push(`${NO_CHAT} Set those of Slack, of Teams, or of both: ${both}`);
  }
  const graph = readGraph(reader, readFile, cloud);
  const mail = readMail(reader);
  const chats = { ...(slack && { slack }), ...(teams && { teams: withTenant(teams, graph) }) };
  const policy = withBotsTenant(readPolicy(reader, readFile), chats.teams);
  if (policy !== undefined && graph !== undefined) {
    checkCloud(reader, policy, cloud);
    checkTogether(reader, { policy, graph, ...chats, ...(publicUrl === undefined ? {} : { publicUrl }) });
  }
  return {
    cloud,
    ...proxy,
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(metricsToken === undefined ? {} : { metricsToken }),
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...(traces === undefined ? {} : { traces }),
    ...(auditFile === undefined ? {} : { auditFile: resolve(auditFile) }),
    ...(auditSyslog === undefined ? {} : { auditSyslog }),
    ...(checkAtStart === undefined ? {} : { checkAtStart }),
    ...(policyWritable === undefined ? {} : { policyWritable }),
    ...(masterKeys === undefined ? {} : { masterKeys }),
    ...(database === undefined ? {} : { database }),
    ...chats,
    ...(policy === undefined
      ? {}
      : { policy: withWorkspaces(withDeliveries(policy, publicUrl)), policyFile: findPolicy(reader) }),
    ...(graph === undefined ? {} : { graph }),
    ...(mail === undefined ? {} : { mail }),
  };
}

const readUtf8: ReadFile = (path) => readFileSync(path, 'utf8');

/** Reads all that is set, and gathers what is wrong with it. Nothing but the policy and secret files is opened. */
export function readSettings(env: NodeJS.ProcessEnv, readFile: ReadFile = readUtf8): Settings {
  const reader = createReader(env, readFile);
  reader.problems.push(...findReserved(env));
  const base = readBase(reader);
  const isSet = (names: readonly VariableName[]): boolean => names.some((name) => reader.has(name));
  const chosen = {
    slack: isSet(CREDENTIALS.slack),
    teams: isSet(CREDENTIALS.teams),
    graph: isSet(CREDENTIALS.graph),
    mail: isSet(CREDENTIALS.mail),
  };
  const live = Object.values(chosen).includes(true) ? readLive(reader, readFile, chosen) : {};
  return { problems: reader.problems, chosen, read: { ...base, ...live } };
}

function isComplete(read: Partial<LiveConfig>): read is Omit<LiveConfig, 'mode'> {
  return Boolean(read.dataDir && read.cloud && read.trustedProxies && read.graph && read.mail && read.policy);
}

/**
 * Typed options from the environment and the policy file. Empty values count as unset. With no credentials at all
 * it is the sandbox. Throws one RollcallError CONFIG_INVALID that lists everything that is missing or wrong, with
 * where to find it, and no values.
 */
export function readConfig(env: NodeJS.ProcessEnv, readFile: ReadFile = readUtf8): Config {
  const { problems, chosen, read } = readSettings(env, readFile);
  if (!Object.values(chosen).includes(true)) return readSandbox(env, readFile, problems, read);
  if (problems.length > 0 || !isComplete(read)) throw refuse(problems);
  return { ...read, mode: 'live' };
}
