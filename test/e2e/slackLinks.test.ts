import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { linkIn, lookAt, openLink } from './passwordLink.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

/** Every file in a folder, as text. */
async function readAll(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = async (path: string): Promise<string> => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      // The bot puts a file that it writes in the place of the one before: that is read under its own name.
      if (/\.(?:bak|tmp)$/.test(path) && (error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  };
  return Promise.all(files.map(({ parentPath, name }) => read(join(parentPath, name))));
}

describe('a one-time link asked for in Slack', () => {
  it('is mailed, shows the password once, and the requester is told of both', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Grace Hopper');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia);
    mia.fill({ recipients: 'boss@contoso.com', delivery: 'link' });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain('A one-time link to the password will be emailed to boss@contoso.com');
    await mia.submit();
    const result = await mia.waitForMessage((message) => textOf(message).includes('link not opened yet'));

    const { password = '?' } = sandbox.graph.state.findUser('grace.hopper@contoso.com') ?? {};
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('boss@contoso.com'));
    expect(mail.text + mail.html).not.toContain(password);
    const link = linkIn(mail.text);
    expect(mail.html).toContain(link);
    expect(await lookAt(link)).not.toContain(password);
    const opened = await openLink(link);
    expect(opened.text).toContain(`value="${password}"`);
    expect(opened.text).toContain('Grace Hopper');
    const told = await mia.waitForMessage((message) =>
      textOf(message).includes('A password link was opened'),
    );
    await mia.waitForMessage(
      (message) => message.ts === result.ts && textOf(message).includes('link opened'),
    );

    expect(await openLink(link)).toMatchObject({ status: 404 });
    expect((await openLink(link)).text).not.toContain(password);
    const warned = await mia.waitForMessage((message) =>
      textOf(message).includes('without showing anything'),
    );
    expect(textOf(warned)).toContain('Someone tried a used password link again');
    expect(warned.ts).not.toBe(told.ts);
    expect(JSON.stringify(mia.messages())).not.toContain(link.slice(-43));
    const written = [...sandbox.bot.lines, ...(await readAll(sandbox.dataDir))].join('\n');
    expect(written).toContain('boss@contoso.com');
    for (const secret of [link.slice(-43), password]) expect(written).not.toContain(secret);
  });

  it('can bring a Temporary Access Pass, made when it is opened', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Mary Jackson');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia);
    mia.fill({ recipients: 'pass@contoso.com', delivery: 'pass' });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain(
      'A link to a Temporary Access Pass will be emailed to pass@contoso.com',
    );
    await mia.submit();
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('pass@contoso.com'));
    expect(sandbox.graph.state.passes.size).toBe(0);
    const { text } = await openLink(linkIn(mail.text));
    const user = sandbox.graph.state.findUser('mary.jackson@contoso.com');
    expect(text).toContain(`value="${sandbox.graph.state.passes.get(user?.id ?? '')}"`);
    expect(text).not.toContain(user?.password);
  });

  it('is a one-time list in a window of its own for more people than a chat can show', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.slack.as(CAST.admin.slack);
    const rows = Array.from({ length: 51 }, (_, at) => `many${at}@contoso.com,,,Many ${at}`);
    const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
    await omar.say('', { files: [{ name: 'many.csv', content }] });
    const verification = await omar.waitForMessage(
      (message) => textOf(message).includes('many.csv') && textOf(message).includes('51 ready'),
    );
    await omar.click(verification, 'addusers.setup');
    await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar.fill({ usageLocation: 'DE' });
    await omar.submit();
    await omar.waitForModal((view) => view.callback_id === 'addusers.start');
    await omar.submit();
    const results = await omar.waitForMessage(
      (message) => textOf(message).includes('many.csv') && textOf(message).includes('Reveal passwords'),
      30_000,
    );
    await omar.click(results, 'job.reveal');
    const window = await omar.waitForModal((view) => textOf(view).includes('51 passwords'));
    const link = linkIn(JSON.stringify(window));
    const page = await openLink(link);
    for (const at of [0, 50]) {
      expect(page.text).toContain(sandbox.graph.state.findUser(`many${at}@contoso.com`)?.password);
    }
    expect((await openLink(link)).status).toBe(404);
    await omar.waitForMessage((message) => textOf(message).includes('The link you were given for many.csv'));
    expect(JSON.stringify(omar.messages())).not.toContain(link.slice(-43));
  }, 60_000);

  it('is replaced by another when the mail is sent again', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Annie Easley');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia);
    mia.fill({ recipients: 'it@contoso.com', delivery: 'link' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => textOf(message).includes('annie.easley') && textOf(message).includes('Send email again'),
    );
    const first = await sandbox.mail.waitForMail(({ to }) => to.includes('it@contoso.com'));
    await mia.click(result, 'job.resend');
    const second = await sandbox.mail.waitForMail(
      ({ to, messageId }) => to.includes('it@contoso.com') && messageId !== first.messageId,
    );
    expect((await openLink(linkIn(first.text))).status).toBe(404);
    expect((await openLink(linkIn(second.text))).status).toBe(200);

    await mia.click(result, 'job.sendTo');
    await mia.waitForModal((view) => view.callback_id === 'job.sendToSubmit');
    mia.fill({ recipients: 'not an address' });
    expect((await mia.submit()).errors?.recipients).toContain("aren't email addresses: not, an, address");
    mia.fill({ recipients: 'manager@contoso.com' });
    await mia.submit();
    const third = await sandbox.mail.waitForMail(({ to }) => to.includes('manager@contoso.com'));
    const { password = '?' } = sandbox.graph.state.findUser('annie.easley@contoso.com') ?? {};
    expect((await openLink(linkIn(third.text))).text).toContain(password);
    await mia.waitForMessage(
      (message) => message.ts === result.ts && /manager@contoso\.com.*link opened/s.test(textOf(message)),
    );
  });
});
