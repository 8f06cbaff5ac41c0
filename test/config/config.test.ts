import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { parse as parseDotenv } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { type Config, type LiveConfig, readConfig } from '../../src/config/config.ts';
import { isSecret, RESERVED, VARIABLES, type VariableName } from '../../src/config/configVariables.ts';
import { RollcallError } from '../../src/domain/errors.ts';
import { makeCertificate } from '../selfSigned.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const TENANT = '2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b21';
const policy = {
  customers: [{ id: 'contoso', name: 'Contoso' }],
  people: [{ id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', roles: ['admin'] }],
  slackTeams: ['T0CONTOSO'],
  teamsTenants: [TENANT],
};
const DATABASE = {
  DATABASE_URL: 'postgresql://rollcall:canary-database@db.contoso.com:6432/rollcall',
  DATABASE_DIRECT_URL: 'postgresql://rollcall:canary-database@db.contoso.com:5432/rollcall',
};
const SLACK = { SLACK_SIGNING_SECRET: 'canary-signing-0123456789', SLACK_BOT_TOKEN: 'xoxb-canary-token' };
const TEAMS = {
  MicrosoftAppId: '7d1d3c1e-0c5e-4a5e-8a39-4c1f2f0b6a11',
  MicrosoftAppPassword: 'canary-bot-password',
  MicrosoftAppTenantId: TENANT,
  TEAMS_FILE_HOSTS: 'contoso-my.sharepoint.com',
};
const GRAPH = {
  AZURE_TENANT_ID: TENANT,
  AZURE_CLIENT_ID: '9b3f6d52-3c0c-4c8a-b0a5-5f2f6a1f0c77',
  AZURE_CLIENT_SECRET: 'canary-graph-secret',
};
const MAIL = {
  SMTP_URL: 'smtps://rollcall:canary-smtp@mail.contoso.com:465',
  MAIL_FROM: 'rollcall@contoso.com',
};
const INSTALL = {
  SLACK_CLIENT_ID: '123456789.987654321',
  SLACK_CLIENT_SECRET: 'canary-client-secret',
  PUBLIC_URL: 'https://rollcall.contoso.com',
};
const FILES = (Object.keys(VARIABLES) as VariableName[]).filter(isSecret).map((name) => `${name}_FILE`);
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const ALL = { ...SLACK, ...TEAMS, ...GRAPH, ...MAIL, SECRET_KEY };

function read(env: Record<string, string>, files: Record<string, string> = {}): Config {
  const known: Record<string, string> = { [resolve('policy.json')]: JSON.stringify(policy), ...files };
  return readConfig(env, (path) => {
    const text = known[path];
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  });
}

function readLive(env: Record<string, string>, files?: Record<string, string>): LiveConfig {
  const config = read(env, files);
  if (config.mode !== 'live') throw new Error('this is the sandbox');
  return config;
}

/** The lines of the refusal, one for each problem. */
function problemsOf(env: Record<string, string>, files?: Record<string, string>): string[] {
  try {
    read(env, files);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.next).toContain('.env');
    return error.message.split('\n  - ').slice(1);
  }
  return [];
}

function without(env: Record<string, string>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

describe('with no credentials', () => {
  it('it is the sandbox, with defaults', () => {
    expect(read({})).toEqual({
      mode: 'sandbox',
      host: '127.0.0.1',
      port: 3000,
      sandboxPort: 3001,
      dataDir: resolve('data'),
      logLevel: 'info',
    });
  });

  it('it takes the variables of the sandbox', () => {
    const env = { HOST: '0.0.0.0', PORT: '0', SANDBOX_PORT: '4001', DATA_DIR: '/tmp/x', LOG_LEVEL: 'debug' };
    expect(read(env)).toEqual({
      mode: 'sandbox',
      host: '0.0.0.0',
      port: 0,
      sandboxPort: 4001,
      dataDir: '/tmp/x',
      logLevel: 'debug',
    });
  });

  it('it is the sandbox for an untouched copy of .env.example too', () => {
    expect(read(parseDotenv(readFileSync(join(root, '.env.example')))).mode).toBe('sandbox');
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '30x'],
    ['SANDBOX_PORT', 'http'],
    ['LOG_LEVEL', 'loud'],
  ])('it refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}: is`)]);
  });
});

describe('with credentials', () => {
  it('it is live, typed, with defaults for the rest', () => {
    const config = readLive(ALL);
    expect(config).toMatchObject({
      mode: 'live',
      host: '127.0.0.1',
      port: 3000,
      slack: { apiUrl: 'https://slack.com/api/', fileHosts: ['files.slack.com', 'files-origin.slack.com'] },
      teams: { appType: 'SingleTenant', tenantId: TENANT, fileHosts: ['contoso-my.sharepoint.com'] },
      graph: {
        tenantId: TENANT,
        authorityHost: 'https://login.microsoftonline.com',
        graphUrl: 'https://graph.microsoft.com',
      },
      mail: { from: 'rollcall@contoso.com', perMinute: 25, smtp: { requireTls: true } },
      policy: { maxRows: 5000 },
    });
    expect(isAbsolute(config.dataDir)).toBe(true);
    expect(config.masterKeys?.current).toBe(1);
    expect(config.slack?.botToken?.reveal()).toBe('xoxb-canary-token');
    const { credential } = config.teams ?? {};
    expect(credential && 'secret' in credential && credential.secret.reveal()).toBe('canary-bot-password');
    expect(config.mail.smtp.url.reveal()).toBe(MAIL.SMTP_URL);
  });

  it.each([
    ['usgov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['usgovdod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
    ['china', 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
  ])('CLOUD=%s sets the login, Graph and the Bot Framework (G6)', (cloud, authorityHost, graphUrl) => {
    const config = readLive({ ...ALL, CLOUD: cloud });
    expect(config.graph).toMatchObject({ authorityHost, graphUrl, audience: graphUrl });
    expect(config.cloud).toBe(cloud);
  });

  it('CLOUD leaves what is set by itself, and tokens are of the cloud whatever way leads to Graph (G6)', () => {
    const proxied = readLive({ ...ALL, CLOUD: 'usgov', GRAPH_URL: 'https://proxy.example.com/graph' });
    expect(proxied.graph).toMatchObject({
      authorityHost: 'https://login.microsoftonline.us',
      graphUrl: 'https://proxy.example.com/graph',
      audience: 'https://graph.microsoft.us',
    });
    const named = readLive({ ...ALL, GRAPH_URL: 'https://graph.microsoft.us' });
    expect(named.graph.audience).toBe('https://graph.microsoft.us');
  });

  it('CLOUD names no cloud that is not one, and says what China lacks (G6)', () => {
    expect(problemsOf({ ...ALL, CLOUD: 'mars' })).toEqual([
      expect.stringContaining("CLOUD: isn't one of global, usgov, usgovdod, china"),
    ]);
    const customer = { id: 'contoso', name: 'Contoso', temporaryAccessPass: true };
    const file = JSON.stringify({ ...policy, customers: [customer] });
    const env = { ...ALL, CLOUD: 'china', POLICY_FILE: '/policy.json' };
    expect(problemsOf(env, { '/policy.json': file })).toEqual([
      expect.stringContaining('Microsoft makes no Temporary Access Passes in the cloud "china"'),
    ]);
    expect(problemsOf({ ...env, CLOUD: 'usgov' }, { '/policy.json': file })).toEqual([]);
  });

  it('no secret prints', () => {
    const config = readLive(ALL);
    expect(JSON.stringify(config) + inspect(config, { depth: 20 })).not.toMatch(/canary/);
  });

  it.each([
    ['Slack alone', without(ALL, ...Object.keys(TEAMS)), { slack: true, teams: false }],
    ['Teams alone', without(ALL, ...Object.keys(SLACK)), { slack: false, teams: true }],
    ['no SECRET_KEY', without(ALL, 'SECRET_KEY'), { slack: true, teams: true }],
  ])('%s is enough', (_, env, chats) => {
    const config = readLive(env);
    expect({ slack: 'slack' in config, teams: 'teams' in config }).toEqual(chats);
    expect('masterKeys' in config).toBe('SECRET_KEY' in env);
  });

  // The bot's tenant is the directory's where none is named, and its files lie where the directory says.
  const OPTIONAL = ['MicrosoftAppTenantId', 'TEAMS_FILE_HOSTS'];
  const needed = Object.keys({ ...SLACK, ...without(TEAMS, ...OPTIONAL), ...GRAPH, ...MAIL });
  it.each(needed)('it does not start without %s, and explains it', (name) => {
    const [problem, ...others] = problemsOf(without(ALL, name));
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name}: isn't set \\(.+ Find it: .+\\)$`));
  });

  it('counts an empty value as unset', () => {
    expect(problemsOf({ ...ALL, SLACK_BOT_TOKEN: '  ' })).toEqual([
      expect.stringContaining("SLACK_BOT_TOKEN: isn't set"),
    ]);
    expect(
      read({ ...ALL, ...Object.fromEntries(Object.keys(SLACK).map((name) => [name, ''])) }),
    ).not.toHaveProperty('slack');
  });

  it('lists everything that is missing or wrong at once, without a value', () => {
    const problems = problemsOf({
      SLACK_BOT_TOKEN: 'xoxp-canary',
      AZURE_TENANT_ID: 'canary',
      PORT: 'canary',
      SECRET_KEY: 'canary',
      POLICY_FILE: '/nowhere/policy.json',
    });
    const names = problems.map((problem) => problem.split(':')[0]).sort();
    expect(names).toEqual(
      [
        'AZURE_CLIENT_ID',
        'AZURE_CLIENT_SECRET',
        'AZURE_TENANT_ID',
        'MAIL_FROM',
        'POLICY_FILE',
        'PORT',
        'SECRET_KEY',
        'SLACK_BOT_TOKEN',
        'SLACK_SIGNING_SECRET',
        'SMTP_URL',
      ].sort(),
    );
    expect(problems.join()).not.toContain('canary');
  });

  it('says where the signing secret is', () => {
    expect(problemsOf(without(ALL, 'SLACK_SIGNING_SECRET'))[0]).toContain(
      'api.slack.com/apps → your app → Basic Information',
    );
  });

  it('takes an app-level token in the place of the signing secret, and never both', () => {
    const socket = { ...without(ALL, 'SLACK_SIGNING_SECRET'), SLACK_APP_TOKEN: 'xapp-1-canary' };
    const { slack } = readLive(socket);
    if (slack === undefined || !('appToken' in slack.door)) throw new Error('no socket');
    expect(slack.door.appToken.reveal()).toBe('xapp-1-canary');
    expect(problemsOf({ ...ALL, SLACK_APP_TOKEN: 'xapp-1-canary' })).toEqual([
      expect.stringContaining('SLACK_APP_TOKEN: is set, and SLACK_SIGNING_SECRET as well: keep one of them.'),
    ]);
    expect(problemsOf({ ...socket, SLACK_APP_TOKEN: 'xoxb-canary' })).toEqual([
      expect.stringContaining('SLACK_APP_TOKEN: is a bot token'),
    ]);
    expect(problemsOf({ ...socket, SLACK_APP_TOKEN: 'canary' })).toEqual([
      expect.stringContaining("SLACK_APP_TOKEN: isn't an app-level token"),
    ]);
    expect(problemsOf(without(socket, 'SLACK_BOT_TOKEN'))).toEqual([
      expect.stringContaining('SLACK_BOT_TOKEN: '),
    ]);
  });

  it('wants a chat', () => {
    expect(problemsOf({ ...GRAPH, ...MAIL })).toEqual([expect.stringContaining('No chat is set up')]);
  });

  it.each(Object.keys(RESERVED))('does not start with the reserved %s, in either mode', (name) => {
    expect(problemsOf({ ...ALL, [name]: 'x' })).toEqual([expect.stringContaining(`${name}: is reserved`)]);
    expect(problemsOf({ [name]: 'x' })).toEqual([expect.stringContaining(`${name}: is reserved`)]);
    expect(problemsOf({ ...ALL, [name]: '' })).toEqual([]);
  });
});

describe('a database', () => {
  it('is read, and none of its passwords prints', () => {
    const { database } = readLive({ ...ALL, ...DATABASE });
    expect(database?.url.reveal()).toBe(DATABASE.DATABASE_URL);
    expect(database?.directUrl.reveal()).toBe(DATABASE.DATABASE_DIRECT_URL);
    expect(inspect(database, { depth: 20 })).not.toContain('canary');
    expect(readLive(ALL).database).toBeUndefined();
  });

  it('is reached directly at its own address, unless another is named', () => {
    const { database } = readLive({ ...ALL, DATABASE_URL: DATABASE.DATABASE_URL });
    expect(database?.directUrl.reveal()).toBe(DATABASE.DATABASE_URL);
    expect(problemsOf({ ...ALL, DATABASE_DIRECT_URL: DATABASE.DATABASE_DIRECT_URL })).toEqual([
      expect.stringContaining("DATABASE_URL: isn't set"),
    ]);
  });

  it.each([
    'postgresql://rollcall@db.contoso.com/rollcall?sslmode=verify-full',
    'postgres://127.0.0.1:5433/rollcall',
    'postgresql:///rollcall?host=/var/run/postgresql',
  ])('may be at %s', (value) => {
    expect(readLive({ ...ALL, DATABASE_URL: value }).database?.url.reveal()).toBe(value);
  });

  it.each([
    ['?application_name=contoso', ''],
    ['?sslmode=require&application_name=contoso&host=%2Frun', '?sslmode=require&host=%2Frun'],
    ['?application%5Fname=rollcall&fallback_application_name=b', ''],
    ['?applicationName=a&x=%zz', '?applicationName=a&x=%zz'],
  ])('has the name of its connections from Rollcall, and not from %s', (query, kept) => {
    const { DATABASE_URL, DATABASE_DIRECT_URL } = DATABASE;
    const { database } = readLive({
      ...ALL,
      DATABASE_URL: `${DATABASE_URL}${query}`,
      DATABASE_DIRECT_URL: `${DATABASE_DIRECT_URL}${query}`,
    });
    expect(database?.url.reveal()).toBe(`${DATABASE_URL}${kept}`);
    expect(database?.directUrl.reveal()).toBe(`${DATABASE_DIRECT_URL}${kept}`);
  });

  it.each(['db.contoso.com', 'mysql://db/rollcall', 'postgresql://db.contoso.com', 'postgresql:///rollcall'])(
    'may not be at %s',
    (value) => {
      expect(problemsOf({ ...ALL, DATABASE_URL: value })).toEqual([
        expect.stringContaining("DATABASE_URL: isn't an address"),
      ]);
    },
  );

  it('needs a key that every instance has', () => {
    expect(problemsOf({ ...without(ALL, 'SECRET_KEY'), ...DATABASE })).toEqual([
      expect.stringContaining("SECRET_KEY: isn't set, and DATABASE_URL needs it"),
    ]);
  });

  it('is refused beside the sandbox, which would not use it', () => {
    expect(problemsOf({ DATABASE_URL: DATABASE.DATABASE_URL })).toEqual([
      expect.stringContaining('DATABASE_URL: is set, and the sandbox uses none'),
    ]);
  });
});

describe('addresses', () => {
  const names = [
    'SLACK_API_URL',
    'GRAPH_URL',
    'AZURE_AUTHORITY_HOST',
    'TEAMS_OPENID_METADATA_URL',
    'PUBLIC_URL',
  ];

  it.each(names)('%s may be https, or http on this machine', (name) => {
    for (const value of [
      'https://proxy.contoso.com/x',
      'http://127.0.0.1:4001/x',
      'http://localhost:4001',
      'http://[::1]:1',
    ]) {
      expect(problemsOf({ ...ALL, [name]: value })).toEqual([]);
    }
  });

  it.each(names)('%s may be nothing else', (name) => {
    for (const value of [
      'http://proxy.contoso.com',
      'http://127.0.0.1.contoso.com',
      'http://10.0.0.1',
      'ftp://127.0.0.1',
      'graph.microsoft.com',
      'https://user:canary@graph.microsoft.com',
      'https://graph.microsoft.com/?x=1',
    ]) {
      expect(problemsOf({ ...ALL, [name]: value })).toEqual([expect.stringContaining(`${name}: `)]);
    }
  });

  it('have their slashes as the clients want them', () => {
    const env = {
      ...ALL,
      SLACK_API_URL: 'http://127.0.0.1:1/slack/api',
      GRAPH_URL: 'http://127.0.0.1:1/graph/',
    };
    expect(readLive(env).slack?.apiUrl).toBe('http://127.0.0.1:1/slack/api/');
    expect(readLive(env).graph.graphUrl).toBe('http://127.0.0.1:1/graph');
  });

  it.each([
    ['smtps://mail.contoso.com', true],
    ['smtp://user:p%40ss@mail.contoso.com:587', true],
    ['smtp://127.0.0.1:2525', false],
    ['smtp://u:p@localhost:2525?ignoreTLS=true', false],
  ])('mail goes to %s, TLS required: %s', (value, requireTls) => {
    expect(readLive({ ...ALL, SMTP_URL: value }).mail.smtp.requireTls).toBe(requireTls);
  });

  it.each([
    'mail.contoso.com:587',
    'https://mail.contoso.com',
    'smtp://mail.contoso.com?ignoreTLS=true',
    'smtps://mail.contoso.com?tls.rejectUnauthorized=false',
    'smtp://',
  ])('mail does not go to %s', (value) => {
    expect(problemsOf({ ...ALL, SMTP_URL: value })).toEqual([expect.stringContaining('SMTP_URL: ')]);
  });

  it.each(['rollcall@contoso.com', 'Rollcall <rollcall@contoso.com>'])('mail comes from %s', (value) => {
    expect(readLive({ ...ALL, MAIL_FROM: value }).mail.from).toBe(value);
  });

  it.each([
    'rollcall',
    'a@b.com, c@d.com',
    'Rollcall <rollcall>',
    'x\r\nBcc: a@b.com',
    'Rollcall <a@b.com\r\n>',
  ])('mail does not come from %j', (value) => {
    expect(problemsOf({ ...ALL, MAIL_FROM: value })).toEqual([expect.stringContaining('MAIL_FROM: ')]);
  });

  it.each(['0', '-5', '2.5', 'many'])('mail is not paced at %s a minute', (value) => {
    expect(problemsOf({ ...ALL, MAIL_PER_MINUTE: value })).toHaveLength(1);
  });
});

describe('file hosts', () => {
  it.each([
    ['contoso-my.sharepoint.com', ['contoso-my.sharepoint.com']],
    ['Contoso-my.SharePoint.com , b.example.com', ['contoso-my.sharepoint.com', 'b.example.com']],
    ['127.0.0.1:4001', ['http://127.0.0.1:4001']],
    ['http://localhost:4001,a.example.com', ['http://localhost:4001', 'a.example.com']],
  ])('%s are %j', (value, hosts) => {
    expect(readLive({ ...ALL, TEAMS_FILE_HOSTS: value }).teams?.fileHosts).toEqual(hosts);
    expect(readLive({ ...ALL, SLACK_FILE_HOSTS: value }).slack?.fileHosts).toEqual(hosts);
  });

  it.each([
    '*.sharepoint.com',
    'https://contoso-my.sharepoint.com',
    'http://contoso-my.sharepoint.com',
    'contoso-my.sharepoint.com/personal',
    'contoso-my.sharepoint.com:8443',
    'http://10.0.0.1:4001',
    '127.0.0.1',
    'sharepoint',
    ',',
  ])('%s is none', (value) => {
    expect(problemsOf({ ...ALL, TEAMS_FILE_HOSTS: value })).toEqual([
      expect.stringContaining('TEAMS_FILE_HOSTS: takes exact host names'),
    ]);
    expect(problemsOf({ ...ALL, SLACK_FILE_HOSTS: value })).toHaveLength(1);
  });
});

describe("the bot's kind of app", () => {
  it.each([
    ['SingleTenant', 'SingleTenant'],
    ['singletenant', 'SingleTenant'],
    ['MultiTenant', 'MultiTenant'],
  ])('%s is %s', (value, appType) => {
    expect(readLive({ ...ALL, MicrosoftAppType: value }).teams?.appType).toBe(appType);
  });

  it('SingleTenant is in the tenant of the directory, unless another is named', () => {
    const other = '22222222-2222-4222-8222-222222222222';
    const tenantOf = (env: Record<string, string>) => readLive(env).teams?.tenantId;
    expect(tenantOf(without(ALL, 'MicrosoftAppTenantId'))).toBe(TENANT);
    expect(tenantOf({ ...ALL, MicrosoftAppTenantId: other })).toBe(other);
  });

  it('MultiTenant needs no tenant', () => {
    const env = { ...without(ALL, 'MicrosoftAppTenantId'), MicrosoftAppType: 'MultiTenant' };
    expect(readLive(env).teams).not.toHaveProperty('tenantId');
  });

  it('a typo is refused, which botbuilder would take for MultiTenant', () => {
    expect(problemsOf({ ...ALL, MicrosoftAppType: 'singletenat' })).toEqual([
      expect.stringContaining("MicrosoftAppType: isn't SingleTenant, UserAssignedMSI or MultiTenant"),
    ]);
  });

  it('a managed identity needs no password, and none may lie about (T10)', () => {
    const env = { ...without(ALL, 'MicrosoftAppPassword'), MicrosoftAppType: 'UserAssignedMSI' };
    expect(readLive(env).teams).toMatchObject({
      appType: 'SingleTenant',
      credential: { managedIdentity: 'user' },
    });
    expect(problemsOf({ ...ALL, MicrosoftAppType: 'UserAssignedMSI' })).toEqual([
      expect.stringContaining('MicrosoftAppPassword: is set beside MicrosoftAppType=UserAssignedMSI'),
    ]);
  });

  it('a certificate takes the place of the password (T10)', () => {
    const { key, certificate } = makeCertificate();
    const env = { ...without(ALL, 'MicrosoftAppPassword'), MicrosoftAppCertificatePath: '/bot.pem' };
    const { teams } = readLive(env, { '/bot.pem': `${key}${certificate}` });
    expect(teams?.credential).toHaveProperty('certificate');
    expect(problemsOf(env, { '/bot.pem': 'garbage' })).toEqual([
      expect.stringContaining("MicrosoftAppCertificatePath: can't be read"),
    ]);
  });
});

describe('a managed identity for Graph', () => {
  const env = { ...without(ALL, 'AZURE_CLIENT_SECRET'), AZURE_MANAGED_IDENTITY: 'user' };

  it('takes the place of the secret, and stands beside none', () => {
    expect(readLive(env).graph.credential).toEqual({ managedIdentity: 'user' });
    expect(problemsOf({ ...env, AZURE_CLIENT_SECRET: 'canary' })).toEqual([
      expect.stringContaining('AZURE_CLIENT_SECRET: is set beside AZURE_MANAGED_IDENTITY'),
    ]);
    expect(problemsOf({ ...env, AZURE_MANAGED_IDENTITY: 'yes' })).toEqual([
      expect.stringContaining("AZURE_MANAGED_IDENTITY: isn't system or user"),
    ]);
  });

  it('reaches no customer in another tenant', () => {
    const customers = [
      { id: 'contoso', name: 'Contoso', tenantId: ALL.AZURE_TENANT_ID },
      { id: 'fabrikam', name: 'Fabrikam', tenantId: '11111111-1111-4111-8111-111111111111' },
    ];
    const files = { '/policy.json': JSON.stringify({ ...policy, customers }) };
    expect(problemsOf({ ...env, POLICY_FILE: '/policy.json' }, files)).toEqual([
      expect.stringContaining('the customer "fabrikam" is in another'),
    ]);
  });
});

describe('a certificate for Graph', () => {
  const env = { ...without(ALL, 'AZURE_CLIENT_SECRET'), AZURE_CLIENT_CERTIFICATE_PATH: '/cert.pem' };

  it('is read with its key and thumbprint, and the key does not print', () => {
    const { key, certificate } = makeCertificate();
    const { credential } = readLive(env, { '/cert.pem': `${key}${certificate}` }).graph;
    if (!('certificate' in credential)) throw new Error('not a certificate');
    expect(credential.certificate.thumbprint).toMatch(/^[0-9a-f]{64}$/);
    expect(credential.certificate.privateKey.reveal()).toContain('PRIVATE KEY');
    expect(JSON.stringify(credential)).not.toContain('PRIVATE KEY');
  });

  it('is refused without its key, with the key of another, and when it is not there', () => {
    const { certificate } = makeCertificate();
    const other = makeCertificate();
    for (const text of [certificate, other.key, `${certificate}${other.key}`, 'garbage']) {
      expect(problemsOf(env, { '/cert.pem': text })).toEqual([
        expect.stringContaining('AZURE_CLIENT_CERTIFICATE_PATH: '),
      ]);
    }
    expect(problemsOf(env)).toEqual([
      expect.stringContaining("AZURE_CLIENT_CERTIFICATE_PATH: can't be read"),
    ]);
  });

  it('is refused beside a client secret', () => {
    expect(problemsOf({ ...env, AZURE_CLIENT_SECRET: 'canary' })).toEqual([
      expect.stringContaining('keep one of them'),
    ]);
  });
});

describe('the policy file', () => {
  function withPolicy(change: object): Record<string, string> {
    return { '/policy.json': JSON.stringify({ ...policy, ...change }) };
  }
  const env = { ...ALL, POLICY_FILE: '/policy.json' };

  it('is read', () => {
    expect(readLive(env, withPolicy({ maxRows: 7 })).policy.maxRows).toBe(7);
  });

  it('is named with the place and the fix of each fault', () => {
    const people = [{ id: 'omar', name: 'Omar', slack: 'omar', roles: ['boss'] }];
    const problems = problemsOf(env, withPolicy({ people, customers: [] }));
    expect(problems).toHaveLength(3);
    expect(problems.every((problem) => problem.startsWith('POLICY_FILE /policy.json: '))).toBe(true);
    expect(problems.join('\n')).toContain('people[0].roles');
    expect(problems.join('\n')).toContain('customers');
  });

  it('is refused when it is not there or no JSON', () => {
    expect(problemsOf(env)).toEqual([expect.stringContaining("/policy.json can't be read")]);
    expect(problemsOf(env, { '/policy.json': '{"people": [],}' })).toEqual([
      expect.stringContaining(
        "/policy.json isn't JSON; line 1, column 14: this comma has nothing behind it. Take it away",
      ),
    ]);
  });

  it('is read with the mark that editors of Windows put in front, and with a line for editors', () => {
    const content = JSON.stringify({ $schema: './manifests/policy.schema.json', ...policy, maxRows: 7 });
    expect(readLive(env, { '/policy.json': `\uFEFF${content}` }).policy.maxRows).toBe(7);
  });

  it('must name the Slack workspace, and the tenants of a bot of many; a bot of one serves its own', () => {
    expect(problemsOf(env, withPolicy({ slackTeams: [] }))).toEqual([expect.stringContaining('slackTeams')]);
    const many = { ...env, MicrosoftAppType: 'MultiTenant' };
    expect(problemsOf(many, withPolicy({ teamsTenants: [] }))).toEqual([
      expect.stringContaining('teamsTenants'),
    ]);
    expect(readLive(env, withPolicy({ teamsTenants: [] })).policy.teamsTenants).toEqual([TENANT]);
    const [other] = ['11111111-1111-4111-8111-111111111111'];
    expect(readLive(env, withPolicy({ teamsTenants: [other] })).policy.teamsTenants).toEqual([other]);
    expect(problemsOf(without(env, ...Object.keys(TEAMS)), withPolicy({ teamsTenants: [] }))).toEqual([]);
  });

  it('may name people of other Slack workspaces only where those are reached', () => {
    const people = [{ id: 'pia', name: 'Pia', slack: 'T2/U1', roles: ['helpdesk'] }];
    const files = withPolicy({ slackTeams: ['T0CONTOSO', 'T2'], people });
    expect(problemsOf(env, files)).toEqual([
      expect.stringMatching(/people: "pia" is in another Slack workspace .*SLACK_CLIENT_ID/),
    ]);
    expect(problemsOf({ ...without(env, 'SLACK_BOT_TOKEN'), ...INSTALL }, files)).toEqual([]);
  });

  it('must say in which workspace of an organization a group is, where the app is installed for all of it', () => {
    const ofGrid = (slack: string) =>
      withPolicy({
        slackTeams: ['E0GROUP'],
        people: [],
        groups: [{ id: 'hd', name: 'Helpdesk', slack, roles: ['helpdesk'] }],
      });
    const installed = { ...without(env, 'SLACK_BOT_TOKEN'), ...INSTALL };
    expect(problemsOf(installed, ofGrid('S0HD'))).toEqual([
      expect.stringContaining(
        'POLICY_FILE: groups: "hd" is in a workspace of the organization E0GROUP: say in which',
      ),
    ]);
    expect(problemsOf(installed, ofGrid('T0GROUPA/S0HD'))).toEqual([]);
    // A bot's own token may be of one workspace of an organization that is named.
    expect(problemsOf(env, ofGrid('S0HD'))).toEqual([]);
  });

  it('must name the same tenant as the environment', () => {
    const named = (tenantId: string) =>
      withPolicy({ customers: [{ id: 'contoso', name: 'Contoso', tenantId }] });
    expect(problemsOf(env, named(TENANT))).toEqual([]);
    expect(problemsOf(env, named(GRAPH.AZURE_CLIENT_ID))).toEqual([
      expect.stringContaining('AZURE_TENANT_ID: is another tenant'),
    ]);
  });

  it.each(['link', 'pass'])(
    'can have passwords go out by %s only where people can reach the server',
    (way) => {
      const customer = { id: 'contoso', name: 'Contoso', passwordDelivery: way, temporaryAccessPass: true };
      const links = withPolicy({ customers: [customer] });
      expect(problemsOf(without(env, 'PUBLIC_URL'), links)).toEqual([
        expect.stringContaining('PUBLIC_URL: one-time links need it'),
      ]);
      expect(problemsOf({ ...env, PUBLIC_URL: 'https://rollcall.example.com' }, links)).toEqual([]);
    },
  );

  it('of the example is valid', () => {
    const text = readFileSync(join(root, 'policy.example.json'), 'utf8');
    const tenantId = JSON.parse(text).customers[0].tenantId;
    const example = readLive({ ...env, AZURE_TENANT_ID: tenantId }, { '/policy.json': text }).policy;
    expect(Object.keys(example).sort()).toEqual([
      '$schema',
      'approvals',
      'askForAccess',
      'controlDays',
      'customers',
      'groups',
      'maxRows',
      'people',
      'prices',
      'resetAdmins',
      'resetGlobalAdmins',
      'retention',
      'slackTeams',
      'teamsTenants',
      'waves',
    ]);
  });
});

describe('a Slack app that workspaces are added to', () => {
  const env = { ...without(ALL, 'SLACK_BOT_TOKEN'), ...INSTALL };

  it('has a client id and its secret in the place of a token', () => {
    const { slack } = readLive(env);
    expect(slack?.botToken).toBeUndefined();
    expect(slack?.install?.clientId).toBe(INSTALL.SLACK_CLIENT_ID);
    expect(slack?.install?.clientSecret.reveal()).toBe(INSTALL.SLACK_CLIENT_SECRET);
  });

  it.each([
    ['the secret', without(env, 'SLACK_CLIENT_SECRET'), /^SLACK_CLIENT_SECRET: isn't set/],
    ['the id', without(env, 'SLACK_CLIENT_ID'), /^SLACK_CLIENT_ID: isn't set/],
    ['an id that is one', { ...env, SLACK_CLIENT_ID: 'A0ROLLCALL' }, /^SLACK_CLIENT_ID: isn't a client id/],
    ['an address to come back to', without(env, 'PUBLIC_URL'), /^PUBLIC_URL: Slack sends/],
    ['a choice between it and a token', { ...ALL, ...INSTALL }, /^SLACK_BOT_TOKEN: is set beside/],
    ['the signing secret', without(env, 'SLACK_SIGNING_SECRET'), /^SLACK_SIGNING_SECRET: isn't set/],
  ])('does not start without %s', (_what, given, why) => {
    expect(problemsOf(given)).toEqual([expect.stringMatching(why)]);
  });
});

describe('secrets from files', () => {
  const SECRETS = FILES.map((file) => [file.slice(0, -'_FILE'.length), file] as const);
  const values: Record<string, string> = { METRICS_TOKEN: 'canary-metrics-0123', ...DATABASE, ...ALL };

  it('are the secrets of Slack, Teams, Graph and mail, the key, the database and the token of the metrics', () => {
    expect(SECRETS.map(([name]) => name).sort()).toEqual(
      [
        'AZURE_CLIENT_SECRET',
        'DATABASE_DIRECT_URL',
        'DATABASE_URL',
        'METRICS_TOKEN',
        'MicrosoftAppPassword',
        'SECRET_KEY',
        'SLACK_APP_TOKEN',
        'SLACK_BOT_TOKEN',
        'SLACK_CLIENT_SECRET',
        'SLACK_SIGNING_SECRET',
        'SMTP_URL',
      ].sort(),
    );
  });

  /** Those among which this secret has a place: there is one way to reach Slack at a time. */
  const beside = (name: string): Record<string, string> => {
    if (name === 'SLACK_CLIENT_SECRET') return { ...without(values, 'SLACK_BOT_TOKEN'), ...INSTALL };
    if (name !== 'SLACK_APP_TOKEN') return values;
    return { ...without(values, 'SLACK_SIGNING_SECRET'), SLACK_APP_TOKEN: 'xapp-1-canary' };
  };

  it.each(SECRETS)('%s is read from %s, without the line end behind it', (name, file) => {
    const path = '/run/secrets/it';
    const values = beside(name);
    const env = { ...without(values, name), [file]: path };
    for (const end of ['', '\n', '\r\n']) {
      expect(readLive(env, { [path]: `${values[name]}${end}` })).toEqual(readLive(values));
    }
  });

  it.each(SECRETS)('%s is not taken beside %s', (name, file) => {
    const problems = problemsOf(
      { ...beside(name), [file]: '/run/secrets/it' },
      { '/run/secrets/it': 'canary' },
    );
    expect(problems).toEqual([`${name}: is set, and ${file} as well: keep one of them`]);
  });

  it.each(SECRETS)('%s: a file of %s that cannot be read is named, with what to do', (name, file) => {
    const env = { ...without(beside(name), name), [file]: '/run/secrets/gone' };
    const [problem, ...more] = problemsOf(env);
    expect(more).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${file}: /run/secrets/gone can't be read .*check the path`));
    expect(problemsOf(env, { '/run/secrets/gone': '\n' })).toEqual([
      expect.stringContaining(`${file}: /run/secrets/gone is empty`),
    ]);
  });

  it('are credentials too: with one set it is not the sandbox', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN_FILE: '/run/secrets/gone' }).length).toBeGreaterThan(1);
  });
});

describe('NODE_ENV=production', () => {
  it('starts no sandbox when every credential is missing, and says what to set', () => {
    const start = () => read({ NODE_ENV: 'production', PORT: '3000' });
    expect(start).toThrow('no credentials are set, and with NODE_ENV=production it runs no sandbox');
    expect(start).toThrow('SLACK_BOT_TOKEN');
  });

  it.each(['', 'development', 'test'])('is not meant by %j', (NODE_ENV) => {
    expect(read({ NODE_ENV }).mode).toBe('sandbox');
  });

  it('changes nothing where there are credentials', () => {
    expect(readLive({ ...ALL, NODE_ENV: 'production' })).toEqual(readLive(ALL));
  });
});

describe('how first passwords go out when the policy does not say', () => {
  const wayOf = (env: Record<string, string>, chosen?: string) => {
    const customer = {
      id: 'contoso',
      name: 'Contoso',
      ...(chosen === undefined ? {} : { passwordDelivery: chosen }),
    };
    const files = { [resolve('policy.json')]: JSON.stringify({ ...policy, customers: [customer] }) };
    return readLive({ ...ALL, ...env }, files).policy.customers[0]?.passwordDelivery;
  };
  const PUBLIC = { PUBLIC_URL: 'https://rollcall.contoso.com' };

  it('is a one-time link where there can be one, and a mail with the password where not', () => {
    expect(wayOf(PUBLIC)).toBe('link');
    expect(wayOf({})).toBe('password');
  });

  it.each(['password', 'link', 'show'])('is %s where the policy chooses it', (chosen) => {
    expect(wayOf(PUBLIC, chosen)).toBe(chosen);
  });

  it('is left to that in policy.example.json', () => {
    const example = JSON.parse(readFileSync(join(root, 'policy.example.json'), 'utf8'));
    expect(example.customers[0]).not.toHaveProperty('passwordDelivery');
  });
});

describe('TRUSTED_PROXIES', () => {
  it('are addresses and ranges, and nobody by default', () => {
    expect(readLive(ALL).trustedProxies).toEqual([]);
    const TRUSTED_PROXIES = '127.0.0.1, 10.0.0.0/8,2001:db8::/32';
    expect(readLive({ ...ALL, TRUSTED_PROXIES }).trustedProxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      '2001:db8::/32',
    ]);
  });

  it.each(['true', 'loopback', '10.0.0.0/33', '10.0.0', '*', '10.0.0.1/8/8', ','])(
    'are not %j',
    (TRUSTED_PROXIES) => {
      expect(problemsOf({ ...ALL, TRUSTED_PROXIES })).toEqual([
        expect.stringContaining('TRUSTED_PROXIES: takes'),
      ]);
    },
  );
});

describe('AUDIT_SYSLOG', () => {
  it.each([
    ['tls://siem.contoso.com:6514', { protocol: 'tls', host: 'siem.contoso.com', port: 6514 }],
    ['tcp://127.0.0.1:601', { protocol: 'tcp', host: '127.0.0.1', port: 601 }],
    ['udp://[::1]:514/', { protocol: 'udp', host: '::1', port: 514 }],
  ])('is %s', (AUDIT_SYSLOG, auditSyslog) => {
    expect(readLive({ ...ALL, AUDIT_SYSLOG })).toMatchObject({ auditSyslog });
    expect(readLive(ALL)).not.toHaveProperty('auditSyslog');
  });

  it.each([
    'siem.contoso.com',
    'https://siem.contoso.com',
    'tcp://siem',
    'tcp://:514',
    'tcp://a:1/x',
    'tls://a:b@c:1',
  ])('is not %s', (AUDIT_SYSLOG) => {
    expect(problemsOf({ ...ALL, AUDIT_SYSLOG })).toEqual([expect.stringContaining("AUDIT_SYSLOG: isn't")]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(join(root, '.env.example'), 'utf8');
  const named = [...text.matchAll(/^#?([A-Za-z_]+)=/gm)].map((match) => match[1]);

  it('names exactly the variables that are known, each once', () => {
    expect([...named].sort()).toEqual([...Object.keys(VARIABLES), ...FILES].sort());
  });

  it('names exactly the variables that are read', () => {
    const touched = new Set<string>();
    const watch = (env: Record<string, string>): NodeJS.ProcessEnv =>
      new Proxy(env, {
        get(target, name) {
          touched.add(String(name));
          return Reflect.get(target, name);
        },
      });
    const readFile = (): string => JSON.stringify(policy);
    readConfig(watch({}), readFile);
    readConfig(watch(ALL), readFile);
    expect([...touched].filter((name) => !(name in RESERVED)).sort()).toEqual([...named].sort());
    expect([...touched].filter((name) => name in RESERVED).sort()).toEqual(Object.keys(RESERVED).sort());
  });

  it('has a comment above each, and the default of each that has one', () => {
    const blocks = text.split(/\n\s*\n/);
    for (const [name, variable] of Object.entries(VARIABLES)) {
      const block = blocks.find((one) => new RegExp(`^#?${name}=`, 'm').test(one)) ?? '';
      expect(block).toMatch(/^# \w/);
      const start = 'default' in variable ? variable.default.split(':')[0] : '';
      expect(block.toLowerCase()).toContain(start?.toLowerCase());
    }
  });
});
