import { describe, expect, it } from 'vitest';
import { COMMAND_WORDS } from '../../../src/flows/commands.ts';
import { CANARY, createTwoCustomers } from './twoCustomers.ts';

const PLATFORMS = ['slack', 'teams'] as const;
/** Where something may be typed: to the bot alone, and in a channel of the other customer. */
const PLACES = ['D0ann', 'C0FABRIKAM'] as const;

/** What somebody might type behind a command to reach another customer's people, jobs, requests, or files. */
function listTyped(made: ReadonlyMap<string, string>, objectId: string): string[] {
  const things = ['', 'zuse@fabrikam.com', 'zuse', objectId, ...made.values()];
  return things.flatMap((thing) => [thing, `@fabrikam ${thing}`, `@contoso ${thing}`]);
}

describe('customers are apart: every word there is, typed with what belongs to another', () => {
  it.each(PLATFORMS)(
    'in %s, by somebody limited to one customer: nothing of it is said',
    async (platform) => {
      const world = createTwoCustomers();
      const made = await world.fill('fabrikam', 'bob');
      world.tenants.fabrikam.hold('zuse@fabrikam.com', CANARY);
      const { id = '' } = world.tenants.fabrikam.find('zuse@fabrikam.com') ?? {};
      const before = await world.read(made);
      const words = [...COMMAND_WORDS, 'resume'];
      expect(words.length).toBeGreaterThan(10);
      for (const word of words) {
        for (const typed of listTyped(made, id)) {
          const said = `${word} ${typed}`.trim();
          const command = world.flows.commandOf(said);
          // `resume` takes nothing behind it.
          if (command === undefined) continue;
          for (const place of PLACES) {
            const { action, text } = command;
            const reply = await world.press('ann', platform, action, { text }, place);
            const answer = JSON.stringify(reply);
            expect(answer, `${said} in ${place}`).not.toContain(CANARY);
            // Their name, and not the word that was typed.
            expect(answer, `${said} in ${place}`).not.toContain('Fabrikam');
          }
        }
      }
      expect(await world.read(made)).toEqual(before);
      expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
      expect(world.mailer.inbox).toEqual([]);
      const refused = world.refusals().filter(({ customer }) => customer === 'fabrikam');
      expect(new Set(refused.map(({ detail }) => detail?.code))).toEqual(new Set(['CUSTOMER_NOT_YOURS']));
    },
  );

  it.each(PLATFORMS)('in %s, a file that says another customer leads to nobody there', async (platform) => {
    const world = createTwoCustomers();
    world.tenants.fabrikam.hold('zuse@fabrikam.com', CANARY);
    const rows = ['Fabrikam', 'fabrikam.com', world.policy.customers[1]?.tenantId ?? ''];
    const header = 'Customer,Username,First name,Last name,Display name';
    const content = [header, ...rows.map((name) => `${name},zuse@fabrikam.com,,,New Person`)].join('\r\n');
    const file = {
      name: 'people.csv',
      open: async () =>
        (async function* () {
          yield Buffer.from(content);
        })(),
    };
    const files = world.actions.filter(({ id }) => /file$/i.test(id));
    for (const { id } of files) {
      for (const place of PLACES) {
        const reply = await world.press('ann', platform, id, { file }, place);
        expect(JSON.stringify(reply), id).not.toContain(CANARY);
      }
    }
    expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
  });

  it('lets whoever is theirs through', async () => {
    const world = createTwoCustomers();
    await world.fill('fabrikam', 'bob');
    world.tenants.fabrikam.hold('zuse@fabrikam.com', CANARY);
    const reply = await world.press('bob', 'slack', 'user.find', { text: 'zuse@fabrikam.com' });
    expect(JSON.stringify(reply)).toContain(CANARY);
  });
});
