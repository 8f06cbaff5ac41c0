import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { runOperate, startStrangers } from '../operate/strangers.ts';
import { makeCertificate } from '../selfSigned.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
let folder: string;
let strangers: Awaited<ReturnType<typeof startStrangers>>;
let bot: ChildProcess | undefined;
let env: Record<string, string>;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-identities-'));
  strangers = await startStrangers();
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  await writeFile(join(folder, 'policy.json'), JSON.stringify(strangers.policy));
  const { key, certificate } = makeCertificate('rsa');
  await writeFile(join(folder, 'graph.pem'), `${key}${certificate}`);
  const other = makeCertificate('rsa');
  await writeFile(join(folder, 'other.pem'), `${other.key}${other.certificate}`);
  const { AZURE_CLIENT_SECRET: _none, MicrosoftAppPassword: _neither, ...rest } = strangers.env;
  env = {
    ...rest,
    AZURE_CLIENT_CERTIFICATE_PATH: join(folder, 'graph.pem'),
    MicrosoftAppType: 'UserAssignedMSI',
    // What MSAL looks for where something else than 169.254.169.254 gives the tokens (Imds.ts).
    AZURE_POD_IDENTITY_AUTHORITY_HOST: new URL(rest.AZURE_AUTHORITY_HOST ?? '').origin,
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    START_CHECKS: 'off',
  };
  Object.assign(strangers.graphApp, { certificate });
  Object.assign(strangers.botApp, { identity: 'user' });
});
afterAll(async () => {
  if (bot?.exitCode === null) {
    bot.kill('SIGTERM');
    await once(bot, 'exit');
  }
  await strangers.stop();
  await removeFolder(folder);
});

const examine = async (checks: string[], change: Record<string, string>) =>
  (await runOperate('doctor/doctor.js', checks, { cwd: folder, env: { ...env, ...change } })).said;

describe('without a secret: Graph by certificate, the bot by managed identity (T10)', () => {
  it('the doctor says that both sign in, and names what Azure and Microsoft refuse', async () => {
    const well = await examine(['graph', 'teams'], {});
    expect(well).toContain('✓ graph    The app has the permissions');
    expect(well).toContain('✓ teams    The bot');
    const wrong = await examine(['graph', 'teams'], {
      AZURE_CLIENT_CERTIFICATE_PATH: join(folder, 'other.pem'),
      MicrosoftAppId: '11111111-1111-4111-8111-111111111111',
    });
    expect(wrong).toMatch(/✗ graph {4}Microsoft doesn't know the certificate[\s\S]*upload the certificate/i);
    expect(wrong).toMatch(/✗ teams {4}Azure doesn't let this server use the managed identity/);
    expect(wrong).toContain('check MicrosoftAppType and MicrosoftAppId');
    const nobody = await examine(['teams'], { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:1' });
    expect(nobody).toContain('✗ teams    No managed identity service answers on this server.');
    // The doctor three times.
  }, 90_000);

  it('Rollcall answers in Teams, and asks Graph', async () => {
    bot = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: 'ignore',
    });
    strangers.teams.setBotUrl(url);
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true), { timeout: 60_000 });
    const omar = strangers.teams.as(CAST.admin.teams);
    await omar.say('licenses');
    await omar.waitForMessage((message) => textOf(message).includes('Office 365 E3'), 20_000);
    // A start, and a list that asks Graph.
  }, 90_000);
});
