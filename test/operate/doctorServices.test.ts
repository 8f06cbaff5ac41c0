import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineAll } from '../../src/operate/doctor/examineAll.ts';
import { CHECK_NAMES, type CheckName, type Finding, printFinding } from '../../src/operate/doctor/finding.ts';
import { GRAPH_PERMISSIONS, listPermissions } from '../../src/operate/doctor/graphPermissions.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import type { LoopbackUnit } from '../../src/sandbox/graph/state.ts';
import { startBalancer } from '../../src/sandbox/instances/balancer.ts';
import { APP_OBJECT_ID } from '../../src/sandbox/login.ts';
import { createProveWord } from '../../src/secrets/proveWord.ts';
import { createSealer } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { makeSecretKey, parseMasterKeys } from '../../src/store/keyFile.ts';
import { createWeb } from '../../src/web/createWeb.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';
import { runOperate, startStrangers } from './strangers.ts';

let folder: string;
let strangers: Awaited<ReturnType<typeof startStrangers>>;
let env: Record<string, string>;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'));
  strangers = await startStrangers();
  port = await findFreePort();
  await writeFile(join(folder, 'policy.json'), JSON.stringify(strangers.policy));
  env = {
    ...strangers.env,
    POLICY_FILE: join(folder, 'policy.json'),
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
});
afterAll(async () => {
  await strangers.stop();
  await removeFolder(folder);
});

/** What is not well, printed, of these checks with this changed in the environment. */
async function complaints(
  checks: readonly CheckName[],
  change: Record<string, string> = {},
): Promise<string> {
  const findings = await examine(checks, change);
  return findings
    .filter(({ result }) => result !== 'ok')
    .map(printFinding)
    .join('\n');
}

function examine(checks: readonly CheckName[], change: Record<string, string> = {}): Promise<Finding[]> {
  return examineAll({ ...env, ...change }, (path) => readFileSync(path, 'utf8'), {
    checks,
    dataDir: join(folder, 'data'),
    mailTo: 'omar@contoso.com',
  });
}

async function withPolicy<T>(content: string | object, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'policy.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  try {
    return await work();
  } finally {
    await writeFile(file, JSON.stringify(strangers.policy));
  }
}

describe('npm run doctor, against services that it has never met', () => {
  it('finds everything well, mails only who is named, and changes nothing', async () => {
    strangers.slack.switches.scopes = [...strangers.slack.switches.scopes, 'users:read'];
    const writes = () => strangers.graph.requests.filter(({ method }) => method !== 'GET');
    const { code, said } = await runOperate('doctor/doctor.js', ['--mail-to', 'omar@contoso.com'], {
      cwd: folder,
      env,
    });
    expect(said.split('\n').filter((line) => /^[!✗]/.test(line))).toEqual([]);
    for (const check of CHECK_NAMES.filter((name) => name !== 'settings'))
      expect(said).toContain(`✓ ${check}`);
    expect(code).toBe(0);
    expect(writes()).toEqual([]);
    expect(strangers.mail.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [['omar@contoso.com'], 'Rollcall: test email'],
    ]);
    const keys = Object.entries(env).filter(([name]) => /SECRET|TOKEN|Password|KEY|SMTP_URL/.test(name));
    expect(keys.map(([, value]) => value).filter((value) => said.includes(value))).toEqual([]);
  });

  it('answers machines with one object, and with status 1 where something is wrong', async () => {
    const run = await runOperate('doctor/doctor.js', ['slack', '--json'], {
      cwd: folder,
      env: { ...env, SLACK_BOT_TOKEN: 'xoxb-wrong' },
    });
    expect(run.code).toBe(1);
    const { well, findings } = JSON.parse(run.said);
    expect(well).toBe(false);
    expect(findings[0]).toEqual({
      check: 'slack',
      result: 'wrong',
      said: "Slack doesn't know this bot token (invalid_auth).",
      fix: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  it('asks for the permissions that manifests/README.md names, and for no others', () => {
    const page = readFileSync(new URL('../../manifests/README.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `') && line.includes('.'));
    const named = rows.flatMap((row) => row.match(/[A-Z][\w-]+(\.\w+)+/g) ?? []);
    expect([...new Set(named)].sort()).toEqual(GRAPH_PERMISSIONS.map(({ name }) => name).sort());
  });

  it('tells what was refused not as missing, and speaks to whoever runs Rollcall', async () => {
    const spoilt = {
      ...{ SECRET_KEY: 'short', PUBLIC_URL: 'rollcall.contoso.com', AZURE_CLIENT_SECRET: 'wrong' },
      ...{ MicrosoftAppTenantId: '', AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111' },
    };
    const said = await complaints(['store', 'address', 'graph', 'teams'], spoilt);
    expect(said).toMatch(/✗ store .*SECRET_KEY: isn't 32 random bytes/);
    expect(said).toMatch(/✗ address .*PUBLIC_URL: isn't an address that begins with https/);
    expect(said).not.toMatch(/isn't set, so|runs Rollcall/);
    expect(said).toContain("Check MicrosoftAppTenantId (where it isn't set, AZURE_TENANT_ID).");
  });

  it('says what is set up with nothing', async () => {
    const { code, said } = await runOperate('doctor/doctor.js', ['settings'], { cwd: tmpdir(), env: {} });
    expect(said).toContain('✗ settings Nothing is set up yet');
    expect(said).toContain('npm run setup');
    expect(code).toBe(1);
  });
});

describe('npm run doctor names what is wrong with', () => {
  it.each<[string, CheckName, () => Record<string, string>, string, string]>([
    [
      'a bot token of nobody',
      'slack',
      () => ({ SLACK_BOT_TOKEN: 'xoxb-1-2' }),
      'invalid_auth',
      'Bot User OAuth Token',
    ],
    [
      'a signing secret that is the client’s',
      'slack',
      () => ({ SLACK_SIGNING_SECRET: 'AbCdEf0123456789' }),
      "doesn't look like one",
      'not to the Client Secret',
    ],
    [
      'token and signing secret that are swapped',
      'slack',
      () => ({
        SLACK_SIGNING_SECRET: env.SLACK_BOT_TOKEN ?? '',
        SLACK_BOT_TOKEN: env.SLACK_SIGNING_SECRET ?? '',
      }),
      'may be swapped',
      'SLACK_SIGNING_SECRET',
    ],
    [
      'an address that is not Slack',
      'slack',
      () => ({ SLACK_API_URL: `${env.GRAPH_URL}/` }),
      "isn't Slack",
      'https://slack.com/api/',
    ],
    [
      'a secret of the app that is wrong',
      'graph',
      () => ({ AZURE_CLIENT_SECRET: 'wrong' }),
      'refused the client secret',
      'AZURE_CLIENT_SECRET',
    ],
    [
      'the id of the secret',
      'graph',
      () => ({ AZURE_CLIENT_SECRET: '11111111-1111-4111-8111-111111111111' }),
      'looks like a Secret ID',
      'the Value of the secret',
    ],
    [
      'the secrets of app and bot that are swapped',
      'graph',
      () => ({
        AZURE_CLIENT_SECRET: env.MicrosoftAppPassword ?? '',
        MicrosoftAppPassword: env.AZURE_CLIENT_SECRET ?? '',
      }),
      'belongs to the app in MicrosoftAppId',
      'Compare AZURE_CLIENT_ID',
    ],
    [
      'the same, asked of Teams',
      'teams',
      () => ({
        AZURE_CLIENT_SECRET: env.MicrosoftAppPassword ?? '',
        MicrosoftAppPassword: env.AZURE_CLIENT_SECRET ?? '',
      }),
      'belongs to the app in AZURE_CLIENT_ID',
      'Compare MicrosoftAppId',
    ],
    [
      'the ids of app and bot that are swapped',
      'graph',
      () => ({ AZURE_CLIENT_ID: env.MicrosoftAppId ?? '', MicrosoftAppId: env.AZURE_CLIENT_ID ?? '' }),
      'belongs to the app in MicrosoftAppId',
      'swapped',
    ],
    [
      'app and bot that are swapped whole, ids and secrets',
      'graph',
      () => ({
        ...{ AZURE_CLIENT_ID: env.MicrosoftAppId ?? '', AZURE_CLIENT_SECRET: env.MicrosoftAppPassword ?? '' },
        ...{ MicrosoftAppId: env.AZURE_CLIENT_ID ?? '', MicrosoftAppPassword: env.AZURE_CLIENT_SECRET ?? '' },
      }),
      'and the app in MicrosoftAppId has them',
      'Compare AZURE_CLIENT_ID',
    ],
    [
      'an app of nobody',
      'graph',
      () => ({ AZURE_CLIENT_ID: '11111111-1111-4111-8111-111111111111' }),
      "doesn't know the app",
      '/adminconsent?client_id=',
    ],
    [
      'a tenant that is not there',
      'graph',
      () => ({ AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111' }),
      "doesn't know the tenant",
      'AZURE_TENANT_ID',
    ],
    [
      'tenant and app that are swapped',
      'graph',
      () => ({ AZURE_TENANT_ID: env.AZURE_CLIENT_ID ?? '', AZURE_CLIENT_ID: env.AZURE_TENANT_ID ?? '' }),
      'AZURE_TENANT_ID and AZURE_CLIENT_ID are swapped',
      'Swap them.',
    ],
    [
      'a password of the bot that is wrong',
      'teams',
      () => ({ MicrosoftAppPassword: 'wrong' }),
      'refused the client secret of the bot',
      'MicrosoftAppPassword',
    ],
    [
      'a bot of nobody',
      'teams',
      () => ({ MicrosoftAppId: '11111111-1111-4111-8111-111111111111' }),
      "doesn't know the app of the bot",
      'MicrosoftAppId',
    ],
    [
      'a bot of another tenant',
      'teams',
      () => ({ MicrosoftAppTenantId: '11111111-1111-4111-8111-111111111111' }),
      "doesn't know the tenant of the bot",
      'MicrosoftAppTenantId',
    ],
    [
      'keys of Teams that are not there',
      'teams',
      () => ({ TEAMS_OPENID_METADATA_URL: `${env.GRAPH_URL}/none` }),
      'every request would be refused',
      'TEAMS_OPENID_METADATA_URL',
    ],
    [
      'a login of the mail server that is wrong',
      'mail',
      () => ({ SMTP_URL: (env.SMTP_URL ?? '').replace('rollcall:', 'mallory:') }),
      '535',
      'Correct the user and password',
    ],
    [
      'a mail server that is not there',
      'mail',
      () => ({ SMTP_URL: 'smtp://127.0.0.1:1' }),
      'ECONNREFUSED',
      'Check host and port',
    ],
  ])('%s', async (_what, check, change, said, fix) => {
    const found = await complaints([check], change());
    expect(found).toContain(said);
    expect(found).toContain(fix);
    expect(found).toContain('✗');
  });

  it('a secret whose time is over, of the app and of the bot', async () => {
    strangers.graphApp.isExpired = true;
    strangers.botApp.isExpired = true;
    const found = await complaints(['graph', 'teams']);
    strangers.graphApp.isExpired = false;
    strangers.botApp.isExpired = false;
    expect(found).toContain('set AZURE_CLIENT_SECRET to it');
    expect(found).toContain('set MicrosoftAppPassword to it');
    expect(found.match(/has expired/g)).toHaveLength(2);
  });

  it('a Slack app whose manifest was changed by hand: a scope too few, one too many', async () => {
    const { switches } = strangers.slack;
    const before = switches.scopes;
    switches.scopes = [...before.filter((scope) => scope !== 'im:write'), 'channels:history'];
    const found = await complaints(['slack']);
    switches.scopes = before;
    expect(found).toContain(
      "✗ slack    The scope im:write is missing: Rollcall can't open a chat with anyone.",
    );
    expect(found).toContain('! slack    The token may do more than Rollcall uses: channels:history.');
  });

  it('a Slack group that gives roles: the scope to read it, and each that is not there', async () => {
    const { slack, policy } = strangers;
    const { switches } = slack;
    const before = switches.scopes;
    const group = { id: 'hd', name: 'Helpdesk', slack: 'S0HD', roles: ['helpdesk'] };
    const groups = [group, { ...group, id: 'gone', slack: 'S0GONE' }];
    slack.world.userGroups.set('S0HD', { users: new Set() } as never);
    const look = () => withPolicy({ ...policy, groups }, () => complaints(['slack']));
    switches.scopes = before.filter((scope) => !scope.startsWith('usergroups'));
    const without = await look();
    switches.scopes = [...new Set([...before, 'usergroups:read', 'users:read'])];
    const found = await look();
    switches.scopes = before;
    slack.world.userGroups.delete('S0HD');
    expect(without).toContain('✗ slack    The scope usergroups:read is missing');
    expect(found).not.toContain('usergroups:read');
    expect(found).not.toContain('"hd"');
    expect(found).toContain('who is in "gone" (Helpdesk), so it gives no one a role: no_such_subteam');
  });

  it('permissions: one that is missing and what it costs, none at all, and too many', async () => {
    const { login } = strangers;
    const before = login.roles;
    login.roles = before.filter(
      (role) => role !== 'GroupMember.ReadWrite.All' && role !== 'AuditLog.Read.All',
    );
    const some = await complaints(['graph']);
    login.roles = [];
    const none = await complaints(['graph']);
    login.roles = [...before, 'Directory.ReadWrite.All', 'Mail.Read'];
    const many = await complaints(['graph']);
    login.roles = before;
    expect(some).toContain(
      '✗ graph    The permission GroupMember.ReadWrite.All is missing: no one can be added to a group.',
    );
    expect(some).toContain('! graph    The permission AuditLog.Read.All is missing');
    expect(none).toContain('✗ graph    No one has consented to any application permission');
    expect(none).toContain(`/${strangers.tenantId}/adminconsent?client_id=${strangers.graphApp.clientId}`);
    expect(many).toContain('The app may do more than Rollcall uses: Directory.ReadWrite.All, Mail.Read.');
  });

  it('who is an admin, where the policy allows admins new passwords and Rollcall may not see it', async () => {
    const { login, policy } = strangers;
    const before = login.roles;
    login.roles = before.filter((role) => role !== 'RoleManagement.Read.Directory');
    const said: string[] = [];
    for (const more of [{}, { resetAdmins: true }, { resetAdmins: true, resetGlobalAdmins: true }]) {
      await withPolicy({ ...policy, ...more }, async () => said.push(await complaints(['graph'])));
    }
    login.roles = before;
    expect(said[0]).toContain('! graph    The permission RoleManagement.Read.Directory is missing');
    expect(said[1]).toContain(
      "✗ graph    The permission RoleManagement.Read.Directory is missing: Global Administrators can't be told from others",
    );
    expect(said[2]).toContain(
      "! graph    The permission RoleManagement.Read.Directory is missing: Rollcall can't tell who is a Global Administrator",
    );
  });

  it('an administrative unit: none of that id, one with a rule, no role over it, a role or permissions that reach further', async () => {
    const { graph, login, policy } = strangers;
    const id = '0f6a9b7e-3c1d-4c4e-9a51-6f2f6f3b8a11';
    const [customer] = policy.customers;
    const before = { roles: login.roles, assignments: [...graph.state.roleAssignments] };
    const inUnit = { ...policy, customers: [{ ...customer, administrativeUnit: id }] };
    const said: string[] = [];
    await withPolicy(inUnit, async () => {
      said.push(await complaints(['graph']));
      const unit: LoopbackUnit = { id, displayName: 'Berlin', members: new Set(), dynamic: true };
      graph.state.units.set(id, unit);
      said.push(await complaints(['graph']));
      delete unit.dynamic;
      said.push(await complaints(['graph']));
      graph.state.roleAssignments.length = 0;
      said.push(await complaints(['graph']));
      graph.state.roleAssignments.push({ principalId: APP_OBJECT_ID, role: 'User Administrator', unit: id });
      login.roles = listPermissions({ inUnit: true }).map(({ name }) => name);
      said.push(await complaints(['graph']));
      login.roles = ['User.Read.All', 'RoleManagement.Read.Directory'];
      said.push(await complaints(['graph']));
    });
    login.roles = before.roles;
    graph.state.units.clear();
    graph.state.roleAssignments.splice(0, Number.POSITIVE_INFINITY, ...before.assignments);
    const [none, ruled, wide, without, well, blind] = said;
    expect(none).toContain(`✗ graph    There is no administrative unit ${id} in this tenant.`);
    expect(ruled).toContain('✗ graph    The administrative unit Berlin gets its members by a rule');
    expect(wide).toContain('! graph    The app is User Administrator of the whole tenant');
    expect(wide).toMatch(
      /reaches everyone.*has User\.ReadWrite\.All, Licens\S+, GroupMember\.ReadWrite\.All\./,
    );
    expect(without).toContain(
      "✗ graph    The app isn't User Administrator of the administrative unit Berlin",
    );
    expect(well).toBe('');
    expect(blind).toContain('✗ graph    The permission Directory.Read.All is missing: no people, licenses');
    expect(blind).toContain("! graph    The administrative unit can't be read (HTTP 403");
  });

  it('the tenant: a marker in use, passes that are off, a right that is not there, directory sync, a slip in a license', async () => {
    const { graph, policy } = strangers;
    const ada = graph.state.findUser('ada@contoso.com');
    if (ada !== undefined) ada.onPremisesExtensionAttributes = { extensionAttribute15: 'cost center 7' };
    graph.switches.directorySync = true;
    graph.switches.passesOff = true;
    const [customer] = policy.customers;
    const wanting = {
      ...policy,
      customers: [{ ...customer, temporaryAccessPass: true }],
      approvals: [{ name: 'E5', when: { licenses: ['SPE_E55'] }, by: { role: 'approver' } }],
    };
    const before = strangers.login.roles;
    const found = await withPolicy(wanting, async () => {
      const blind = await complaints(['graph']);
      strangers.login.roles = [...before, 'Policy.Read.All'];
      return [blind, await complaints(['graph'])].join('\n');
    });
    strangers.login.roles = before;
    graph.switches.directorySync = false;
    graph.switches.passesOff = false;
    if (ada !== undefined) ada.onPremisesExtensionAttributes = {};
    expect(found).toContain('✗ graph    extensionAttribute15 holds something else for one person');
    expect(found).toContain('Some people are synced from Active Directory.');
    expect(found).toContain(
      "! graph    Whether the tenant allows Temporary Access Passes can't be read (HTTP 403",
    );
    expect(found).toContain('Grant Policy.Read.All');
    expect(found).toContain(
      '✗ graph    The policy says "temporaryAccessPass": true, and the tenant doesn\'t allow',
    );
    expect(found).toContain('the rule "E5" in the policy names the license SPE_E55');
  });

  it('ids in the policy that are nobody’s, or of somebody blocked', async () => {
    const { policy, graph } = strangers;
    const [mia, omar, grace] = policy.people;
    const blocked = graph.state.users.get(grace?.teams ?? '');
    if (blocked !== undefined) blocked.accountEnabled = false;
    const wrong = { ...mia, slack: 'U0NOBODY', teams: '11111111-1111-4111-8111-111111111111' };
    const found = await withPolicy({ ...policy, people: [wrong, omar, grace] }, () =>
      complaints(['people', 'slack']),
    );
    if (blocked !== undefined) blocked.accountEnabled = true;
    expect(found).toContain(
      '"mia" (Mia Meyer) has the Slack id U0NOBODY, which no one in this workspace has',
    );
    expect(found).toContain(
      '"mia" (Mia Meyer) has the object id 11111111-1111-4111-8111-111111111111, which no one',
    );
    expect(found).toContain('"grace" (Grace Okafor) has a blocked account');
  });

  it('what cannot be known without a right: Slack ids', async () => {
    const { switches } = strangers.slack;
    const before = switches.scopes;
    switches.scopes = before.filter((scope) => scope !== 'users:read');
    const found = await complaints(['slack']);
    switches.scopes = before;
    expect(found).toMatch(
      /^! slack {4}The Slack ids in the policy can't be checked without the scope users:read/,
    );
  });

  it('another workspace, and another tenant of the bot, than the policy names', async () => {
    const policy = {
      ...strangers.policy,
      slackTeams: ['T0OTHER'],
      teamsTenants: ['11111111-1111-4111-8111-111111111111'],
    };
    const found = await withPolicy(policy, () => complaints(['slack', 'teams']));
    expect(found).toContain('slackTeams in the policy names T0OTHER');
    expect(found).toContain(`Put "${strangers.tenantId}" into teamsTenants`);
  });

  it('an app-level token: one that opens no socket, and one of the wrong kind; with a socket no address is needed', async () => {
    const { slackKeys, slack } = strangers;
    const socket = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: slackKeys.appToken };
    expect(await complaints(['settings', 'slack'], socket)).not.toContain('✗');
    const said = (await examine(['settings'], socket)).map(printFinding).join('\n');
    expect(said).toContain('for Slack over Socket Mode and Teams.');
    slack.switches.appScopes = [];
    expect(await complaints(['slack'], socket)).toMatch(
      /✗ slack .*lacks the scope connections:write[\s\S]*set SLACK_APP_TOKEN/,
    );
    slack.switches.appScopes = ['connections:write'];
    expect(await complaints(['slack'], { ...socket, SLACK_APP_TOKEN: 'xapp-1-unknown' })).toContain(
      "✗ slack    Slack doesn't accept the app-level token: invalid_auth.",
    );
    expect(await complaints(['slack'], { ...socket, SLACK_APP_TOKEN: slackKeys.botToken })).toContain(
      'SLACK_APP_TOKEN: is a bot token',
    );
    // Nobody calls /slack/events then.
    const probed = (change: Record<string, string>) => examine(['address'], { ...socket, ...change });
    expect((await probed({})).map(printFinding).join('\n')).toContain(
      'leads here (/api/messages, /p/doctor)',
    );
    const noTeams = Object.keys(env).filter((name) => /^(MicrosoftApp|TEAMS_)/.test(name));
    const alone = Object.fromEntries([...noTeams, 'PUBLIC_URL'].map((name) => [name, '']));
    expect((await probed(alone)).map(printFinding).join('\n')).toContain("✓ address  PUBLIC_URL isn't set.");
    expect((await probed({ PUBLIC_URL: '' })).map(printFinding).join('\n')).toContain('! address');
  });

  it('for each workspace that the app is to be added to, what is missing there', async () => {
    const { slackKeys, policy } = strangers;
    const keys = parseMasterKeys(env.SECRET_KEY ?? '');
    if (keys === undefined) throw new Error('no key');
    const sealer = createSealer(keys);
    const keep = (id: string, token: string) => {
      const key = sealer.newJobKey(`slack:${id}`);
      const about = { id, name: id, botId: 'B', botUserId: 'U', scopes: [], installedAt: 1 };
      return { ...about, key, token: sealer.seal(key, id, 'token', new Secret(token)) };
    };
    const installations = [
      keep(slackKeys.teamId, slackKeys.botToken),
      keep('T0REVOKED', 'xoxb-over'),
      keep('T0UNNAMED', 'xoxb-other'),
    ];
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data/installations.json'), JSON.stringify({ schema: 1, installations }));
    const slackTeams = [slackKeys.teamId, 'T0REVOKED', 'T0MISSING'];
    const app = { SLACK_BOT_TOKEN: '', SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret' };
    const found = await withPolicy({ ...policy, slackTeams }, () => complaints(['slack'], app));
    await rm(join(folder, 'data/installations.json'));
    expect(found).toContain('the token for T0REVOKED (T0REVOKED) any more: invalid_auth');
    expect(found).toContain("Rollcall isn't installed in T0MISSING");
    expect(found).toContain(`http://127.0.0.1:${port}/slack/install`);
    expect(found).toContain("slackTeams in the policy doesn't name it");
    expect(found).not.toContain('xoxb');
  });

  it('a clock that is far from Slack’s, also where no workspace has the app yet', async () => {
    const slack = createServer((_request, response) => {
      response.setHeader('Date', new Date(Date.now() + 10 * 60_000).toUTCString());
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ ok: false, error: 'not_authed' }));
    });
    slack.listen(0, '127.0.0.1');
    await once(slack, 'listening');
    const SLACK_API_URL = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`;
    const app = { SLACK_BOT_TOKEN: '', SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret', SLACK_API_URL };
    const found = await complaints(['slack'], app);
    slack.closeAllConnections();
    slack.close();
    expect(found).toMatch(/✗ slack {4}This machine's clock is \d+ seconds behind Slack's/);
  });

  it('a policy with a byte-order mark, a trailing comma, an unknown key', async () => {
    const text = JSON.stringify(strangers.policy);
    expect(await withPolicy(`\uFEFF${text}`, () => complaints(['policy']))).toMatch(
      /^! policy {3}.*byte-order mark/,
    );
    expect(await withPolicy(text.replace(/}$/, ',}'), () => complaints(['policy']))).toMatch(
      /^✗ policy.*this comma has nothing behind it/,
    );
    const unknown = await withPolicy({ ...strangers.policy, maxRow: 5 }, () => complaints(['policy']));
    expect(unknown).toMatch(/^✗ policy.*"maxRow" isn't a known key/);
  });

  it('a mail server that lies: one that is a web server, one that hangs up, one that drops the sender', async () => {
    const web = createServer((_request, response) => response.end('hello'));
    const hangsUp = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('220 mail\r\n');
    });
    for (const server of [web, hangsUp]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const at = (server.address() as AddressInfo).port;
      expect(await complaints(['mail'], { SMTP_URL: `smtp://127.0.0.1:${at}` })).toMatch(
        /^✗ mail {5}The mail server can't be used/,
      );
      server.close();
    }
    strangers.mail.switches.defer = { code: 554, text: '5.2.252 SendAsDenied; not allowed to send as' };
    const found = await complaints(['mail']);
    strangers.mail.switches.defer = undefined;
    expect(found).toContain("✗ mail     The server didn't accept a test email");
    expect(found).toContain('set MAIL_FROM to a mailbox that the user in SMTP_URL may send from');
  });

  it('a public address that leads to somebody else, and a port that somebody else has', async () => {
    const page = createServer((_request, response) => response.end('<h1>Welcome to nginx</h1>'));
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    const other = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    const elsewhere = await complaints(['address'], { PUBLIC_URL: other });
    const taken = await complaints(['address'], { PORT: String((page.address() as AddressInfo).port) });
    page.closeAllConnections();
    page.close();
    expect(elsewhere).toContain(
      `✗ address  ${other}/slack/events doesn't lead here: a page that isn't Rollcall's answers`,
    );
    expect(taken).toContain('Something other than Rollcall is listening on port');
    const nowhere = await complaints(['address'], { PUBLIC_URL: 'http://127.0.0.1:1' });
    expect(nowhere).toContain('there is no answer');
  });

  it('an address that leads to other installations as well, and none that leads to other instances of this one', async () => {
    const keys = {
      own: env.SECRET_KEY ?? '',
      next: `2:${makeSecretKey()},1:${env.SECRET_KEY}`,
      other: makeSecretKey(),
    };
    const balancer = await startBalancer();
    /** With instances that have these keys behind the address, the first of them here where `isHere`. */
    const behind = async (isHere: boolean, ...given: readonly string[]) => {
      const here = await findFreePort();
      const webs = given.map((key, at) => {
        const masterKeys = parseMasterKeys(key) ?? { current: 1, keys: new Map() };
        const proveWord = createProveWord(masterKeys);
        const own = { port: isHere && at === 0 ? here : 0, proveWord };
        const web = createWeb({ host: '127.0.0.1', turn: always, log: createTestLog(), checks: {}, ...own });
        web.ready();
        return web;
      });
      const ports = await Promise.all(webs.map((web) => web.listen()));
      balancer.sendTo(ports.map((at) => `http://127.0.0.1:${at.port}`));
      const said = await complaints(['address'], { PORT: String(here), PUBLIC_URL: balancer.url });
      for (const web of webs) await web.close();
      return said;
    };
    expect(await behind(true, keys.own, keys.own)).toBe('');
    expect(await behind(true, keys.own, keys.next)).toBe('');
    expect(await behind(false, keys.own)).toBe('');
    expect(await behind(true, keys.own, keys.other)).toContain("doesn't lead here: another Rollcall answers");
    expect(await behind(false, keys.other)).toContain("doesn't lead here: another Rollcall answers");
    await balancer.close();
  });

  it('a proxy that rewrites what is sent, and none that only passes it on late', async () => {
    const forward = async (change: (body: string) => string) => {
      const PORT = String(await findFreePort());
      const proxy = createServer(async (request, response) => {
        const body = await text(request);
        const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
        const answer = await fetch(`http://127.0.0.1:${PORT}${request.url}`, {
          method: request.method ?? 'GET',
          headers: headers as Record<string, string>,
          ...(request.method === 'POST' ? { body: change(body) } : {}),
        });
        response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(await answer.text());
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const PUBLIC_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const said = await complaints(['address'], { PORT, PUBLIC_URL });
      proxy.closeAllConnections();
      proxy.close();
      return said;
    };
    const rewritten = await forward((body) => new URLSearchParams(body).toString());
    expect(rewritten).toMatch(
      /✗ address .*\/slack\/events leads here, but something on the way changes what is sent/,
    );
    expect(rewritten).toMatch(/\/api\/messages leads here, but something/);
    expect(rewritten).not.toContain('/p/doctor');
    expect(await forward((body) => body)).not.toContain('✗ address');
  });
});
