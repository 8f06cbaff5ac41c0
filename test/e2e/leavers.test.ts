import { beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const userOf = (name: string) => setUp.sandbox.graph.state.findUser(`${name}@contoso.com`);
const isIn = (...names: string[]) => names.map((name) => userOf(name)?.accountEnabled);
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);
const year = new Date().getUTCFullYear() + 1;

beforeAll(() => {
  const { state } = setUp.sandbox.graph;
  const ada = userOf('ada');
  if (ada === undefined) throw new Error('no Ada');
  for (const [index, name] of ['Leo', 'Lia', 'Lou', 'Liv'].entries()) {
    const id = `11111111-2222-4333-8444-55555555555${index}`;
    state.users.set(id, {
      ...structuredClone(ada),
      id,
      userPrincipalName: `${name.toLowerCase()}@contoso.com`,
      displayName: `${name} Leaver`,
      surname: 'Leaver',
    });
  }
});

describe('several people who leave', () => {
  it('are named in a file in Slack, whose dates are asked about, and leave on days of their own', async () => {
    await omar().command('/offboard', '');
    const list = await omar().waitForMessage((message) => slackText(message).includes('Who is leaving?'));
    await omar().click(list, 'leavers.openFile');
    await omar().waitForModal((view) => view.callback_id === 'leavers.file');
    const content = `User name,Last day\nleo@contoso.com,03/04/${year}\nlia@contoso.com,05/06/${year}\nghost@contoso.com,05/06/${year}\nomar.haddad@contoso.com,05/06/${year}\n`;
    omar().fill({}, { file: [{ name: 'leavers.csv', content }] });
    await omar().submit();
    const asked = await omar().waitForMessage((message) => slackText(message).includes('does 03/04/'));
    expect(slackText(asked)).toContain(`does 03/04/${year} mean ${year}-04-03 or ${year}-03-04?`);
    expect(slackText(asked)).not.toContain('Offboard 2 people');
    await omar().click(asked, 'leavers.dayFirst');
    const ready = await omar().waitForMessage((message) => slackText(message).includes('day first'));
    expect(slackText(ready)).toMatch(/2 ready.*2 to fix/s);
    expect(slackText(ready)).toContain('This is you');
    await omar().click(ready, 'leavers.back');
    const form = await omar().waitForModal((view) => view.callback_id === 'leavers.submit');
    expect(slackText(form)).toContain('Leo Leaver and Lia Leaver');
    expect(slackText(form)).toContain(`${year}-04-03 17:00 (UTC): Leo Leaver`);
    omar().fill({ steps: [] });
    await expect(omar().submit()).rejects.toThrow('steps is empty');
    omar().fill({ steps: ['block', 'signOut'], zone: 'Atlantis' });
    expect((await omar().submit()).errors?.zone).toContain('Enter a time zone');
    omar().fill({ steps: ['block', 'signOut'], zone: 'Berlin', reason: 'TICKET-77' });
    await omar().submit();
    const confirm = await omar().waitForModal((view) => slackText(view).includes('Offboard them later?'));
    expect(slackText(confirm)).toMatch(/05 17:00 \(Europe\/Berlin\): .*Lia Leaver/s);
    expect(slackText(confirm)).toMatch(/Block sign-in: .*2 people/s);
    expect(slackText(confirm)).toContain('2 people or rows are left out');
    await omar().submit();
    await omar().waitForMessage((message) => slackText(message).includes('Cancel the plan'));
    expect(isIn('leo', 'lia')).toEqual([true, true]);
    const last = async () => {
      await omarInTeams().say('offboard');
      const isList = (message: Parameters<typeof teamsText>[0]) =>
        teamsText(message).includes('Who is leaving?');
      await omarInTeams().waitForMessage(isList);
      return teamsText(omarInTeams().messages().findLast(isList) ?? { text: '' });
    };
    // Each day is a plan of its own, and the second one is kept after the first.
    await expect.poll(last).toContain(`Lia Leaver: ${year}-06-05 17:00 (Europe/Berlin)`);
    expect(await last()).toContain(`Leo Leaver: ${year}-04-03 17:00 (Europe/Berlin), planned by Omar`);
  }, 60_000);

  it('are named in a file in Teams, planned together, and one of them is kept after all', async () => {
    await omarInTeams().say('offboard');
    const list = await omarInTeams().waitForMessage((message) => teamsText(message).includes('From a file'));
    const asked = await omarInTeams().click(list, 'leavers.openFile', {});
    expect(teamsText(asked.card)).toContain('the next file you attach');
    const content = `User name\nlou@contoso.com\nliv@contoso.com\n`;
    await omarInTeams().say('', { files: [{ name: 'two.csv', content }] });
    const checked = await omarInTeams().waitForMessage((message) => teamsText(message).includes('two.csv'));
    const form = await omarInTeams().click(checked, 'leavers.back', {});
    const filled = await omarInTeams().click(form, 'leavers.preset', { preset: 'Long leave' });
    expect(JSON.stringify(filled)).toContain('{name} is on leave.');
    const confirm = await omarInTeams().click(filled, 'leavers.submit', {
      steps: 'block',
      reply: '',
      date: `4 March ${year}`,
    });
    expect(teamsText(confirm.card)).toContain(`Starts: ${year}-03-04 17:00 (UTC)`);
    await omarInTeams().click(confirm, 'leavers.start', {});
    const plan = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Leave people out'),
    );
    const out = await omarInTeams().click(plan, 'approval.change', {});
    expect(teamsText(out.card)).toContain('Everyone else stays in the plan.');
    await omarInTeams().click(out, 'approval.changeSubmit', { leaveOut: 'lou@contoso.com' });
    await omar().command('/user', 'lou@contoso.com');
    const kept = await omar().waitForMessage((message) => slackText(message).includes('Lou Leaver'));
    expect(slackText(kept)).not.toContain('planned by');
    await omar().command('/user', 'liv@contoso.com');
    const leaves = await omar().waitForMessage((message) => slackText(message).includes('Liv Leaver'));
    expect(slackText(leaves)).toContain('planned by Omar Haddad');
  }, 60_000);

  it('are picked in Teams, offboarded at once, and what is left for a person is ticked off', async () => {
    await omarInTeams().say('offboard');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Several people'),
    );
    const asked = await omarInTeams().click(list, 'leavers.who', {});
    const refused = await omarInTeams().click(asked, 'leavers.found', {
      person: `ada@contoso.com\nomar.haddad@contoso.com`,
    });
    expect(teamsText(refused.card)).toContain('Omar Haddad: This is you');
    const form = await omarInTeams().click(refused, 'leavers.found', {
      person: 'ada@contoso.com, sam.stone@contoso.com',
    });
    expect(teamsText(form.card)).toContain('Ada Lovelace and Sam Stone');
    const confirm = await omarInTeams().click(form, 'leavers.submit', {
      steps: 'block,signOut,password,reply,methods,groups',
      reply: '{name} left.',
    });
    expect(teamsText(confirm.card)).toContain('Offboard these people?');
    expect(isIn('ada', 'sam.stone')).toEqual([true, true]);
    await omarInTeams().click(confirm, 'leavers.start', {});
    const results = await omarInTeams().waitForMessage(
      (message) =>
        teamsText(message).includes('Everyone was offboarded') &&
        teamsText(message).includes('manual steps left'),
      20_000,
    );
    expect(isIn('ada', 'sam.stone')).toEqual([false, false]);
    expect(JSON.stringify([...setUp.sandbox.graph.state.mailboxes.values()])).toContain('Ada Lovelace left.');
    const ticking = await omarInTeams().click(results, 'job.tickOff', {});
    expect(teamsText(ticking.card)).toContain('Ada Lovelace: Convert the mailbox to a shared mailbox');
    const offered = [...JSON.stringify(ticking.card).matchAll(/"value":"(r0001 [^"]+)"/g)];
    const left = offered
      .slice(0, 2)
      .map(([, key]) => key)
      .join(',');
    await omarInTeams().click(ticking, 'job.tickOffSubmit', { left });
    await omarInTeams().waitForMessage((message) => /\d+ of \d+ manual steps? left/.test(teamsText(message)));
  }, 60_000);
});
