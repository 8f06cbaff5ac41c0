import iconv from 'iconv-lite';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { makeWorkbook } from '../composition/makeWorkbook.ts';

const COLUMNS_FORM = 'addusers.columnsUse';
const WHO = ['Wer', 'Wohin'];

/** What people do while a data folder is filled: changes of people, and files that ask before they are read. */
export function createChangeScenes(sandbox: Sandbox) {
  const { slack, teams } = sandbox;
  const mia = slack.as(CAST.helpdesk.slack);
  const omar = slack.as(CAST.admin.slack);
  const omarInTeams = teams.as(CAST.admin.teams);

  async function openEdit(userName: string, displayName: string): Promise<void> {
    while (mia.openModal() !== undefined) await mia.close();
    await mia.command('/user', userName);
    const card = await mia.waitForMessage((message) => slackText(message).includes(displayName));
    await mia.click(card, 'change.open');
    await mia.waitForModal((view) => view.callback_id === 'change.submit');
  }

  return {
    /** Finished: one person edited and one offboarded, both with a snapshot; the header of a file remembered. */
    async changeAndLeave(): Promise<void> {
      await openEdit('ada@contoso.com', 'Ada Lovelace');
      mia.fill({ jobTitle: 'Countess', manager: 'omar.haddad@contoso.com', reason: 'TICKET-19' });
      await mia.submit();
      await mia.waitForModal((view) => view.callback_id === 'change.start');
      await mia.submit();
      await mia.waitForMessage((message) => slackText(message).includes('✅ Job title: Countess'), 20_000);
      await omarInTeams.say('offboard sam.stone@contoso.com');
      const form = await omarInTeams.waitForMessage((message) =>
        JSON.stringify(message).includes('leave.submit'),
      );
      const confirm = await omarInTeams.click(form, 'leave.submit', { reason: 'TICKET-20' });
      await omarInTeams.click(confirm, 'leave.start', {});
      await omarInTeams.waitForMessage(
        (message) => teamsText(message).includes('✅ Password: replaced'),
        20_000,
      );
      await omarInTeams.say('', {
        files: [{ name: 'known.csv', content: `${WHO.join(',')}\nFay,fay@contoso.com` }],
      });
      const asked = await omarInTeams.waitForMessage((message) => teamsText(message).includes('known.csv'));
      const columns = await omarInTeams.click(asked, 'addusers.columnsOpen');
      await omarInTeams.click(columns, COLUMNS_FORM, {
        column0: 'displayName',
        column1: 'userPrincipalName',
        columnsName: 'Summer list',
      });
      await omarInTeams.waitForMessage((message) => teamsText(message).includes('1 ready'));
    },

    /** A form of each kind of change, and a file at each question, that somebody is still working on. */
    async leaveQuestions(): Promise<void> {
      await openEdit('ada@contoso.com', 'Ada Lovelace');
      await omarInTeams.say('user ada');
      const ada = await omarInTeams.waitForMessage((message) => teamsText(message).includes('Put back'));
      await omarInTeams.click(ada, 'putBack.list', {});
      const list = await omarInTeams.waitForMessage((message) =>
        teamsText(message).includes('Earlier states of'),
      );
      await omarInTeams.click(list, 'putBack.open', {});
      await omarInTeams.say('offboard ada@contoso.com');
      await omarInTeams.waitForMessage(
        (message) =>
          JSON.stringify(message).includes('leave.submit') && teamsText(message).includes('Ada Lovelace'),
      );
      const sheet = (name: string, person: string) => ({
        name,
        rows: [
          ['Display name', 'Username'],
          [person, `${person.toLowerCase()}@contoso.com`],
        ],
      });
      const workbook = makeWorkbook({ sheets: [sheet('March', 'Ann'), sheet('April', 'Cat')] });
      await omar.say('', { files: [{ name: 'spring.xlsx', content: workbook }] });
      await omar.waitForMessage((message) => slackText(message).includes('Which sheet'));
      const czech = iconv.encode('Vorname;Nachname;E-Mail\nJiří;Dvořák;jiri@private.example\n', 'win1250');
      await omar.say('', { files: [{ name: 'czech.csv', content: czech }] });
      await omar.waitForMessage((message) => slackText(message).includes('czech.csv'));
      const broken = 'Username,Display name\nnot a name,Uma Kern\nvic.lund@contoso.com,';
      await omarInTeams.say('', { files: [{ name: 'broken.csv', content: broken }] });
      await omarInTeams.waitForMessage((message) => teamsText(message).includes('broken.csv'));
    },
  };
}
