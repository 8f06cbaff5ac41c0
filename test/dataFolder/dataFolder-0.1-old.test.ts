import { describe, expect, it } from 'vitest';
import { examineAudit } from '../../src/operate/doctor/doctorAudit.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useDataFolder } from './useDataFolder.ts';

const YEARS_MS = 3 * 365 * 86_400_000;
const GONE = 'This form no longer works';

const opened = useDataFolder('dataFolder-0.1', YEARS_MS);

const mia = () => opened.sandbox.slack.as(CAST.helpdesk.slack);
const omar = () => opened.sandbox.slack.as(CAST.admin.slack);
const miaInTeams = () => opened.sandbox.teams.as(CAST.helpdesk.teams);
const userOf = (name: string) => opened.sandbox.graph.state.findUser(`${name}@contoso.com`);

describe('a data folder that 0.1 wrote, opened three years later', () => {
  it('goes on with the job that was cut off all the same', async () => {
    const { mail, teams } = opened.sandbox;
    await teams
      .as(CAST.admin.teams)
      .waitForMessage(
        (message) => teamsText(message).includes('moving.csv') && teamsText(message).includes('Results CSV'),
        60_000,
      );
    const { text } = await mail.waitForMail(({ to }) => to.includes('it@contoso.com'));
    for (let at = 1; at <= 45; at += 1) expect(text).toContain(userOf(`moving${at}`)?.password);
  }, 90_000);

  it('says that forms are not there any more', async () => {
    await mia().submit();
    await mia().waitForModal((view) => slackText(view).includes(GONE));
    await omar().submit();
    await omar().waitForModal((view) => slackText(view).includes(GONE));
    const read = await omar().waitForMessage((message) => slackText(message).includes('waiting.csv'));
    await omar().close({ all: true });
    await omar().click(read, 'addusers.setup');
    await omar().waitForModal((view) => slackText(view).includes(GONE));
    await omar().close({ all: true });
    const before = userOf('ada')?.password;
    const form = await miaInTeams().waitForMessage((message) =>
      JSON.stringify(message.card).includes('reset.start'),
    );
    await miaInTeams().click(form, 'reset.start', { delivery: 'show' });
    await miaInTeams().waitForMessage((message) => teamsText(message).includes(GONE));
    expect(userOf('ada')?.password).toBe(before);
  });

  it('says that the request has expired', async () => {
    await mia().waitForMessage(
      (message) => slackText(message).includes('Mary Jackson') && slackText(message).includes('Expired'),
      20_000,
    );
    expect(userOf('mary.jackson')).toBeUndefined();
  });

  it('opens no one-time link any more', async () => {
    const page = await fetch(`${opened.sandbox.bot.url}${opened.around.linkPath}`, { method: 'POST' });
    expect(page.status).toBe(404);
    expect(await page.text()).not.toContain(userOf('annie.easley')?.password);
  });

  it('has emptied the card that showed a password', async () => {
    const { password = '?' } = userOf('sam.stone') ?? {};
    const shows = () => JSON.stringify(opened.sandbox.teams.state.messages).includes(password);
    expect(JSON.stringify(opened.around.teams)).toContain(password);
    await expect.poll(shows, { timeout: 20_000 }).toBe(false);
  });

  it('still has the presets', async () => {
    await omar().say('presets');
    await omar().waitForMessage((message) => slackText(message).includes('New nurse, Berlin'));
  });

  it('has forgotten the jobs that had ended, says so, and its history is whole', async () => {
    const results = await omar().waitForMessage(
      (message) => slackText(message).includes('nina.csv') && slackText(message).includes('Results CSV'),
    );
    await omar().click(results, 'job.reveal');
    await omar().waitForModal((view) => slackText(view).includes('This request no longer exists'));
    expect(await examineAudit(opened.sandbox.dataDir, opened.masterKeys)).toMatchObject({ well: true });
  });
});
