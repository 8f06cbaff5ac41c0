import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const NO_PERMISSION = 'has no permission for this in the tenant';

/** In the bot's process: each signal makes it 90 seconds later, so that its token is old. */
const PRELOAD = `
  const now = Date.now;
  let ahead = 0;
  Date.now = () => now() + ahead;
  process.on('SIGUSR2', () => { ahead += 90_000; });
`;

const setUp = useSandbox({
  env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}` },
});
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);

/** A process whose clock jumps does nothing until it has seen, at a beat (5 s), that the data folder is still its own. */
const AFTER_A_BEAT_MS = 7_000;

async function passTime(): Promise<void> {
  const { pid } = setUp.sandbox.bot;
  if (pid === undefined) throw new Error('The bot does not run.');
  process.kill(pid, 'SIGUSR2');
  await wait(AFTER_A_BEAT_MS);
}

/** The app's tokens are from now on without the permission for these paths, as they are given out with what is consented. */
function consentToAllBut(paths: RegExp | undefined): void {
  setUp.sandbox.login.notConsented = paths;
}

const pathsAsked = (path: RegExp): string[] =>
  setUp.sandbox.graph.requests.map((request) => request.path).filter((one) => path.test(one));

/** Looks Ada up, and answers the message that comes of it. */
async function lookUpAda() {
  const before = mia().messages().length;
  await mia().command('/user', 'ada@contoso.com');
  let said = '';
  await expect
    .poll(
      () => {
        said = mia().messages().slice(before).map(textOf).join('\n');
        return said;
      },
      { timeout: 10_000 },
    )
    .not.toBe('');
  return said;
}

describe('G2: consent to a permission', () => {
  it('that was given later works at once, although the token is an hour good', async () => {
    consentToAllBut(/\/manager$/);
    setUp.sandbox.login.revokeAll();
    expect(await lookUpAda()).toContain(NO_PERMISSION);
    consentToAllBut(undefined);
    expect(await lookUpAda()).toContain(NO_PERMISSION);
    await passTime();
    expect(await lookUpAda()).toContain('Ada Lovelace');
  });

  it('that is missing for groups alone leaves the rest of the card (G5)', async () => {
    const { login } = setUp.sandbox;
    consentToAllBut(/\/(memberOf|transitiveMemberOf)$/);
    login.revokeAll();
    const said = await lookUpAda();
    expect(said).toContain('Ada Lovelace');
    expect(said).toContain('an admin can allow Rollcall to read them (permission Directory.Read.All)');
    consentToAllBut(undefined);
    login.revokeAll();
    expect(await lookUpAda()).not.toContain('an admin can allow Rollcall');
  });

  it('that is missing to read groups is named in the form, in the place of their field', async () => {
    const { login } = setUp.sandbox;
    consentToAllBut(/^\/groups/);
    login.revokeAll();
    await mia().command('/adduser', 'Grace Hopper');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia());
    const form = mia().openModal() ?? { blocks: [] };
    expect(textOf(form)).toContain("You can't choose groups");
    expect(textOf(form)).toContain('Ask an admin to grant it GroupMember.ReadWrite.All.');
    expect(JSON.stringify(form.blocks)).not.toContain('"block_id":"groups');
    await mia().close({ all: true });
    consentToAllBut(undefined);
    login.revokeAll();
  });

  it('that was given later is enough for Retry, which creates nobody twice', async () => {
    const { graph, login } = setUp.sandbox;
    consentToAllBut(/\/assignLicense$/);
    login.revokeAll();
    await mia().command('/adduser', 'Grace Hopper');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    mia().fill({ usageLocation: 'US', licenses: [BUSINESS_BASIC], recipients: 'boss@contoso.com' });
    await mia().submit();
    await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    await mia().submit();
    const result = await mia().waitForMessage(
      (message) => textOf(message).includes('grace.hopper') && textOf(message).includes(NO_PERMISSION),
      20_000,
    );
    const created = graph.state.findUser('grace.hopper@contoso.com');
    expect(created?.assignedLicenses).toEqual([]);
    consentToAllBut(undefined);
    await passTime();
    await mia().click(result, 'job.retry');
    await expect
      .poll(() => graph.state.findUser('grace.hopper@contoso.com')?.assignedLicenses.length, {
        timeout: 20_000,
      })
      .toBe(1);
    expect(graph.state.findUser('grace.hopper@contoso.com')?.id).toBe(created?.id);
  });

  it('that is withdrawn is said as missing, with one more token and one more call, and no loop', async () => {
    const { login } = setUp.sandbox;
    expect(await lookUpAda()).toContain('Ada Lovelace');
    consentToAllBut(/\/manager$/);
    // The token of before still has the permission.
    expect(await lookUpAda()).toContain('Ada Lovelace');
    login.revokeAll();
    expect(await lookUpAda()).toContain(NO_PERMISSION);
    await passTime();
    const [asked, given] = [pathsAsked(/\/manager\?/).length, login.given];
    expect(await lookUpAda()).toContain(NO_PERMISSION);
    expect([pathsAsked(/\/manager\?/).length - asked, login.given - given]).toEqual([2, 1]);
    expect(await lookUpAda()).toContain(NO_PERMISSION);
    expect([pathsAsked(/\/manager\?/).length - asked, login.given - given]).toEqual([3, 1]);
    consentToAllBut(undefined);
  });
});
