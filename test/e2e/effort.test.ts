import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const WAIT_MS = 20_000;
const README = new URL('../README.md', import.meta.url);

const setUp = useSandbox();
const inSlack = (who: keyof typeof CAST) => setUp.sandbox.slack.as(CAST[who].slack);
const miaInTeams = () => setUp.sandbox.teams.as(CAST.helpdesk.teams);

/** What a job asks of somebody: buttons pressed and choices made, fields typed into, sentences to read. */
interface Effort {
  clicks: number;
  fields: number;
  sentences: number;
}

/** Counts while a job is done. A command or a file that begins it counts as nothing. */
function createTally() {
  const effort: Effort = { clicks: 0, fields: 0, sentences: 0 };
  return {
    effort,
    click: (times = 1) => {
      effort.clicks += times;
    },
    type: (fields: object) => {
      effort.fields += Object.keys(fields).length;
    },
    read: (text: string) => {
      effort.sentences += text.match(/[.?!](?=\s|$)/g)?.length ?? 0;
    },
  };
}

/** What the table of test/README.md says a job takes at most. */
async function listed(job: string): Promise<Effort> {
  const row = (await readFile(README, 'utf8')).split('\n').find((line) => line.startsWith(`| ${job} |`));
  const [, , clicks, fields, sentences] = (row ?? '').split('|').map(Number);
  return { clicks: clicks ?? 0, fields: fields ?? 0, sentences: sentences ?? 0 };
}

async function expectListed(job: string, { effort }: ReturnType<typeof createTally>): Promise<void> {
  const most = await listed(job);
  const grown = Object.entries(effort).filter(([name, count]) => count > most[name as keyof Effort]);
  expect(grown, `${job}: ${JSON.stringify(effort)} is more than test/README.md lists`).toEqual([]);
}

const slackCard = (who: keyof typeof CAST, ...words: string[]) =>
  inSlack(who).waitForMessage((message) => words.every((word) => slackText(message).includes(word)), WAIT_MS);
const modal = (who: keyof typeof CAST, action: string) =>
  inSlack(who).waitForModal((view) => view.callback_id === action);

describe('what each job asks of a person, as test/README.md lists it:', () => {
  it('one person in Slack', async () => {
    const tally = createTally();
    await inSlack('helpdesk').command('/adduser', 'Ada Effort');
    tally.read(slackText(await modal('helpdesk', 'adduser.submit')));
    const typed = { recipients: 'boss@contoso.com' };
    inSlack('helpdesk').fill({ ...typed, licenses: [BUSINESS_BASIC] });
    tally.type(typed);
    tally.click();
    await inSlack('helpdesk').submit();
    tally.click();
    tally.read(slackText(await modal('helpdesk', 'adduser.create')));
    await inSlack('helpdesk').submit();
    tally.click();
    await expect.poll(() => setUp.sandbox.graph.state.findUser('ada.effort@contoso.com')).toBeDefined();
    await expectListed('one person, in Slack', tally);
  }, 60_000);

  it('one person in Teams', async () => {
    const tally = createTally();
    await miaInTeams().say('adduser Bob Effort');
    const form = await miaInTeams().waitForMessage(
      (one) => teamsText(one).includes('Add one person'),
      WAIT_MS,
    );
    tally.read(teamsText(form));
    const typed = { recipients: 'boss@contoso.com' };
    tally.type(typed);
    tally.click(2);
    const confirm = await miaInTeams().click(form, 'adduser.submit', { ...typed, licenses: BUSINESS_BASIC });
    tally.read(teamsText(confirm.card));
    tally.click();
    await miaInTeams().click(confirm, 'adduser.create');
    await expect.poll(() => setUp.sandbox.graph.state.findUser('bob.effort@contoso.com')).toBeDefined();
    await expectListed('one person, in Teams', tally);
  }, 60_000);

  it('a file in Slack', async () => {
    const tally = createTally();
    const content =
      'Username,Display name\r\ncleo.effort@contoso.com,Cleo Effort\r\ndan.effort@contoso.com,Dan Effort';
    await inSlack('admin').say('', { files: [{ name: 'effort.csv', content }] });
    const card = await slackCard('admin', 'effort.csv', 'ready');
    tally.read(slackText(card));
    tally.click();
    await inSlack('admin').click(card, 'addusers.setup');
    tally.read(slackText(await modal('admin', 'addusers.setupSubmit')));
    inSlack('admin').fill({ licenses: [BUSINESS_BASIC], recipients: 'it@contoso.com' });
    tally.type({ recipients: '' });
    tally.click();
    await inSlack('admin').submit();
    tally.click();
    tally.read(slackText(await modal('admin', 'addusers.start')));
    await inSlack('admin').submit();
    tally.click();
    await expect.poll(() => setUp.sandbox.graph.state.findUser('dan.effort@contoso.com')).toBeDefined();
    await expectListed('a file to created, in Slack', tally);
  }, 60_000);

  it('approving, and declining', async () => {
    for (const name of ['Eve Effort', 'Flo Effort']) {
      while (inSlack('helpdesk').openModal() !== undefined) await inSlack('helpdesk').close();
      await inSlack('helpdesk').command('/adduser', name);
      await modal('helpdesk', 'adduser.submit');
      const asked = {
        usageLocation: 'US',
        licenses: [MICROSOFT_E5],
        recipients: 'boss@contoso.com',
        reason: 'T-1',
      };
      inSlack('helpdesk').fill(asked);
      await inSlack('helpdesk').submit();
      await modal('helpdesk', 'adduser.create');
      await inSlack('helpdesk').submit();
    }
    const approving = createTally();
    const one = await slackCard('manager', 'Eve Effort', 'Approval needed');
    approving.read(slackText(one));
    await inSlack('manager').click(one, 'approval.approve');
    approving.click();
    await expect
      .poll(() => setUp.sandbox.graph.state.findUser('eve.effort@contoso.com'), { timeout: WAIT_MS })
      .toBeDefined();
    await expectListed('approving', approving);

    const declining = createTally();
    const other = await slackCard('manager', 'Flo Effort', 'Approval needed');
    declining.read(slackText(other));
    await inSlack('manager').click(other, 'approval.decline');
    declining.click();
    const form = await inSlack('manager').waitForModal(
      (view) => view.callback_id === 'approval.declineSubmit',
    );
    declining.read(slackText(form));
    inSlack('manager').fill({ reason: 'E3 is enough' });
    declining.type({ reason: '' });
    await inSlack('manager').submit();
    declining.click();
    await slackCard('helpdesk', 'Flo Effort', 'E3 is enough');
    await expectListed('declining', declining);
  }, 60_000);
});
