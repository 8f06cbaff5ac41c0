import { describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { deleteSomebody, useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';

/** Mia may approve as well, so that no role of Grace's is one that she lacks. */
function policyWithTwoApprovers(): object {
  const policy = sandboxPolicy() as { people: { id: string; roles: string[] }[] };
  return {
    ...policy,
    people: policy.people.map((one) =>
      one.id === CAST.helpdesk.id ? { ...one, roles: [...one.roles, 'approver'] } : one,
    ),
  };
}

const setUp = useSandbox({ policy: policyWithTwoApprovers() });

const mia = () => setUp.sandbox.teams.as(CAST.helpdesk.teams);
const omar = () => setUp.sandbox.teams.as(CAST.admin.teams);
const grace = () => setUp.sandbox.slack.as(CAST.manager.slack);

describe('a way around approval', () => {
  it('D1: is no new password for whoever would have to approve', async () => {
    const { state } = setUp.sandbox.graph;
    const before = state.findUser('grace.okafor@contoso.com')?.password;
    await mia().say('user grace.okafor');
    const card = await mia().waitForMessage((message) => teamsText(message).includes('grace.okafor@'));
    await mia().click(card, 'reset.open', {});
    await mia().waitForMessage(
      (message) => teamsText(message).includes('This person may decide on your requests.'),
      20_000,
    );
    expect(state.findUser('grace.okafor@contoso.com')?.password).toBe(before);
  }, 60_000);

  it('D6: is no deleted account with the license that needs it, restored from a file', async () => {
    const { state } = setUp.sandbox.graph;
    const id = deleteSomebody(setUp.sandbox, 'back.again@contoso.com', 'Back Again');
    state.deleted.get(id)?.assignedLicenses.push({ skuId: MICROSOFT_E5, disabledPlans: [] });
    const content =
      'User Name,Display Name\r\nback.again@contoso.com,Back Again\r\nneu.one@contoso.com,Neu One';
    await omar().say('', { files: [{ name: 'back.csv', content }] });
    const verification = await omar().waitForMessage((message) => teamsText(message).includes('back.csv'));
    await omar().click(verification, 'addusers.restorable');
    const offer = await omar().waitForMessage((message) =>
      teamsText(message).includes('1 person in this file was deleted'),
    );
    const rest = await omar().click(offer, 'addusers.restore');
    expect(teamsText(rest.card)).toContain('Back Again will be restored instead once that is approved');
    const card = await grace().waitForMessage(
      (message) => slackText(message).includes('restore the deleted account of'),
      20_000,
    );
    expect(slackText(card)).toContain('Back Again');
    expect(state.findUser('back.again@contoso.com')).toBeUndefined();

    await grace().click(card, 'approval.approve');
    await expect.poll(() => state.findUser('back.again@contoso.com')?.id, { timeout: 20_000 }).toBe(id);
    const told = await omar().waitForMessage(
      (message) => teamsText(message).includes('Restored with the old password'),
      20_000,
    );
    expect(teamsText(told)).not.toContain('Reveal');
  }, 60_000);
});
