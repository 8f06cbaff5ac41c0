import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

/** As long as a row of a file may be, nearly. */
const LONG = 60_000;
/** Each stopped the process for seconds to minutes while patterns of its kind were in the source. */
const HOSTILE = ['.', '(', ' ', '<at', '@', '(a', ' -'];

/**
 * An answer of the process itself, which needs nothing but a turn of its event loop. It was 143 s; a busy machine takes
 * up to a second.
 */
const STILL_RESPONSIVE_MS = 5_000;

/** Asks all the time until `work` is done; the longest wait, in milliseconds. */
async function longestWait(work: Promise<unknown>): Promise<number> {
  let longest = 0;
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const started = performance.now();
    await fetch(`${setUp.sandbox.bot.url}/livez`).then((response) => response.text());
    longest = Math.max(longest, performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await done;
  return longest;
}

const fill = (unit: string, length = LONG): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe('D3: a file with values of 60,000 characters', () => {
  it.each(HOSTILE)(
    'is answered, and the process goes on answering others: %j',
    async (unit) => {
      const omar = setUp.sandbox.slack.as(CAST.admin.slack);
      const value = fill(unit).replaceAll('"', '');
      const rows = Array.from({ length: 10 }, (_, i) => `"${value}",Somebody ${i},"x"`);
      const names = Array.from({ length: 10 }, (_, i) => `,"${value.slice(0, LONG - 3)}${i}",`);
      const name = `long-${HOSTILE.indexOf(unit)}.csv`;
      const content = ['Username,Display name,Alternate email address', ...rows, ...names].join('\n');
      const answered = omar
        .say('', { files: [{ name, content }] })
        .then(() => omar.waitForMessage((message) => slackText(message).includes(name), 60_000));
      expect(await longestWait(answered)).toBeLessThan(STILL_RESPONSIVE_MS);
    },
    90_000,
  );

  it.each(HOSTILE)(
    'as its header is answered as well: %j',
    async (unit) => {
      const omar = setUp.sandbox.slack.as(CAST.admin.slack);
      const name = `header-${HOSTILE.indexOf(unit)}.csv`;
      const content = [`"${fill(unit)}",Username,Display name`, ',ada@contoso.com,Ada'].join('\n');
      const answered = omar
        .say('', { files: [{ name, content }] })
        .then(() => omar.waitForMessage((message) => slackText(message).includes(name), 60_000));
      expect(await longestWait(answered)).toBeLessThan(STILL_RESPONSIVE_MS);
    },
    90_000,
  );
});

describe('D13: a message of 200,000 characters, from anybody', () => {
  it.each(['.', ' ', '<at', '<at>', '</at>', '\n<at ', '&nbsp'])(
    'is answered in Teams: %j',
    async (unit) => {
      const { teams } = setUp.sandbox;
      setUp.expectsTrouble();
      const mia = teams.as(CAST.helpdesk.teams);
      const before = mia.messages().length;
      const activity = teams.activity(CAST.helpdesk.teams, { text: fill(unit, 200_000) });
      const answered = teams.deliver(activity).then(async () => {
        await expect.poll(() => mia.messages().length, { timeout: 30_000 }).toBeGreaterThan(before);
      });
      expect(await longestWait(answered)).toBeLessThan(STILL_RESPONSIVE_MS);
      expect(teamsText(mia.messages().at(-1) as never)).not.toContain('went wrong');
    },
    60_000,
  );

  it.each(['<mailto:', '<http://a|', ' '])(
    'is answered in Slack: %j',
    async (unit) => {
      const { slack } = setUp.sandbox;
      const mia = slack.as(CAST.helpdesk.slack);
      const before = mia.messages().length;
      const answered = mia.say(`adduser ${fill(unit, 39_000)}`).then(async () => {
        await expect.poll(() => mia.messages().length, { timeout: 30_000 }).toBeGreaterThan(before + 1);
      });
      expect(await longestWait(answered)).toBeLessThan(STILL_RESPONSIVE_MS);
    },
    60_000,
  );
});
