import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST, SKUS } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { severalPolicy } from '../../src/sandbox/tenants.ts';
import { linkIn, openLink } from './passwordLink.ts';
import { useSandbox } from './useSandbox.ts';

const [OFFICE_E3] = SKUS;
const REMOVED = 'This customer was removed from Rollcall.';
const PATIENCE = { timeout: 30_000, interval: 500 };

/** Every license of Fabrikam needs a yes, so that a request and a part of a file wait when it goes. */
function policy(): object {
  const { approvals, customers, ...rest } = severalPolicy() as Record<
    'approvals' | 'customers',
    { id?: string }[]
  >;
  const atFabrikam = {
    name: 'At Fabrikam',
    when: { customer: 'fabrikam', licenses: [OFFICE_E3.partNumber] },
  };
  return {
    ...rest,
    customers: customers.map((one) => (one.id === 'fabrikam' ? { ...one, passwordDelivery: 'link' } : one)),
    approvals: [...approvals, { ...atFabrikam, by: { role: 'approver' } }],
  };
}

const setUp = useSandbox({ several: true, policy: policy() });
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const said = (words: string) => omar().waitForMessage((message) => textOf(message).includes(words), 20_000);

/** All at once, as an editor does. */
function changePolicy(change: (all: { customers: { id: string }[]; approvals: object[] }) => object): void {
  const file = join(dirname(setUp.sandbox.dataDir), 'policy.json');
  const text = JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8'))));
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const graph = () => setUp.sandbox.directories.tenants.get('fabrikam')?.graph;

async function submitPerson(fields: Record<string, string | string[]>): Promise<void> {
  await omar().waitForModal((view) => view.callback_id === 'adduser.submit');
  omar().fill(fields);
  expect((await omar().submit()).errors ?? {}).toEqual({});
  await omar().waitForModal((view) => view.callback_id === 'adduser.create');
  await omar().submit();
}

describe('a customer that is removed by hand', () => {
  it('leaves a link that shows nothing, cards that say so', async () => {
    // A link that nobody has opened.
    await omar().command('/adduser', '@fabrikam Lise Meitner');
    await submitPerson({
      ...{ 'usageLocation#fabrikam': 'US', 'recipients#fabrikam': 'it@fabrikam.com' },
    });
    await said('link not opened yet');
    const mail = await setUp.sandbox.mail.waitForMail(({ to }) => to.includes('it@fabrikam.com'));
    const { password = '?' } = graph()?.state.findUser('lise@fabrikam.com') ?? {};

    // A request that waits, and a draft.
    await omar().command('/adduser', '@fabrikam Emmy Noether');
    await submitPerson({
      ...{ 'usageLocation#fabrikam': 'US', 'licenses#fabrikam': [OFFICE_E3.skuId] },
      'reason#fabrikam': 'TICKET-1',
    });
    const request = await said('Waiting for approval');
    await omar().say('addusers @fabrikam');
    await said('Create many people in Fabrikam');
    const content = 'Username,Display name\r\nkurt@fabrikam.com,Kurt Gödel';
    await omar().say('', { files: [{ name: 'draft.csv', content }] });
    const draft = await said('draft.csv');

    changePolicy((all) => ({
      ...all,
      customers: all.customers.filter(({ id }) => id !== 'fabrikam'),
      approvals: all.approvals.filter((rule) => !JSON.stringify(rule).includes('fabrikam')),
    }));
    const canceled = await omar().waitForMessage(
      (message) => textOf(message).includes('Canceled: this customer was removed'),
      30_000,
    );
    expect(textOf(canceled)).toContain('Fabrikam was removed from Rollcall');
    expect(textOf(canceled)).not.toContain('Ask again');
    expect(textOf(canceled)).toContain('emmy@fabrikam.com');

    const opened = await openLink(linkIn(mail.text));
    expect(opened.status).toBe(404);
    expect(opened.text).not.toContain(password);
    const told = await said('A password link was opened, but it showed nothing.');
    expect(textOf(told)).toContain('Its customer was removed from Rollcall');

    await omar().click(draft, 'addusers.setup');
    await omar().waitForModal((view) => textOf(view).includes(REMOVED));
    await omar().close({ all: true });
    await omar().click(request, 'approval.cancel');
    await said(REMOVED);
    await omar().command('/user', '@fabrikam lise');
    await expect
      .poll(
        () =>
          omar()
            .messages()
            .filter((message) => textOf(message).includes(REMOVED)).length,
        PATIENCE,
      )
      .toBeGreaterThanOrEqual(2);
    await omar().say('history @Fabrikam');
    expect(textOf(await said('Everything in Fabrikam (removed)'))).toContain('lise@fabrikam.com');
  });
});
