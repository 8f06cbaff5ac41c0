import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { FABRIKAM, severalPolicy } from '../../src/sandbox/tenants.ts';
import { useSandbox } from './useSandbox.ts';

const HEADER = 'Username,First name,Last name,Display name';
/** Several batches of 20, which is as many as Graph takes at once. */
const PEOPLE = 100;
const REFUSED = 'Fabrikam no longer lets Rollcall in';
const BACK = 'Fabrikam lets Rollcall in again';
const PATIENCE = { timeout: 30_000, interval: 500 };

const setUp = useSandbox({ several: true, policy: severalPolicy() });
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);

function fabrikam() {
  const found = setUp.sandbox.directories.tenants.get(FABRIKAM.id);
  if (found === undefined) throw new Error('Fabrikam is not there.');
  return found.graph;
}

const starters = () =>
  [...fabrikam().state.users.values()].filter(({ userPrincipalName }) => userPrincipalName.startsWith('cw'));

/** How often something was said to Omar, in both chats together. */
function heard(words: string): number {
  const inSlack = omar()
    .messages()
    .map((message) => slackText(message));
  const inTeams = setUp.sandbox.teams.as(CAST.admin.teams).messages().map(teamsText);
  return [...inSlack, ...inTeams].filter((text) => text.includes(words)).length;
}

/** How often somebody had failed rows tried again. */
const retries = (): number =>
  readFileSync(join(setUp.sandbox.dataDir, 'audit.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"job.retried"')).length;

/** What the page says that an admin of the tenant comes to who accepts. */
async function accept(link: string): Promise<string> {
  const page = new URL(link);
  page.pathname += '/accept';
  return (await fetch(page)).text();
}

describe('a consent that is withdrawn in the middle of a large job', () => {
  it('ends its rows in words, is said once, and Retry finishes them once it is given again', async () => {
    const { login } = setUp.sandbox;
    const content = [
      HEADER,
      ...Array.from({ length: PEOPLE }, (_, n) => `cw${n}@fabrikam.com,,,Person ${n}`),
    ].join('\r\n');
    // Teams lets a bot write to whoever has written to it.
    const inTeams = setUp.sandbox.teams.as(CAST.admin.teams);
    await inTeams.say('help');
    await inTeams.waitForMessage((message) => teamsText(message).includes('addusers'));
    await omar().say('addusers @fabrikam');
    await omar().waitForMessage((message) => slackText(message).includes('Create many people in Fabrikam'));
    await omar().say('', { files: [{ name: 'starters.csv', content }] });
    const checked = await omar().waitForMessage(
      (message) => slackText(message).includes('starters.csv') && slackText(message).includes('100 ready'),
      20_000,
    );
    await omar().click(checked, 'addusers.setup');
    await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar().fill({ usageLocation: 'US', recipients: 'it@fabrikam.com' });
    expect((await omar().submit()).errors ?? {}).toEqual({});
    await omar().waitForModal((view) => slackText(view).includes('Create these people?'));
    fabrikam().switches.latencyMs = 700;
    await omar().submit();
    await expect.poll(() => starters().length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0);
    login.consent.withdraw(FABRIKAM.tenantId);
    login.revokeAll();

    const results = await omar().waitForMessage(
      (message) => slackText(message).includes('starters.csv') && slackText(message).includes('Not done'),
      60_000,
    );
    const [, done, failed] = /(\d+) people created · (\d+) failed/.exec(slackText(results)) ?? [];
    // What was sent before went through; nobody is missing.
    const before = new Map(starters().map(({ userPrincipalName, id }) => [userPrincipalName, id]));
    expect([Number(done), Number(done) + Number(failed)]).toEqual([before.size, PEOPLE]);
    expect(Number(failed)).toBeGreaterThanOrEqual(20);
    expect(slackText(results)).toContain(
      'has no enterprise application for Rollcall. Nothing was created. Ask an admin of the tenant to consent',
    );
    expect(slackText(results)).toContain(`Try again (${failed})`);

    // Each admin hears of it once, with the way to the link.
    const told = await omar().waitForMessage((message) => slackText(message).includes(REFUSED), 20_000);
    expect(slackText(told)).toContain('Afterwards, Try again finishes them.');
    await omar().click(told, 'customers.consent');
    const asked = await omar().waitForMessage((message) =>
      slackText(message).includes('Send this link to an admin of Fabrikam'),
    );
    const [link = ''] = /http\S+adminconsent\S+/.exec(slackText(asked)) ?? [];
    expect(link).toContain(FABRIKAM.tenantId);

    // Too early: the same again and again, with nobody created and nobody lost.
    await expect
      .poll(async () => {
        await omar().click(results, 'job.retry');
        return retries();
      }, PATIENCE)
      .toBeGreaterThanOrEqual(2);
    expect(starters()).toHaveLength(before.size);

    expect(await accept(link)).toContain('Rollcall can reach your tenant now');
    expect(await accept(link)).toContain('This link has already been used');
    await omar().waitForMessage((message) => slackText(message).includes(BACK), 20_000);
    fabrikam().switches.latencyMs = 0;
    await expect
      .poll(async () => {
        await omar().click(results, 'job.retry');
        return starters().length;
      }, PATIENCE)
      .toBe(PEOPLE);
    const finished = await omar().waitForMessage(
      (message) =>
        // On the way there it says "80 of 100 people created".
        slackText(message).includes('starters.csv') && /(?<!of )100 people created/.test(slackText(message)),
      30_000,
    );
    expect(slackText(finished)).not.toContain('failed');
    const now = starters();
    expect(new Set(now.map(({ userPrincipalName }) => userPrincipalName)).size).toBe(PEOPLE);
    for (const { userPrincipalName, id } of now) {
      expect(before.get(userPrincipalName) ?? id, userPrincipalName).toBe(id);
    }
    expect([heard(REFUSED), heard(BACK)]).toEqual([1, 1]);
  });
});
