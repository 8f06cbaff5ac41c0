import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';

/** The sandbox's policy, with Mia among the approvers too. */
function policyWithMiaApproving(): object {
  const policy = sandboxPolicy() as { people: { id: string; roles: string[] }[] };
  const people = policy.people.map((one) =>
    one.id === CAST.helpdesk.id ? { ...one, roles: [...one.roles, 'approver'] } : one,
  );
  return { ...policy, people };
}

const setUp = useSandbox({ policy: policyWithMiaApproving() });

const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const graceInSlack = () => setUp.sandbox.slack.as(CAST.manager.slack);
const graceInTeams = () => setUp.sandbox.teams.as(CAST.manager.teams);
const userOf = (name: string) => setUp.sandbox.graph.state.findUser(name);

/** What the bot has on disk about requests. */
async function readRequests(): Promise<string> {
  const folder = join(setUp.sandbox.dataDir, 'requests');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}

/** Grace opens the bot in Teams, as somebody must before it may write to her there. */
async function openTeams(): Promise<void> {
  await graceInTeams().say('help');
  await graceInTeams().waitForMessage((message) => teamsText(message).includes('Grace Okafor'));
}

/** Mia asks in Slack for somebody with Microsoft 365 E5. */
async function askFor(name: string, reason: string): Promise<void> {
  while (mia().openModal() !== undefined) await mia().close();
  await mia().command('/adduser', name);
  await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
  mia().fill({ usageLocation: 'US', licenses: [MICROSOFT_E5], recipients: 'boss@contoso.com', reason });
  expect((await mia().submit()).errors ?? {}).toEqual({});
  const confirm = await mia().waitForModal((view) => view.callback_id === 'adduser.create');
  expect(slackText(confirm)).toContain('$60.00 more a month.');
  await mia().submit();
}

const slackCardOf = (who: typeof mia, name: string, words: string) =>
  who().waitForMessage(
    (message) => slackText(message).includes(name) && slackText(message).includes(words),
    20_000,
  );
const teamsCardOf = (name: string, words: string) =>
  graceInTeams().waitForMessage(
    (message) => teamsText(message).includes(name) && teamsText(message).includes(words),
    20_000,
  );

describe('a change by an approver', () => {
  it('in Teams takes the license away, approves the rest, and shows in both chats', async () => {
    await openTeams();
    await askFor('Wanda Less', 'TICKET-7');
    const card = await teamsCardOf('Wanda Less', 'Approval needed');
    const waits = await slackCardOf(mia, 'Wanda Less', 'Waiting for approval');
    expect(teamsText(card)).toContain('$60.00 more a month.');
    expect(slackText(waits)).toContain('$60.00 more a month.');
    const form = await graceInTeams().click(card, 'approval.change');
    const again = await graceInTeams().click(form, 'approval.changeSubmit', { remove: '' });
    expect(teamsText(again.card)).toContain('Nothing was changed.');
    await graceInTeams().click(again, 'approval.changeSubmit', { remove: MICROSOFT_E5 });
    const own = await slackCardOf(mia, 'Wanda Less', 'Grace Okafor changed it in Teams');
    expect(own.ts).toBe(waits.ts);
    expect(slackText(own)).toContain('1 license removed');
    await expect
      .poll(() => userOf('wanda.less@contoso.com')?.displayName, { timeout: 20_000 })
      .toBe('Wanda Less');
    expect(userOf('wanda.less@contoso.com')?.assignedLicenses).toEqual([]);
  });

  it('by whoever asked in Slack is shown to the approver, whose card of before is refused', async () => {
    await askFor('Walter Less', 'TICKET-6');
    const before = await slackCardOf(graceInSlack, 'Walter Less', 'Approval needed');
    const own = await slackCardOf(mia, 'Walter Less', 'Waiting for approval');
    expect(slackText(own)).toContain('asks to create Walter Less in Contoso');
    // Nobody is reminded of what came just now.
    expect(slackText(own)).not.toContain('Send reminder');
    await mia().click(own, 'approval.change');
    await mia().waitForModal((view) => view.callback_id === 'approval.changeSubmit');
    mia().fill({ remove: [MICROSOFT_E5] });
    await mia().submit();
    await slackCardOf(graceInSlack, 'Walter Less', 'Mia Meyer changed it in Slack');
    await graceInSlack().click(before, 'approval.approve');
    await slackCardOf(graceInSlack, 'Walter Less', 'This was changed after the button was shown.');
    expect(userOf('walter.less@contoso.com')).toBeUndefined();
    await mia().click(own, 'approval.cancel');
    await slackCardOf(mia, 'Walter Less', 'Canceled by the requester');
  });
});

describe('the Home tab of Slack', () => {
  it('shows an approver what waits, and opens it', async () => {
    await askFor('Wilma Home', 'TICKET-8');
    await slackCardOf(graceInSlack, 'Wilma Home', 'Approval needed');
    await graceInSlack().openHome();
    await expect
      .poll(() => slackText(graceInSlack().home() ?? {}), { timeout: 10_000 })
      .toContain('Wilma Home');
    expect(slackText(graceInSlack().home() ?? {})).toContain('1 to decide');
    await mia().openHome();
    await expect.poll(() => slackText(mia().home() ?? {}), { timeout: 10_000 }).toContain('1 you asked for');
    await graceInSlack().clickHome('approval.open');
    await slackCardOf(graceInSlack, 'Wilma Home', 'Decline');
    await mia().click(await slackCardOf(mia, 'Wilma Home', 'Waiting for approval'), 'approval.cancel');
    await slackCardOf(graceInSlack, 'Wilma Home', 'Canceled');
  }, 60_000);

  it('tells somebody unknown whom to ask, and nothing else', async () => {
    const sam = setUp.sandbox.slack.as(CAST.stranger.slack);
    await sam.openHome();
    await expect.poll(() => slackText(sam.home() ?? {}), { timeout: 10_000 }).toContain('Omar Haddad');
    expect(slackText(sam.home() ?? {})).not.toContain('Wilma Home');
  }, 60_000);
});

describe('a license that needs approval', () => {
  it('asked for in Slack and declined in Teams creates nobody, and tells why', async () => {
    await openTeams();
    await askFor('Ida Rhodes', 'TICKET-6');
    const card = await teamsCardOf('Ida Rhodes', 'Approval needed');
    const form = await graceInTeams().click(card, 'approval.decline');
    await graceInTeams().click(form, 'approval.declineSubmit', { reason: 'Use E3 for trainees' });

    const told = await slackCardOf(mia, 'Ida Rhodes', 'Use E3 for trainees');
    expect(slackText(told)).toContain('Declined');
    expect(slackText(told)).toContain('Grace Okafor declined in Teams');
    await slackCardOf(graceInSlack, 'Ida Rhodes', 'declined in Teams');
    expect(userOf('ida.rhodes@contoso.com')).toBeUndefined();
  }, 60_000);

  it('can be decided after a restart, and every copy changes also when the bot was killed', async () => {
    const { bot } = setUp.sandbox;
    await openTeams();
    await askFor('Mary Jackson', 'TICKET-8');
    const card = await teamsCardOf('Mary Jackson', 'Approval needed');
    const copy = await slackCardOf(graceInSlack, 'Mary Jackson', 'Approval needed');
    // Killed between a post and the note of it, the bot posts once more.
    await expect.poll(readRequests).toContain(card.id);
    await bot.kill();
    await bot.start();
    await mia().say('approvals');
    const list = await slackCardOf(mia, 'You asked to create Mary Jackson', '1 you asked for');
    await mia().click(list, 'approval.open');
    const own = await slackCardOf(mia, 'Mary Jackson', 'Cancel the request');
    await graceInTeams().say('approvals');
    const waiting = await teamsCardOf('Mary Jackson', '1 to decide');
    await graceInTeams().click(waiting, 'approval.open');
    const changed = async (id: string) => {
      const now = await graceInTeams().waitForMessage(
        (message) => message.id === id && teamsText(message).includes('Canceled by the requester'),
      );
      expect(teamsText(now)).toContain('Mary Jackson');
    };

    await mia().click(own, 'approval.cancel');
    await changed(card.id);
    await changed(waiting.id);
    await expect
      .poll(() =>
        slackText(
          graceInSlack()
            .messages()
            .find(({ ts }) => ts === copy.ts) ?? { blocks: [] },
        ),
      )
      .toContain('Canceled by the requester');
    const late = await graceInTeams().click(card, 'approval.approve', {}, { stale: true });
    expect(teamsText(late.card)).toContain('This was already canceled by Mia Meyer');
    expect(userOf('mary.jackson@contoso.com')).toBeUndefined();
  }, 60_000);

  it('asked for in Slack is created once it is approved in Teams', async () => {
    await openTeams();
    await askFor('Grace Hopper', 'TICKET-7');
    const waiting = await slackCardOf(mia, 'Grace Hopper', 'Waiting for approval');
    expect(slackText(waiting)).toContain('Grace Okafor');
    const card = await teamsCardOf('Grace Hopper', 'Approval needed');
    const copy = await slackCardOf(graceInSlack, 'Grace Hopper', 'Approval needed');
    expect(teamsText(card)).toContain('Mia Meyer');
    expect(teamsText(card)).toContain('TICKET-7');
    expect(teamsText(card)).toContain('leaving 0 of 5');
    expect(userOf('grace.hopper@contoso.com')).toBeUndefined();

    // Mia is an approver too, but not of what she asked for herself: neither in Slack nor in Teams.
    await mia().click({ ...waiting, blocks: copy.blocks }, 'approval.approve');
    await slackCardOf(mia, 'You asked for this yourself', 'someone else has to decide');
    const miaInTeams = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await miaInTeams.say('help');
    const help = await miaInTeams.waitForMessage((message) => teamsText(message).includes('Mia Meyer'));
    const forwarded = { id: help.id, ...(card.card === undefined ? {} : { card: card.card }) };
    await miaInTeams.click(forwarded, 'approval.approve', {}, { stale: true });
    await miaInTeams.waitForMessage((message) => teamsText(message).includes('You asked for this yourself'));
    // Omar was not asked.
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('help');
    const omars = await omar.waitForMessage((message) => slackText(message).includes('Omar Haddad'));
    await omar.click({ ...omars, blocks: copy.blocks }, 'approval.approve');
    await slackCardOf(() => omar, 'one of the people', 'who may decide');
    expect(userOf('grace.hopper@contoso.com')).toBeUndefined();

    await graceInTeams().click(card, 'approval.approve');
    await mia().waitForMessage(
      (message) =>
        slackText(message).includes('Reveal password') && slackText(message).includes('Grace Hopper'),
      20_000,
    );
    const account = userOf('grace.hopper@contoso.com');
    expect(account?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([MICROSOFT_E5]);
    const decided = await slackCardOf(mia, 'Grace Hopper', 'Grace Okafor approved in Teams');
    expect(decided.ts).toBe(waiting.ts);
    const updated = await slackCardOf(graceInSlack, 'Grace Hopper', 'approved in Teams');
    expect(updated.ts).toBe(copy.ts);
    const done = await teamsCardOf('Grace Hopper', 'approved in Teams');
    expect(done.id).toBe(card.id);
    expect(teamsText(done)).not.toContain('Decline');

    // Clicks on cards as they were: refused, and the card shows how things stand.
    const replay = () => graceInTeams().click(card, 'approval.approve', {}, { stale: true });
    // The last copy of the decision may still arrive over the first refusal.
    await expect
      .poll(async () => teamsText((await replay()).card))
      .toContain('was already approved by Grace Okafor');
    await graceInSlack().click(copy, 'approval.approve');
    const refused = await slackCardOf(graceInSlack, 'Grace Hopper', 'was already approved by Grace Okafor');
    expect(refused.ts).toBe(copy.ts);
    expect(
      mia()
        .messages()
        .filter((message) => /Grace Hopper.*Reveal password/s.test(slackText(message))),
    ).toHaveLength(1);
  }, 60_000);
});
