import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const setUp = useSandbox();

describe('adduser in Teams', () => {
  it('creates one person on a card that changes in place', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Grace Hopper');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const confirm = await mia.click(form, 'adduser.submit', {
      usageLocation: 'US',
      licenses: OFFICE_E3,
      recipients: 'boss@contoso.com',
    });
    expect(textOf(confirm.card)).toContain('grace.hopper@contoso.com');
    await mia.click(confirm, 'adduser.create');
    const result = await mia.waitForMessage(
      (message) => message.id === form.id && textOf(message).includes('Reveal password'),
      20_000,
    );
    expect(textOf(result)).toContain('Created by Mia Meyer');
    const account = sandbox.graph.state.findUser('grace.hopper@contoso.com');
    expect(account?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([OFFICE_E3]);
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('boss@contoso.com'));
    expect(mail.text).toContain(account?.password);
    expect(JSON.stringify(mia.messages())).not.toContain(account?.password);
  });

  it('points out a look-alike and a name that is taken before anything is created', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Ada Lovelace ada@contoso.com');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const taken = await mia.click(form, 'adduser.submit', {});
    expect(textOf(taken.card)).toMatch(/ada@contoso\.com/);
    expect(textOf(taken.card)).toMatch(/Try ada/);
    const confirm = await mia.click(taken, 'adduser.submit', { userName: 'ada.second' });
    expect(textOf(confirm.card)).toContain('Someone called Ada Lovelace already exists: ada@contoso.com');
  });

  it('refuses a federated domain with the reason', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Kim Park kim@corp.contoso.com');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const refused = await mia.click(form, 'adduser.submit', {});
    expect(textOf(refused.card)).toContain('federated');
  });

  it('C12: asks six questions at most, and keeps every value when the others are opened', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Jean Bartik');
    const form = await mia.waitForMessage((message) =>
      textOf(message).includes('User name: jean.bartik@contoso.com'),
    );
    const asked = JSON.stringify(form.card).match(/"type":"Input\./g) ?? [];
    expect(asked.length, 'C12: questions at first').toBeLessThanOrEqual(6);
    const open = await mia.click(form, 'adduser.contact', { reason: 'TICKET-9' });
    expect(textOf(open.card)).toContain('Job title');
    const confirm = await mia.click(open, 'adduser.submit', { jobTitle: 'Programmer', city: 'Philadelphia' });
    expect(textOf(confirm.card)).toContain('Programmer');
    expect(textOf(confirm.card)).toContain('TICKET-9');
  });

  it('answers in the 1:1 chat when it was typed in a channel', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Joan Clarke', { conversation: 'channel' });
    await mia.waitForMessage((message) => textOf(message).includes('1:1 chat'), 10_000, 'channel');
    expect(mia.messages('channel').map(textOf).join()).not.toContain('Add one person');
  });

  it('works as a dialog from the message extension', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.extension('adduser');
    await mia.submitDialog({ givenName: 'Radia', surname: 'Perlman', recipients: '' }, 'adduser.submit');
    expect(textOf(mia.dialog)).toContain('radia.perlman@contoso.com');
    await mia.submitDialog({}, 'adduser.create');
    await mia.waitForMessage(
      (message) =>
        textOf(message).includes('radia.perlman@contoso.com') && textOf(message).includes('Created'),
      20_000,
    );
    expect(sandbox.graph.state.findUser('radia.perlman@contoso.com')?.displayName).toBe('Radia Perlman');
  });

  it('gives both templates on request', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('template');
    for (const name of ['rollcall-blank.csv', 'rollcall-sample.csv']) {
      const consent = await omar.waitForMessage((message) =>
        message.attachments.some((attachment) => attachment.name === name),
      );
      await omar.consent(consent, 'accept');
    }
    const contents = omar.files().map(({ content }) => content.toString());
    expect(contents.every((content) => content.includes('Display name'))).toBe(true);
    expect(contents).toHaveLength(2);
  });

  it('lists in help what this person may do', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('help');
    const help = await mia.waitForMessage((message) => textOf(message).includes('Hello from Rollcall'));
    expect(textOf(help)).toContain('adduser');
    expect(textOf(help)).not.toContain('Attach a file');
  });
});
