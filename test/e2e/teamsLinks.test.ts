import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { linkIn, lookAt, openLink } from './passwordLink.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

describe('a one-time link asked for in Teams', () => {
  it('is mailed, shows the password once, and the requester is told of both', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Grace Hopper');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const more = await mia.click(form, 'adduser.contact');
    expect(textOf(more.card)).toContain('Email a one-time link');
    const confirm = await mia.click(more, 'adduser.submit', {
      recipients: 'boss@contoso.com',
      delivery: 'link',
    });
    expect(textOf(confirm.card)).toContain('A one-time link to the password will be emailed to');
    await mia.click(confirm, 'adduser.create');
    await mia.waitForMessage((message) => textOf(message).includes('link not opened yet'), 20_000);

    const { password = '?' } = sandbox.graph.state.findUser('grace.hopper@contoso.com') ?? {};
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('boss@contoso.com'));
    expect(mail.text + mail.html).not.toContain(password);
    const link = linkIn(mail.text);
    expect(await lookAt(link)).not.toContain(password);
    expect((await openLink(link)).text).toContain(`value="${password}"`);
    const told = await mia.waitForMessage(
      (message) => textOf(message).includes('A password link was opened'),
      20_000,
    );

    const again = await openLink(link);
    expect(again.status).toBe(404);
    expect(again.text).not.toContain(password);
    const warned = await mia.waitForMessage(
      (message) => textOf(message).includes('without showing anything'),
      20_000,
    );
    expect(warned.id).not.toBe(told.id);
    expect(JSON.stringify(mia.messages())).not.toContain(password);
  });

  it('is sent to somebody else from the card of the result, which comes back', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Annie Easley');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const more = await mia.click(form, 'adduser.contact');
    const confirm = await mia.click(more, 'adduser.submit', {
      recipients: 'it@contoso.com',
      delivery: 'link',
    });
    await mia.click(confirm, 'adduser.create');
    const result = await mia.waitForMessage(
      (message) => textOf(message).includes('Annie Easley') && textOf(message).includes('link not opened'),
      20_000,
    );
    const asking = await mia.click(result, 'job.sendTo');
    expect(textOf(asking.card)).toContain('Send to someone else');
    const back = await mia.click(asking, 'job.show');
    expect(textOf(back.card)).toContain('Created by Mia Meyer');
    const again = await mia.click(back, 'job.sendTo');
    const refused = await mia.click(again, 'job.sendToSubmit', { recipients: 'nobody' });
    expect(textOf(refused.card)).toContain("isn't an email address");
    await mia.click(refused, 'job.sendToSubmit', { recipients: 'manager@contoso.com' });
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('manager@contoso.com'));
    const { password = '?' } = sandbox.graph.state.findUser('annie.easley@contoso.com') ?? {};
    expect((await openLink(linkIn(mail.text))).text).toContain(password);
    await mia.waitForMessage(
      (message) => message.id === result.id && textOf(message).includes('manager@contoso.com'),
      20_000,
    );
  });

  it('is a one-time list on a card of its own for more people than a chat can show', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.teams.as(CAST.admin.teams);
    const rows = Array.from({ length: 51 }, (_, at) => `many${at}@contoso.com,,,Many ${at}`);
    const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
    await omar.say('', { files: [{ name: 'many.csv', content }] });
    const verification = await omar.waitForMessage((message) => textOf(message).includes('51 ready'));
    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', { usageLocation: 'DE', recipients: '' });
    await omar.click(confirm, 'addusers.start');
    const results = await omar.waitForMessage(
      (message) => textOf(message).includes('Reveal passwords'),
      30_000,
    );
    await omar.click(results, 'job.reveal');
    const card = await omar.waitForMessage((message) => textOf(message).includes('51 passwords'));
    const { url = '' } = await omar.click(card, 'Open the page');
    const page = await openLink(url);
    for (const at of [0, 50]) {
      expect(page.text).toContain(sandbox.graph.state.findUser(`many${at}@contoso.com`)?.password);
    }
    expect((await openLink(url)).status).toBe(404);
  }, 60_000);

  it('brings a Temporary Access Pass for each person of a file, made when it is opened', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.teams.as(CAST.admin.teams);
    const rows = Array.from({ length: 2 }, (_, at) => `pass${at}@contoso.com,Pass ${at}`);
    const content = ['Username,Display name', ...rows].join('\r\n');
    await omar.say('', { files: [{ name: 'passes.csv', content }] });
    const verification = await omar.waitForMessage((message) => textOf(message).includes('2 ready'));
    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      usageLocation: 'DE',
      recipients: 'passes@contoso.com',
      delivery: 'pass',
    });
    expect(textOf(confirm.card)).toContain('Links to Temporary Access Passes');
    await omar.click(confirm, 'addusers.start');
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('passes@contoso.com'), 30_000);
    expect(sandbox.graph.state.passes.size).toBe(0);
    const { text } = await openLink(linkIn(mail.text));
    for (const at of [0, 1]) {
      const { id = '', password = '?' } = sandbox.graph.state.findUser(`pass${at}@contoso.com`) ?? {};
      expect(text).toContain(`<code class="secret">${sandbox.graph.state.passes.get(id)}</code>`);
      expect(text).not.toContain(password);
    }
    await omar.waitForMessage((message) => textOf(message).includes('link opened'), 20_000);
  }, 60_000);
});
