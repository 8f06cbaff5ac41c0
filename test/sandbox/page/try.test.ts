import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/stage.ts';
import { createWatchedSandbox, type WatchedSandbox } from '../../e2e/watchSecrets.ts';

let watched: WatchedSandbox;
let sandbox: Sandbox;
beforeAll(async () => {
  watched = await createWatchedSandbox();
  sandbox = watched.sandbox;
  await sandbox.bot.start();
});
afterAll(async () => {
  const leaks = await watched.findLeaks();
  await sandbox.stop();
  expect(leaks).toEqual([]);
});

async function act(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${sandbox.url}/try/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ person: 'mia', ...body }),
  });
  return { status: response.status, body: await response.json() };
}

async function stateWith(words: string, person = 'mia'): Promise<string> {
  const until = Date.now() + 15_000;
  for (;;) {
    const state = await (await fetch(`${sandbox.url}/try/state?person=${person}`)).text();
    if (state.includes(words)) return state;
    if (Date.now() > until) throw new Error(`Nobody sees ${words}`);
    await sleep(50);
  }
}

function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox.url}/`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('the page of the sandbox', () => {
  it('adds one person with /adduser, from the form to the mail', async () => {
    await act('slack/say', { text: '/adduser Katherine Johnson' });
    await stateWith('adduser.submit');
    const values = {
      usageLocation: 'DE',
      licenses: ['6fd2c87f-b296-42f0-b197-1e91e994b900'],
      recipients: 'manager@contoso.com',
      reason: 'TICKET-4711',
    };
    await act('slack/modal/submit', { values });
    await stateWith('adduser.create');
    await act('slack/modal/submit', {});
    await stateWith('"userName":"katherine.johnson@contoso.com"');
    expect(await stateWith('"to":["manager@contoso.com"]')).not.toContain('"password"');
  });

  it('answers a CSV in Teams with its three wrong rows', async () => {
    const csv = await (await fetch(`${sandbox.url}/try/samples/three-wrong-rows.csv`)).text();
    const file = { name: 'starters.csv', base64: Buffer.from(csv).toString('base64') };
    expect((await act('teams/say', { person: 'omar', text: '', files: [file] })).status).toBe(200);
    expect(await stateWith('kim.park@corp.contoso.com', 'omar')).toContain('starters.csv');
  });

  it('serves the page and its code', async () => {
    expect(await (await fetch(sandbox.url)).text()).toContain('Rollcall sandbox');
    for (const path of ['page.js', 'page.css', 'adaptivecards.js']) {
      expect((await fetch(`${sandbox.url}/page/${path}`)).status).toBe(200);
    }
  });

  it.each([
    ['the state of nobody', '/try/state?person=nobody', 400, 'There is no such person in the sandbox.'],
    ['what nobody sees', '/try/events?person=nobody', 400, 'There is no such person in the sandbox.'],
    ['a file of nobody', '/try/files/teams/1?person=nobody', 400, 'There is no such person in the sandbox.'],
    ['an address that is none', '/try/samples/%E0', 400, expect.stringContaining('%E0')],
    ['an act that is not JSON', '/try/slack/say', 400, expect.stringContaining('JSON')],
  ])('says in words that it knows nothing of %s', async (_what, path, status, error) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      ...(path.endsWith('/say') ? { method: 'POST', body: '{"person"' } : {}),
      headers: { 'content-type': 'application/json' },
    });
    expect([response.status, await response.json()]).toEqual([status, { error }]);
  });

  it('says in words that what was pressed has changed in the meantime, without what a developer would want', async () => {
    await act('teams/say', { person: 'omar', text: 'help' });
    const { teams } = JSON.parse(await stateWith('adduser', 'omar'));
    const [{ id }] = teams.personal.slice(-1);
    const gone = { person: 'omar', id, button: 'Nothing like this', inputs: {} };
    const answers = [
      await act('teams/click', gone),
      await act('teams/click', { ...gone, id: '1' }),
      await act('slack/click', { id: '1.1', blockId: 'b', actionId: 'a' }),
      await act('slack/modal/submit', {}),
      await act('teams/dialog', gone),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body).toEqual({
        error: 'That has changed in the meantime. Look at it again, then press what is there.',
      });
    }
  });

  it('starts one bot when two press Kill and restart at once', async () => {
    const before = sandbox.bot.pid;
    const answers = await Promise.all([act('restart', {}), act('restart', {})]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(sandbox.bot.pid).not.toBe(before);
    expect(sandbox.bot.lines.filter((line) => line.includes('EADDRINUSE'))).toEqual([]);
    expect((await fetch(`${sandbox.bot.url}/readyz`)).status).toBe(200);
  });

  it('lets a day pass for the bot and for all around it, and no other time', async () => {
    const before = Date.now();
    expect((await act('later', { days: 1 })).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(86_400_000);
    expect((await fetch(`${sandbox.bot.url}/readyz`)).status).toBe(200);
    expect((await act('slack/say', { person: 'omar', text: '/offboard' })).status).toBe(200);
    await stateWith('Who is leaving?', 'omar');
    expect((await act('later', { days: 2 })).status).toBe(400);
  });

  it('refuses a foreign Host and a foreign Origin, and takes its own', async () => {
    expect(await statusWithHost('rollcall.example')).toBe(403);
    expect(await statusWithHost('localhost:1')).toBe(200);
    const refused = await act('switches', { graphDown: true }, { origin: 'https://rollcall.example' });
    expect(refused.status).toBe(403);
    expect(sandbox.graph.switches.down).toBe(false);
    expect((await act('switches', { graphDown: false }, { origin: sandbox.url })).status).toBe(200);
  });
});
