import { describe, expect, it } from 'vitest';
import { examineAudit } from '../../src/operate/doctor/doctorAudit.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useDataFolder } from './useDataFolder.ts';

const opened = useDataFolder('dataFolder-0.2', 60_000);

const mia = () => opened.sandbox.slack.as(CAST.helpdesk.slack);
const omar = () => opened.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => opened.sandbox.teams.as(CAST.admin.teams);
const userOf = (name: string) => opened.sandbox.graph.state.findUser(`${name}@contoso.com`);
const inSlack = (words: string) => omar().waitForMessage((message) => slackText(message).includes(words));
const inTeams = (words: string) =>
  omarInTeams().waitForMessage((message) => teamsText(message).includes(words), 20_000);
const withAction = (action: string) =>
  omarInTeams().waitForMessage((message) => JSON.stringify(message.card).includes(action));

describe('a data folder that 0.2 wrote, opened a minute later', () => {
  it('puts somebody back from the form that was open, as the snapshot says', async () => {
    expect(userOf('ada')?.jobTitle).toBe('Countess');
    await omarInTeams().click(await withAction('putBack.start'), 'putBack.start', {});
    await inTeams('Earlier state put back');
    expect(userOf('ada')?.jobTitle ?? '').not.toBe('Countess');
  });

  it('changes somebody from the form that was open', async () => {
    mia().fill({ jobTitle: 'Duchess', reason: 'TICKET-21' });
    await mia().submit();
    await mia().waitForModal((view) => view.callback_id === 'change.start');
    await mia().submit();
    await expect.poll(() => userOf('ada')?.jobTitle, { timeout: 20_000 }).toBe('Duchess');
    // Until its job is over nobody else may change her.
    await mia().waitForMessage(
      (message) => slackText(message).includes('changed in') && slackText(message).includes('Duchess'),
      20_000,
    );
  });

  it('has the form of whoever leaves', async () => {
    const confirm = await omarInTeams().click(await withAction('leave.submit'), 'leave.submit', {
      reason: 'TICKET-22',
    });
    expect(teamsText(confirm)).toContain("The account won't be deleted");
  });

  it('can put back whoever left', async () => {
    await omarInTeams().say('user sam.stone@contoso.com');
    const sam = await omarInTeams().waitForMessage(
      (message) => teamsText(message).includes('Sam Stone') && teamsText(message).includes('Put back'),
    );
    await omarInTeams().click(sam, 'putBack.list', {});
    const list = await inTeams('Earlier states of Sam Stone');
    await omarInTeams().click(list, 'putBack.open', {});
    await omarInTeams().click(await withAction('putBack.start'), 'putBack.start', {});
    await expect.poll(() => userOf('sam.stone')?.accountEnabled, { timeout: 20_000 }).toBe(true);
  });

  it('still asks which sheet is meant, and reads it', async () => {
    await omar().click(await inSlack('Which sheet'), 'addusers.sheet');
    expect(slackText(await inSlack('sheet “March”'))).toContain('1 ready');
  });

  it('still asks about letters that were a guess, and reads them as chosen', async () => {
    await omar().click(await inSlack('czech.csv'), 'addusers.columnsOpen');
    const form = await omar().waitForModal((view) => view.callback_id === 'addusers.columnsUse');
    expect(slackText(form)).toContain('Jiøí Dvoøák');
    const block = form.blocks.find(({ block_id }) => String(block_id).startsWith('encoding~'));
    const letters = { actionId: 'addusers.columnsShow', blockId: String(block?.block_id) };
    await omar().clickInModal(letters, 'win1250');
    await omar().waitForModal((view) => slackText(view).includes('Jiří Dvořák'));
    await omar().close({ all: true });
  });

  it('fixes the cells of a file that was read', async () => {
    const form = await omarInTeams().click(await inTeams('broken.csv'), 'addusers.fix');
    const fixed = await omarInTeams().click(form, 'addusers.fixSubmit', {
      'fix2-userPrincipalName': 'uma.kern@contoso.com',
      'fix3-displayName': 'Vic Lund',
    });
    expect(teamsText(fixed)).toContain('2 ready');
  });

  it('remembers how the columns of a header are read', async () => {
    await omarInTeams().say('', { files: [{ name: 'next.csv', content: 'Wer,Wohin\nGil,gil@contoso.com' }] });
    expect(teamsText(await inTeams('next.csv'))).toContain('Read the same way as “Summer list”');
  });

  it('has an audit whose chain is whole', async () => {
    expect((await examineAudit(opened.sandbox.dataDir, opened.masterKeys)).well).toBe(true);
  });
});
