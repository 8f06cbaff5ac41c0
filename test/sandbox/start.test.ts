import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

let started: ChildProcess | undefined;
afterEach(async () => {
  const child = started;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
});

/** What it prints once it runs. */
function startWith(env: Record<string, string>, words: readonly string[] = []): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
  });
  started = child;
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('Ctrl-C stops.')) resolve(said);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(said)));
  });
}

async function expectRuns(said: string): Promise<string> {
  const [page, bot] = [...said.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([address]) => address);
  expect(await (await fetch(page ?? '')).text()).toContain('Rollcall sandbox');
  expect((await fetch(`${bot}/readyz`)).status).toBe(200);
  return `${page} ${bot}`;
}

describe('npm start without credentials', () => {
  it('runs on any free ports when it is asked to', async () => {
    const said = await startWith({ PORT: '0', SANDBOX_PORT: '0' });
    expect(await expectRuns(said)).not.toMatch(/:0\b/);
    expect(said).not.toContain('Something else listens');
    expect(said).toMatch(/Rollcall \d+\.\d+\.\d+ is running in its sandbox/);
  });

  it('has Slack send through a socket when it is asked to, and says so, on the page, too', async () => {
    const said = await startWith({ PORT: '0', SANDBOX_PORT: '0' }, ['--socket']);
    expect(said).toContain('through a socket that Rollcall opens (Socket Mode)');
    const [page = '', bot = ''] = (await expectRuns(said)).split(' ');
    expect(await (await fetch(page)).text()).toContain('through a socket that Rollcall opens (Socket Mode)');
    expect((await fetch(`${bot}/slack/events`, { method: 'POST' })).status).toBe(404);
    const { helpdesk } = CAST;
    await fetch(`${page}/try/slack/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: helpdesk.id, text: '/licenses' }),
    });
    const inSlack = async () => {
      const state = await (await fetch(`${page}/try/state?person=${helpdesk.id}`)).json();
      return JSON.stringify((state as { slack: unknown }).slack);
    };
    await expect.poll(inSlack).toContain('Office 365 E3');
  });

  it('has three customers when it is asked to, and a tenant to add, and shows all of them on the page', async () => {
    const said = await startWith({ PORT: '0', SANDBOX_PORT: '0' }, ['--customers']);
    const words = 'There are 3 customers: Contoso, Fabrikam, Tailspin Toys.';
    expect(said).toContain(words);
    const [page = ''] = (await expectRuns(said)).split(' ');
    const text = await (await fetch(page)).text();
    expect(text).toContain(words);
    expect(text).toContain('Wingtip can be added there');
    const { admin } = CAST;
    const read = async () =>
      (await (await fetch(`${page}/try/state?person=${admin.id}`)).json()) as {
        tenants: { name: string; skus: { name: string }[]; users: unknown[] }[];
        slack: unknown;
      };
    const { tenants } = await read();
    expect(tenants.map(({ name }) => name)).toEqual(['Contoso', 'Fabrikam', 'Tailspin Toys', 'Wingtip']);
    // Different licenses, and each its own people.
    expect(new Set(tenants.map(({ skus }) => JSON.stringify(skus))).size).toBe(4);
    await fetch(`${page}/try/slack/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: admin.id, text: 'customers' }),
    });
    const shown = async () => JSON.stringify((await read()).slack);
    await expect.poll(shown, { timeout: 10_000 }).toContain('What needs attention comes first');
    expect(await shown()).toMatch(/Tailspin Toys[^"]*none left/);
  });

  it('has a Grid alone, whose app is removed and added again on the page', async () => {
    const said = await startWith({ PORT: '0', SANDBOX_PORT: '0' }, ['--grid']);
    const [page = ''] = (await expectRuns(said)).split(' ');
    const person = CAST.admin.id;
    const slack = async () => {
      const state = await (await fetch(`${page}/try/state?person=${person}`)).json();
      return JSON.stringify((state as { slack: object }).slack);
    };
    const act = (name: string, more: object = {}) =>
      fetch(`${page}/try/slack/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person, ...more }),
      });
    expect(said).toContain('Enterprise Grid, Contoso Group,');
    expect(await slack()).toContain('"workspace":{"name":"Contoso Group","hasApp":true}');
    expect((await act('remove')).status).toBe(200);
    await expect.poll(slack).toContain('"hasApp":false');
    expect((await act('add')).status).toBe(200);
    await expect.poll(slack).toContain('"hasApp":true');
    expect((await act('say', { text: 'help' })).status).toBe(200);
    await expect.poll(slack).toContain('what you can do');
  });

  it('has two workspaces, a Grid, and groups when it is asked to, and says so, on the page, too', async () => {
    const said = await startWith({ PORT: '0', SANDBOX_PORT: '0' }, ['--workspaces', '--grid', '--groups']);
    const [page = ''] = (await expectRuns(said)).split(' ');
    const text = await (await fetch(page)).text();
    for (const words of [
      'also added to Northwind, a workspace outside of it',
      'Enterprise Grid',
      'the group Front desk',
    ]) {
      expect(said).toContain(words);
      expect(text).toContain(words);
    }
    expect(said).toMatch(/People .*Sam Stone \(helpdesk by a group\) · Pia Park \(helpdesk\)/);
    expect(text).toContain('<b>Sam Stone</b> <small>helpdesk by a group</small>');
    expect(text).toContain('Pia Park');
    const { stranger } = CAST;
    const inChat = async (chat: 'slack' | 'teams', person: string) => {
      const state = await (await fetch(`${page}/try/state?person=${person}`)).json();
      return JSON.stringify((state as Record<string, unknown>)[chat]);
    };
    const say = (chat: 'slack' | 'teams', person: string) =>
      fetch(`${page}/try/${chat}/say`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person, text: 'help' }),
      });
    expect((await say('slack', 'pia')).status).toBe(200);
    await say('slack', stranger.id);
    await say('teams', stranger.id);
    await expect.poll(() => inChat('slack', 'pia')).toContain('Pia Park');
    await expect.poll(() => inChat('slack', stranger.id)).toContain('Front desk');
    await expect.poll(() => inChat('teams', stranger.id)).toContain('Front desk');
    expect(await (await say('teams', 'pia')).json()).toEqual({ error: 'Pia Park is in Slack only.' });
    expect(await inChat('teams', 'pia')).toContain('"absent":"Pia Park is in Slack only."');
    expect(await inChat('teams', stranger.id)).not.toContain('absent');
    expect(await inChat('slack', 'pia')).toContain('"workspace":{"name":"Northwind","hasApp":true}');
    expect(await inChat('slack', stranger.id)).toContain(
      '"workspace":{"name":"Contoso Group","hasApp":true}',
    );

    const turn = (act: 'remove' | 'add') =>
      fetch(`${page}/try/slack/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: 'pia' }),
      });
    expect((await turn('remove')).status).toBe(200);
    expect(await inChat('slack', 'pia')).toContain('"hasApp":false');
    await expect.poll(() => inChat('slack', CAST.admin.id)).toContain('was removed from the Slack workspace');
    expect((await turn('add')).status).toBe(200);
    expect(await inChat('slack', 'pia')).toContain('"hasApp":true');

    const over = fetch(`${page}/try/startOver`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const began = async () => /data-began="([^"]+)"/.exec(await (await fetch(page)).text())?.[1];
    const before = await began();
    // What is written to the new Rollcall while it starts is answered once it is in both workspaces again.
    await expect.poll(began).not.toBe(before);
    const stateOf = async () => await (await fetch(`${page}/try/state?person=pia`)).text();
    expect(await stateOf()).toContain('"bot":"starting"');
    expect((await say('slack', 'pia')).status).toBe(200);
    expect(await stateOf()).toContain('"bot":"running"');
    await expect.poll(() => inChat('slack', 'pia')).toContain('Pia Park');
    expect((await over).status).toBe(200);
  });

  it('leaves nothing behind that runs when it is killed', async () => {
    const [, bot = ''] = (await expectRuns(await startWith({ PORT: '0', SANDBOX_PORT: '0' }))).split(' ');
    const gone = new Promise((resolve) => started?.once('exit', resolve));
    started?.kill('SIGKILL');
    await gone;
    const answers = () =>
      fetch(`${bot}/livez`).then(
        () => true,
        () => false,
      );
    await expect.poll(answers).toBe(false);
  });

  it('takes other ports when something else listens on its own, and says so', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = String((taken.address() as AddressInfo).port);
    const said = await startWith({ PORT: '0', SANDBOX_PORT: port });
    taken.close();
    expect(await expectRuns(said)).not.toContain(`:${port}`);
    expect(said).toContain(`Something else listens on ${port}`);
  });

  it.each([
    [['--instances', '1'], 'with 2 to 9 instances'],
    [['--instances', 'many'], 'with 2 to 9 instances'],
    [['--instances'], 'with 2 to 9 instances'],
    [['--socket', 'off'], 'Rollcall doesn\'t understand "--socket off"'],
    [['--instance', '3'], 'Rollcall doesn\'t understand "--instance 3"'],
  ])('says what it takes, for %s', async (words, said) => {
    await expect(startWith({ PORT: '0', SANDBOX_PORT: '0' }, words)).rejects.toThrow(said);
  });
});
