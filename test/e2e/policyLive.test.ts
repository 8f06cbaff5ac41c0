import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const PATIENCE = { timeout: 20_000, interval: 500 };

describe('the policy, changed while Rollcall runs', () => {
  it('lets somebody in whom it names now, in both chats, and says a mistake to the admin while the old one holds', async () => {
    const { slack, teams, dataDir } = setUp.sandbox;
    const file = join(dirname(dataDir), 'policy.json');
    const text = await readFile(file, 'utf8');
    const policy = JSON.parse(text);
    const sam = slack.as(CAST.stranger.slack);
    await sam.command('/licenses');
    await sam.waitForMessage((message) => textOf(message).includes('to add you'));

    const { id, name, slack: slackId, teams: teamsId } = CAST.stranger;
    const named = { id, name, slack: slackId, teams: teamsId, roles: ['helpdesk'] };
    await writeFile(`${file}.new`, JSON.stringify({ ...policy, people: [...policy.people, named] }));
    await rename(`${file}.new`, file);
    await vi.waitFor(async () => {
      await sam.command('/licenses');
      expect(sam.messages().some((message) => textOf(message).includes('Office 365 E3'))).toBe(true);
    }, PATIENCE);
    const samInTeams = teams.as(CAST.stranger.teams);
    await samInTeams.say('licenses');
    await samInTeams.waitForMessage((message) => JSON.stringify(message).includes('Office 365 E3'));

    await writeFile(file, text.replace(/}$/, ',}'));
    const omar = slack.as(CAST.admin.slack);
    const told = await omar.waitForMessage(
      (message) => textOf(message).includes('The policy file was changed'),
      20_000,
    );
    expect(textOf(told)).toContain('this comma has nothing behind it');
    await samInTeams.say('licenses');
    await writeFile(file, text);
    await vi.waitFor(async () => {
      await sam.command('/licenses');
      expect(textOf(sam.messages().at(-1) ?? {})).toContain('to add you');
    }, PATIENCE);
    const changes = setUp.watched.lines.filter((line) => line.includes('"policy.changed"'));
    expect(changes.map((line) => JSON.parse(line).changed)).toEqual(['people (+sam)', 'people (-sam)']);
  });
});
