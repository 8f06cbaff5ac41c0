import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

/** In the order in which they need attention. */
const SAID = [
  /Microsoft 365 E3.*None left.*10 of 10 used, none left/s,
  /Microsoft 365 Business Premium.*Expired, in grace period.*21 of 25 used, 4 left · 5 from an expired subscription/s,
  /Microsoft 365 E5.*Almost out.*4 of 5 used, 1 left/s,
  /Office 365 E3.*13 of 25 used, 12 left/s,
];

describe('the licenses of the tenant', () => {
  it('are shown in Slack, what needs attention first, with who is away', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/licenses');
    const message = await mia.waitForMessage((one) => slackText(one).includes('Office 365 E3'));
    const text = slackText(message);
    for (const said of SAID) expect(text).toMatch(said);
    const places = ['Microsoft 365 E3', 'Business Premium', 'Microsoft 365 E5', 'Office 365 E3'].map((name) =>
      text.indexOf(name),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toMatch(/Ada Lovelace.*ada@contoso\.com.*last signed in: 20/s);
    expect(text).toContain('1 seat held by inactive people');
  });

  it('are shown in Teams, and refresh in place', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('licenses');
    const card = await mia.waitForMessage((message) => teamsText(message).includes('Office 365 E3'));
    for (const said of SAID) expect(teamsText(card)).toMatch(said);
    expect(teamsText(card)).toContain('Not signed in for 90 days');

    const sku = sandbox.graph.state.skus.get('05e9a617-0261-4cee-bb44-138d3ef5d965');
    if (sku !== undefined) sku.enabled = 60;
    await expect
      .poll(async () => teamsText((await mia.click(card, 'licenses.show', {})).card), {
        timeout: 15_000,
        interval: 1_000,
      })
      .toMatch(/10 of 60 used, 50 left/);
  }, 30_000);

  it('are not for somebody who only approves', async () => {
    const grace = setUp.sandbox.slack.as(CAST.manager.slack);
    await grace.command('/licenses');
    const refusal = await grace.waitForMessage((message) => slackText(message).includes('role'));
    expect(slackText(refusal)).not.toContain('Office 365');
  });
});

describe('a tenant without sign-in data', () => {
  const other = useSandbox();

  it('shows its licenses all the same, and says why nobody is called away', async () => {
    other.sandbox.graph.switches.noPremium = true;
    const omar = other.sandbox.slack.as(CAST.admin.slack);
    await omar.say('licenses');
    const message = await omar.waitForMessage((one) => slackText(one).includes('Office 365 E3'));
    expect(slackText(message)).toContain('only to tenants with Microsoft Entra ID P1');
    expect(slackText(message)).toContain('AuditLog.Read.All');
    expect(slackText(message)).not.toContain('Ada Lovelace');
  });
});
