import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { addEverywhere } from '../../src/sandbox/slackSetting.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { FILE_CONSENT } from '../../src/sandbox/teams/wire.ts';
import { useSandbox } from './useSandbox.ts';

/** What changes at the services while somebody is in the middle of something. */

const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const PATIENT = { timeout: 20_000 };
const setUp = useSandbox();
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const omar = () => setUp.sandbox.teams.as(CAST.admin.teams);
const findUser = (name: string) => setUp.sandbox.graph.state.findUser(`${name}@contoso.com`);
const saidInSlack = () => mia().messages().map(textInSlack).join('\n');

/** Fills in the form in Slack, as far as its confirmation. */
async function confirmInSlack(name: string, licenses: readonly string[] = []) {
  await mia().command('/adduser', name);
  await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
  mia().fill({
    recipients: 'boss@contoso.com',
    ...(licenses.length === 0 ? {} : { usageLocation: 'US', licenses: [...licenses] }),
  });
  await mia().submit();
  return mia().waitForModal((view) => view.callback_id === 'adduser.create');
}

describe('G9: the number of objects that an app may create', () => {
  it('ends in words that name the role, and Retry creates whoever is left once the app has it', async () => {
    const { graph } = setUp.sandbox;
    graph.switches.principalQuota = 0;
    await confirmInSlack('Quota Person');
    await mia().submit();
    const result = await mia().waitForMessage((message) => /250 objects/.test(textInSlack(message)), 20_000);
    expect(textInSlack(result)).toContain('User Administrator');
    expect(findUser('quota.person')).toBeUndefined();
    graph.switches.principalQuota = Number.POSITIVE_INFINITY;
    await mia().click(result, 'job.retry');
    await expect.poll(() => findUser('quota.person'), PATIENT).toBeDefined();
  });
});

describe('G2: consent that is withdrawn in the middle of a job', () => {
  it('ends in words that say so, and Retry goes on where it stopped once it is given again', async () => {
    const { graph, login } = setUp.sandbox;
    graph.switches.latencyMs = 300;
    await confirmInSlack('Withdrawn Person', [BUSINESS_BASIC]);
    await mia().submit();
    await expect.poll(() => findUser('withdrawn.person'), PATIENT).toBeDefined();
    login.notConsented = /\/assignLicense$/;
    login.revokeAll();
    graph.switches.latencyMs = 0;
    const result = await mia().waitForMessage(
      (message) => /withdrawn\.person[\s\S]*has no permission/.test(textInSlack(message)),
      20_000,
    );
    const id = findUser('withdrawn.person')?.id;
    login.notConsented = undefined;
    login.revokeAll();
    await mia().click(result, 'job.retry');
    await expect.poll(() => findUser('withdrawn.person')?.assignedLicenses.length, PATIENT).toBe(1);
    expect(findUser('withdrawn.person')?.id).toBe(id);
  });
});

describe('S5: a Slack app that is installed anew in the middle of a job', () => {
  it('loses nothing: the job ends, and its results come once the bot has the new token', async () => {
    const { slack, graph, bot } = setUp.sandbox;
    graph.switches.latencyMs = 300;
    await confirmInSlack('Anew Person', [BUSINESS_BASIC]);
    await mia().submit();
    await expect.poll(() => findUser('anew.person'), PATIENT).toBeDefined();
    slack.switches.tokenRevoked = true;
    graph.switches.latencyMs = 0;
    await expect.poll(() => findUser('anew.person')?.assignedLicenses.length, PATIENT).toBe(1);
    const noticed = setUp.isAdded ? 'slack.removed' : 'Set SLACK_BOT_TOKEN';
    await expect.poll(() => bot.lines.join('\n'), PATIENT).toContain(noticed);
    expect(saidInSlack()).not.toMatch(/✅.*Anew Person/);
    slack.switches.tokenRevoked = false;
    // What the operator does: adds the app again, or sets the new token and starts it.
    if (setUp.isAdded) await addEverywhere(setUp.sandbox);
    else {
      await bot.kill();
      await bot.start();
    }
    await mia().waitForMessage((message) => /✅[\s\S]*anew\.person/.test(textInSlack(message)), 20_000);
    expect(
      mia()
        .messages()
        .filter((each) => /✅[\s\S]*anew\.person/.test(textInSlack(each))),
    ).toHaveLength(1);
    setUp.expectsTrouble();
  });
});

describe('an older step on a second client', () => {
  it('creates nobody twice in Slack, and says what became of it', async () => {
    const older = structuredClone(await confirmInSlack('Second Slack'));
    await mia().submit();
    await expect.poll(() => findUser('second.slack'), PATIENT).toBeDefined();
    const id = findUser('second.slack')?.id;
    // The window that another computer still shows.
    setUp.sandbox.slack.state.views.set(CAST.helpdesk.slack, [older]);
    const { shown } = await mia().submit();
    expect(JSON.stringify(shown ?? '') + saidInSlack()).toMatch(/already|was created/i);
    expect(findUser('second.slack')?.id).toBe(id);
    await mia().close({ all: true });
  });

  it('creates nobody twice in Teams, and shows what became of it', async () => {
    await omar().say('adduser Second Teams');
    const form = await omar().waitForMessage((each) => textInTeams(each).includes('[Teams]'));
    const old = { id: form.id, card: structuredClone(form.card ?? {}) };
    const confirm = await omar().click(form, 'adduser.submit', { recipients: 'boss@contoso.com' });
    await omar().click(confirm, 'adduser.create');
    await expect.poll(() => findUser('second.teams'), PATIENT).toBeDefined();
    const again = await omar().click(old, 'adduser.submit', {}, { stale: true });
    expect(textInTeams(again.card) + (again.message ?? '')).not.toContain('[Create]');
    const said = () =>
      omar()
        .cards()
        .map((each) => textInTeams(each))
        .join('\n') + textInTeams(again.card);
    await expect.poll(said, PATIENT).toMatch(/already|was created|has been/i);
  });
});

describe('a message that quotes another (T12)', () => {
  it('is read for its own words in Slack', async () => {
    const before = mia().messages().length;
    await mia().say('> adduser Quoted Person\nlicenses');
    await expect
      .poll(() => mia().messages().slice(before).map(textInSlack).join('\n'), PATIENT)
      .toMatch(/300/);
    expect(setUp.sandbox.slack.state.views.get(CAST.helpdesk.slack) ?? []).toEqual([]);
  });

  it('is read for its own words in Teams', async () => {
    const before = omar().cards().length;
    await omar().say('user ada@contoso.com', { quotes: '1700000000000' });
    const said = () =>
      omar()
        .cards()
        .slice(before)
        .map((each) => textInTeams(each))
        .join('\n');
    await expect.poll(said, PATIENT).toContain('Ada Lovelace');
  });
});

describe('licenses in Teams', () => {
  it('are searched for as one types, by those who may give some', async () => {
    await omar().say('adduser');
    const form = await omar().waitForMessage((each) => textInTeams(each).includes('Add one person'));
    const { choices = [] } = await omar().typeahead(form, 'licenses', 'office 365');
    expect(choices.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Office 365 E3 — \d+ of 25 left$/),
    ]);
    const approver = setUp.sandbox.teams.as(CAST.manager.teams);
    expect((await approver.typeahead(undefined, 'licenses', 'office')).choices).toEqual([]);
  });
});

describe('T7: a client that knows no consent card', () => {
  it('gets the file by a link that works once, for whoever says so', async () => {
    await omar().say('template');
    const consent = await omar().waitForMessage((each) =>
      each.attachments.some(({ contentType }) => contentType === FILE_CONSENT),
    );
    expect(consent.text).toContain('type get file');
    await omar().say('get file');
    const link = await omar().waitForMessage((each) => /\/f\//.test(each.text ?? ''));
    const [url = ''] = /https?:\S+\/f\/\S+/.exec(link.text ?? '') ?? [];
    const asked = await fetch(url);
    expect(await asked.text()).toContain('Download');
    const got = await fetch(url, { method: 'POST' });
    expect(got.headers.get('content-disposition')).toContain('attachment; filename="rollcall-');
    expect(got.headers.get('cache-control')).toContain('no-store');
    expect(await got.text()).toContain('Username,First name');
    const again = await fetch(url, { method: 'POST' });
    expect([again.status, await again.text()]).toEqual([404, expect.stringContaining('nothing to download')]);
    expect(setUp.sandbox.bot.lines.join('\n')).not.toContain(url.split('/f/')[1]);
  });
});
