import { describe, expect, it } from 'vitest';
import { tidyValue } from '../../src/domain/personRules.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { createEverybody, createEverybodyInTeams } from '../composition/createEverybody.ts';
import { HOSTILE_STRINGS } from '../roster/hostileStrings.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
/** What scripts write for nothing is no name, and neither is a formula with a function, which is a broken cell. */
const isNothing = (text: string): boolean =>
  ['null', 'undefined', 'NaN'].includes(text) || text.startsWith('=HYPERLINK(');
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** What the directory should hold: a file's mark before a formula is taken off. */
const expected = HOSTILE_STRINGS.map((text) =>
  isNothing(text) ? undefined : tidyValue(text === "'=1+1" ? '=1+1' : text),
);
const READY = HOSTILE_STRINGS.filter((text) => !isNothing(text)).length;

/** A person for each string, and as many rows whose user names are wrong, so that strings stand in findings too. */
function rosterOf(prefix: string): string {
  const good = HOSTILE_STRINGS.map(
    (text, index) => `${prefix}${index}@contoso.com,${quote(text)},${quote(text)}`,
  );
  const bad = HOSTILE_STRINGS.map((text) => `${quote(text)},Somebody,`);
  return ['Username,Display name,Job title', ...bad, ...good].join('\r\n');
}

function expectCreated(prefix: string): void {
  const names = HOSTILE_STRINGS.map(
    (_, index) => setUp.sandbox.graph.state.findUser(`${prefix}${index}@contoso.com`)?.displayName,
  );
  expect(names).toEqual(expected);
}

/** No cell of a file of ours begins what a spreadsheet runs. */
function expectHarmless(file: string | undefined): void {
  expect(file).toContain('Somebody');
  expect(file?.replace(/^\ufeff/, '')).not.toMatch(/(?:^|,|\n)"?[=+\-@\t\uff1d]/);
}

describe('a roster of hostile strings', () => {
  it('passes through Slack whole', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: [{ name: 'hostile.csv', content: rosterOf('s') }] });
    const verification = await omar.waitForMessage((message) =>
      slackText(message).includes(`${READY} ready`),
    );
    await omar.click(verification, 'addusers.log');
    const log = () => omar.files().find(({ name }) => name === 'hostile-log.csv');
    await expect.poll(log, { timeout: 10_000 }).toBeDefined();
    expectHarmless(log()?.content.toString());
    // Some of the strings look like garbled names.
    await omar.click(verification, 'addusers.names');
    const agreed = await omar.waitForMessage((message) => slackText(message).includes('Set up'));
    await createEverybody(omar, agreed);
    await omar.waitForMessage((message) => slackText(message).includes('Results CSV'), 60_000);
    expectCreated('s');
  }, 120_000);

  it('passes through Teams whole', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('', { files: [{ name: 'hostile.csv', content: rosterOf('t') }] });
    const verification = await omar.waitForMessage((message) =>
      teamsText(message).includes(`${READY} ready`),
    );
    await omar.click(verification, 'addusers.log');
    const consent = await omar.waitForMessage((message) =>
      message.attachments.some(({ name }) => name === 'hostile-log.csv'),
    );
    await omar.consent(consent, 'accept');
    expectHarmless(
      omar
        .files()
        .find(({ name }) => name === 'hostile-log.csv')
        ?.content.toString(),
    );
    const agreed = await omar.click(verification, 'addusers.names');
    await createEverybodyInTeams(omar, agreed);
    await omar.waitForMessage((message) => teamsText(message).includes('Emails'), 60_000);
    expectCreated('t');
  }, 120_000);
});
