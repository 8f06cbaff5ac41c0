import { describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';

/** Grace is Mia's manager in the directory, and not in this policy. */
function policyWithoutGrace(): object {
  const policy = sandboxPolicy() as { people: { id: string }[] };
  return {
    ...policy,
    people: policy.people.filter(({ id }) => id !== CAST.manager.id),
    approvals: [{ name: 'Managers', when: { licenses: ['SPE_E5'] }, by: { manager: 'requester' } }],
  };
}

const setUp = useSandbox({ policy: policyWithoutGrace() });

const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const grace = () => setUp.sandbox.teams.as(CAST.manager.teams);
const sam = () => setUp.sandbox.teams.as(CAST.stranger.teams);

/** Mia asks in Slack for somebody with Microsoft 365 E5. */
async function askFor(name: string): Promise<void> {
  await mia().command('/adduser', name);
  await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
  mia().fill({
    usageLocation: 'US',
    licenses: [MICROSOFT_E5],
    recipients: 'boss@contoso.com',
    reason: 'TICKET-1',
  });
  expect((await mia().submit()).errors ?? {}).toEqual({});
}

async function confirm(): Promise<void> {
  await mia().waitForModal((view) => view.callback_id === 'adduser.create');
  await mia().submit();
}

const heard = (who: typeof grace, ...words: string[]) =>
  who().waitForMessage((message) => words.every((word) => teamsText(message).includes(word)), 20_000);

describe("the requester's manager, whom only the directory knows", () => {
  it('stops the request until they have opened the bot in Teams, and then decides it there', async () => {
    await askFor('Nora Early');
    await mia().waitForModal((view) => slackText(view).includes("Grace Okafor can't be reached"));
    expect(mia().openModal()?.callback_id).toBe('adduser.submit');
    while (mia().openModal() !== undefined) await mia().close();

    await grace().say('help');
    await heard(grace, "don't have access to Rollcall", 'the request will now reach you here');
    await askFor('Nora Managed');
    await confirm();
    const card = await heard(grace, 'Nora Managed', 'Approval needed');
    expect(setUp.sandbox.graph.state.findUser('nora.managed@contoso.com')).toBeUndefined();

    await grace().say('help');
    const help = await heard(grace, 'Grace Okafor', 'approvals');
    expect(teamsText(help)).not.toContain('adduser');
    await grace().say('approvals');
    await heard(grace, '1 to decide');
    await grace().say('adduser Ada Wrong');
    await expect
      .poll(
        () =>
          grace()
            .messages()
            .filter((message) => teamsText(message).includes("don't have access to Rollcall")).length,
      )
      .toBe(2);

    await sam().say('approvals');
    await heard(sam, "don't have access to Rollcall");
    await grace().click(card, 'approval.approve');
    await mia().waitForMessage(
      (message) => slackText(message).includes('Grace Okafor approved in Teams'),
      20_000,
    );
    await expect
      .poll(() => setUp.sandbox.graph.state.findUser('nora.managed@contoso.com')?.assignedLicenses.length, {
        timeout: 20_000,
      })
      .toBe(1);
  }, 60_000);
});
