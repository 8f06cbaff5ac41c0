import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const COMMANDS = [
  'help',
  'approvals',
  'history',
  'licenses',
  'user ada',
  'presets',
  'template',
  'adduser Lise Meitner',
  'addusers',
];

describe('D7: every command, typed where others read', () => {
  it.each(['channel', 'group'] as const)('leaves nothing but a pointer in a Teams %s', async (kind) => {
    const { teams } = setUp.sandbox;
    const omar = teams.as(CAST.admin.teams);
    teams.switches.rateLimit = false;
    for (const [index, command] of COMMANDS.entries()) {
      await omar.say(command, { conversation: kind });
      await expect.poll(() => omar.cards(kind).length, { timeout: 10_000 }).toBe(index + 1);
    }
    expect(new Set(omar.cards(kind).map(textOf))).toEqual(new Set(['ℹ The answer is in our 1:1 chat.']));
    const said = omar.messages().map(textOf).join();
    for (const words of ['Hello from Rollcall', 'ada@contoso.com', 'Add one person', 'Microsoft 365 E3']) {
      expect(said).toContain(words);
    }
  });

  it('leaves nothing at all in a Slack channel: windows and the own chat are for one person', async () => {
    const { slack } = setUp.sandbox;
    const omar = slack.as(CAST.admin.slack);
    for (const command of COMMANDS.slice(3).filter((each) => !/^(presets|template)/.test(each))) {
      const [word = '', ...text] = command.split(' ');
      await omar.command(`/${word}`, text.join(' '), { channel: 'C0GENERAL' });
    }
    await omar.waitForMessage((each) => slackText(each).includes('ada@contoso.com'));
    expect(omar.messages('C0GENERAL')).toEqual([]);
    await expect.poll(() => omar.ephemerals().length).toBeGreaterThan(0);
    expect(new Set(omar.ephemerals().map(({ text }) => text))).toEqual(
      new Set(['The answer is in our chat.']),
    );
  });
});
