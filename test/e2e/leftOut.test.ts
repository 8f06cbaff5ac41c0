import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const slack = () => setUp.sandbox.slack.as(CAST.admin.slack);
const teams = () => setUp.sandbox.teams.as(CAST.admin.teams);

function fileOf(prefix: string): string {
  return [
    'Username,Display name',
    `${prefix}.one@contoso.com,Pat One`,
    `pät.${prefix}@contoso.com,Pat Two`,
    'ada@contoso.com,Ada Lovelace',
  ].join('\r\n');
}

const shows = (text: string, name: string) => text.includes(name) && text.includes('ready');

describe('C2: rows that are left out', () => {
  it('are named with their reasons before and after the job, and in the results file, in Slack', async () => {
    await slack().say('', { files: [{ name: 'pats.csv', content: fileOf('sl') }] });
    const verification = await slack().waitForMessage((message) => shows(slackText(message), 'pats.csv'));
    await slack().click(verification, 'addusers.setup');
    await slack().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    slack().fill({ usageLocation: 'DE', recipients: 'it@contoso.com' });
    await slack().submit();
    const confirm = await slack().waitForModal((view) => view.callback_id === 'addusers.start');
    expect(slackText(confirm)).toContain('2 rows are left out:');
    expect(slackText(confirm)).toContain('row 3, Pat Two: Accents');
    expect(slackText(confirm)).toContain('row 4, Ada Lovelace: Ada Lovelace already exists');
    await slack().submit();
    const results = await slack().waitForMessage(
      (message) => slackText(message).includes('1 created, 2 left out'),
      30_000,
    );
    expect(slackText(results)).not.toContain('Everybody');
    expect(slackText(results)).toMatch(/row 3 .*Pat Two.*Accents/);

    await slack().click(results, 'job.results');
    const find = () =>
      slack()
        .files()
        .find(({ name }) => name === 'pats-results.csv');
    await expect.poll(find, { timeout: 10_000 }).toBeDefined();
    expect(find()?.content.toString()).toMatch(/3,Pat Two,pät\.sl@contoso\.com,,Left out,/);
  }, 60_000);

  it('are not asked about capitals, and the others are in Slack, where one click writes their names as usual', async () => {
    const content = [
      'Username,First name,Last name,Display name',
      'cap.one@contoso.com,MARIA,DE LA CRUZ,MARIA DE LA CRUZ',
      'ada@contoso.com,ADA,LOVELACE,ADA LOVELACE',
    ].join('\r\n');
    await slack().say('', { files: [{ name: 'caps.csv', content }] });
    const asked = await slack().waitForMessage((message) => shows(slackText(message), 'caps.csv'));
    expect(slackText(asked)).toContain('MARIA DE LA CRUZ → Maria de la Cruz');
    expect(slackText(asked)).not.toContain('Ada Lovelace,');
    await slack().click(asked, 'addusers.mixedCase');
    const written = await slack().waitForMessage(
      (message) => shows(slackText(message), 'caps.csv') && !slackText(message).includes('capital letters'),
    );
    await slack().click(written, 'addusers.setup');
    await slack().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    slack().fill({ usageLocation: 'DE', recipients: 'it@contoso.com' });
    await slack().submit();
    const confirm = await slack().waitForModal((view) => view.callback_id === 'addusers.start');
    expect(slackText(confirm)).toContain('Maria de la Cruz');
    await slack().submit();
    const created = () => setUp.sandbox.graph.state.findUser('cap.one@contoso.com');
    await expect
      .poll(() => [created()?.givenName, created()?.surname, created()?.displayName], { timeout: 20_000 })
      .toEqual(['Maria', 'de la Cruz', 'Maria de la Cruz']);
  }, 60_000);

  it('are named with their reasons before and after the job in Teams', async () => {
    await teams().say('', { files: [{ name: 'pats.csv', content: fileOf('te') }] });
    const verification = await teams().waitForMessage((message) => shows(teamsText(message), 'pats.csv'));
    const form = await teams().click(verification, 'addusers.setup');
    const settings = { signIn: 'allowed', usageLocation: 'DE', recipients: 'it@contoso.com' };
    const confirm = await teams().click(form, 'addusers.setupSubmit', settings);
    expect(teamsText(confirm.card)).toContain('2 rows are left out:');
    expect(teamsText(confirm.card)).toContain('row 3, Pat Two: Accents');
    await teams().click(confirm, 'addusers.start');
    const results = await teams().waitForMessage(
      (message) => teamsText(message).includes('1 created, 2 left out'),
      30_000,
    );
    expect(teamsText(results)).toContain('Left out');
    expect(teamsText(results)).toContain('Ada Lovelace already exists');
    expect(teamsText(results)).not.toContain('Everybody');
  }, 60_000);
});
