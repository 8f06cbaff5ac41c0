import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const FILE = 'Username,First name,Last name,Display name\r\nkim.cut@contoso.com,,,Kim Cut';

it('whoever waits for an answer of a process that died is told, in the place of the sign that would stand for ever', async () => {
  const { sandbox } = setUp;
  const { bot, graph } = sandbox;
  const omar = sandbox.slack.as(CAST.admin.slack);
  const [sam, mia] = [CAST.admin.teams, CAST.helpdesk.teams].map((id) => sandbox.teams.as(id));
  if (sam === undefined || mia === undefined) throw new Error('Nobody plays.');
  graph.switches.latencyMs = 30_000;
  await omar.say('', { files: [{ name: 'cut.csv', content: FILE }] });
  await sam.say('', { files: [{ name: 'cut.csv', content: FILE }] });
  await mia.say('user kim.cut');
  const inSlack = await omar.waitForMessage((message) => slackText(message).includes('Checking the file…'));
  const inTeams = await sam.waitForMessage((message) => textOf(message).includes('One moment…'));
  const asked = await mia.waitForMessage((message) => textOf(message).includes('One moment…'));
  // Where each sign stands is written right after it.
  const drafts = `${sandbox.dataDir}/drafts`;
  const isShown = (file: string) => readFileSync(`${drafts}/${file}`, 'utf8').includes('"shown"');
  await expect
    .poll(() => readdirSync(drafts).filter((file) => file.startsWith('sign_') && isShown(file)).length)
    .toBe(3);
  await bot.kill();
  graph.switches.latencyMs = 0;
  // Nobody waits for its sign of life that long here.
  bot.putAhead(60_000);
  await bot.start();
  const told = await omar.waitForMessage((message) =>
    slackText(message).includes('The check of cut.csv was interrupted.'),
  );
  expect(told.ts).toBe(inSlack.ts);
  expect(slackText(told)).toContain('send the file again');
  const toldInTeams = await sam.waitForMessage((message) =>
    textOf(message).includes('The check of cut.csv was interrupted.'),
  );
  expect(toldInTeams.id).toBe(inTeams.id);
  const askedAgain = await mia.waitForMessage((message) => textOf(message).includes('This was interrupted.'));
  expect(askedAgain.id).toBe(asked.id);
  expect(textOf(askedAgain)).toContain('ask again');

  await omar.say('', { files: [{ name: 'cut.csv', content: FILE }] });
  const verified = await omar.waitForMessage((message) => slackText(message).includes('ready'));
  expect(slackText(verified)).toContain('cut.csv');
}, 90_000);
