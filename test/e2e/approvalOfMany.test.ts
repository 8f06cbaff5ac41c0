import { describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const PEOPLE = Array.from(
  { length: 12 },
  (_, index) => `many.${String.fromCharCode(97 + index)}@contoso.com`,
);

const setUp = useSandbox({
  policy: {
    ...sandboxPolicy(),
    approvals: [{ name: 'More than ten', when: { people: 11 }, by: { people: [CAST.manager.id] } }],
  },
});

describe('a file of many people that needs approval', () => {
  it('is asked for on a card in Teams, and approved in Slack', async () => {
    const { teams, slack, graph } = setUp.sandbox;
    const omar = teams.as(CAST.admin.teams);
    const grace = slack.as(CAST.manager.slack);
    const content = ['Username,Display name', ...PEOPLE.map((name) => `${name},Many ${name[5]}`)].join(
      '\r\n',
    );
    await omar.say('', { files: [{ name: 'many.csv', content }] });
    const verification = await omar.waitForMessage((message) => teamsText(message).includes('12 ready'));
    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      signIn: 'allowed',
      usageLocation: 'DE',
      recipients: 'it@contoso.com',
      reason: 'TICKET-12',
    });
    const waiting = await omar.click(confirm, 'addusers.start');
    expect(teamsText(waiting.card)).toContain('Waiting for approval');
    // Pressed again on the card as it was, it is still one request.
    const again = await omar.click(confirm, 'addusers.start', {}, { stale: true });
    expect(teamsText(again.card)).toContain('Waiting for approval');

    const card = await grace.waitForMessage((message) => slackText(message).includes('Approval needed'));
    expect(slackText(card)).toContain('and 2 more');
    expect(slackText(card)).toContain('many.csv');
    await grace.click(card, 'approval.people');
    await expect.poll(() => grace.files().map(({ name }) => name)).toEqual(['many-request.csv']);
    const list = grace.files()[0]?.content.toString();
    for (const name of PEOPLE) expect(list).toContain(name);
    expect(PEOPLE.some((name) => graph.state.findUser(name))).toBe(false);

    await grace.click(card, 'approval.approve');
    await omar.waitForMessage((message) => teamsText(message).includes('12 people created'), 30_000);
    expect(PEOPLE.every((name) => graph.state.findUser(name))).toBe(true);
    const decided = await omar.waitForMessage((message) =>
      teamsText(message).includes('Grace Okafor approved in Slack'),
    );
    expect(decided.id).toBe(verification.id);
    expect(grace.messages().filter((message) => slackText(message).includes('many.csv'))).toHaveLength(1);
  }, 60_000);
});
