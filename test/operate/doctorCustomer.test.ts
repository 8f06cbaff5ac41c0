import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOT_APP_ID, GRAPH_CLIENT_ID, TENANT_ID } from '../../src/sandbox/contoso.ts';
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
