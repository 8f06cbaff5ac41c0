import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listPermissions } from '../../src/operate/doctor/graphPermissions.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import { APP_OBJECT_ID } from '../../src/sandbox/login.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { runOperate, startStrangers } from '../operate/strangers.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
let folder: string;
let strangers: Awaited<ReturnType<typeof startStrangers>>;
let bot: ChildProcess | undefined;
let answers: Record<string, string>;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
  strangers = await startStrangers();
  strangers.slack.switches.scopes = [...strangers.slack.switches.scopes, 'users:read'];
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  // The tenant is written once.
  const { SECRET_KEY: _drawn, MicrosoftAppTenantId: _same, ...env } = strangers.env;
  answers = {
    ...env,
    PORT: String(port),
    PUBLIC_URL: url,
    chats: 'both',
    customerName: 'Contoso',
    adminName: CAST.admin.name,
    adminSlack: CAST.admin.slack,
    adminTeams: CAST.admin.teams,
    adminMail: 'omar.haddad@contoso.com',
    slackTeam: strangers.slackKeys.teamId,
  };
});
afterAll(async () => {
  await stop();
  await strangers.stop();
  await removeFolder(folder);
});

async function setup(given: Record<string, string>): Promise<{ code: number; said: string }> {
  const file = join(folder, 'answers.json');
  await writeFile(file, JSON.stringify(given), { mode: 0o600 });
  return runOperate('setup/setup.js', ['--answers', file], { cwd: folder, env: {} });
}

const read = (name: string) => readFile(join(folder, name), 'utf8');

async function start(env: Record<string, string> = {}): Promise<void> {
  bot = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'ignore',
  });
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true), { timeout: 60_000 });
}

async function stop(): Promise<void> {
  if (bot?.exitCode !== null) return;
  bot.kill('SIGTERM');
  await once(bot, 'exit');
}

describe('npm run setup, from an empty folder', () => {
  it('hands over what Slack and Azure want before it knows what they give, and can be taken up again', async () => {
    const { chats = '', PUBLIC_URL = '', AZURE_TENANT_ID = '' } = answers;
    const { code, said } = await setup({ chats, PUBLIC_URL, AZURE_TENANT_ID });
    expect(code).toBe(1);
    const link = /https:\/\/api\.slack\.com\/apps\?new_app=1&manifest_json=(\S+)/.exec(said)?.[1] ?? '';
    const manifest = JSON.parse(decodeURIComponent(link));
    expect(manifest.settings.interactivity.request_url).toBe(`${url}/slack/events`);
    expect(JSON.stringify(manifest)).not.toContain('${');
    const script = await read('rollcall-setup/azure.sh');
    expect(script).toContain(`--endpoint '${url}/api/messages'`);
    expect(script).toContain('User.ReadWrite.All');
    expect(script).toContain(`--sign-in-audience AzureADMyOrg --web-redirect-uris '${url}/consent'`);
    await setup({ severalTenants: 'yes' });
    expect(await read('rollcall-setup/azure.sh')).toContain('--sign-in-audience AzureADMultipleOrgs');
    await setup({ severalTenants: 'no' });
    expect(await read('rollcall-setup/azure.sh')).toBe(script);
    expect(said).toMatch(/Still to be answered.*SLACK_SIGNING_SECRET.*AZURE_CLIENT_ID.*MicrosoftAppId/);
  });

  it('writes .env for its owner alone and a policy, says no secret, and ends with the doctor finding all well', async () => {
    const { chats: _kept, PUBLIC_URL: _too, ...rest } = answers;
    const { code, said } = await setup(rest);
    expect(said.split('\n').filter((line) => /^[!✗]/.test(line))).toEqual([]);
    expect(said).toMatch(/✓ slack.*\n(.*\n)*✓ mail/);
    expect(code).toBe(0);
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await read('policy.json'))).toMatchObject({
      customers: [{ id: 'contoso', name: 'Contoso' }],
      people: [{ id: 'omar-haddad', slack: CAST.admin.slack, roles: ['helpdesk', 'admin'] }],
    });
    const keys = Object.entries(answers).filter(([name]) => /SECRET|TOKEN|Password|SMTP_URL/.test(name));
    const kept = await read('rollcall-setup/answers.json');
    expect(keys.filter(([, value]) => said.includes(value) || kept.includes(value))).toEqual([]);
    const zip = unzipSync(await readFile(join(folder, 'rollcall-setup/rollcall-teams.zip')));
    expect(JSON.parse(Buffer.from(zip['manifest.json'] ?? []).toString()).id).toBe(answers.MicrosoftAppId);
    expect(said).toContain(`/${strangers.tenantId}/adminconsent?client_id=${strangers.graphApp.clientId}`);
  });

  it('draws no key beside the one that an installation sealed its passwords with, and asks for no secret that a file holds', async () => {
    const other = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
    onTestFinished(() => removeFolder(other));
    const run = () =>
      runOperate('setup/setup.js', ['--answers', join(folder, 'few.json')], { cwd: other, env: {} });
    await writeFile(join(folder, 'few.json'), JSON.stringify({ chats: 'slack' }), { mode: 0o600 });
    await mkdir(join(other, 'data'), { mode: 0o700 });
    await writeFile(join(other, 'data/secret.key'), `1:${randomBytes(32).toString('base64')}\n`, {
      mode: 0o600,
    });
    await writeFile(join(other, '.env'), 'SLACK_BOT_TOKEN_FILE=/run/secrets/slack\n', { mode: 0o600 });
    const { said } = await run();
    expect(said).toMatch(/Still to be answered.*SLACK_SIGNING_SECRET/);
    expect(said).not.toMatch(/Still to be answered.*SLACK_BOT_TOKEN/);
    expect(await readFile(join(other, '.env'), 'utf8')).not.toMatch(/^SECRET_KEY=./m);
    await removeFolder(join(other, 'data'));
    await run();
    expect(await readFile(join(other, '.env'), 'utf8')).toMatch(/^SECRET_KEY=./m);
  });

  it('asks a person again for what cannot be right, and goes on with what could be left', async () => {
    const other = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
    onTestFinished(() => removeFolder(other));
    await writeFile(join(other, '.env'), 'AZURE_TENANT_ID=contoso.onmicrosoft.com\n', { mode: 0o600 });
    const script = fileURLToPath(new URL('../../dist/operate/setup/setup.js', import.meta.url));
    const child = spawn(process.execPath, [script], { cwd: other, env: { PATH: process.env.PATH ?? '' } });
    const address = ['rollcall.contoso.com', 'https://rollcall.contoso.com', 'my proxy', '127.0.0.1'];
    const typed = ['', 'slack', 'by mail', 'address', ...address, 'Contoso'];
    let said = '';
    child.stdout.on('data', (piece) => {
      said += String(piece);
      if (!said.endsWith('> ')) return;
      const line = typed.shift();
      if (line === undefined) child.stdin.end();
      else child.stdin.write(`${line}\n`);
    });
    await once(child, 'close');
    expect(said).toContain("! AZURE_TENANT_ID: isn't a GUID");
    expect(said).toContain('Answer slack, teams, or both.');
    expect(said).toContain('Answer address, socket, or workspaces.');
    expect(said).toContain("PUBLIC_URL: isn't an address that begins with https://.");
    expect(said).toContain('TRUSTED_PROXIES: takes');
    expect(said).toMatch(/Still to be answered.*AZURE_TENANT_ID/);
    const env = await readFile(join(other, '.env'), 'utf8');
    expect(env).toMatch(/^PUBLIC_URL=https:\/\/rollcall\.contoso\.com$/m);
    expect(env).toMatch(/^TRUSTED_PROXIES=127\.0\.0\.1$/m);
    // The doctor looks at what is there, though no credential is.
    expect(said).toContain('Answer the rest with npm run setup.');
    expect(said).toContain('npm run setup writes it once it knows who you are');
    expect(said).not.toMatch(/(PUBLIC_URL|SECRET_KEY) isn't set/);
  });

  it('writes no policy before it knows the workspace, and says what a policy that is there does not hold', async () => {
    const other = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
    onTestFinished(() => removeFolder(other));
    const run = async (given: object) => {
      const file = join(other, 'given.json');
      await writeFile(file, JSON.stringify(given), { mode: 0o600 });
      return runOperate('setup/setup.js', ['--answers', file], { cwd: other, env: {} });
    };
    const policy = () => readFile(join(other, 'policy.json'), 'utf8');
    const { slackTeam, chats, customerName, adminName, adminSlack, adminTeams } = answers;
    await run({ chats, customerName, adminName, adminSlack, adminTeams });
    await expect(policy()).rejects.toThrow('ENOENT');
    await run({ slackTeam });
    const written = await policy();
    expect(JSON.parse(written)).toMatchObject({ slackTeams: [slackTeam], people: [{ slack: adminSlack }] });
    const { said } = await run({ administrativeUnit: strangers.tenantId });
    expect(said).toContain(`Add "administrativeUnit": "${strangers.tenantId}" to the customer`);
    expect(await policy()).toBe(written);
  });

  it('asks for no address where Slack sends through a socket, and hands over a manifest without one', async () => {
    const other = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
    onTestFinished(() => removeFolder(other));
    const run = async (given: object) => {
      const file = join(other, 'given.json');
      await writeFile(file, JSON.stringify(given), { mode: 0o600 });
      return runOperate('setup/setup.js', ['--answers', file], { cwd: other, env: {} });
    };
    const { PUBLIC_URL: _none, SLACK_SIGNING_SECRET: _too, ...rest } = answers;
    const noTeams = Object.entries(rest).filter(([name]) => !/^(MicrosoftApp|TEAMS_|chats)/.test(name));
    const { SLACK_BOT_TOKEN: _later, ...noSlack } = Object.fromEntries(noTeams);
    const first = await run({ ...noSlack, chats: 'slack', slackWay: 'socket' });
    expect(first.said).toMatch(/Still to be answered.*SLACK_APP_TOKEN, SLACK_BOT_TOKEN/);
    expect(first.said.split('\n').filter((line) => /^[!✗]/.test(line))).toEqual([
      '✗ settings No chat is set up.',
    ]);
    expect(first.said).toContain('npm run setup asks for SLACK_APP_TOKEN and SLACK_BOT_TOKEN.');
    expect(first.said).not.toMatch(/Still to be answered.*(PUBLIC_URL|SLACK_SIGNING_SECRET|SLACK_CLIENT)/);
    expect(first.said).toContain('App-Level Tokens → Generate, with the scope connections:write');
    const manifest = await readFile(join(other, 'rollcall-setup/slack-manifest.json'), 'utf8');
    expect(JSON.parse(manifest).settings.socket_mode_enabled).toBe(true);
    expect(manifest).not.toMatch(/url|\$\{/);
    const slackToken = { SLACK_APP_TOKEN: strangers.slackKeys.appToken };
    const done = await run({ ...Object.fromEntries(noTeams), ...slackToken });
    expect(done.said.split('\n').filter((line) => /^[!✗]/.test(line))).toEqual([]);
    expect(done.said).toContain('for Slack over Socket Mode.');
    expect(done.said).toMatch(/✓ slack .*The app-level token opens sockets at 127\.0\.0\.1/);
    expect(done.code).toBe(0);
  }, 60_000);

  it('asks for the client where workspaces are added, and says where each of them is', async () => {
    const other = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
    onTestFinished(() => removeFolder(other));
    const file = join(other, 'given.json');
    const PUBLIC_URL = 'https://rollcall.contoso.com/';
    await writeFile(file, JSON.stringify({ chats: 'slack', slackWay: 'workspaces', PUBLIC_URL }), {
      mode: 0o600,
    });
    const { said } = await runOperate('setup/setup.js', ['--answers', file], { cwd: other, env: {} });
    expect(said).toMatch(
      /Still to be answered.*SLACK_SIGNING_SECRET, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, slackTeam/,
    );
    expect(said).not.toMatch(/Still to be answered.*SLACK_(BOT|APP)_TOKEN/);
    expect(said).toContain('opens https://rollcall.contoso.com/slack/install');
    const manifest = JSON.parse(await readFile(join(other, 'rollcall-setup/slack-manifest.json'), 'utf8'));
    expect(manifest.oauth_config.redirect_urls).toEqual([
      'https://rollcall.contoso.com/slack/oauth_redirect',
    ]);
  });

  it('says what it does not understand', async () => {
    expect(await setup({ ...answers, SLACK_TOKEN: 'x' })).toMatchObject({
      code: 2,
      said: expect.stringContaining('"SLACK_TOKEN" isn\'t known.'),
    });
    expect(await setup({ ...answers, slackWay: 'pigeon' })).toMatchObject({
      code: 2,
      said: expect.stringContaining('Answer address, socket, or workspaces.'),
    });
  });

  it('then starts, and the first person is created from Slack and one more from Teams', async () => {
    strangers.slack.setBotUrl(url);
    strangers.teams.setBotUrl(url);
    await start();

    const inSlack = strangers.slack.as(CAST.admin.slack);
    await inSlack.command('/adduser', 'Grace Hopper');
    await inSlack.waitForModal((view) => view.callback_id === 'adduser.submit');
    inSlack.fill({ usageLocation: 'US', recipients: 'boss@contoso.com' });
    await inSlack.submit();
    await inSlack.waitForModal((view) => view.callback_id === 'adduser.create');
    await inSlack.submit();
    await inSlack.waitForMessage((message) => /Grace Hopper .*was created/.test(slackText(message)));

    const inTeams = strangers.teams.as(CAST.admin.teams);
    await inTeams.say('adduser Jean Bartik');
    const form = await inTeams.waitForMessage((message) => teamsText(message).includes('Add one person'));
    const confirm = await inTeams.click(form, 'adduser.submit', {
      usageLocation: 'US',
      recipients: 'boss@contoso.com',
    });
    await inTeams.click(confirm, 'adduser.create');
    await inTeams.waitForMessage((message) => /Created\s+Jean Bartik/.test(teamsText(message)), 20_000);
    const { state } = strangers.graph;
    expect(state.findUser('grace.hopper@contoso.com')?.displayName).toBe('Grace Hopper');
    expect(state.findUser('jean.bartik@contoso.com')?.displayName).toBe('Jean Bartik');
    // A start, two forms and two jobs.
  }, 120_000);

  it('goes on in the administrative unit that the policy names then, with an app that reaches no further', async () => {
    const unit = '0f6a9b7e-3c1d-4c4e-9a51-6f2f6f3b8a11';
    const { login, graph } = strangers;
    const before = { roles: login.roles, assignments: [...graph.state.roleAssignments] };
    const members = new Set<string>();
    graph.state.units.set(unit, { id: unit, displayName: 'Berlin', members });
    graph.state.roleAssignments.splice(0, 1, {
      principalId: APP_OBJECT_ID,
      role: 'User Administrator',
      unit,
    });
    login.roles = listPermissions({ inUnit: true }).map(({ name }) => name);
    const policy = JSON.parse(await read('policy.json'));
    const { customers, ...rest } = policy;
    await writeFile(
      join(folder, 'policy.json'),
      JSON.stringify({ customers: [{ ...customers[0], administrativeUnit: unit }], ...rest }),
    );
    await vi.waitFor(
      async () => expect(await read('data/audit.jsonl')).toMatch(/policy\.changed".*customers/),
      { timeout: 30_000 },
    );
    // The token of before was given with rights over everybody.
    login.revokeAll();
    const omar = strangers.slack.as(CAST.admin.slack);
    await omar.command('/adduser', 'Betty Holberton');
    await omar.waitForModal((view) => view.callback_id === 'adduser.submit');
    omar.fill({ usageLocation: 'US', recipients: 'boss@contoso.com' });
    await omar.submit();
    await omar.waitForModal((view) => view.callback_id === 'adduser.create');
    await omar.submit();
    await omar.waitForMessage((message) => /Betty Holberton .*was created/.test(slackText(message)), 30_000);
    expect([...members]).toEqual([graph.state.findUser('betty.holberton@contoso.com')?.id]);
    login.roles = before.roles;
    graph.state.units.clear();
    graph.state.roleAssignments.splice(0, 1, ...before.assignments);
    await writeFile(join(folder, 'policy.json'), JSON.stringify(policy));
  }, 120_000);

  it('answers the doctor by its public address while it runs', async () => {
    const { code, said } = await runOperate('doctor/doctor.js', ['address', 'store', 'audit'], {
      cwd: folder,
      env: {},
    });
    expect(said).toContain(
      `✓ address  ${url} leads here (/slack/events, /api/messages, /p/doctor). This was tested from this machine only`,
    );
    expect(said).toContain('✓ audit');
    expect(code).toBe(0);
  });

  it('is told by the next start what no longer is right, and what was changed in the policy meanwhile', async () => {
    await stop();
    const policy = JSON.parse(await read('policy.json'));
    await writeFile(join(folder, 'policy.json'), JSON.stringify({ ...policy, maxRows: 77 }));
    const inSlack = strangers.slack.as(CAST.admin.slack);
    const isNews = (message: object) => slackText(message).includes("something isn't set up right");
    expect(inSlack.messages().filter(isNews)).toEqual([]);
    await start({ SMTP_URL: 'smtp://127.0.0.1:1' });
    const told = await inSlack.waitForMessage(isNews, 30_000);
    expect(slackText(told)).toMatch(/ECONNREFUSED[\s\S]*Check host and port in SMTP_URL/);
    expect(await read('data/audit.jsonl')).toMatch(/policy\.changed_while_stopped.*maxRows/);
    // A start, and the calls of the checks.
  }, 120_000);
});
