import { describe, expect, it } from 'vitest';
import { examineAudit } from '../../src/operate/doctor/doctorAudit.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useDataFolder } from './useDataFolder.ts';

const MINUTE_MS = 60_000;
const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';

const opened = useDataFolder('dataFolder-0.1', MINUTE_MS);

const mia = () => opened.sandbox.slack.as(CAST.helpdesk.slack);
const omar = () => opened.sandbox.slack.as(CAST.admin.slack);
const miaInTeams = () => opened.sandbox.teams.as(CAST.helpdesk.teams);
const omarInTeams = () => opened.sandbox.teams.as(CAST.admin.teams);
const graceInTeams = () => opened.sandbox.teams.as(CAST.manager.teams);
const userOf = (name: string) => opened.sandbox.graph.state.findUser(`${name}@contoso.com`);
const passwordOf = (name: string) => userOf(name)?.password ?? `no ${name}`;
const everybody = (name: string) => Array.from({ length: 45 }, (_, at) => userOf(`${name}${at + 1}`));
const resultsOf = (file: string) =>
  omar().waitForMessage(
    (message) => slackText(message).includes(file) && slackText(message).includes('Results CSV'),
  );

describe('a data folder that 0.1 wrote, opened a minute later', () => {
  it('goes on with the job that was cut off: everybody is there once, licensed, with the password that is mailed', async () => {
    const { graph, mail } = opened.sandbox;
    await omarInTeams().waitForMessage(
      (message) => teamsText(message).includes('moving.csv') && teamsText(message).includes('Results CSV'),
      60_000,
    );
    const before = opened.around.users.filter(({ displayName }) => displayName.startsWith('moving'));
    expect(before.length).toBeGreaterThan(20);
    for (const { id, userPrincipalName } of before) {
      expect(graph.state.findUser(userPrincipalName)?.id).toBe(id);
    }
    const { text } = await mail.waitForMail(({ to }) => to.includes('it@contoso.com'));
    for (const user of everybody('moving')) {
      expect(user?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);
      expect(text).toContain(user?.password);
    }
  }, 90_000);

  it('takes up the job that was stopped, when that is asked for', async () => {
    await omar().click(await resultsOf('stopped.csv'), 'job.retry');
    await expect
      .poll(() => everybody('stopped').every((user) => user !== undefined), { timeout: 30_000 })
      .toBe(true);
  }, 60_000);

  it('opens the form that changes licenses', async () => {
    omar().fill({ licenses: [BUSINESS_BASIC] });
    await omar().submit();
    const confirm = await omar().waitForModal((view) => view.callback_id === 'assign.start');
    expect(slackText(confirm)).toContain('Ada Lovelace');
    await omar().close({ all: true });
  });

  it('opens the passwords of a job that had ended', async () => {
    await omar().click(await resultsOf('nina.csv'), 'job.reveal');
    const shown = await omar().waitForModal((view) => slackText(view).includes(passwordOf('nina1')));
    expect(slackText(shown)).toContain(passwordOf('nina3'));
    await omar().close({ all: true });
  });

  it('opens the form of one person', async () => {
    await mia().submit();
    const confirm = await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(slackText(confirm)).toContain('Kay McNulty');
  });

  it('opens a file that was read, and the preset for it', async () => {
    const read = await omar().waitForMessage((message) => slackText(message).includes('waiting.csv'));
    await omar().click(read, 'addusers.setup');
    const form = await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    expect(JSON.stringify(form.blocks)).toContain('New nurse, Berlin');
    await omar().close({ all: true });
  });

  it('opens the form of a new password', async () => {
    const before = passwordOf('ada');
    const form = await miaInTeams().waitForMessage((message) =>
      JSON.stringify(message.card).includes('reset.start'),
    );
    await miaInTeams().click(form, 'reset.start', { delivery: 'show' });
    await miaInTeams().waitForMessage(
      (message) => message.id === form.id && teamsText(message).includes('New password set'),
      20_000,
    );
    expect(passwordOf('ada')).not.toBe(before);
  });

  it('has the request that waits, and creates from it once it is approved', async () => {
    const card = await graceInTeams().waitForMessage((message) =>
      teamsText(message).includes('Mary Jackson'),
    );
    await graceInTeams().click(card, 'approval.approve');
    await expect.poll(() => userOf('mary.jackson')?.displayName, { timeout: 20_000 }).toBe('Mary Jackson');
  }, 30_000);

  it('opens a one-time link that was mailed before, once', async () => {
    const link = `${opened.sandbox.bot.url}${opened.around.linkPath}`;
    const page = await fetch(link, { method: 'POST' });
    expect(await page.text()).toContain(passwordOf('annie.easley'));
    expect((await fetch(link, { method: 'POST' })).status).toBe(404);
  });

  it('knows who did what, and the chain of it is whole', async () => {
    await omar().say('history nina1@contoso.com');
    const history = await omar().waitForMessage((message) => slackText(message).includes('History'));
    expect(slackText(history)).toMatch(/created the account.*nina1@contoso\.com/s);
    const { well, lines } = await examineAudit(opened.sandbox.dataDir, opened.masterKeys);
    expect(lines.join('\n')).toMatch(/The first \d+ entr(y|ies) had no key, and were sealed with one on/);
    expect(well).toBe(true);
  });
});
