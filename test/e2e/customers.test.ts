import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST, SKUS } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { severalPolicy } from '../../src/sandbox/tenants.ts';
import { useSandbox } from './useSandbox.ts';

const [OFFICE_E3, , MICROSOFT_E5] = SKUS;
const HEADER = 'Username,First name,Last name,Display name';

/** Mia works for Contoso alone, and one channel is Fabrikam's. */
function policy(): object {
  const { customers, people, ...rest } = severalPolicy() as {
    customers: { id: string }[];
    people: { id: string }[];
  };
  return {
    ...rest,
    customers: customers.map((one) => (one.id === 'fabrikam' ? { ...one, channels: ['C0RANDOM'] } : one)),
    people: people.map((one) => (one.id === CAST.helpdesk.id ? { ...one, customers: ['contoso'] } : one)),
  };
}

const setUp = useSandbox({ several: true, policy: policy() });
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);

/** Who is called so, in each tenant. */
function tenantsOf(userName: string): string[] {
  return [...setUp.sandbox.directories.tenants].flatMap(([id, { graph }]) =>
    [...graph.state.users.values()].some(({ userPrincipalName }) =>
      userPrincipalName.startsWith(`${userName}@`),
    )
      ? [id]
      : [],
  );
}

/** Refusals that the bot has on record. */
function refusals(): { actor: string; what: string; customer?: string; detail?: { code?: string } }[] {
  const text = readFileSync(join(setUp.sandbox.dataDir, 'audit.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.includes('"refused"'))
    .map((line) => JSON.parse(line));
}

async function closeAll(): Promise<void> {
  while (omar().openModal() !== undefined) await omar().close();
}

const formOf = (customer: string) =>
  omar().waitForModal(
    (view) =>
      view.callback_id === 'adduser.submit' &&
      slackText(view).includes(`Add one person`) &&
      JSON.stringify(view.blocks[0]).includes(`"initial_option":{"value":"${customer}"`),
  );

describe('several customers in Slack', () => {
  it('are asked about the first time, and the account is made where the form says', async () => {
    await omar().command('/adduser', 'Lise Meitner');
    const asked = await omar().waitForModal((view) => view.callback_id === 'customer.form');
    expect(slackText(asked)).toContain('For which customer?');
    omar().fill({ customer: 'fabrikam' });
    await omar().submit();
    const form = await formOf('fabrikam');
    // Seats of Fabrikam, not of Contoso.
    expect(slackText(form)).toContain('5 of 6 left');
    expect(slackText(form)).not.toContain('Microsoft 365 E5');
    omar().fill({
      'licenses#fabrikam': [OFFICE_E3.skuId],
      'usageLocation#fabrikam': 'US',
      'recipients#fabrikam': 'it@fabrikam.com',
    });
    expect((await omar().submit()).errors ?? {}).toEqual({});
    const confirm = await omar().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(slackText({ blocks: confirm.blocks.slice(0, 1) })).toMatch(/^\S+ Fabrikam$/);
    expect(slackText(confirm)).toContain('lise@fabrikam.com');
    await omar().submit();
    const result = await omar().waitForMessage(
      (message) => slackText(message).includes('lise@fabrikam.com') && slackText(message).includes('Reveal'),
    );
    expect(JSON.stringify(result.blocks?.[0])).toContain('Fabrikam');
    expect(tenantsOf('lise')).toEqual(['fabrikam']);
    await setUp.sandbox.mail.waitForMail(({ to }) => to.includes('it@fabrikam.com'));

    // Pressed by somebody who works for Contoso alone: nothing of it, and a line in the audit.
    const before = refusals().length;
    await mia().click(result, 'job.reveal');
    await mia().waitForModal((view) => slackText(view).includes("You can't act for this customer"));
    expect(refusals().slice(before)).toMatchObject([
      { actor: 'mia', what: 'job.reveal', customer: 'fabrikam', detail: { code: 'CUSTOMER_NOT_YOURS' } },
    ]);
    await mia().close({ all: true });
  });

  it('can be changed in the form, which keeps what still fits', async () => {
    await closeAll();
    await omar().command('/adduser', 'Emmy Noether');
    // The one of before, without being asked.
    await formOf('fabrikam');
    omar().fill({ 'licenses#fabrikam': [OFFICE_E3.skuId], 'reason#fabrikam': 'TICKET-3' });
    await omar().clickInModal({ actionId: 'adduser.open', blockId: 'customer#new' }, 'contoso');
    const form = await formOf('contoso');
    expect(slackText(form)).toContain('TICKET-3');
    expect(slackText(form)).toContain('Emmy');
    expect((await omar().submit()).errors ?? {}).toEqual({});
    const confirm = await omar().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(slackText(confirm)).toContain('emmy.noether@contoso.com');
    expect(slackText(confirm)).toContain('Office 365 E3');
    await closeAll();
  });

  it('are named in a command, and looked up in their own directory alone', async () => {
    await omar().command('/user', '@fabrikam ada');
    await omar().waitForMessage((message) => slackText(message).includes('ada@fabrikam.com'));
    await omar().command('/user', '@contoso ada');
    const card = await omar().waitForMessage((message) => slackText(message).includes('ada@contoso.com'));
    expect(JSON.stringify(card.blocks?.[0])).toContain('Contoso');
    await omar().say('licenses @tailspin');
    const licenses = await omar().waitForMessage((message) => slackText(message).includes('4 of 4 used'));
    // The menu of the answer begins the same for another one.
    await omar().click(licenses, { actionId: 'licenses.show', blockId: 'customer#new' }, 'fabrikam');
    await omar().waitForMessage((message) => slackText(message).includes('of 6 used'));
    await mia().command('/adduser', '@fabrikam Kurt Gödel');
    await mia().waitForModal((view) => slackText(view).includes("You can't act for this customer"));
    await mia().close({ all: true });
  });

  it('are the channel’s in a channel that belongs to one', async () => {
    await closeAll();
    await omar().say('licenses @tailspin');
    await omar().waitForMessage((message) => slackText(message).includes('4 of 4 used'));
    await omar().command('/adduser', 'Kurt Gödel', { channel: 'C0RANDOM' });
    // There is nothing to choose.
    const form = await omar().waitForModal(
      (view) => view.callback_id === 'adduser.submit' && slackText(view).includes('Fabrikam'),
    );
    expect(JSON.stringify(form.blocks[0])).not.toContain('initial_option');
    expect(slackText(form)).not.toContain('Tailspin');
    await closeAll();
  });

  it('are asked about before a file is looked at', async () => {
    const content = `${HEADER}\r\nmax.planck@fabrikam.com,,,Max Planck`;
    const known = setUp.sandbox.graph.requests.length;
    await omar().say('', { files: [{ name: 'planck.csv', content }] });
    const asked = await omar().waitForMessage(
      (message) =>
        slackText(message).includes('planck.csv') && slackText(message).includes('For which customer?'),
    );
    expect(setUp.sandbox.graph.requests.length).toBe(known);
    const [menu] = (asked.blocks ?? []).filter(({ type }) => type === 'actions');
    await omar().click(asked, { actionId: 'customer.message', blockId: String(menu?.block_id) }, 'fabrikam');
    const checked = await omar().waitForMessage(
      (message) => slackText(message).includes('planck.csv') && slackText(message).includes('1 ready'),
    );
    expect(JSON.stringify(checked.blocks?.[0])).toContain('Fabrikam');
    expect(setUp.sandbox.graph.requests.length).toBe(known);
  });

  it('have a menu in the Home tab, which goes on for the one that is chosen', async () => {
    await closeAll();
    await omar().openHome();
    const home = (): string => slackText(omar().home());
    await expect.poll(home, { timeout: 10_000 }).toContain('Hello Omar Haddad');
    expect(home()).toContain('Contoso, Fabrikam, and Tailspin Toys');
    const chosen = () => JSON.stringify(omar().home()?.blocks[0]);
    expect(chosen()).not.toContain('"initial_option":{"value":"tailspin"');
    await omar().clickHome({ actionId: 'approval.list', blockId: 'customer#new' }, 'contoso');
    await omar().waitForMessage((message) => slackText(message).includes('Nothing is waiting for you.'));
    await expect.poll(chosen, { timeout: 10_000 }).toContain('"initial_option":{"value":"contoso"');
  });

  it('keep an approval apart: the card says whose, and the yes counts there', async () => {
    await closeAll();
    await omar().command('/adduser', '@contoso Hedy Lamarr');
    await formOf('contoso');
    omar().fill({
      'licenses#contoso': [MICROSOFT_E5.skuId],
      'usageLocation#contoso': 'US',
      'reason#contoso': 'TICKET-4',
    });
    expect((await omar().submit()).errors ?? {}).toEqual({});
    await omar().waitForModal((view) => view.callback_id === 'adduser.create');
    await omar().submit();
    const grace = setUp.sandbox.slack.as(CAST.manager.slack);
    const card = await grace.waitForMessage((message) => slackText(message).includes('Hedy Lamarr'), 20_000);
    expect(JSON.stringify(card.blocks?.[0])).toContain('Contoso');
    await grace.click(card, 'approval.approve');
    await expect.poll(() => tenantsOf('hedy.lamarr'), { timeout: 20_000 }).toEqual(['contoso']);
  });
});

/** What stands first on a card. */
function firstOf(card: unknown): string {
  return JSON.stringify((card as { body: unknown[] }).body[0]);
}

describe('several customers in Teams', () => {
  const card = (words: string) =>
    omarInTeams().waitForMessage((message) => teamsText(message).includes(words), 20_000);

  it('go on from what was typed, and a form sent for another one begins anew', async () => {
    await omarInTeams().say('adduser @fabrikam Paul Erdős');
    const form = await card('Add one person');
    expect(firstOf(form.card)).toContain('"value":"fabrikam"');
    // Set to another one and sent without pressing Change: nothing is made for either.
    const anew = await omarInTeams().click(form, 'adduser.submit', {
      customer: 'contoso',
      usageLocation: 'US',
    });
    expect(firstOf(anew.card)).toContain('"value":"contoso"');
    const back = await omarInTeams().click(anew, 'adduser.open', { customer: 'fabrikam' });
    expect(firstOf(back.card)).toContain('"value":"fabrikam"');
    const confirm = await omarInTeams().click(back, 'adduser.submit', {});
    expect(teamsText(confirm.card)).toMatch(/^.*Fabrikam/);
    expect(teamsText(confirm.card)).toContain('paul@fabrikam.com');
    await omarInTeams().click(confirm, 'adduser.create');
    await card('Created by Omar Haddad');
    expect(tenantsOf('paul')).toEqual(['fabrikam']);
  });

  it('are asked about before a file is looked at', async () => {
    const content = `${HEADER}\r\nmarie@fabrikam.com,,,Marie Curie`;
    await omarInTeams().say('', { files: [{ name: 'curie.csv', content }] });
    const asked = await card('curie.csv');
    expect(teamsText(asked)).toContain('For which customer?');
    await omarInTeams().click(asked, 'customer.message', { customer: 'fabrikam' });
    const checked = await card('The file is ready');
    expect(teamsText(checked)).toMatch(/^\S+ Fabrikam\n/);
  });

  it('are refused to somebody who works for another one', async () => {
    const before = refusals().length;
    const miaInTeams = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await miaInTeams.say('licenses @fabrikam');
    await miaInTeams.waitForMessage((message) =>
      teamsText(message).includes("You can't act for this customer"),
    );
    expect(refusals().slice(before)).toMatchObject([
      { actor: 'mia', what: 'licenses.show', customer: 'fabrikam', detail: { code: 'CUSTOMER_NOT_YOURS' } },
    ]);
    // Theirs is the only one, so that nothing is asked.
    await miaInTeams.say('licenses');
    await miaInTeams.waitForMessage((message) => /^\S+ Contoso\n/.test(teamsText(message)));
  });
});
