import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

const setUp = useSandbox();

/** Two people without a license of their own, and one who is to have none. */
const fileFor = (name: string) => ({
  name: `${name}.csv`,
  content: [
    'Username,First name,Last name,Display name,Licenses',
    `${name}.one@contoso.com,,,One,`,
    `${name}.two@contoso.com,,,Two,`,
    `${name}.none@contoso.com,,,None,none`,
  ].join('\r\n'),
});

describe('the set-up form in Slack', () => {
  it('says at once when a chosen license has too few seats, and keeps what is typed', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: [fileFor('seats.slack')] });
    const verification = await omar.waitForMessage((message) => textInSlack(message).includes('3 ready'));
    await omar.click(verification, 'addusers.setup');
    const form = await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    expect(textInSlack(form)).toContain('needs 2, 1 of 5 left');
    expect(textInSlack(form)).not.toContain('Too few seats');
    omar.fill({ recipients: 'typed@contoso.com' });
    await omar.clickInModal('addusers.seats', [MICROSOFT_E5]);
    const warned = await omar.waitForModal((view) => textInSlack(view).includes('Too few seats'));
    expect(JSON.stringify(warned.values)).toContain('typed@contoso.com');
    expect(JSON.stringify(warned.values)).toContain(MICROSOFT_E5);
    await omar.clickInModal('addusers.seats', [OFFICE_E3]);
    await omar.waitForModal((view) => !textInSlack(view).includes('Too few seats'));
    await omar.clickInModal('addusers.seats', [MICROSOFT_E5]);
    await omar.waitForModal((view) => textInSlack(view).includes('Too few seats'));
    const refused = await omar.submit();
    expect(refused.errors?.licenses).toContain('needs 2, 1 left');
    await omar.close({ all: true });
  }, 60_000);

  it('starts with the location of the tenant, in a list that one types to search', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: [fileFor('place.slack')] });
    const verification = await omar.waitForMessage((message) => textInSlack(message).includes('place.slack'));
    await omar.click(verification, 'addusers.setup');
    const form = await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    // A select of Slack filters its options as one types.
    const field = form.blocks.find(({ block_id }) => block_id === 'usageLocation');
    expect(field?.element).toMatchObject({ type: 'static_select', initial_option: { value: 'US' } });
    await omar.close({ all: true });
  }, 60_000);
});

describe('the set-up form in Teams', () => {
  it('says with each license when it has too few seats, and starts with the location of the tenant', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('', { files: [fileFor('seats.teams')] });
    const verification = await omar.waitForMessage((message) => textInTeams(message).includes('3 ready'));
    const form = await omar.click(verification, 'addusers.setup');
    expect(textInTeams(form)).toContain('needs 2, 1 of 5 left');
    const field = JSON.stringify(form.card).split('"id":"usageLocation"')[1] ?? '';
    expect(field).toMatch(/^,"label":"[^"]*","value":"US"/);
    expect(field).toContain('"style":"filtered"');
    const refused = await omar.click(form, 'addusers.setupSubmit', { licenses: MICROSOFT_E5 });
    expect(textInTeams(refused)).toMatch(/Microsoft 365 E5.*needs 2, 1 left/);
  }, 60_000);
});
