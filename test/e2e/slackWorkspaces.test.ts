import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { addToWorkspace, allowIn, createBrowser } from '../../src/sandbox/slack/oauth/browser.ts';
import type { LoopbackSlack } from '../../src/sandbox/slack/server.ts';
import { elementsOf } from '../../src/sandbox/slack/state.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import type { SlackUser } from '../../src/sandbox/slack/user.ts';
import type { SlackMessage } from '../../src/sandbox/slack/wire.ts';
import { useSandbox } from './useSandbox.ts';

const PARTNER = 'T0PARTNER';
const GROUP = 'E0GROUP';
const STRANGER = 'T0STRANGER';
/** People of other workspaces have the very ids of Contoso's: only the workspace tells them apart. */
const { helpdesk: MIA, admin: OMAR } = CAST;
const base = sandboxPolicy() as { people: object[] };
const policy = {
  ...base,
  slackTeams: [SLACK_TEAM_ID, PARTNER, GROUP],
  workspaces: [{ id: PARTNER, customers: ['contoso'] }],
  people: [
    ...base.people,
    { id: 'pia', name: 'Pia Partner', slack: `${PARTNER}/${MIA.slack}`, roles: ['helpdesk'] },
    {
      ...{
        id: 'paul',
        name: 'Paul Partner',
        slack: `${PARTNER}/${OMAR.slack}`,
        roles: ['approver', 'admin'],
      },
      teams: '9d2a7c10-1111-4a3b-8c4d-000000000001',
    },
    { id: 'gil', name: 'Gil Group', slack: `${GROUP}/${MIA.slack}`, roles: ['helpdesk'] },
  ],
  groups: [{ id: 'desk', name: 'Group desk', slack: 'T0GROUPA/S0DESK', roles: ['helpdesk'] }],
  approvals: [{ name: 'Partners', when: { requester: ['pia'] }, by: { people: ['paul'] } }],
};

const setUp = useSandbox({
  policy,
  workspaces: [
    { teamId: PARTNER, name: 'Partner' },
    {
      teamId: 'T0GROUPA',
      name: 'Group A',
      switches: { grid: { enterpriseId: GROUP, userTeamId: 'T0GROUPB', isOrgWide: true } },
    },
    { teamId: STRANGER, name: 'Stranger' },
  ],
});

afterEach(() => {
  for (const { violations, protocolErrors } of setUp.sandbox.workspaces) {
    expect(violations.splice(0)).toEqual([]);
    expect(protocolErrors.splice(0)).toEqual([]);
  }
});

const botUrl = () => setUp.sandbox.bot.url;
const add = (teamId: string) => addToWorkspace(botUrl(), teamId);

function workspace(teamId: string): LoopbackSlack {
  const found = [setUp.sandbox.slack, ...setUp.sandbox.workspaces].find(
    ({ world }) => world.teamId === teamId,
  );
  if (found === undefined) throw new Error(`There is no ${teamId}.`);
  return found;
}

function buttonsOf(message: SlackMessage): string[] {
  const buttons = elementsOf(message.blocks).filter(({ element }) => element.type === 'button');
  return buttons.map(({ element }) => String(element.action_id));
}

/** Fills the form in and sends it, as far as the confirmation. */
async function askFor(user: SlackUser, name: string, more: { reason?: string } = {}): Promise<void> {
  await user.command('/adduser', name);
  await user.waitForModal((view) => view.callback_id === 'adduser.submit');
  user.fill({ usageLocation: 'US', ...more });
  await user.submit();
  await user.waitForModal((view) => view.callback_id === 'adduser.create');
  await user.submit();
}

const countOf = (teamId: string) => {
  const { state } = workspace(teamId);
  return [...state.channels.values()].flatMap(({ messages }) => messages).length;
};

describe('workspaces that are added', () => {
  it('are refused in words before, and nothing is done there', async () => {
    const mia = workspace(SLACK_TEAM_ID).as(MIA.slack);
    await mia.command('/user', 'ada');
    await expect
      .poll(() => mia.ephemerals().map(({ text }) => text))
      .toEqual([expect.stringContaining("isn't installed in that Slack workspace")]);
  });

  it('are served when the policy names them: one, another, and a whole Enterprise Grid', async () => {
    // There before anybody writes: what could not be read is asked for again only later.
    const { switches, userGroups } = workspace('T0GROUPA');
    switches.scopes = [...switches.scopes, 'usergroups:read', 'users:read'];
    userGroups.set('S0DESK', { name: 'Group desk', users: new Set([CAST.manager.slack]) });
    for (const team of [SLACK_TEAM_ID, PARTNER, 'T0GROUPA']) {
      const { status, html } = await add(team);
      expect([status, html]).toEqual([200, expect.stringContaining('Rollcall is installed')]);
    }
    for (const team of [SLACK_TEAM_ID, PARTNER, 'T0GROUPA']) {
      const user = workspace(team).as(MIA.slack);
      await user.say('help');
      const name = { [SLACK_TEAM_ID]: 'Mia Meyer', [PARTNER]: 'Pia Partner' }[team] ?? 'Gil Group';
      await user.waitForMessage((message) => textOf(message).includes(name));
    }
  });

  it('are served on when they join an Enterprise Grid later', async () => {
    const { as, switches } = workspace(PARTNER);
    switches.grid = { enterpriseId: 'E0PARTNERS', userTeamId: PARTNER, isOrgWide: false };
    const pia = as(MIA.slack);
    await pia.say('licenses');
    await pia.waitForMessage((message) => textOf(message).includes('Office 365'));
  });

  it('get answers with their own token, and no other hears of them', async () => {
    const [home, group] = [countOf(SLACK_TEAM_ID), countOf('T0GROUPA')];
    const gil = workspace('T0GROUPA').as(MIA.slack);
    await askFor(gil, 'Gina Group');
    await gil.waitForMessage((message) => buttonsOf(message).includes('job.reveal'));
    expect(setUp.sandbox.graph.state.findUser('gina.group@contoso.com')).toBeDefined();
    expect(countOf(SLACK_TEAM_ID)).toBe(home);
    expect(countOf('T0GROUPA')).toBeGreaterThan(group);
    await gil.openHome();
    await expect.poll(() => textOf(gil.home() ?? {})).toContain('Gil Group');
    await gil.say('template');
    await expect
      .poll(() => gil.files().map(({ name }) => name))
      .toEqual([expect.stringMatching(/csv$/), expect.any(String)]);
  });

  it('have their own people: who has the same id elsewhere is somebody else', async () => {
    const omarOfGroup = workspace('T0GROUPA').as(OMAR.slack);
    await omarOfGroup.say('help');
    const refusal = await omarOfGroup.waitForMessage((message) => textOf(message).includes(GROUP));
    expect(textOf(refusal)).toContain(`${GROUP}/${OMAR.slack}`);
  });

  it('give roles by a group in a workspace of the organization that the app is installed for', async () => {
    const grace = workspace('T0GROUPA').as(CAST.manager.slack);
    await grace.say('help');
    await grace.waitForMessage((message) =>
      textOf(message).includes('You are helpdesk by the group “Group desk”.'),
    );
  });

  it('ask approvers of their own workspace, whose answer comes back there', async () => {
    const home = countOf(SLACK_TEAM_ID);
    const [pia, paul] = [workspace(PARTNER).as(MIA.slack), workspace(PARTNER).as(OMAR.slack)];
    await askFor(pia, 'Petra Partner', { reason: 'a new colleague' });
    const card = await paul.waitForMessage((message) => buttonsOf(message).includes('approval.approve'));
    await paul.click(card, 'approval.approve');
    await pia.waitForMessage((message) => buttonsOf(message).includes('job.reveal'), 20_000);
    expect(countOf(SLACK_TEAM_ID)).toBe(home);
  }, 40_000);
});

describe('an installation', () => {
  it('in a workspace that the policy does not name is refused, and its token given back', async () => {
    const { status, html } = await add(STRANGER);
    expect(status).toBe(403);
    expect(html).toContain(`add &quot;${STRANGER}&quot; to slackTeams`);
    expect([...workspace(STRANGER).world.tokens.values()]).toEqual([{ gone: 'token_revoked' }]);
    const eve = workspace(STRANGER).as(MIA.slack);
    await eve.command('/user', 'ada');
    await expect
      .poll(() => eve.ephemerals().map(({ text }) => text))
      .toEqual([expect.stringContaining("isn't set up for your workspace")]);
    expect(countOf(STRANGER)).toBe(0);
  });

  it('that was canceled says so', async () => {
    const browser = createBrowser();
    const back = new URL(await allowIn(browser, botUrl(), PARTNER));
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    const { status, html } = await browser.get(back.href);
    expect([status, html]).toEqual([400, expect.stringContaining('canceled')]);
  });

  it('whose state is missing, used, made up, or of another browser changes nothing', async () => {
    const tokens = () => [...workspace(PARTNER).world.tokens.keys()];
    const before = tokens();
    const refused = [400, expect.stringContaining('too late, twice, or in another browser')];
    const browser = createBrowser();
    const back = await allowIn(browser, botUrl(), PARTNER);
    const without = new URL(back);
    without.searchParams.delete('state');
    const madeUp = new URL(back);
    madeUp.searchParams.set('state', `1.${createHash('sha256').update('x').digest('base64url')}.x`);
    const begunElsewhere = await browser.get(without.href);
    expect(begunElsewhere.status).toBe(400);
    expect(begunElsewhere.html).toContain(`Open ${botUrl()}/slack/install to start it.`);
    const forged = await browser.get(madeUp.href);
    expect([forged.status, forged.html]).toEqual(refused);
    const elsewhere = await createBrowser().get(await allowIn(createBrowser(), botUrl(), PARTNER));
    expect([elsewhere.status, elsewhere.html]).toEqual(refused);
    expect(tokens()).toEqual(before);

    const again = createBrowser();
    const good = await allowIn(again, botUrl(), PARTNER);
    const cookie = /state=([^&]+)/.exec(good)?.[1] ?? '';
    expect((await again.get(good)).status).toBe(200);
    const used = await fetch(good, {
      redirect: 'manual',
      headers: { cookie: `slack-app-oauth-state=${decodeURIComponent(cookie)}` },
    });
    expect(used.status).toBe(400);
  });
});

describe('an app that is removed in the middle of a job', () => {
  it('lets the job go on, tells admins elsewhere, and says everything once it is back', async () => {
    setUp.expectsTrouble();
    const { graph } = setUp.sandbox;
    const paul = workspace(PARTNER).as(OMAR.slack);
    const rows = Array.from({ length: 30 }, (_, index) => `gone.${index}@contoso.com,,,Gone ${index}`);
    const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
    await paul.say('', { files: [{ name: 'gone.csv', content }] });
    const verification = await paul.waitForMessage((message) => textOf(message).includes('30 ready'));
    await paul.click(verification, 'addusers.setup');
    await paul.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    paul.fill({ usageLocation: 'DE' });
    await paul.submit();
    await paul.waitForModal((view) => view.callback_id === 'addusers.start');
    await paul.submit();
    await workspace(PARTNER).uninstall();

    const omar = workspace(SLACK_TEAM_ID).as(OMAR.slack);
    const news = await omar.waitForMessage((message) => textOf(message).includes('was removed from'));
    expect(textOf(news)).toContain('/slack/install');
    await expect.poll(() => graph.state.findUser('gone.29@contoso.com'), { timeout: 20_000 }).toBeDefined();
    const isResult = (message: SlackMessage) =>
      buttonsOf(message).includes('job.results') && textOf(message).includes('30');
    expect(paul.messages().some(isResult)).toBe(false);

    expect((await add(PARTNER)).status).toBe(200);
    await paul.waitForMessage(isResult, 30_000);
    workspace(PARTNER).protocolErrors.length = 0;
  }, 90_000);
});
