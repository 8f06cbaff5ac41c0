import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountAboutPages } from '../../src/web/aboutPages.ts';

const retention = { drafts: 7, rows: 30, audit: 400, passwords: 1, snapshots: 90 };
let policy: { retention: typeof retention; askForAccess?: string };
let server: Server;
let url: string;

beforeEach(async () => {
  policy = { retention: { ...retention } };
  const app = express();
  mountAboutPages(app, {
    policy: {
      get retention() {
        return policy.retention;
      },
      get askForAccess() {
        return policy.askForAccess;
      },
    },
  });
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const read = async (path: string) => (await fetch(`${url}${path}`)).text();

describe('the pages that the Teams manifest links to (T12)', () => {
  it('say what is kept and how long, as the policy of now has it', async () => {
    const page = await read('/privacy');
    expect(page).toMatch(/The history[^<]*<\/th><td>400 days/);
    expect(page).toContain('at most 1 day');
    policy = { retention: { ...retention, audit: 365 } };
    expect(await read('/privacy')).toMatch(/The history[^<]*<\/th><td>365 days/);
  });

  it('name whom to ask, as text', async () => {
    expect(await read('/privacy')).toContain('ask the person who runs Rollcall in your organization');
    policy = { ...policy, askForAccess: 'Omar <b>Haddad</b>' };
    expect(await read('/terms')).toContain('ask Omar &lt;b&gt;Haddad&lt;/b&gt;.');
  });
});
