import { describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { isAtHome } from '../../../src/slack/incoming/atHome.ts';
import type { SlackBody } from '../../../src/slack/incoming/identify.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { expectNoComplaints, startRoom } from '../startRoom.ts';

const { help, personForm } = sampleViews('Ada', 1);
const OWN = 'E0CONTOSO';
const OTHER_WORKSPACE = 'T0BERLIN';

async function start(isOrgWide = false) {
  return startRoom({
    answers: { 'adduser.open': 'form', 'addusers.file': 'message' },
    reply: ({ action }) =>
      action === 'adduser.open'
        ? { type: 'form', view: { ...personForm, target: { ...personForm.target, errors: {} } } }
        : { type: 'message', view: help },
    search: () => [{ value: '1', text: 'Ada Lovelace' }],
    // What it is installed in says nothing of workspaces when that is the organization: the policy does.
    room: { allowedTeams: [SLACK_TEAM_ID] },
    slack: { grid: { enterpriseId: OWN, userTeamId: OTHER_WORKSPACE, isOrgWide }, redirectedDownloads: true },
  });
}

describe.each([
  ['installed in one workspace', false],
  ['installed for the whole organization', true],
])('S2: on Enterprise Grid, %s, somebody whose own workspace is another one', (_name, isOrgWide) => {
  it('opens a form, presses in it, searches in it and submits it', async () => {
    const { slack, mia, calls } = await start(isOrgWide);
    await mia.command('/adduser', '');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    expect(await mia.suggest('groups', 'ada')).toHaveLength(1);
    await mia.clickInModal('job.stop');
    await mia.waitForModal((view) => textOf(view).includes('The answer is in our chat'));
    await mia.close();
    await mia.submit();
    await expect
      .poll(() => calls.map(({ action }) => action))
      .toEqual(['adduser.open', 'job.stop', 'adduser.submit']);
    expectNoComplaints(slack);
  });

  it('writes to the bot, presses a button of its message, and looks at its Home tab', async () => {
    const { slack, mia, calls, audits } = await start(isOrgWide);
    await mia.say('licenses');
    const message = await mia.waitForMessage((each) => textOf(each).includes('what you can do in Ada'));
    await mia.click(message, 'job.stop');
    await expect.poll(() => calls.map(({ action }) => action)).toContain('job.stop');
    await mia.openHome();
    await expect.poll(() => textOf(mia.home() ?? {})).toContain('what you can do in Ada');
    await mia.clickHome('job.stop');
    await expect.poll(() => calls.filter(({ action }) => action === 'job.stop')).toHaveLength(2);
    expect(audits).toEqual([]);
    expectNoComplaints(slack);
  });

  it('uses the shortcuts', async () => {
    const { slack, mia, calls } = await start(isOrgWide);
    await mia.shortcut('add_person');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    await mia.say('', { files: [{ name: 'a.csv', content: 'a,b\n' }] });
    const message = mia.messages().find(({ files }) => files.length > 0);
    if (message === undefined) throw new Error('no message with a file');
    await mia.messageShortcut('create_people_from_file', message);
    await expect.poll(() => calls.filter(({ action }) => action === 'addusers.file')).toHaveLength(2);
    expectNoComplaints(slack);
  });
});

describe('S3 and S4: on Enterprise Grid a file', () => {
  it('belongs to the organization, lies behind a redirect, and is read', async () => {
    const read: string[] = [];
    const { mia } = await startRoom({
      reply: async ({ input }) => {
        for await (const chunk of (await input.file?.open()) ?? []) read.push(Buffer.from(chunk).toString());
        return { type: 'message', view: help };
      },
      slack: {
        grid: { enterpriseId: OWN, userTeamId: OTHER_WORKSPACE, isOrgWide: false },
        redirectedDownloads: true,
      },
    });
    await mia.say('', { files: [{ name: 'people.csv', content: 'Display name\nAda\n' }] });
    await expect.poll(() => read.join('')).toBe('Display name\nAda\n');
  });
});

const HOME = { teams: [SLACK_TEAM_ID, OWN], enterprise: OWN };
const CLICK: SlackBody = {
  type: 'block_actions',
  team: { id: SLACK_TEAM_ID, enterprise_id: OWN },
  enterprise: { id: OWN },
  user: { id: CAST.helpdesk.slack, team_id: OTHER_WORKSPACE },
  channel: { id: 'D0MIA' },
};
const EVENT: SlackBody = {
  type: 'event_callback',
  team_id: SLACK_TEAM_ID,
  enterprise_id: OWN,
  authorizations: [{ team_id: SLACK_TEAM_ID, enterprise_id: OWN }],
  is_ext_shared_channel: false,
  event: { type: 'message', user: 'W1', team: OWN, user_team: OWN, source_team: OTHER_WORKSPACE },
};
const SUBMISSION: SlackBody = {
  type: 'view_submission',
  team: { id: OTHER_WORKSPACE, enterprise_id: OWN },
  enterprise: { id: OWN },
  user: { id: 'W1', team_id: OTHER_WORKSPACE },
  view: { app_installed_team_id: SLACK_TEAM_ID },
};
const COMMAND: SlackBody = { command: '/adduser', team_id: SLACK_TEAM_ID, enterprise_id: OWN, user_id: 'W1' };

describe('S2: on Enterprise Grid, served is', () => {
  it.each<[string, SlackBody]>([
    ['a click of a colleague from another workspace', CLICK],
    [
      'a click of somebody whom Slack names the organization for',
      { ...CLICK, user: { id: 'W1', team_id: OWN } },
    ],
    ['a click where the app is installed for all', { ...CLICK, team: null }],
    ['a message of a colleague', EVENT],
    ['a submission from another workspace in a window of the bot', SUBMISSION],
    [
      'a submission where the app is installed for all',
      { ...SUBMISSION, team: null, view: { app_installed_team_id: OWN } },
    ],
    ['a command in the bot’s workspace', COMMAND],
  ])('%s', (_name, body) => {
    expect(isAtHome(body, HOME)).toBe(true);
  });
});

describe('S2: on Enterprise Grid, refused is', () => {
  it.each<[string, SlackBody]>([
    [
      'a click from another organization',
      { ...CLICK, team: { id: SLACK_TEAM_ID }, enterprise: { id: 'E0EVIL' } },
    ],
    [
      'a click from a workspace without an organization',
      { ...CLICK, team: { id: SLACK_TEAM_ID }, enterprise: null },
    ],
    ['a click of a person of another organization', { ...CLICK, user: { id: 'W9', team_id: 'E0EVIL' } }],
    ['a click on a message in a channel, which others may share', { ...CLICK, channel: { id: 'C0SHARED' } }],
    [
      'a click in another workspace of the organization',
      { ...CLICK, team: { id: OTHER_WORKSPACE, enterprise_id: OWN } },
    ],
    [
      'a submission in a window of another installation',
      { ...SUBMISSION, view: { app_installed_team_id: 'T0EVIL' } },
    ],
    [
      'a submission from another organization in a window of the bot',
      { ...SUBMISSION, team: { id: 'T0EVIL', enterprise_id: 'E0EVIL' }, enterprise: { id: 'E0EVIL' } },
    ],
    [
      'a submission from a workspace without an organization (Slack Connect)',
      { ...SUBMISSION, team: { id: 'T0EVIL' }, enterprise: null, user: { id: 'U9', team_id: 'T0EVIL' } },
    ],
    [
      'a message of a person of another organization (Slack Connect)',
      { ...EVENT, event: { ...EVENT.event, user_team: 'E0EVIL', source_team: 'E0EVIL' } },
    ],
    [
      'a message of a person of a workspace elsewhere (Slack Connect)',
      { ...EVENT, event: { ...EVENT.event, user_team: 'T0EVIL', source_team: 'T0EVIL' } },
    ],
    [
      'a message that another workspace brings (Slack Connect)',
      {
        ...EVENT,
        team_id: 'T0EVIL',
        is_ext_shared_channel: true,
        event: { type: 'message', team: 'T0EVIL' },
      },
    ],
    [
      'a message for another installation',
      { ...EVENT, authorizations: [{ team_id: 'T0EVIL', enterprise_id: 'E0EVIL' }] },
    ],
    ['a command in a workspace that the policy does not name', { ...COMMAND, team_id: OTHER_WORKSPACE }],
    ['a command of another organization', { ...COMMAND, enterprise_id: 'E0EVIL' }],
    ['a payload that names nobody', { type: 'block_actions', user: { id: 'W1' } }],
  ])('%s', (_name, body) => {
    expect(isAtHome(body, HOME)).toBe(false);
  });

  it('through the door: politely, audited, and without any effect', async () => {
    const { slack, audits, calls } = await start();
    const payload = JSON.stringify({
      ...SUBMISSION,
      team: { id: 'T0EVIL', enterprise_id: 'E0EVIL' },
      enterprise: { id: 'E0EVIL' },
      user: { id: 'W0EVIL', team_id: 'T0EVIL' },
      view: { id: 'V1', hash: 'h', callback_id: 'adduser.submit', blocks: [], state: { values: {} } },
    });
    const { body } = await slack.deliver('/slack/events', new URLSearchParams({ payload }).toString());
    expect(textOf(JSON.parse(body).view)).toContain("isn't set up for your workspace");
    expect(audits).toMatchObject([{ outcome: 'refused', detail: { code: 'FOREIGN_WORKSPACE' } }]);
    expect(calls).toEqual([]);
  });
});

describe('S2: when the policy names the organization itself', () => {
  const home = { ...HOME, isWholeEnterprise: true };

  it('all its workspaces are served', () => {
    expect(isAtHome({ ...COMMAND, team_id: OTHER_WORKSPACE }, home)).toBe(true);
    expect(isAtHome({ ...SUBMISSION, view: { app_installed_team_id: OTHER_WORKSPACE } }, home)).toBe(true);
  });

  it('no workspace of another organization is', () => {
    expect(isAtHome({ ...COMMAND, team_id: 'T0EVIL', enterprise_id: 'E0EVIL' }, home)).toBe(false);
    const { enterprise_id: _, ...nowhere } = COMMAND;
    expect(isAtHome({ ...nowhere, team_id: 'T0EVIL' }, home)).toBe(false);
  });
});

describe('S2: outside of Enterprise Grid', () => {
  it('an organization in a payload opens no door', () => {
    const home = { teams: [SLACK_TEAM_ID] };
    expect(isAtHome(CLICK, home)).toBe(false);
    expect(isAtHome(EVENT, home)).toBe(false);
    expect(isAtHome(SUBMISSION, home)).toBe(false);
    expect(isAtHome({ ...CLICK, user: { id: 'U1', team_id: SLACK_TEAM_ID } }, home)).toBe(true);
  });
});

describe('a workspace that joins an organization while Rollcall runs', () => {
  const GRID = { enterpriseId: OWN, userTeamId: SLACK_TEAM_ID, isOrgWide: false };

  async function startAlone() {
    const started = await startRoom({
      reply: () => ({ type: 'message', view: help }),
      room: { allowedTeams: [SLACK_TEAM_ID] },
    });
    const { slack } = started;
    slack.calls.length = 0;
    const asked = () => slack.calls.filter(({ method }) => method === 'auth.test').length;
    /** A message that Slack Connect brings from another organization. */
    const writeFromElsewhere = (user: string) => {
      const event = { type: 'message', channel: 'C0GENERAL', user, team: 'E0EVIL', user_team: 'E0EVIL' };
      return slack.deliver('/slack/events', JSON.stringify({ ...EVENT, event_id: `Ev${user}`, event }));
    };
    return { ...started, asked, writeFromElsewhere };
  }

  it('has its messages and the files in them taken, and Slack is asked about it once', async () => {
    const { slack, mia, calls, audits, asked } = await startAlone();
    slack.switches.grid = GRID;
    await Promise.all([mia.say('licenses'), mia.say('licenses')]);
    await expect.poll(() => calls.length).toBe(2);
    await mia.say('', { files: [{ name: 'a.csv', content: 'a,b\n' }] });
    await expect.poll(() => calls.length).toBe(3);
    expect(audits).toEqual([]);
    expect(asked()).toBe(1);
  });

  it('is known to have joined from whatever comes first, before a file of the organization does', async () => {
    const { slack, mia, calls, asked } = await startAlone();
    slack.switches.grid = GRID;
    await mia.command('/licenses', '');
    await expect.poll(() => calls.length).toBe(1);
    expect(asked()).toBe(1);
  });

  it('keeps people of another one out, about whom Slack is asked once a minute at most', async () => {
    const { slack, calls, audits, asked, writeFromElsewhere } = await startAlone();
    slack.switches.grid = GRID;
    for (const user of ['W7', 'W8', 'W9']) await writeFromElsewhere(user);
    await expect.poll(() => audits.length).toBe(3);
    expect(audits[0]).toMatchObject({ outcome: 'refused', detail: { code: 'FOREIGN_WORKSPACE' } });
    expect([calls, asked()]).toEqual([[], 1]);
  });

  it('gets its acknowledgment while Slack hangs: refused in words until Slack has said it, and served from then on', async () => {
    const { slack, calls, audits } = await startAlone();
    slack.switches.grid = GRID;
    slack.switches.latencyMs = 2_500;
    const submit = () => {
      const view = { id: 'V1', hash: 'h', callback_id: 'adduser.submit', blocks: [], state: { values: {} } };
      const payload = {
        ...SUBMISSION,
        user: { id: CAST.helpdesk.slack, team_id: OTHER_WORKSPACE },
        view: { ...view, app_installed_team_id: SLACK_TEAM_ID },
      };
      const form = new URLSearchParams({ payload: JSON.stringify(payload) });
      return slack.deliver('/slack/events', form.toString());
    };
    const began = Date.now();
    const { status, body } = await submit();
    // Slack gives an app 3 s.
    expect(Date.now() - began).toBeLessThan(2_500);
    expect(status).toBe(200);
    expect(textOf(JSON.parse(body).view)).toContain(
      "Slack didn't say in time which organization your workspace is part of.",
    );
    expect(audits).toMatchObject([{ outcome: 'refused', detail: { code: 'CHAT_DOWN' } }]);
    expect(calls).toEqual([]);
    await expect.poll(() => slack.calls.map(({ method }) => method)).toContain('auth.test');
    slack.switches.latencyMs = 0;
    expect((await submit()).status).toBe(200);
    await expect.poll(() => calls.length).toBe(1);
    expect(audits).toHaveLength(1);
  });

  it('has what needs no answer of Slack’s carried out while Slack hangs, and acknowledged in time', async () => {
    const { slack, calls, audits } = await startAlone();
    slack.switches.grid = GRID;
    slack.switches.latencyMs = 2_500;
    const command = { command: '/licenses', text: '', user_id: CAST.helpdesk.slack, channel_id: 'C0GENERAL' };
    const form = new URLSearchParams({ ...command, team_id: SLACK_TEAM_ID, enterprise_id: OWN });
    const began = Date.now();
    expect((await slack.deliver('/slack/events', form.toString())).status).toBe(200);
    expect(Date.now() - began).toBeLessThan(2_500);
    await expect.poll(() => calls.length).toBe(1);
    expect(audits).toEqual([]);
  });

  it('loses no message while Slack hangs, which is acknowledged before', async () => {
    const { slack, mia, calls, audits } = await startAlone();
    slack.switches.grid = GRID;
    slack.switches.latencyMs = 2_500;
    await mia.say('licenses');
    await expect.poll(() => calls.length).toBe(1);
    expect(audits).toEqual([]);
    expectNoComplaints(slack);
  });

  it('and that Slack says nothing of yet is refused in words, without an error', async () => {
    const { slack, mia, audits, calls, lines } = await startAlone();
    slack.switches.grid = GRID;
    slack.fail({ method: 'auth.test', times: 1, error: 'internal_error' });
    await mia.say('licenses');
    await mia.waitForMessage((each) => textOf(each).includes("Slack didn't say in time"));
    expect(audits).toMatchObject([{ detail: { code: 'CHAT_DOWN' } }]);
    expect(calls).toEqual([]);
    expect(lines.join('\n')).toContain('slack.organizationNotRead');
  });
});

describe('a workspace that Slack names no organization for any more', () => {
  it('is asked about without a wait, and has colleagues of before kept out from then on', async () => {
    const { slack, mia, calls, audits, lines } = await start();
    await mia.say('licenses');
    await expect.poll(() => calls.length).toBe(1);
    slack.switches.grid = undefined;
    await mia.say('licenses');
    await expect.poll(() => lines.join('\n')).toContain('slack.leftOrganization');
    await expect.poll(() => calls.length).toBe(2);
    expect(audits).toEqual([]);
    const { body } = await slack.deliver('/slack/events', JSON.stringify({ ...EVENT, event_id: 'Ev1' }));
    expect(body).toBe('');
    await expect.poll(() => audits.length).toBe(1);
    expect(audits).toMatchObject([{ detail: { code: 'FOREIGN_WORKSPACE' } }]);
    expect(calls).toHaveLength(2);
  });
});
