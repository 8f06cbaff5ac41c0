import { describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { addToWorkspace } from '../../src/sandbox/slack/oauth/browser.ts';
import type { LoopbackSlack } from '../../src/sandbox/slack/server.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { chooseSlack, PARTNERS_PERSON } from '../../src/sandbox/slackSetting.ts';
import { useSandbox } from './useSandbox.ts';

const STRANGER = 'T0STRANGER';
const chosen = chooseSlack({ socket: true, workspaces: true, grid: false, groups: false }, false);
const setUp = useSandbox({
  ...chosen,
  workspaces: [...(chosen.workspaces ?? []), { teamId: STRANGER, name: 'Stranger' }],
  isAdded: false,
});

function workspaceOf(teamId: string): LoopbackSlack {
  const { slack, workspaces } = setUp.sandbox;
  const found = [slack, ...workspaces].find(({ world }) => world.teamId === teamId);
  if (found === undefined) throw new Error(`There is no ${teamId}.`);
  return found;
}

describe('several workspaces over Socket Mode', () => {
  it('are added to by a browser, and only those that the policy names', async () => {
    const { bot } = setUp.sandbox;
    for (const teamId of [SLACK_TEAM_ID, PARTNERS_PERSON.workspace]) {
      expect((await addToWorkspace(bot.url, teamId)).status).toBe(200);
    }
    expect((await addToWorkspace(bot.url, STRANGER)).status).toBe(403);
  });

  it('share the sockets of the one app: each payload is answered in the workspace that it is of', async () => {
    const { slack, bot } = setUp.sandbox;
    const partner = workspaceOf(PARTNERS_PERSON.workspace);
    expect(partner.sockets.count).toBe(1);
    const mia = slack.as(CAST.helpdesk.slack);
    const pia = partner.as(PARTNERS_PERSON.slack);
    for (const round of ['before', 'after']) {
      await pia.command('/adduser', `Pia ${round}`);
      await pia.waitForModal((view) => view.callback_id === 'adduser.submit');
      await pia.close({ all: true });
      await mia.say('help');
      await mia.waitForMessage((message) => textOf(message).includes('/adduser'));
      if (round === 'before') slack.sockets.disconnect('warning');
    }
    expect(partner.violations).toEqual([]);
    expect(partner.protocolErrors).toEqual([]);
    const overHttp = await fetch(`${bot.url}/slack/events`, { method: 'POST', body: '{}' });
    expect(overHttp.status).toBe(404);
  });

  it('ends for one of them without the others', async () => {
    const { slack, bot } = setUp.sandbox;
    const partner = workspaceOf(PARTNERS_PERSON.workspace);
    await partner.uninstall();
    const mia = slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Still There');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await mia.close({ all: true });
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  });
});
