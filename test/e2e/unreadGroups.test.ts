import { beforeAll, describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const CHIEFS = 'S0CHIEFS';
const PEOPLE = 60;

/** Only the group makes Omar an admin. */
function policyOfGroups(): object {
  const { id, name, slack, teams } = CAST.admin;
  return {
    ...sandboxPolicy(),
    people: [{ id, name, slack, teams, roles: [] }],
    groups: [{ id: 'chiefs', name: 'IT chiefs', slack: CHIEFS, roles: ['helpdesk', 'admin'] }],
    approvals: [],
  };
}

const setUp = useSandbox({ policy: policyOfGroups() });
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const countMade = () =>
  [...setUp.sandbox.graph.state.users.values()].filter((user) => user.userPrincipalName.startsWith('many.'))
    .length;

beforeAll(() => {
  const { slack } = setUp.sandbox;
  slack.switches.scopes = [...slack.switches.scopes, 'usergroups:read', 'users:read'];
  slack.userGroups.set(CHIEFS, { name: 'chiefs', users: new Set([CAST.admin.slack]) });
});

describe('a job whose requester has the role by a group that cannot be read at a restart', () => {
  it('waits, and goes on once it can', async () => {
    const { slack, graph, bot } = setUp.sandbox;
    setUp.expectsTrouble();
    const rows = Array.from({ length: PEOPLE }, (_, index) => `many.${index}@contoso.com,Many ${index}`);
    const content = ['Username,Display name', ...rows].join('\r\n');
    await omar().say('', { files: [{ name: 'many.csv', content }] });
    const offered = await omar().waitForMessage(
      (message) => JSON.stringify(message).includes('addusers.setup'),
      30_000,
    );
    await omar().click(offered, 'addusers.setup');
    await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar().fill({ usageLocation: 'US', recipients: 'it@contoso.com' });
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'addusers.start');
    graph.switches.latencyMs = 6_000;
    await omar().submit();
    const isBegun = () => setUp.watched.lines.some((line) => line.includes('"event":"job.taken"'));
    await expect.poll(isBegun, { timeout: 30_000 }).toBe(true);
    await bot.kill();
    graph.switches.latencyMs = 0;
    const before = countMade();
    expect(before).toBeLessThan(PEOPLE);

    // As many tries as one reading has.
    slack.fail({ method: 'usergroups.users.list', times: 3, error: 'internal_error' });
    await bot.start();
    await expect
      .poll(() => setUp.watched.lines.some((line) => line.includes('"event":"job.waits"')), {
        timeout: 30_000,
      })
      .toBe(true);
    expect(countMade()).toBe(before);

    await expect.poll(countMade, { timeout: 90_000, interval: 500 }).toBe(PEOPLE);
    await expect
      .poll(() => omar().messages().map(textOf).join('\n'), { timeout: 30_000 })
      .toContain(`${PEOPLE} of ${PEOPLE}`);
    const said = omar().messages().map(textOf).join('\n');
    expect(said).not.toContain('no longer has the role');
  }, 180_000);
});
