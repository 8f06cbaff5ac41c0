import { describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { elementsOf } from '../../src/sandbox/slack/state.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import type { SlackMessage } from '../../src/sandbox/slack/wire.ts';
import { useSandbox } from './useSandbox.ts';

const OWN = 'E0CONTOSO';
const setUp = useSandbox({
  slack: {
    grid: { enterpriseId: OWN, userTeamId: 'T0BERLIN', isOrgWide: false },
    redirectedDownloads: true,
  },
});

const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);

function buttonsOf(message: SlackMessage): string[] {
  const buttons = elementsOf(message.blocks).filter(({ element }) => element.type === 'button');
  return buttons.map(({ element }) => String(element.action_id));
}

/** Creates the people of a file, and answers the results in the chat. */
async function createFrom(name: string, people: readonly string[]): Promise<SlackMessage> {
  const before = new Set(
    omar()
      .messages()
      .map(({ ts }) => ts),
  );
  const rows = people.map((person, index) => `${name}.${index}@contoso.com,,,${person}`);
  const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
  await omar().say('', { files: [{ name: `${name}.csv`, content }] });
  const verification = await omar().waitForMessage((message) =>
    textOf(message).includes(`${people.length} ready`),
  );
  await omar().click(verification, 'addusers.setup');
  await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
  omar().fill({ usageLocation: 'DE' });
  await omar().submit();
  await omar().waitForModal((view) => view.callback_id === 'addusers.start');
  await omar().submit();
  return omar().waitForMessage(
    (message) =>
      !before.has(message.ts) &&
      buttonsOf(message).includes('job.results') &&
      buttonsOf(message).includes('job.reveal'),
    60_000,
  );
}

describe('S2, S3 and S4: on Enterprise Grid', () => {
  it('one person is created by somebody whose own workspace is another one', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.shortcut('add_person');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await mia.close();
    await mia.command('/adduser', 'Grace Hopper');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));
    await mia.click(result, 'job.reveal');
    const { password } = setUp.sandbox.graph.state.findUser('grace.hopper@contoso.com') ?? {};
    await mia.waitForModal((view) => textOf(view).includes(password ?? '?'));
    await mia.close({ all: true });
    await mia.openHome();
    await expect.poll(() => textOf(mia.home() ?? {})).toContain('Mia Meyer');
  }, 60_000);

  it('the people of a dropped file are created, with results that Slack takes whatever their names', async () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(3).trim();
    const people = Array.from({ length: 30 }, (_, index) => `${long} ${index}`);
    const results = await createFrom('grid', people);
    expect(JSON.stringify(results.blocks).length).toBeLessThan(13_000);
    expect(textOf(results)).toMatch(/and \d+ more: see the results file/);
    expect(buttonsOf(results)).toEqual(expect.arrayContaining(['job.reveal', 'job.results', 'job.undo']));
  }, 120_000);

  it('S1: a message that Slack refuses comes in short, with its buttons, and results do', async () => {
    setUp.expectsTrouble();
    const { slack } = setUp.sandbox;
    slack.fail({ method: 'chat.update', times: 1, error: 'invalid_blocks' });
    slack.fail({ method: 'chat.postMessage', times: 1, error: 'msg_blocks_too_long' });
    const results = await createFrom('short', ['Kim One', 'Kim Two']);
    const short = omar()
      .messages()
      .filter((message) => textOf(message).includes('shorter version'));
    expect(short.length).toBeGreaterThan(0);
    expect(buttonsOf(results)).toEqual(expect.arrayContaining(['job.reveal', 'job.results', 'job.undo']));
  }, 60_000);

  it('somebody of another organization is refused at a window, and nothing happens', async () => {
    const { slack } = setUp.sandbox;
    const payload = {
      type: 'view_submission',
      team: { id: 'T0EVIL', domain: 'evil', enterprise_id: 'E0EVIL' },
      enterprise: { id: 'E0EVIL', name: 'Evil' },
      is_enterprise_install: false,
      user: { id: CAST.admin.slack, team_id: 'T0EVIL' },
      view: {
        id: 'V1',
        hash: 'h',
        callback_id: 'adduser.submit',
        app_installed_team_id: SLACK_TEAM_ID,
        private_metadata: '',
        blocks: [],
        state: { values: {} },
      },
    };
    const { body } = await slack.deliver(
      '/slack/events',
      new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    );
    expect(textOf(JSON.parse(body).view)).toContain("isn't set up for your workspace");
  });
});
