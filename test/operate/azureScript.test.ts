import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { GRAPH_PERMISSIONS } from '../../src/operate/doctor/graphPermissions.ts';
import { type AzureWish, writeAzureScript } from '../../src/operate/setup/azureScript.ts';
import { removeFolder } from '../composition/removeFolder.ts';

const run = promisify(execFile);
const TENANT = '11111111-2222-4333-8444-555555555555';
const WISH: AzureWish = {
  tenantId: TENANT,
  cloud: 'global',
  authorityHost: 'https://login.microsoftonline.com',
  graph: 'secret',
};
/** An Azure CLI that writes down what it is asked, and answers as the real one does with `-o tsv`. */
const AZ = `#!/usr/bin/env bash
printf '%q ' "$@" >> "$CALLS"; echo >> "$CALLS"
all="$*"
case "$all" in
  *"account show --query tenantId"*) echo ${TENANT} ;;
  *"admin-consent"*) [ "$CONSENTS" = yes ] ;;
  *"credential reset"*) echo s3cret ;;
  *"appRoles[?value=='UserAuthMethod-TAP"*) echo ;;
  *"appRoles[?value=="*) name=\${all#*value==\\'}; echo "role-of-\${name%%\\'*}" ;;
  *"sp show --id gone"*) exit 3 ;;
  *"sp show"*"--query id"*) echo "object-of-$5" ;;
  *"sp show"*"--query appId"*) echo "app-of-$5" ;;
  *"identity create"*) name=\${all#*--name }; echo "client-of-\${name%% *}" ;;
  *"identity show"*) echo /subscriptions/1/rollcall-bot ;;
  *"ad app create"*"bot"*) echo 22222222-bot ;;
  *"ad app create"*) echo 33333333-app ;;
  *"--method GET"*appRoleAssignments*) echo role-of-User.ReadWrite.All ;;
esac
`;
let bin: string;

beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), 'rollcall-az-'));
  await writeFile(join(bin, 'az'), AZ);
  // What the script would wait for in a real tenant.
  await writeFile(join(bin, 'sleep'), '#!/usr/bin/env bash\n');
  for (const name of ['az', 'sleep']) await chmod(join(bin, name), 0o755);
  return () => removeFolder(bin);
});

async function play(wish: Partial<AzureWish>, args: readonly string[] = [], consents = 'yes') {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-az-'));
  onTestFinished(() => removeFolder(folder));
  const script = join(folder, 'azure.sh');
  await writeFile(script, writeAzureScript({ ...WISH, ...wish }));
  await run('bash', ['-n', script]);
  const CALLS = join(folder, 'calls');
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, CALLS, CONSENTS: consents };
  const { code, stdout, stderr } = await run('bash', [script, ...args], { env }).then(
    (said) => ({ code: 0, ...said }),
    (error) => error as { code: number; stdout: string; stderr: string },
  );
  const calls = (await readFile(CALLS, 'utf8')).split('\n').map((line) => line.replaceAll('\\', ''));
  return {
    code,
    said: stdout,
    warned: stderr,
    calls,
    with: (...words: string[]) => calls.filter((call) => words.every((word) => call.includes(word))),
  };
}

describe('the script for the Azure CLI', () => {
  it('makes the app with every permission that the cloud has, and says what setup asks for next', async () => {
    const { code, said, warned, with: find } = await play({});
    expect(code).toBe(0);
    expect(find('permission add')).toHaveLength(GRAPH_PERMISSIONS.length - 1);
    expect(find('permission add', '--api-permissions role-of-User.ReadWrite.All=Role')).toHaveLength(1);
    expect(warned).toContain('There is no permission UserAuthMethod-TAP.ReadWrite.All in this cloud');
    expect(said).toMatch(/AZURE_CLIENT_ID +33333333-app\nAZURE_CLIENT_SECRET +s3cret/);
    expect(find('bot')).toEqual([]);
  });

  it('registers the address that admins come back to, and lets other tenants consent where there are several', async () => {
    const consentedAt = "https://rollcall.example.com/it's/consent";
    const several = await play({ consentedAt, isForSeveral: true });
    expect(several.code).toBe(0);
    const [call] = several.with('ad app create');
    expect(call).toContain(
      `--sign-in-audience AzureADMultipleOrgs --web-redirect-uris ${consentedAt} --query`,
    );
    const own = await play({
      bot: { endpoint: 'https://rollcall.example.com/api/messages', signIn: 'secret' },
    });
    expect(own.with('--web-redirect-uris')).toEqual([]);
    expect(own.with('ad app create', '--sign-in-audience AzureADMyOrg')).toHaveLength(2);
  });

  it('says where an admin consents when whoever runs it may not', async () => {
    const { warned } = await play({}, [], 'no');
    expect(warned).toContain(
      `https://login.microsoftonline.com/${TENANT}/adminconsent?client_id=33333333-app`,
    );
  });

  it('makes no secret beside a certificate', async () => {
    const bot = { endpoint: 'https://rollcall.example.com/api/messages', signIn: 'certificate' } as const;
    const { said, with: find } = await play({ graph: 'certificate', bot });
    expect(find('credential reset')).toEqual([]);
    expect(said.match(/Upload your certificate/g)).toHaveLength(2);
    expect(find('bot create', '--app-type SingleTenant', '--appid 22222222-bot', bot.endpoint)).toHaveLength(
      1,
    );
    expect(find('bot msteams create')).toHaveLength(1);
  });

  it('gives a managed identity the permissions that it does not have, and makes no app', async () => {
    const { code, said, with: find } = await play({ graph: 'system' }, ['44444444-machine']);
    expect(code).toBe(0);
    expect(find('ad app create').concat(find('credential reset'))).toEqual([]);
    const given = find('--method POST', 'servicePrincipals/object-of-44444444-machine/appRoleAssignments');
    expect(given).toHaveLength(GRAPH_PERMISSIONS.length - 2);
    expect(given.join()).not.toContain('role-of-User.ReadWrite.All"');
    expect(given.join()).toContain('"appRoleId":"role-of-LicenseAssignment.ReadWrite.All"');
    expect(said).toContain('app-of-object-of-44444444-machine');
  });

  it('asks whose permissions a system identity means, and names one that is not there', async () => {
    const nobody = await play({ graph: 'system' });
    expect([nobody.code, nobody.warned]).toEqual([1, expect.stringContaining('Identity → Object ID')]);
    const gone = await play({ graph: 'system', identity: 'gone' });
    expect([gone.code, gone.warned]).toEqual([1, expect.stringContaining('no managed identity gone')]);
  });

  it('makes a user-assigned identity for the directory, and one for the bot', async () => {
    const bot = { endpoint: 'https://rollcall.example.com/api/messages', signIn: 'user' } as const;
    const { said, with: find } = await play({ graph: 'user', bot });
    expect(find('--method POST', 'object-of-client-of-rollcall/').length).toBeGreaterThan(5);
    expect(
      find('bot create', '--app-type UserAssignedMSI', '--msi-resource-id /subscriptions/1'),
    ).toHaveLength(1);
    expect(said).toContain('MicrosoftAppId        client-of-rollcall-bot');
    expect(said).not.toContain('s3cret');
  });

  it('limits the app to an administrative unit: the role over it, and nothing that reaches everybody', async () => {
    const unit = '0f6a9b7e-3c1d-4c4e-9a51-6f2f6f3b8a11';
    const { code, with: find } = await play({ unit });
    expect(code).toBe(0);
    const role = find('--method POST', 'roleManagement/directory/roleAssignments');
    expect(role).toHaveLength(1);
    expect(role[0]).toContain(`"directoryScopeId":"/administrativeUnits/${unit}"`);
    expect(role[0]).toContain('"principalId":"object-of-33333333-app"');
    expect(find('permission add', 'role-of-Directory.Read.All')).toHaveLength(1);
    for (const wide of [
      'User.ReadWrite.All',
      'LicenseAssignment.ReadWrite.All',
      'GroupMember.ReadWrite.All',
    ]) {
      expect(find('permission add', `role-of-${wide}=`)).toEqual([]);
    }
    const identity = await play({ unit, graph: 'system' }, ['44444444-machine']);
    expect(
      identity.with('--method POST', '"principalId":"object-of-object-of-44444444-machine"', unit),
    ).toHaveLength(1);
  });

  it('goes to the Graph of its cloud, and runs nothing that an answer holds', async () => {
    const { with: find } = await play({ graph: 'user', cloud: 'usgov', identity: "x'; az evil; '" });
    expect(find('cloud set --name AzureUSGovernment')).toHaveLength(1);
    expect(find('https://graph.microsoft.us/v1.0/').length).toBeGreaterThan(5);
    expect(find('evil').filter((call) => call.startsWith('evil'))).toEqual([]);
  });
});
