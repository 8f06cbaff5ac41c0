import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const ASKED = 'Are these names right?';

function fileOf(encoding: string, ...rows: string[]): Buffer {
  return iconv.encode(['Username,Display name', ...rows].join('\r\n'), encoding);
}

const nameOf = (userName: string) => setUp.sandbox.graph.state.findUser(userName)?.displayName;

describe('F1 and F2: a file in another encoding', () => {
  it('is created from in Teams once somebody said that the names are right', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const content = fileOf('win1250', 'jiri@contoso.com,Jiří Dvořák', 'ana.ruiz@contoso.com,Ana Ruiz');
    await omar.say('', { files: [{ name: 'czech.csv', content }] });
    const asked = await omar.waitForMessage((message) => textInTeams(message).includes(ASKED));
    expect(textInTeams(asked)).toContain('Jiří Dvořák');
    expect(textInTeams(asked)).toContain('was read as Central European, which may be wrong');
    expect(textInTeams(asked)).toContain('CSV UTF-8');
    expect(textInTeams(asked)).not.toContain('Set up');

    const agreed = await omar.click(asked, 'addusers.names');
    expect(textInTeams(agreed.card)).not.toContain(ASKED);
    const form = await omar.click(agreed, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      signIn: 'allowed',
      usageLocation: 'US',
    });
    await omar.click(confirm, 'addusers.start');
    await expect.poll(() => nameOf('jiri@contoso.com'), { timeout: 20_000 }).toBe('Jiří Dvořák');
  });

  it('is asked about in Slack, and may be cancelled there', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    const content = fileOf('shiftjis', 'taro@contoso.com,山田 太郎');
    await omar.say('', { files: [{ name: 'japanese.csv', content }] });
    const asked = await omar.waitForMessage((message) => textInSlack(message).includes(ASKED));
    expect(textInSlack(asked)).toContain('山田 太郎');
    expect(textInSlack(asked)).toContain('CSV UTF-8');
    expect(textInSlack(asked)).not.toContain('Set up');
    await omar.click(asked, 'addusers.cancel');
    await omar.waitForMessage((message) => textInSlack(message).includes('Canceled. No one was created.'));
  });

  it('is asked about in Slack where names look garbled, and goes on after that', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    const content = 'Username,Display name\nzoe.m@contoso.com,ZoÃ« MÃ¼ller';
    await omar.say('', { files: [{ name: 'twice.csv', content }] });
    const asked = await omar.waitForMessage(
      (message) => textInSlack(message).includes(ASKED) && textInSlack(message).includes('twice.csv'),
    );
    expect(textInSlack(asked)).toContain('Zoë Müller');
    expect(textInSlack(asked)).toContain('encoded twice, and Rollcall corrected them');
    await omar.click(asked, 'addusers.names');
    const agreed = await omar.waitForMessage(
      (message) => textInSlack(message).includes('Set up 1 person') && message.ts === asked.ts,
    );
    await omar.click(agreed, 'addusers.cancel');
  });

  it('that is surely Windows-1252 is read right and not asked about', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const content = fileOf('win1252', 'frank.oc@contoso.com,Frank O’Connor', 'zoe.mu@contoso.com,Zoë Müller');
    await omar.say('', { files: [{ name: 'western.csv', content }] });
    const checked = await omar.waitForMessage((message) => textInTeams(message).includes('western.csv'));
    expect(textInTeams(checked)).not.toContain(ASKED);
    const form = await omar.click(checked, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      signIn: 'allowed',
      usageLocation: 'US',
    });
    await omar.click(confirm, 'addusers.start');
    await expect.poll(() => nameOf('frank.oc@contoso.com'), { timeout: 20_000 }).toBe('Frank O’Connor');
    await expect.poll(() => nameOf('zoe.mu@contoso.com'), { timeout: 20_000 }).toBe('Zoë Müller');
  });
});
