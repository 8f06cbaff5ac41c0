import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const slack = () => setUp.sandbox.slack.as(CAST.admin.slack);
const teams = () => setUp.sandbox.teams.as(CAST.admin.teams);

const HR = [
  'Name,Surname,E-mail,Department,Title,Start date',
  'Mia,Berg,mia.berg@contoso.com,Sales,Sales Rep,2026-12-01',
  'José,Ruiz,jose.ruiz@contoso.com,Sales,Sales Rep,2026-12-01',
].join('\r\n');
const LOGGED = [
  'Username,First name,Last name,Display name',
  'lea.ok@contoso.com,Lea,Ok,Lea Ok',
  'zoë.bad@contoso.com,Zoë,Bad,Zoë Bad',
].join('\r\n');

/** Not the message that the file is being checked. */
const shows = (text: string, name: string) => text.includes(name) && text.includes('ready');

describe('F7, F9: the file of a personnel office', () => {
  it('makes people with whole names in Slack, and nobody a second time', async () => {
    const { graph } = setUp.sandbox;
    await slack().say('', { files: [{ name: 'hr.csv', content: HR }] });
    const question = await slack().waitForMessage((message) => shows(slackText(message), 'hr.csv'));
    expect(slackText(question)).toMatch(/❓ .*Name.* → First name/);
    await slack().click(question, 'addusers.columns');
    const ready = await slack().waitForMessage(
      (message) => message.ts === question.ts && slackText(message).includes('Set up 2 people'),
    );
    await slack().click(ready, 'addusers.setup');
    await slack().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    slack().fill({ usageLocation: 'DE', recipients: 'it@contoso.com' });
    await slack().submit();
    await slack().waitForModal((view) => view.callback_id === 'addusers.start');
    await slack().submit();
    await expect
      .poll(() => graph.state.findUser('jose.ruiz@contoso.com')?.displayName, { timeout: 30_000 })
      .toBe('José Ruiz');
    expect(graph.state.findUser('mia.berg@contoso.com')).toMatchObject({
      displayName: 'Mia Berg',
      givenName: 'Mia',
      surname: 'Berg',
    });

    await slack().say('', { files: [{ name: 'again.csv', content: HR }] });
    const asked = await slack().waitForMessage((message) => shows(slackText(message), 'again.csv'));
    await slack().click(asked, 'addusers.columns');
    const again = await slack().waitForMessage(
      (message) => message.ts === asked.ts && !slackText(message).includes('Are these columns'),
    );
    expect(slackText(again)).toContain('2 people already exist and are left out: Mia Berg, José Ruiz.');
    expect(slackText(again)).toContain('0 ready');
    expect(JSON.stringify(again.blocks)).not.toMatch(/addusers\.(?:suggestions|setup)/);
  }, 60_000);

  it('is known in Teams, too, when the people were created from Slack', async () => {
    await teams().say('', { files: [{ name: 'teams.csv', content: HR }] });
    const asked = await teams().waitForMessage((message) => shows(teamsText(message), 'teams.csv'));
    const { card } = await teams().click(asked, 'addusers.columns');
    expect(teamsText(card)).toContain('Everyone in this file already exists');
    expect(teamsText(card)).toContain('2 people already exist and are left out: Mia Berg, José Ruiz.');
    expect(JSON.stringify(card)).not.toMatch(/addusers\.(?:suggestions|setup)/);
  });
});

describe('F7: a log that was corrected', () => {
  it('completes its file in Teams', async () => {
    await teams().say('', { files: [{ name: 'team.csv', content: LOGGED }] });
    const first = await teams().waitForMessage((message) => shows(teamsText(message), 'team.csv'));
    expect(teamsText(first)).toContain('1 ready');
    const log = [
      'Username,First name,Last name,Display name,Row,Severity,Problem,Suggested fix',
      'zoe.bad@contoso.com,Zoë,Bad,Zoë Bad,3,error,Username: Accents,Username: zoe.bad@contoso.com',
    ].join('\r\n');
    await teams().say('', { files: [{ name: 'team-log.csv', content: log }] });
    const whole = await teams().waitForMessage((message) =>
      teamsText(message).includes('The corrected rows of team-log.csv were added'),
    );
    expect(teamsText(whole)).toContain('2 ready');
    expect(teamsText(whole)).toContain('Changed: 1 person: Zoë Bad');
  });

  it('completes its file in Slack', async () => {
    await slack().say('', { files: [{ name: 'team.csv', content: LOGGED }] });
    await slack().waitForMessage((message) => shows(slackText(message), 'team.csv'));
    const log = [
      'Username,First name,Last name,Display name,Row,Severity,Problem,Suggested fix',
      'zoe.bad@contoso.com,Zoë,Bad,Zoë Bad,3,error,Username: Accents,Username: zoe.bad@contoso.com',
    ].join('\r\n');
    await slack().say('', { files: [{ name: 'team-log.csv', content: log }] });
    const whole = await slack().waitForMessage((message) =>
      slackText(message).includes('The corrected rows were added to the file.'),
    );
    expect(slackText(whole)).toContain('2 ready');
  });
});
