import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOT_APP_ID, GRAPH_CLIENT_ID, TENANT_ID } from '../../src/sandbox/contoso.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { FABRIKAM, severalPolicy } from '../../src/sandbox/tenants.ts';
import { compileSource } from '../compileSource.ts';

let compiled: Awaited<ReturnType<typeof compileSource>>;
let sandbox: Sandbox;
beforeAll(async () => {
  compiled = await compileSource(new URL('../../src/operate/doctor/doctor.ts', import.meta.url));
  sandbox = await createSandbox({ several: true });
});
afterAll(async () => {
  await sandbox.stop();
  await compiled.remove();
});

async function runDoctor(...args: string[]) {
  return runDoctorWith({}, ...args);
}

async function runDoctorWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  const folder = dirname(sandbox.dataDir);
  await writeFile(join(folder, 'policy.json'), JSON.stringify(severalPolicy()));
  const [graphSecret = '', botSecret = ''] = sandbox.keys;
  const child = spawn(process.execPath, [compiled.script, '--json', ...args], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: sandbox.dataDir, POLICY_FILE: join(folder, 'policy.json') },
      ...{ AZURE_TENANT_ID: TENANT_ID, AZURE_CLIENT_ID: GRAPH_CLIENT_ID, AZURE_CLIENT_SECRET: graphSecret },
      ...{ AZURE_AUTHORITY_HOST: `${sandbox.url}/login`, GRAPH_URL: `${sandbox.url}/graph` },
      ...{ MicrosoftAppId: BOT_APP_ID, MicrosoftAppPassword: botSecret },
      ...{ SMTP_URL: sandbox.mail.url, MAIL_FROM: 'rollcall@contoso.com' },
      ...env,
    },
  });
  let said = '';
  child.stdout.on('data', (piece) => (said += String(piece)));
  const [code] = await once(child, 'close');
  const { findings } = JSON.parse(said) as {
    findings: { check: string; result: string; said: string; fix?: string }[];
  };
  return { code: Number(code), findings };
}

describe('npm run doctor -- --customer', () => {
  it('looks at this customer alone, and at nothing of the chats or the mail server', async () => {
    const { code, findings } = await runDoctor('--customer', 'fabrikam');
    expect(code).toBe(0);
    // Where Teams keeps files follows from the tenant's domains.
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual([
      ...['graph', 'policy', 'settings', 'teams'],
    ]);
    const graph = findings.filter(({ check }) => check === 'graph').map(({ said }) => said);
    expect(graph.every((said) => said.startsWith('Fabrikam: '))).toBe(true);
    expect(graph.join('\n')).toContain('People can be created in fabrikam.com');
  });

  it('says where an admin of a tenant that has withdrawn its consent gives it again, and which one is not there', async () => {
    sandbox.login.consent.withdraw(FABRIKAM.tenantId);
    const refused = await runDoctor('--customer', 'fabrikam');
    sandbox.login.consent.give(FABRIKAM.tenantId);
    expect(refused.code).toBe(1);
    const [wrong] = refused.findings.filter(({ result }) => result === 'wrong');
    expect(wrong?.fix).toContain(`/${FABRIKAM.tenantId}/adminconsent`);
    const unknown = await runDoctor('--customer', 'nobody');
    expect(unknown.code).toBe(1);
    expect(JSON.stringify(unknown.findings)).toContain('no customer \\"nobody\\"');
  });
});

describe('licenses that the policy names, with several customers', () => {
  const named = (findings: readonly { said: string }[]) =>
    findings.map(({ said }) => said).filter((said) => said.includes('names the license'));

  it('are no fault of one customer where another has them, and one where none has', async () => {
    const policy = severalPolicy() as { approvals: object[] };
    const by = { role: 'approver' };
    const approvals = [
      { name: 'Theirs', when: { licenses: ['SPE_E5'], customer: 'fabrikam' }, by },
      ...policy.approvals,
      { name: 'Typo', when: { licenses: ['SPE_E55'] }, by },
    ];
    const file = join(dirname(sandbox.dataDir), 'typos.json');
    await writeFile(file, JSON.stringify({ ...policy, approvals }));
    const env = { POLICY_FILE: file };
    const theirs =
      'Fabrikam: the rule "Theirs" in the policy names the license SPE_E5, which this tenant doesn\'t have.';
    const typo = 'the rule "Typo" in the policy names the license SPE_E55, which no customer\'s tenant has.';
    expect(named((await runDoctorWith(env, '--customer', 'fabrikam')).findings)).toEqual([theirs]);
    expect(named((await runDoctorWith(env, 'graph')).findings)).toEqual([theirs, typo]);
  });
});

describe('npm run doctor -- address, with several customers', () => {
  it('tries the address that admins come back to, and says what the app has to know of it', async () => {
    const PORT = String(await findFreePort());
    const PUBLIC_URL = `http://127.0.0.1:${PORT}`;
    const { code, findings } = await runDoctorWith({ PORT, PUBLIC_URL }, 'address');
    const said = findings.filter(({ check }) => check === 'address').map((one) => one.said);
    expect(said).toEqual([
      expect.stringContaining(`${PUBLIC_URL} leads here (/api/messages, /consent, /p/doctor)`),
      expect.stringMatching(/sent back to http:\S+\/consent .* redirect URIs/),
    ]);
    expect(code).toBe(0);
  });

  it('says that a proxy keeps admins from coming back', async () => {
    const PORT = String(await findFreePort());
    const proxy = createServer(async (request, response) => {
      if (request.url === '/consent') return response.writeHead(404).end('Not here');
      const body = request.method === 'POST' ? await text(request) : undefined;
      const { host: _host, connection: _kept, 'content-length': _long, ...headers } = request.headers;
      const answer = await fetch(`http://127.0.0.1:${PORT}${request.url}`, {
        ...{ method: request.method ?? 'GET', headers: headers as Record<string, string> },
        ...(body === undefined ? {} : { body }),
      });
      return response
        .writeHead(answer.status, { 'Content-Type': 'application/json' })
        .end(await answer.text());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const PUBLIC_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { code, findings } = await runDoctorWith({ PORT, PUBLIC_URL }, 'address');
    proxy.closeAllConnections();
    proxy.close();
    expect(findings.filter(({ result }) => result === 'wrong')).toMatchObject([
      {
        check: 'address',
        said: `${PUBLIC_URL}/consent doesn't lead here: a page that isn't Rollcall's answers (HTTP 404).`,
      },
    ]);
    expect(code).toBe(1);
  });
});
