import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { CONTOSO, FABRIKAM, severalPolicy, TAILSPIN, WINGTIP } from '../../src/sandbox/tenants.ts';
import { useSandbox } from './useSandbox.ts';

/** Mia works for Contoso alone. */
function policy(): object {
  const { people, ...rest } = severalPolicy() as { people: { id: string }[] };
  return {
    ...rest,
    people: people.map((one) => (one.id === CAST.helpdesk.id ? { ...one, customers: ['contoso'] } : one)),
  };
}

const setUp = useSandbox({ several: true, policy: policy() });
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const PATIENCE = { timeout: 20_000, interval: 250 };

const readPolicy = (): { customers: { id: string; tenantId: string }[] } =>
  JSON.parse(readFileSync(join(dirname(setUp.sandbox.dataDir), 'policy.json'), 'utf8'));

function audited(
  what: string,
): { actor: string; outcome: string; subject?: string; detail?: { code?: string } }[] {
  return readFileSync(join(setUp.sandbox.dataDir, 'audit.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"${what}"`))
    .map((line) => JSON.parse(line));
}

/** What the page says that somebody comes to who pressed this on Microsoft's page. */
async function press(link: string, pressed: 'accept' | 'cancel', change: Record<string, string> = {}) {
  const page = new URL(link);
  page.pathname += `/${pressed}`;
  const { headers } = await fetch(page, { redirect: 'manual' });
  const back = new URL(headers.get('location') ?? '');
  for (const [name, value] of Object.entries(change)) back.searchParams.set(name, value);
  const answered = await fetch(back);
  const [, said = ''] = /<main>([\s\S]*)<\/main>/.exec(await answered.text()) ?? [];
  return { status: answered.status, text: said.replaceAll('&#39;', "'") };
}

const slackMessage = (words: string) =>
  omar().waitForMessage((message) => slackText(message).includes(words), 20_000);
const card = (words: string) =>
  omarInTeams().waitForMessage((message) => teamsText(message).includes(words), 20_000);

/** The link in the answer to the form that asks for a customer. */
async function askForLink(): Promise<string> {
  await omar().say('customers');
  const list = await slackMessage('What needs attention comes first');
  await omar().click(list, 'customers.add');
  await omar().waitForModal((view) => view.callback_id === 'customers.ask');
  omar().fill({ customerName: 'Wingtip', tenant: 'wingtip.com' });
  expect((await omar().submit()).errors ?? {}).toEqual({});
  const asked = await slackMessage('Send this link to an admin of Wingtip');
  return /http\S+adminconsent\S+/.exec(slackText(asked))?.[0] ?? '';
}

describe('customers', () => {
  it('are listed with what needs attention first, in both chats, and only those that are one’s own', async () => {
    await omar().say('customers');
    const list = slackText(await slackMessage('What needs attention comes first'));
    // Tailspin has no seat left; a tenant that is slow is there all the same.
    expect(list.indexOf('Tailspin Toys')).toBeGreaterThan(0);
    expect(list.indexOf('Tailspin Toys')).toBeLessThan(list.indexOf('Fabrikam'));
    expect(list).toContain('Microsoft 365 E3: none left');
    await omarInTeams().say('customers');
    const shown = await card('What needs attention comes first');
    expect(teamsText(shown)).toContain('Add a customer');

    await mia().say('customers');
    const own = slackText(
      await mia().waitForMessage((message) => slackText(message).includes('What needs attention')),
    );
    expect(own).toContain('Contoso');
    expect(own).not.toMatch(/Fabrikam|Tailspin|Add a customer/);
  });

  it('lead into each, for that one alone', async () => {
    await omar().say('customers');
    const list = await slackMessage('What needs attention comes first');
    const line = (list.blocks ?? []).find((block) => JSON.stringify(block).includes('customer_tailspin'));
    await omar().click(list, { actionId: 'customers.show', blockId: String(line?.block_id) });
    const one = await slackMessage('Press Check to find missing permissions');
    expect(JSON.stringify(one.blocks?.[0])).toContain('Tailspin Toys');
    await omar().click(one, 'licenses.show');
    await slackMessage('4 of 4 used');
    await omar().click(one, 'customers.check');
    const checked = await slackMessage('missing or wrong');
    expect(slackText(checked)).toContain('User Administrator');
  });

  it('are refused to whoever has no right to all, and the tenant that nobody knows', async () => {
    const before = audited('customers.add').length;
    await mia().command('/adduser', '@contoso Ada');
    await mia().close({ all: true });
    await omar().say('customers');
    const list = await slackMessage('What needs attention comes first');
    await mia().click(list, 'customers.add');
    await expect.poll(() => audited('customers.add').length, PATIENCE).toBe(before + 1);
    await mia().close({ all: true });

    await omar().click(list, 'customers.add');
    await omar().waitForModal((view) => view.callback_id === 'customers.ask');
    const tried = async (tenant: string) => {
      omar().fill({ customerName: 'Wingtip', tenant });
      return (await omar().submit()).errors?.tenant ?? '';
    };
    expect(await tried('nobody.example')).toContain('knows no tenant called nobody.example');
    expect(await tried('fabrikam.com')).toContain('already there, as Fabrikam');
    expect(await tried('https://wingtip.com/')).toContain("isn't a tenant ID or a domain");
    await omar().close({ all: true });
  });

  it('are added once an admin there has consented: not before, not by another tenant, not twice', async () => {
    const link = await askForLink();
    expect(link).toContain(WINGTIP.tenantId);
    expect(link).not.toContain('common');
    const canceled = await press(link, 'cancel');
    expect([canceled.status, canceled.text]).toEqual([400, expect.stringContaining('Nothing was allowed')]);
    const forged = await press(link, 'accept', { state: 'consent_x.AAAA' });
    expect([forged.status, forged.text]).toEqual([400, expect.stringContaining('no longer valid')]);
    const other = await press(link, 'accept', { tenant: FABRIKAM.tenantId });
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('a different tenant')]);
    setUp.sandbox.login.consent.withdraw(WINGTIP.tenantId);
    expect(audited('customer.consented')).toMatchObject([
      { outcome: 'refused', subject: 'wingtip', detail: { code: 'CUSTOMER_OTHER' } },
    ]);

    const given = await press(link, 'accept');
    expect([given.status, given.text]).toEqual([200, expect.stringContaining('Thank you')]);
    const again = await press(link, 'accept');
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('already been used')]);
    const ready = await slackMessage('Wingtip can be added');
    expect(slackText(ready)).toContain('wingtip.com');
    expect(slackText(ready)).toContain('Microsoft 365 Business Basic');
    expect(readPolicy().customers).toHaveLength(3);

    await omar().click(ready, 'customers.write');
    const added = await slackMessage('Wingtip was added');
    // In the place of the card that offered it.
    expect([added.ts, slackText(added)]).toEqual([ready.ts, expect.not.stringContaining('can be added')]);
    expect(readPolicy().customers.at(-1)).toEqual({
      ...{ id: 'wingtip', name: 'Wingtip', tenantId: WINGTIP.tenantId },
    });
    expect(audited('customer.added')).toMatchObject([{ actor: 'omar', outcome: 'done', subject: 'wingtip' }]);
    // It is there without a restart, in the other chat as well.
    await expect
      .poll(async () => {
        await omarInTeams().say('user @wingtip grace');
        return omarInTeams().messages().map(teamsText).join('\n');
      }, PATIENCE)
      .toContain('grace@wingtip.com');
  });

  it('say once that a tenant has withdrawn its consent, while rows say what to do', async () => {
    setUp.sandbox.login.consent.withdraw(WINGTIP.tenantId);
    const told = () =>
      omar()
        .messages()
        .map((message) => slackText(message))
        .filter((text) => text.includes('Wingtip no longer lets Rollcall in'));
    for (const name of ['grace', 'moreno', 'anyone']) await omar().command('/user', `@wingtip ${name}`);
    await expect.poll(() => told().length, PATIENCE).toBe(1);
    expect(told()[0]).toContain('consent');
    await omar().command('/user', '@fabrikam ada');
    await slackMessage('ada@fabrikam.com');
    expect(told()).toHaveLength(1);
    await omar().say('customers');
    const list = await slackMessage('Unreachable since');
    expect(slackText(list).indexOf('Wingtip')).toBeLessThan(slackText(list).indexOf('Contoso'));
  });

  it('are removed, and a card of before does nothing any more', async () => {
    setUp.sandbox.login.consent.give(WINGTIP.tenantId);
    expect(readPolicy().customers.map(({ tenantId }) => tenantId)).toEqual(
      [CONTOSO, FABRIKAM, TAILSPIN, WINGTIP].map(({ tenantId }) => tenantId),
    );
    await omarInTeams().say('customers');
    const list = await omarInTeams().waitForMessage(
      (message) => /attention comes first/.test(teamsText(message)) && teamsText(message).includes('Wingtip'),
    );
    const data = { id: 'customer_wingtip', version: '1' };
    await omarInTeams().click(list, 'customers.show', {}, { data });
    const one = await card('[Remove]');
    await omarInTeams().click(one, 'customers.remove');
    await omarInTeams().click(await card('Remove Wingtip?'), 'customers.removeNow');
    await card('Wingtip was removed');
    expect(readPolicy().customers).toHaveLength(3);
    expect(audited('customer.removed')).toMatchObject([
      { actor: 'omar', outcome: 'done', subject: 'wingtip' },
    ]);
    // The card of before is for nobody's customer any more.
    await expect
      .poll(async () => {
        await omarInTeams().click(one, 'customers.check');
        return omarInTeams().messages().map(teamsText).join('\n');
      }, PATIENCE)
      .toContain('This customer was removed from Rollcall.');
    await omar().say('history @wingtip');
    const history = slackText(await slackMessage('Everything in Wingtip (removed)'));
    expect(history).toContain('Omar Haddad removed the customer wingtip');
    await mia().say('history');
    const own = await mia().waitForMessage((message) => slackText(message).includes('in Contoso, newest'));
    expect(slackText(own)).not.toMatch(/wingtip/i);
  });
});

describe('a customer that is added in Teams', () => {
  it('is asked for again until it is one that can be, and is there once an admin has consented', async () => {
    setUp.sandbox.login.consent.withdraw(WINGTIP.tenantId);
    // The last one is gone from the policy that holds.
    await expect
      .poll(async () => {
        await omarInTeams().say('customers');
        return teamsText((await card('What needs attention comes first'))?.card ?? {});
      }, PATIENCE)
      .toContain('Add a customer');
    const lists = omarInTeams()
      .messages()
      .filter((message) => teamsText(message).includes('What needs attention comes first'));
    const list = lists.at(-1);
    if (list === undefined) throw new Error('There is no list.');
    await omarInTeams().click(list, 'customers.add');
    let form = await card('Domain or tenant ID');
    expect(teamsText(form)).toContain('All customers have to be in the same Microsoft cloud (global).');
    const tried = async (customerName: string, tenant: string) => {
      const { card: answered } = await omarInTeams().click(form, 'customers.ask', { customerName, tenant });
      const shown = JSON.stringify(answered);
      // What was typed stays.
      expect(shown).toContain(`"value":"${tenant}"`);
      return teamsText(answered);
    };
    expect(await tried('', 'wingtip.com')).toContain('A customer needs a name.');
    expect(await tried('FABRIKAM', 'wingtip.com')).toContain('There already is a customer called Fabrikam.');
    expect(await tried('Wingtip', 'nobody.example')).toContain('knows no tenant called nobody.example');
    expect(await tried('Wingtip', 'fabrikam.com')).toContain('already there, as Fabrikam');
    expect(await tried('Wingtip', FABRIKAM.tenantId)).toContain('already there, as Fabrikam');
    expect(await tried('Trey Research', 'treyresearch.us')).toContain('in another Microsoft cloud');
    expect(await tried('Wingtip', 'common')).toContain("isn't a tenant ID or a domain");
    const asked = audited('customer.asked').length;

    form = await card('Domain or tenant ID');
    const fields = { customerName: 'Wingtip Toys', tenant: WINGTIP.tenantId };
    await omarInTeams().click(form, 'customers.ask', fields);
    const sent = await card('Send this link to an admin of Wingtip Toys');
    expect(audited('customer.asked')).toHaveLength(asked + 1);
    const link = /http\S+adminconsent\S+/.exec(teamsText(sent))?.[0] ?? '';
    expect(link).toContain(WINGTIP.tenantId);
    // Too early.
    await omarInTeams().click(sent, 'customers.look');
    await card("Wingtip Toys can't be added yet");
    expect((await press(link, 'accept')).status).toBe(200);
    await omarInTeams().click(sent, 'customers.look');
    const ready = await card('Wingtip Toys can be added');
    await omarInTeams().click(ready, 'customers.write');
    await card('Wingtip Toys was added');
    expect(readPolicy().customers.at(-1)).toMatchObject({ id: 'wingtip-toys', tenantId: WINGTIP.tenantId });
    const known = omarInTeams().messages().length;
    await expect
      .poll(async () => {
        await omarInTeams().say('user @wingtip grace');
        return omarInTeams().messages().slice(known).map(teamsText).join('\n');
      }, PATIENCE)
      .toContain('grace@wingtip.com');
  });
});
