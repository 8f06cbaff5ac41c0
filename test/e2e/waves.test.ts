import { describe, expect, it } from 'vitest';
import { CAST, SKUS } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { severalPolicy } from '../../src/sandbox/tenants.ts';
import { useSandbox } from './useSandbox.ts';

const [OFFICE_E3, , MICROSOFT_E5] = SKUS;
const HEADER = 'Tenant,Username,First name,Last name,Display name';

/** One after the other, so that it shows which was not begun. */
const policy = { ...severalPolicy(), waves: { first: 1, atOnce: 1, failures: 1 } };
const setUp = useSandbox({ several: true, policy });
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);

/** Those of the policy: another tenant is there to be added. */
const CUSTOMERS = ['contoso', 'fabrikam', 'tailspin'];

/** Accounts whose user names begin so, by customer. */
function accountsOf(begin: string): Record<string, number> {
  return Object.fromEntries(
    CUSTOMERS.map((id) => [
      id,
      [...graphOf(id).state.users.values()].filter(({ userPrincipalName }) =>
        userPrincipalName.startsWith(begin),
      ).length,
    ]),
  );
}

function csv(begin: string, ...of: readonly (readonly [customer: string, domain: string, people: number])[]) {
  const rows = of.flatMap(([customer, domain, people]) =>
    Array.from({ length: people }, (_, index) => {
      const name = `${begin}${customer.slice(0, 1).toLowerCase()}${index}`;
      return `${customer},${name}@${domain},,,${name.toUpperCase()}`;
    }),
  );
  return [HEADER, ...rows].join('\r\n');
}

const graphOf = (id: string) => {
  const found = setUp.sandbox.directories.tenants.get(id);
  if (found === undefined) throw new Error(`No tenant ${id}.`);
  return found.graph;
};

describe('one file for several customers in Slack', () => {
  it('stops when something goes wrong for one, and goes on once it is put right', async () => {
    const content = csv(
      'wa',
      ['Contoso', 'contoso.com', 1],
      ['fabrikam', 'fabrikam.com', 2],
      ['tailspintoys.com', 'tailspintoys.com', 2],
      ['Fabricam', 'fabrikam.com', 1],
    );
    await omar().say('', { files: [{ name: 'starters.csv', content }] });
    // The file says for whom it is, so that nobody is asked.
    const opened = await omar().waitForMessage((message) =>
      slackText(message).includes('5 people for 3 customers'),
    );
    expect(slackText(opened)).toContain(
      'none of your customers is called "Fabricam". Did you mean Fabrikam?',
    );

    await omar().click(opened, 'addusers.setup');
    const form = await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    expect(slackText(form)).toContain('also used for Fabrikam and Tailspin Toys');
    omar().fill({ licenses: [MICROSOFT_E5.skuId], usageLocation: 'US', reason: 'TICKET-1' });
    expect((await omar().submit()).errors ?? {}).toEqual({});
    const ready = await omar().waitForModal((view) => view.callback_id === 'wave.start');
    expect(slackText(ready)).toContain('Needs approval from Grace Okafor');
    expect(slackText(ready)).toMatch(/Fabrikam.*Open it to set it up separately/);
    await omar().close({ all: true });

    // Without a license everywhere: nobody has to approve it.
    await omar().click(opened, 'addusers.setup');
    await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar().fill({ licenses: [], usageLocation: 'US' });
    expect((await omar().submit()).errors ?? {}).toEqual({});
    const again = await omar().waitForModal(
      (view) =>
        view.callback_id === 'wave.start' && slackText(view).includes('Rollcall starts with 1 customer'),
    );
    expect(again).toMatchObject({ submit: { text: 'Create 5' } });
    graphOf('fabrikam').switches.forbidden = /^\/users$/;
    await omar().submit();

    const stopped = await omar().waitForMessage(
      (message) => slackText(message).includes('Stopped: 1 of 5 people created'),
      30_000,
    );
    expect(slackText(stopped)).toMatch(/Something went wrong for Fabrikam/);
    expect(slackText(stopped)).toMatch(/Tailspin Toys · ⏸️ Waiting for its turn/);
    expect(accountsOf('wa')).toEqual({ contoso: 1, fabrikam: 0, tailspin: 0 });
    // The one message that tells all of it: none is left with the buttons of before.
    expect(stopped.ts).toBe(opened.ts);

    // What went wrong stands in the part's own results.
    const blockId = (stopped.blocks ?? []).find((block) =>
      JSON.stringify(block).includes('Fabrikam ·'),
    )?.block_id;
    await omar().click(stopped, { actionId: 'wave.details', blockId: String(blockId) });
    const results = await omar().waitForMessage((message) => slackText(message).includes('Not done'), 20_000);
    expect(JSON.stringify(results.blocks?.[0])).toContain('Fabrikam');

    graphOf('fabrikam').switches.forbidden = undefined;
    await omar().click(stopped, 'wave.retry');
    await expect.poll(() => accountsOf('wa').fabrikam, { timeout: 20_000 }).toBe(2);
    await omar().click(stopped, 'wave.goOn');
    await omar().waitForMessage(
      (message) => slackText(message).includes('Finished: 5 of 5 people created'),
      30_000,
    );
    expect(accountsOf('wa')).toEqual({ contoso: 1, fabrikam: 2, tailspin: 2 });
  });
});

describe('one file for several customers in Teams', () => {
  it('goes on where it was when Rollcall is killed in between, and creates nobody twice', async () => {
    const { sandbox } = setUp;
    const content = csv(
      'wb',
      ['Contoso', 'contoso.com', 3],
      ['Fabrikam', 'fabrikam.com', 3],
      ['Tailspin Toys', 'tailspintoys.com', 3],
    );
    await omarInTeams().say('', { files: [{ name: 'killed.csv', content }] });
    const card = (words: string) =>
      omarInTeams().waitForMessage((message) => teamsText(message).includes(words), 40_000);
    const opened = await card('killed.csv');
    const form = await omarInTeams().click(opened, 'addusers.setup');
    const ready = await omarInTeams().click(form, 'addusers.setupSubmit', {
      ...{ signIn: 'allowed', usageLocation: 'DE', licenses: '', reason: 'TICKET-2' },
    });
    expect(teamsText(ready.card)).toContain('9 people for 3 customers');
    await omarInTeams().click(ready, 'wave.start');
    await expect.poll(() => accountsOf('wb').contoso, { timeout: 20_000 }).toBe(3);
    await sandbox.bot.kill();
    await sandbox.bot.start();
    const done = await card('Finished: 9 of 9 people created');
    expect(accountsOf('wb')).toEqual({ contoso: 3, fabrikam: 3, tailspin: 3 });
    expect(teamsText(done)).toContain('3 of 3 created.');

    await omarInTeams().click(done, 'wave.undo');
    await expect
      .poll(() => accountsOf('wb'), { timeout: 30_000 })
      .toEqual({ contoso: 0, fabrikam: 0, tailspin: 0 });
  });

  it('is made of a file for one customer by choosing several', async () => {
    const content = ['Username,Display name', 'breakglass@contoso.com,Break Glass'].join('\r\n');
    await omarInTeams().say('', { files: [{ name: 'breakglass.csv', content }] });
    const card = (words: string) =>
      omarInTeams().waitForMessage((message) => teamsText(message).includes(words), 20_000);
    await omarInTeams().click(await card('breakglass.csv'), 'customer.message', { customer: 'contoso' });
    const checked = await card('The file is ready');
    const choose = await omarInTeams().click(checked, 'wave.choose');
    await omarInTeams().click(choose, 'wave.copy', { customers: 'fabrikam,tailspin' });
    const copied = await card('2 people for 2 customers');
    const form = await omarInTeams().click(copied, 'addusers.setup');
    const ready = await omarInTeams().click(form, 'addusers.setupSubmit', {
      ...{ signIn: 'blocked', usageLocation: 'DE', licenses: OFFICE_E3.skuId, reason: 'TICKET-3' },
    });
    // Tailspin has no such license: it is left out, and said so.
    expect(teamsText(ready.card)).toContain('Not ready, so not included: Tailspin Toys.');
    graphOf('fabrikam').switches.forbidden = /^\/users$/;
    await omarInTeams().click(ready, 'wave.start');
    const stopped = await card('Stopped: 0 of 1 person created');
    expect(teamsText(stopped)).toContain('Something went wrong for Fabrikam');
    expect(teamsText(stopped)).toContain('0 of 1 created. 1 failed.');
    graphOf('fabrikam').switches.forbidden = undefined;
    await omarInTeams().click(stopped, 'wave.retry');
    await card('Finished: 1 of 1 person created');
    expect(accountsOf('breakglass')).toEqual({ contoso: 0, fabrikam: 1, tailspin: 0 });
  });
});
