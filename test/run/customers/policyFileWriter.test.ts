import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyFileWriter } from '../../../src/run/customers/policyFileWriter.ts';
import { CAST, SLACK_TEAM_ID, TENANT_ID } from '../../../src/sandbox/contoso.ts';
import { FABRIKAM, WINGTIP } from '../../../src/sandbox/tenants.ts';
import { removeFolder } from '../../composition/removeFolder.ts';

const { admin, helpdesk } = CAST;
const [CONTOSO_ENTRY, FABRIKAM_ENTRY, WINGTIP_ENTRY] = [
  { id: 'contoso', name: 'Contoso' },
  { id: 'fabrikam', name: 'Fabrikam', tenantId: FABRIKAM.tenantId },
  { id: 'wingtip', name: 'Wingtip', tenantId: WINGTIP.tenantId },
];
const people = [admin, helpdesk].map(({ id, name, slack, roles }) => ({ id, name, slack, roles }));
const ALONE = { customers: [CONTOSO_ENTRY], people, slackTeams: [SLACK_TEAM_ID] };
const BOTH = {
  ...ALONE,
  customers: [{ ...CONTOSO_ENTRY, tenantId: TENANT_ID }, FABRIKAM_ENTRY],
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-writer-'));
  file = join(folder, 'policy.json');
});
afterEach(() => removeFolder(folder));

async function open(policy: object, { mayWrite = true, indent = 2 } = {}) {
  await writeFile(file, `${JSON.stringify(policy, null, indent)}\n`);
  const env = {
    ...{ SLACK_SIGNING_SECRET: 'a'.repeat(32), SLACK_BOT_TOKEN: 'xoxb-1', AZURE_TENANT_ID: TENANT_ID },
    ...{ AZURE_CLIENT_ID: TENANT_ID, AZURE_CLIENT_SECRET: 'secret', SMTP_URL: 'smtp://127.0.0.1:25' },
    ...{ MAIL_FROM: 'rollcall@contoso.com', POLICY_FILE: file },
  };
  return createPolicyFileWriter({ ...{ file, mayWrite, env, ownTenantId: TENANT_ID } });
}
const read = () => readFile(file, 'utf8');

describe('the policy file, written', () => {
  it('has the customer at its end, the tenant of the only one so far, and everything else as it was', async () => {
    const writer = await open({ ...ALONE, maxRows: 7 }, { indent: 4 });
    await writer.addCustomer(WINGTIP_ENTRY);
    const customers = [{ ...CONTOSO_ENTRY, tenantId: TENANT_ID }, WINGTIP_ENTRY];
    expect(await read()).toBe(`${JSON.stringify({ ...ALONE, customers, maxRows: 7 }, null, 4)}\n`);
    expect(await readdir(folder)).toEqual(['policy.json']);
  });

  it('is replaced where a link leads to it, and the link stays', async () => {
    const writer = await open(ALONE);
    const real = join(folder, 'real.json');
    await writeFile(real, await read());
    await rm(file);
    await symlink(real, file);
    await writer.addCustomer(WINGTIP_ENTRY);
    expect(JSON.parse(await readFile(real, 'utf8')).customers).toHaveLength(2);
    expect(await read()).toBe(await readFile(real, 'utf8'));
  });

  it('has all that was added at once by several, and nothing that was refused', async () => {
    const tenant = (n: number) => `11111111-2222-4333-8444-${String(n).padStart(12, '0')}`;
    const writers = [await open(BOTH), await open(BOTH)];
    const added = Array.from({ length: 12 }, (_, n) => ({ id: `c${n}`, name: `C${n}`, tenantId: tenant(n) }));
    const results = await Promise.allSettled(added.map((one, n) => writers[n % 2]?.addCustomer(one)));
    expect(results.map(({ status }) => status)).toEqual(added.map(() => 'fulfilled'));
    const ids = JSON.parse(await read()).customers.map(({ id }: { id: string }) => id);
    expect(ids.sort()).toEqual(['contoso', 'fabrikam', ...added.map(({ id }) => id)].sort());
    expect(await readdir(folder)).toEqual(['policy.json']);
  });

  it('gets no tenant twice, however new the other one is', async () => {
    const writer = await open(BOTH);
    const twice = { id: 'wingtip-2', name: 'Two', tenantId: WINGTIP.tenantId.toUpperCase() };
    const results = await Promise.allSettled([writer.addCustomer(WINGTIP_ENTRY), writer.addCustomer(twice)]);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { message: expect.stringContaining('already there, as') } }]);
    expect(JSON.parse(await read()).customers).toHaveLength(3);
  });

  it('is taken over from a process that was killed in its turn', async () => {
    const writer = await open(BOTH);
    await writeFile(`${file}.lock`, 'of a process that is gone');
    await writer.addCustomer(WINGTIP_ENTRY);
    expect(JSON.parse(await read()).customers).toHaveLength(3);
    expect(await readdir(folder)).toEqual(['policy.json']);
  }, 20_000);

  it('is left alone where Rollcall may not write it, where it has a mistake, and where it would get one', async () => {
    const closed = await open(BOTH, { mayWrite: false });
    const before = await read();
    await expect(closed.addCustomer(WINGTIP_ENTRY)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(closed.removeCustomer('fabrikam')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    const writer = await open(BOTH);
    await expect(writer.addCustomer({ ...WINGTIP_ENTRY, id: 'fabrikam' })).rejects.toMatchObject({
      message: expect.stringContaining('is used twice'),
    });
    expect(await read()).toBe(before);
    await writeFile(file, '{ "customers": [');
    await expect(writer.addCustomer(WINGTIP_ENTRY)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await read()).toBe('{ "customers": [');
    expect(await readdir(folder)).toEqual(['policy.json']);
  });

  it('loses a customer also from lists that name others as well', async () => {
    const [omar, mia] = people;
    const writer = await open({
      ...BOTH,
      people: [omar, { ...mia, customers: ['fabrikam', 'contoso'] }],
    });
    await writer.removeCustomer('fabrikam');
    const left = JSON.parse(await read());
    expect(left.customers.map(({ id }: { id: string }) => id)).toEqual(['contoso']);
    expect(left.people[1].customers).toEqual(['contoso']);
  });

  it('keeps one that somebody acts for alone, or that a rule or a group is about', async () => {
    const [omar, mia] = people;
    const writer = await open({
      ...BOTH,
      people: [omar, { ...mia, customers: ['fabrikam'] }],
      approvals: [{ name: 'All', when: { customer: 'fabrikam' }, by: { role: 'approver' } }],
    });
    const before = await read();
    await expect(writer.removeCustomer('fabrikam')).rejects.toMatchObject({
      next: `Change this in policy.json first: ${mia?.name} acts for no other customer; the approval rule All is for this customer.`,
    });
    expect(await read()).toBe(before);
  });
});
