/** One environment variable, as a person who has to set it needs it explained. */
interface Variable {
  what: string;
  /** Where to find its value, for those that come from somewhere else. */
  where?: string;
  default?: string;
  /** Can be read from a file as well, which `<name>_FILE` names. */
  secret?: true;
}

const SLACK_APP = 'api.slack.com/apps → your app';
const ENTRA_APP = 'entra.microsoft.com → App registrations → the app';
const BOT = 'portal.azure.com → your Azure Bot → Configuration';

/** Every variable that Rollcall reads. The test of .env.example holds the two lists together. */
export const VARIABLES = {
  HOST: {
    what: 'address to listen on; 0.0.0.0 in a container or behind a proxy on another machine',
    default: '127.0.0.1',
  },
  PORT: { what: 'port to listen on, 0 to 65535', default: '3000' },
  SANDBOX_PORT: { what: 'port of the sandbox, when no credentials are set', default: '3001' },
  PUBLIC_URL: { what: 'https address where Slack, Teams, and people reach this server' },
  TRUSTED_PROXIES: {
    what: 'addresses or ranges (10.0.0.0/8) of the proxies in front, separated by commas; X-Forwarded-For from anyone else is ignored',
    default: 'none',
  },
  HTTPS_PROXY: {
    what: "proxy that leads out, such as http://user:password@proxy.contoso.com:8080, for all that Rollcall asks of Slack, Microsoft, and the sign-in, Slack's socket included; mail and the database are reached without it",
    default: 'none',
  },
  NO_PROXY: {
    what: 'hosts that are reached without it, separated by commas; .contoso.com is for all hosts in that domain',
    default: 'none',
  },
  DATA_DIR: { what: 'folder for everything that must survive a restart', default: './data' },
  SECRET_KEY: {
    secret: true,
    what: '32 random bytes as base64 or hex, which encrypt stored passwords; while rotating, "2:newKey,1:oldKey", with the current one first',
    where: 'openssl rand -base64 32',
    default: 'a key file in DATA_DIR',
  },
  DATABASE_URL: {
    secret: true,
    what: 'PostgreSQL database that several instances share, instead of DATA_DIR: postgresql://user:password@host:5432/database, with ?sslmode=verify-full if it is on another machine. Run "npm run migrate" first; SECRET_KEY is then required',
    where: 'the person who runs PostgreSQL',
    default: 'none: one instance, which keeps its state in DATA_DIR',
  },
  DATABASE_DIRECT_URL: {
    secret: true,
    what: 'a direct connection to the same database, if DATABASE_URL goes through a pooler such as pgbouncer',
    default: 'DATABASE_URL',
  },
  POLICY_FILE: {
    what: 'JSON file that defines who may do what; start from policy.example.json',
    default: './policy.json',
  },
  POLICY_FILE_WRITABLE: {
    what: 'on: Rollcall changes POLICY_FILE itself when an admin adds or removes a customer in the chat; several instances must then read the same file; off: it shows what to change',
    default: 'off',
  },
  METRICS_TOKEN: {
    secret: true,
    what: 'token (Authorization: Bearer …) that allows reading /metrics on PORT; at least 16 characters',
    where: 'openssl rand -hex 32',
    default: 'none: PORT has no /metrics',
  },
  METRICS_PORT: {
    what: 'port on 127.0.0.1 for /metrics only, without a token',
    default: 'none',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    what: 'https or loopback address of an OpenTelemetry collector that takes traces as OTLP over HTTP; OTEL_EXPORTER_OTLP_HEADERS and OTEL_SERVICE_NAME count, too',
    default: 'none: no traces',
  },
  NODE_ENV: {
    what: "production: without credentials Rollcall doesn't start, instead of running its sandbox",
    default: 'none',
  },
  AUDIT_FILE: {
    what: 'file that each audit entry is also appended to, as a line of JSON, for a log collector (SIEM)',
    default: 'none',
  },
  AUDIT_SYSLOG: {
    what: 'syslog receiver that each audit entry is also sent to, as a line of JSON (RFC 5424): tls://host:port, tcp://host:port, or udp://host:port',
    default: 'none',
  },
  START_CHECKS: {
    what: "on: the doctor runs in the background at each start, and reports what is wrong in the log and, once, to the admins; off: it doesn't run",
    default: 'on',
  },
  LOG_LEVEL: { what: 'one of debug, info, warn, error', default: 'info' },

  SLACK_SIGNING_SECRET: {
    secret: true,
    what: 'proves that a request comes from Slack',
    where: `${SLACK_APP} → Basic Information → App Credentials → Signing Secret`,
  },
  SLACK_BOT_TOKEN: {
    secret: true,
    what: 'lets Rollcall post as your bot; starts with xoxb-',
    where: `${SLACK_APP} → OAuth & Permissions → Bot User OAuth Token`,
  },
  SLACK_CLIENT_ID: {
    what: 'instead of the bot token, for several workspaces or an Enterprise Grid: each is added at PUBLIC_URL/slack/install and has a token of its own; slackTeams in the policy says which may be added',
    where: `${SLACK_APP} → Basic Information → App Credentials → Client ID`,
  },
  SLACK_CLIENT_SECRET: {
    secret: true,
    what: 'proves that a workspace is added to your app, together with SLACK_CLIENT_ID',
    where: `${SLACK_APP} → Basic Information → App Credentials → Client Secret`,
  },
  SLACK_APP_TOKEN: {
    secret: true,
    what: 'instead of the signing secret: Slack sends everything through a socket that Rollcall opens (Socket Mode), and no address of this server has to be public; starts with xapp-, needs the scope connections:write',
    where: `${SLACK_APP} → Basic Information → App-Level Tokens → Generate`,
  },
  SLACK_API_URL: {
    what: "Slack's Web API; GovSlack's is https://slack-gov.com/api/",
    default: 'https://slack.com/api/',
  },
  SLACK_FILE_HOSTS: {
    what: 'exact hosts that Slack files are downloaded from, comma-separated',
    default: 'files.slack.com,files-origin.slack.com',
  },

  MicrosoftAppId: { what: 'app id of the Teams bot, a GUID', where: `${BOT} → Microsoft App ID` },
  MicrosoftAppPassword: {
    secret: true,
    what: "client secret of the bot's app",
    where: `${BOT} → Manage Password → New client secret`,
  },
  MicrosoftAppCertificatePath: {
    what: 'instead of the password: PEM file with a certificate and its private key',
    where: `upload the certificate at ${BOT} → Manage Password → Certificates`,
  },
  MicrosoftAppType: {
    what: 'SingleTenant; UserAssignedMSI signs in with a managed identity of Azure, without a password; MultiTenant for bots made before August 2025',
    where: `${BOT} → Bot Type`,
    default: 'SingleTenant',
  },
  MicrosoftAppTenantId: {
    what: "tenant of the bot's app, a GUID",
    where: `${BOT} → App Tenant ID`,
    default: 'AZURE_TENANT_ID',
  },
  TEAMS_OPENID_METADATA_URL: {
    what: 'where the Bot Framework publishes its keys',
    default: "CLOUD's: login.botframework.com",
  },
  TEAMS_FILE_HOSTS: {
    what: "more exact hosts that files attached in Teams are downloaded from, comma-separated: needed if your SharePoint was renamed or has several geographies. Rollcall finds your tenant's two usual hosts on its own",
    where: 'open your OneDrive in a browser',
    default: 'none',
  },

  CLOUD: {
    what: 'the Microsoft cloud of the tenant: global, usgov (GCC High), usgovdod, or china; it sets the login, Graph, the Bot Framework, and where Teams files are stored',
    default: 'global',
  },
  AZURE_TENANT_ID: {
    what: 'tenant to create people in, a GUID',
    where: 'entra.microsoft.com → Overview → Tenant ID',
  },
  AZURE_CLIENT_ID: {
    what: 'app that may create people there, a GUID',
    where: `${ENTRA_APP} → Application (client) ID`,
  },
  AZURE_CLIENT_SECRET: {
    secret: true,
    what: 'its client secret, the Value (not the Secret ID)',
    where: `${ENTRA_APP} → Certificates & secrets → New client secret`,
  },
  AZURE_CLIENT_CERTIFICATE_PATH: {
    what: 'instead of the secret: PEM file with a certificate and its private key',
    where: `upload the certificate at ${ENTRA_APP} → Certificates & secrets`,
  },
  AZURE_MANAGED_IDENTITY: {
    what: 'instead of secret and certificate, on a machine in Azure: system (its own identity) or user (one assigned to it); AZURE_CLIENT_ID is its client id',
    where: 'portal.azure.com → the machine → Identity',
  },
  AZURE_AUTHORITY_HOST: {
    what: 'where tokens come from',
    default: "CLOUD's: https://login.microsoftonline.com",
  },
  GRAPH_URL: { what: 'Microsoft Graph, without a version', default: "CLOUD's: https://graph.microsoft.com" },

  SMTP_URL: {
    secret: true,
    what: 'mail server for first passwords: smtps://user:password@host:465, or smtp://…:587, which also requires TLS',
    where: 'the person who runs your mail server',
  },
  MAIL_FROM: {
    what: 'sender of those emails: an address, or Name <address>',
    where: 'a mailbox that the mail server lets this user send from',
  },
  MAIL_PER_MINUTE: { what: 'most emails to send in a minute; Exchange Online accepts 30', default: '25' },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;

/** Whether a variable holds a secret, so that `<name>_FILE` may name a file with it instead. */
export function isSecret(name: VariableName): boolean {
  const variable: Variable = VARIABLES[name];
  return variable.secret === true;
}

/** What to set, in one line: what it is, where to find it. */
export function explain(name: VariableName): string {
  const { what, where }: Variable = VARIABLES[name];
  return where === undefined ? what : `${what}. Find it: ${where}`;
}

/**
 * Names kept for what is planned. One that is set asks for something this version does not do: ignoring it would
 * leave somebody with another set-up than they believe they have.
 */
export const RESERVED: Readonly<Record<string, string>> = {
  SLACK_STATE_SECRET: 'the state of an installation is proven with SECRET_KEY, and nothing else is needed',
};

/** With none of these set there is nothing to connect to, and Rollcall runs its sandbox. */
export const CREDENTIALS = {
  slack: [
    'SLACK_SIGNING_SECRET',
    'SLACK_APP_TOKEN',
    'SLACK_BOT_TOKEN',
    'SLACK_CLIENT_ID',
    'SLACK_CLIENT_SECRET',
  ],
  teams: ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppCertificatePath', 'MicrosoftAppTenantId'],
  graph: [
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_CLIENT_SECRET',
    'AZURE_CLIENT_CERTIFICATE_PATH',
    'AZURE_MANAGED_IDENTITY',
  ],
  mail: ['SMTP_URL'],
} as const satisfies Record<string, readonly VariableName[]>;
