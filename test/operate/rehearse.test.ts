import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { type ExchangeFile, PASSWORD, playAll } from '../sandbox/exchanges/playAll.ts';
import { ENTERPRISE, useGraph } from '../sandbox/graph/useGraph.ts';
import { startSlack } from '../sandbox/slack/startSlack.ts';
import { createStage } from '../sandbox/teams/fakeBot.ts';
import { runOperate, startStrangers } from './strangers.ts';

const DOCTOR = fileURLToPath(new URL('../../dist/operate/doctor/doctor.js', import.meta.url));
let folder: string;
let strangers: Awaited<ReturnType<typeof startStrangers>>;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-rehearse-'));
  strangers = await startStrangers();
  await writeFile(join(folder, 'policy.json'), JSON.stringify(strangers.policy));
  env = { ...strangers.env, PUBLIC_URL: 'https://rollcall.contoso.com' };
  const place = {
    conversationId: strangers.teams.state.personal(CAST.admin.teams).id,
    route: { serviceUrl: `${new URL(env.TEAMS_FILE_HOSTS ?? '').origin}/teams/connector/` },
  };
  await mkdir(join(folder, 'data'));
  const directs = { schema: 1, directs: { [`teams:${CAST.admin.teams}`]: place } };
  await writeFile(join(folder, 'data/directs.json'), JSON.stringify(directs));
});
afterAll(async () => {
  await strangers.stop();
  await removeFolder(folder);
});

const rehearse = (...args: string[]) =>
  runOperate('doctor/doctor.js', ['--rehearse', ...args], { cwd: folder, env });
const isRehearsal = ({ userPrincipalName }: { userPrincipalName: string }) =>
  userPrincipalName.includes('rollcall-rehearsal-');
const living = () => [...strangers.graph.state.users.values()].filter(isRehearsal);
const read = async (name: string): Promise<ExchangeFile> =>
  JSON.parse(await readFile(join(folder, 'rollcall-rehearsal', name), 'utf8'));

describe('npm run doctor -- --rehearse', () => {
  const use = useGraph();

  it('refuses to begin where a right is missing, and says which', async () => {
    const before = strangers.login.roles;
    strangers.login.roles = before.filter((role) => role !== 'GroupMember.ReadWrite.All');
    const { code, said } = await rehearse();
    strangers.login.roles = before;
    expect(code).toBe(1);
    expect(said).toContain('✗ rehearse Nothing was done');
    expect(said).toContain('The permission GroupMember.ReadWrite.All is missing');
    expect(strangers.graph.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(strangers.graph.state.deleted.size).toBe(0);
  });

  it('does with a throwaway person, in the chats and by mail what Rollcall does, and leaves nothing', async () => {
    const { code, said } = await rehearse('--mail-to', 'omar@contoso.com');
    expect(said.split('\n').filter((line) => /^[!✗]/.test(line))).toEqual([]);
    for (const done of [
      'Shows the license',
      'Shows the changed department, and the person as blocked',
      'Took a new password',
      'Added to the group',
      'No longer finds the person it deleted',
      'Finds the person it restored',
      'Removed: the person is deleted',
      'Posted one message in Slack, and deleted it.',
      'Posted one message in Teams, and deleted it.',
      'one email with a link to omar@contoso.com',
    ])
      expect(said).toContain(done);
    expect(code).toBe(0);
    expect(living()).toEqual([]);
    expect([...strangers.graph.state.deleted.values()].filter(isRehearsal)).toHaveLength(1);
    expect(strangers.slack.as(CAST.admin.slack).messages()).toEqual([]);
    expect(strangers.mail.mails).toHaveLength(1);
  });

  it('writes records without names and secrets, which the loopbacks answer alike', async () => {
    const files = await Promise.all(['graph.json', 'slack.json', 'teams.json'].map(read));
    const text = JSON.stringify(files);
    const secrets = Object.entries(env).filter(([name]) => /SECRET|TOKEN|Password|KEY|Id$|ID$/.test(name));
    const own = [
      ...secrets.map(([, value]) => value),
      'Omar',
      CAST.admin.slack,
      CAST.admin.teams,
      '127.0.0.1',
    ];
    expect(own.filter((value) => text.includes(value))).toEqual([]);
    expect(text).not.toMatch(/rollcall-rehearsal-[0-9a-f]|op_(?!rehearsal)|[a-z0-9]{4}(-[a-z0-9]{4}){4}/);
    const [inGraph, inSlack, inTeams] = files as [ExchangeFile, ExchangeFile, ExchangeFile];
    expect(inGraph.exchanges.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['creates a blocked person', 'gives a license', 'deletes', 'restores']),
    );

    const { graph, call } = use.it;
    const group = graph.state.groups.find(({ displayName }) => displayName === 'Engineering')?.id ?? '';
    await playAll(inGraph, {
      names: { group, sku: ENTERPRISE, password: PASSWORD },
      switches: {},
      ask: ({ method, path = '', body }) => call(method, path, body),
    });
    const slack = await startSlack();
    await playAll(inSlack, {
      names: { mia: CAST.helpdesk.slack },
      switches: {},
      ask: ({ method, body }) => slack.call(method, body as Record<string, unknown>),
    });
    const stage = await createStage();
    const chat = encodeURIComponent(stage.teams.state.personal(CAST.helpdesk.teams).id);
    await playAll(inTeams, {
      names: { chat },
      switches: {},
      ask: ({ method, path = '', body }) => stage.call(method, path, body),
    });
    await stage.stop();
  });

  it('says what differs from what Rollcall expects, and removes the person all the same', async () => {
    strangers.graph.switches.forbidden = /assignLicense/;
    const { code, said } = await rehearse();
    strangers.graph.switches.forbidden = undefined;
    expect(code).toBe(1);
    expect(said).toContain("✗ rehearse Rollcall expects that Microsoft 365 gives a license. It didn't:");
    expect(said).toContain('Removed: the person is deleted');
    expect(living()).toEqual([]);
  });

  it('says by id what it could not remove', async () => {
    const { switches, state } = strangers.graph;
    switches.forbidden = /assignLicense|^\/users\/[^/]+$/;
    const { code, said } = await rehearse();
    switches.forbidden = undefined;
    expect(code).toBe(1);
    const [left] = living();
    expect(said).toContain(
      `✗ rehearse Left behind: ${left?.userPrincipalName} (${left?.id}), who is blocked.`,
    );
    expect(left?.accountEnabled).toBe(false);
    state.users.delete(left?.id ?? '');
  });

  it('removes what it made when it is interrupted', async () => {
    const child = spawn(process.execPath, [DOCTOR, '--rehearse'], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        said += String(piece);
        if (/^Created /m.test(said) && !said.includes('Interrupted')) child.kill('SIGINT');
      });
    }
    const [code] = await once(child, 'close');
    expect(said).toContain('Interrupted. Rollcall first removes what it created.');
    expect(said).toContain('Removed: the person is deleted');
    expect(code).toBe(1);
    expect(living()).toEqual([]);
  });
});
