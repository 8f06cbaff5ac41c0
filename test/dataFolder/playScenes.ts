import { setTimeout as sleep } from 'node:timers/promises';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const HEADER = 'Username,First name,Last name,Display name';
const LINK = /\/p\/[A-Za-z0-9_-]{43}/;

/** People of a file: more than one batch, so that a job of them can be cut in its middle. */
const MANY = 45;
/** Of them, so many are held back at first. */
const HELD_BACK = 25;
const CREATE = { method: 'POST', path: /^\/users$/ };

function fileOf(name: string, count: number): { name: string; content: string } {
  const rows = Array.from({ length: count }, (_, at) => `${name}${at + 1}@contoso.com,,,${name} ${at + 1}`);
  return { name: `${name}.csv`, content: [HEADER, ...rows].join('\r\n') };
}

async function waitUntil(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 3_000) throw new Error('It did not come to that within 30 seconds.');
    await sleep(10);
  }
}

/** What people do while a data folder is filled, each scene on its own. */
export function createScenes(sandbox: Sandbox) {
  const { slack, teams, graph, mail, bot } = sandbox;
  const mia = slack.as(CAST.helpdesk.slack);
  const omar = slack.as(CAST.admin.slack);
  const miaInTeams = teams.as(CAST.helpdesk.teams);
  const omarInTeams = teams.as(CAST.admin.teams);
  const graceInTeams = teams.as(CAST.manager.teams);
  const countUsers = (name: string) =>
    [...graph.state.users.values()].filter((user) => user.userPrincipalName.startsWith(name)).length;

  async function askForOne(name: string, form: Record<string, string | string[]>): Promise<void> {
    while (mia.openModal() !== undefined) await mia.close();
    await mia.command('/adduser', name);
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill(form);
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
  }

  async function startFile(name: string, count: number, form: Record<string, string | string[]>) {
    await omar.say('', { files: [fileOf(name, count)] });
    const read = await omar.waitForMessage((message) => slackText(message).includes(`${name}.csv`));
    await omar.click(read, 'addusers.setup');
    await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar.fill(form);
    return async () => {
      await omar.submit();
      await omar.waitForModal((view) => view.callback_id === 'addusers.start');
      await omar.submit();
    };
  }

  return {
    /** Finished: one link opened and one not, whose path is the answer; people from a file, with a preset saved. */
    async finishJobs(): Promise<string> {
      await graceInTeams.say('help');
      const linked = { usageLocation: 'US', delivery: 'link' };
      await askForOne('Grace Hopper', { ...linked, recipients: 'boss@contoso.com' });
      const first = await mail.waitForMail(({ to }) => to.includes('boss@contoso.com'));
      await fetch(`${bot.url}${LINK.exec(first.text)?.[0]}`, { method: 'POST' });
      await mia.waitForMessage((message) => slackText(message).includes('A password link was opened'));
      await askForOne('Annie Easley', { ...linked, recipients: 'ward@contoso.com', reason: 'TICKET-1' });
      const second = await mail.waitForMail(({ to }) => to.includes('ward@contoso.com'));
      const start = await startFile('nina', 3, {
        usageLocation: 'DE',
        licenses: [BUSINESS_BASIC],
        recipients: 'it@contoso.com',
        reason: 'TICKET-2',
      });
      await omar.clickInModal('addusers.presetName');
      await omar.waitForModal((view) => view.callback_id === 'addusers.presetSave');
      omar.fill({ presetName: 'New nurse, Berlin' });
      await omar.submit();
      await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
      await start();
      await omar.waitForMessage(
        (message) => slackText(message).includes('nina.csv') && slackText(message).includes('Results CSV'),
        30_000,
      );
      return LINK.exec(second.text)?.[0] ?? '';
    },

    /** Finished: licenses of somebody who exists, and a new password that a card in Teams still shows. */
    async changePeople(): Promise<void> {
      await omar.command('/user', 'ada@contoso.com');
      const ada = await omar.waitForMessage((message) => slackText(message).includes('Ada Lovelace'));
      await omar.click(ada, 'assign.open');
      await omar.waitForModal((view) => view.callback_id === 'assign.submit');
      omar.fill({ licenses: [OFFICE_E3], remove: [BUSINESS_BASIC], reason: 'TICKET-3' });
      await omar.submit();
      await omar.waitForModal((view) => view.callback_id === 'assign.start');
      await omar.submit();
      await omar.waitForMessage((message) => slackText(message).includes('were changed in'), 20_000);
      await miaInTeams.say('user sam.stone');
      const sam = await miaInTeams.waitForMessage((message) => teamsText(message).includes('Sam Stone'));
      const form = await miaInTeams.click(sam, 'reset.open', {});
      await miaInTeams.click(form, 'reset.start', { delivery: 'show' });
      const result = await miaInTeams.waitForMessage(
        (message) => message.id === sam.id && teamsText(message).includes('New password set'),
        20_000,
      );
      await miaInTeams.click(result, 'job.reveal');
      const { password = '?' } = graph.state.findUser('sam.stone@contoso.com') ?? {};
      await miaInTeams.waitForMessage((message) => teamsText(message).includes(password));
    },

    /** One request declined, one that waits. */
    async askForApproval(): Promise<void> {
      const form = { usageLocation: 'US', licenses: [MICROSOFT_E5], recipients: 'boss@contoso.com' };
      await askForOne('Ida Rhodes', { ...form, reason: 'TICKET-4' });
      const card = await graceInTeams.waitForMessage((message) => teamsText(message).includes('Ida Rhodes'));
      const decline = await graceInTeams.click(card, 'approval.decline');
      await graceInTeams.click(decline, 'approval.declineSubmit', { reason: 'Use E3 for trainees' });
      await mia.waitForMessage((message) => slackText(message).includes('Use E3 for trainees'));
      await askForOne('Mary Jackson', { ...form, reason: 'TICKET-5' });
      await graceInTeams.waitForMessage((message) => teamsText(message).includes('Mary Jackson'));
      await mia.waitForMessage((message) => slackText(message).includes('Waiting for approval'));
    },

    /** Stopped with people left to create. */
    async stopOne(): Promise<void> {
      const start = await startFile('stopped', MANY, { usageLocation: 'DE', recipients: 'it@contoso.com' });
      graph.fail({ match: CREATE, times: HELD_BACK, kind: 'status', status: 429, retryAfter: 8 });
      await start();
      await waitUntil(() => countUsers('stopped') > 0);
      const running = await omar.waitForMessage(
        ({ blocks }) =>
          JSON.stringify(blocks).includes('stopped.csv') && JSON.stringify(blocks).includes('job.stop'),
      );
      await omar.click(running, 'job.stop');
      await omar.waitForMessage(
        (message) =>
          slackText(message).includes('stopped.csv') && slackText(message).includes('Start the other'),
        30_000,
      );
      if (countUsers('stopped') === MANY) throw new Error('It was stopped too late.');
    },

    /** A form or file of each kind that somebody is still working on. */
    async leaveDrafts(): Promise<void> {
      await omar.say('', { files: [fileOf('waiting', 2)] });
      await omar.waitForMessage((message) => slackText(message).includes('waiting.csv'));
      await omar.command('/user', 'ada@contoso.com');
      const card = await omar.waitForMessage((message) => slackText(message).includes('Ada Lovelace'));
      await omar.click(card, 'assign.open');
      await omar.waitForModal((view) => view.callback_id === 'assign.submit');
      while (mia.openModal() !== undefined) await mia.close();
      await mia.command('/adduser', 'Kay McNulty');
      await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
      await miaInTeams.say('user ada');
      const ada = await miaInTeams.waitForMessage((message) => teamsText(message).includes('Ada Lovelace'));
      await miaInTeams.click(ada, 'reset.open', {});
    },

    /** Running when the bot is killed: some people there, some perhaps, some not. */
    async cutOne(): Promise<void> {
      await omarInTeams.say('', { files: [fileOf('moving', MANY)] });
      const read = await omarInTeams.waitForMessage((message) => teamsText(message).includes('moving.csv'));
      const form = await omarInTeams.click(read, 'addusers.setup');
      const confirm = await omarInTeams.click(form, 'addusers.setupSubmit', {
        usageLocation: 'DE',
        licenses: BUSINESS_BASIC,
        recipients: 'it@contoso.com',
      });
      graph.fail({ match: CREATE, times: HELD_BACK, kind: 'status', status: 429, retryAfter: 4 });
      await omarInTeams.click(confirm, 'addusers.start');
      await waitUntil(() => countUsers('moving') === MANY - HELD_BACK);
      // The results of those go to disk within a second. Of the next, some are held back again; the others are
      // created, and the answer never comes.
      graph.fail({ match: CREATE, times: 10, kind: 'status', status: 429, retryAfter: 60 });
      graph.fail({ match: CREATE, times: MANY, kind: 'reset-after' });
      await waitUntil(() => countUsers('moving') > MANY - HELD_BACK);
      await bot.kill();
      if (countUsers('moving') === MANY) throw new Error('It was cut too late.');
    },
  };
}
