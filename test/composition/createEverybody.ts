import type { SlackUser } from '../../src/sandbox/slack/user.ts';
import type { SlackMessage } from '../../src/sandbox/slack/wire.ts';
import type { TeamsUser } from '../../src/sandbox/teams/user.ts';

/** Sets up what a verification in Slack found ready, without licenses unless some are given, and starts. */
export async function createEverybody(
  omar: SlackUser,
  ready: SlackMessage,
  licenses: readonly string[] = [],
): Promise<void> {
  await omar.click(ready, 'addusers.setup');
  await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
  omar.fill({ usageLocation: 'DE', licenses: [...licenses], recipients: 'it@contoso.com' });
  await omar.submit();
  await omar.waitForModal((view) => view.callback_id === 'addusers.start');
  await omar.submit();
}

/** The same from a card in Teams. */
export async function createEverybodyInTeams(
  omar: TeamsUser,
  ready: Parameters<TeamsUser['click']>[0],
): Promise<void> {
  const form = await omar.click(ready, 'addusers.setup');
  const confirm = await omar.click(form, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'DE',
    recipients: 'it@contoso.com',
    reason: '',
  });
  await omar.click(confirm, 'addusers.start');
}
