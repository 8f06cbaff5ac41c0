import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const userOf = (name: string) => setUp.sandbox.graph.state.findUser(`${name}@contoso.com`);
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);

beforeAll(() => {
  const { state } = setUp.sandbox.graph;
  const ada = userOf('ada');
  if (ada === undefined) throw new Error('no Ada');
  for (const [index, name] of ['Kim', 'Kai', 'Kit'].entries()) {
    const id = `11111111-2222-4333-8444-66666666666${index}`;
    state.users.set(id, {
      ...structuredClone(ada),
      id,
      userPrincipalName: `${name.toLowerCase()}@contoso.com`,
      mail: `${name.toLowerCase()}.kern@contoso.com`,
      displayName: `${name} Kern`,
      givenName: name,
      surname: 'Kern',
      employeeId: `K-${index}`,
      jobTitle: 'Nurse',
      department: 'Ward 1',
      mobilePhone: '+1 555 0100',
    });
  }
});

describe('many people are changed by a file', () => {
  it('in Slack, with what changes before it is done, and put back from the results', async () => {
    await omar().command('/user', '');
    const list = await omar().waitForMessage((message) =>
      slackText(message).includes('Who are you looking for?'),
    );
    await omar().click(list, 'changes.openFile');
    await omar().waitForModal((view) => view.callback_id === 'changes.file');
    const content = [
      'User name;Job title;Department;Mobile phone;New user name',
      'kim@contoso.com;Head nurse;;none;',
      'kai.kern@contoso.com;;Ward 2;;kai.neu@contoso.com',
      'ghost@contoso.com;Nurse;;;',
      'omar.haddad@contoso.com;Boss;;;',
    ].join('\n');
    omar().fill({}, { file: [{ name: 'moves.csv', content }] });
    await omar().submit();
    const checked = await omar().waitForMessage((message) => slackText(message).includes('2 ready'));
    expect(slackText(checked)).toMatch(/2 ready.*2 to fix/s);
    expect(slackText(checked)).toContain('This is you');
    expect(slackText(checked)).toContain('changes from kai@contoso.com to kai.neu@contoso.com');
    await omar().click(checked, 'changes.open');
    const confirm = await omar().waitForModal((view) => view.callback_id === 'changes.start');
    expect(slackText(confirm)).toMatch(/Kim Kern, Job title: .*Nurse.*→.*Head nurse/s);
    expect(slackText(confirm)).toMatch(/Kim Kern, Mobile phone: .*555 0100.*→.*none/s);
    expect(slackText(confirm)).toContain('1 person gets a new user name: Kai Kern.');
    expect(slackText(confirm)).toContain('2 rows are left out');
    omar().fill({ reason: 'TICKET-88' });
    await omar().submit();
    const results = await omar().waitForMessage((message) =>
      slackText(message).includes('2 changed, 2 left out'),
    );
    expect(slackText(results)).toContain('Job title: Nurse → Head nurse, Mobile phone: +1 555 0100 → none');
    expect(userOf('kim')).toMatchObject({ jobTitle: 'Head nurse', department: 'Ward 1' });
    expect(userOf('kim')?.mobilePhone ?? null).toBeNull();
    expect(userOf('kai.neu')).toMatchObject({ department: 'Ward 2', jobTitle: 'Nurse' });
    await omar().click(results, 'changes.undo');
    const back = await omar().waitForModal((view) => slackText(view).includes('Put 2 people back?'));
    expect(slackText(back)).toMatch(/Kai Kern, User name: .*kai\.neu@contoso\.com.*→.*kai@contoso\.com/s);
    await omar().submit();
    await omar().waitForMessage((message) => slackText(message).includes('Everyone is back as they were'));
    expect(userOf('kim')).toMatchObject({ jobTitle: 'Nurse', mobilePhone: '+1 555 0100' });
    expect(userOf('kai')).toMatchObject({ department: 'Ward 1' });
  }, 60_000);

  it('in Slack, as such where a file that says no names is sent without a word', async () => {
    const content = 'User name,Department\nkit@contoso.com,Ward 9\nghost@contoso.com,Ward 9\n';
    await omar().say('', { files: [{ name: 'wards.csv', content }] });
    const checked = await omar().waitForMessage((message) => slackText(message).includes('wards.csv'));
    expect(slackText(checked)).toContain('Changes: Department');
    expect(slackText(checked)).toContain('Change 1 person');
    expect(userOf('kit')).toMatchObject({ department: 'Ward 1' });
  }, 60_000);

  it('in Teams, by their employee IDs, or by a file of people who all exist', async () => {
    await omarInTeams().say('template changes');
    await omarInTeams().waitForMessage((message) => teamsText(message).includes('rollcall-changes.csv'));
    await omarInTeams().say('user');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Who are you looking for?'),
    );
    const asked = await omarInTeams().click(list, 'changes.openFile', {});
    expect(teamsText(asked.card)).toContain('the next file you attach');
    const content = 'Employee ID,Job title\nK-0,Midwife\nK-9,Midwife\n';
    await omarInTeams().say('', { files: [{ name: 'titles.csv', content }] });
    const checked = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('titles.csv'),
    );
    expect(teamsText(checked)).toContain('No one in the directory has this employee ID');
    const confirm = await omarInTeams().click(checked, 'changes.open', {});
    expect(teamsText(confirm.card)).toContain('Kim Kern, Job title');
    await omarInTeams().click(confirm, 'changes.start', { reason: 'TICKET-89' });
    const results = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('1 changed, 1 left out'),
    );
    expect(teamsText(results)).toContain('Job title: Nurse → Midwife');
    expect(userOf('kim')).toMatchObject({ jobTitle: 'Midwife' });
    // A list of people who are all there already, sent without a word.
    const people = 'User name,Display name,Department\nkit@contoso.com,Kit Kern,Ward 7\n';
    await omarInTeams().say('', { files: [{ name: 'ward.csv', content: people }] });
    const known = await omarInTeams().waitForMessage((message) => teamsText(message).includes('ward.csv'));
    await omarInTeams().click(known, 'changes.roster', {});
    const offered = await omarInTeams().waitForMessage((message) => teamsText(message).includes('Changes: '));
    expect(teamsText(offered)).toContain('Change 1 person');
    await omarInTeams().click(await omarInTeams().click(offered, 'changes.open', {}), 'changes.start', {});
    await expect.poll(() => userOf('kit')?.department, { timeout: 20_000 }).toBe('Ward 7');
  }, 60_000);

  it('in letters that somebody says which they are, in Slack and in Teams', async () => {
    const file = (title: string) =>
      iconv.encode(`User name;Job title\nkit@contoso.com;${title}\nkim@contoso.com;${title}\n`, 'win1250');
    await omar().command('/user', '');
    const list = await omar().waitForMessage((message) =>
      slackText(message).includes('Who are you looking for?'),
    );
    await omar().click(list, 'changes.openFile');
    await omar().waitForModal((view) => view.callback_id === 'changes.file');
    omar().fill({}, { file: [{ name: 'tituly.csv', content: file('Ředitelka školy') }] });
    await omar().submit();
    const which = await omar().waitForMessage((message) => slackText(message).includes('Which spelling is'));
    expect(slackText(which)).toContain('Western European: kit@contoso.com (Job title: Øeditelka školy)');
    expect(slackText(which)).toContain('Central European: kit@contoso.com (Job title: Ředitelka školy)');
    // The likeliest comes first.
    await omar().click(which, 'changes.sheet');
    const read = await omar().waitForMessage((message) =>
      slackText(message).includes('read as Central European'),
    );
    await omar().click(read, 'changes.open');
    const confirm = await omar().waitForModal((view) => view.callback_id === 'changes.start');
    expect(slackText(confirm)).toMatch(/Kit Kern, Job title: .*→.*Ředitelka školy/s);

    // Sent without a word.
    await omarInTeams().say('', { files: [{ name: 'nove.csv', content: file('Učitelka tělocviku') }] });
    const asked = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Which spelling is'),
    );
    const shown = await omarInTeams().click(asked, 'Central European');
    expect(teamsText(shown)).toContain('read as Central European');
    await omarInTeams().click(await omarInTeams().click(shown, 'changes.open', {}), 'changes.start', {});
    await expect.poll(() => userOf('kim')?.jobTitle, { timeout: 20_000 }).toBe('Učitelka tělocviku');
  }, 60_000);
});

describe('new passwords for many people', () => {
  it('are set for whom a file names in Slack, and shown once', async () => {
    const before = [userOf('kim')?.password, userOf('kit')?.password];
    await omar().command('/user', '');
    const list = await omar().waitForMessage((message) =>
      slackText(message).includes('New passwords for several people'),
    );
    await omar().click(list, 'resets.openFile');
    await omar().waitForModal((view) => view.callback_id === 'resets.file');
    const content = 'User name\nkim@contoso.com\nkit@contoso.com\nghost@contoso.com\n';
    omar().fill({}, { file: [{ name: 'locked-out.csv', content }] });
    await omar().submit();
    const checked = await omar().waitForMessage(
      (message) => slackText(message).includes('locked-out.csv') && slackText(message).includes('2 ready'),
    );
    await omar().click(checked, 'resets.back');
    const form = await omar().waitForModal((view) => view.callback_id === 'resets.start');
    expect(slackText(form)).toContain('Kim Kern and Kit Kern');
    omar().fill({ delivery: 'show', reason: 'TICKET-90' });
    await omar().submit();
    const results = await omar().waitForMessage(
      (message) => slackText(message).includes('Reveal passwords'),
      20_000,
    );
    const after = [userOf('kim')?.password, userOf('kit')?.password];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    await omar().click(results, 'job.reveal');
    await omar().waitForModal((view) => after.every((one) => slackText(view).includes(`${one}`)));
  }, 60_000);

  it('are set for whom somebody types in Teams', async () => {
    const before = userOf('kai')?.password;
    await omarInTeams().say('user');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('New passwords for several people'),
    );
    const asked = await omarInTeams().click(list, 'resets.who', {});
    const form = await omarInTeams().click(asked, 'resets.found', {
      person: 'kai@contoso.com, kit@contoso.com',
    });
    expect(teamsText(form.card)).toContain('Kai Kern and Kit Kern');
    await omarInTeams().click(form, 'resets.start', { delivery: 'show' });
    await expect.poll(() => userOf('kai')?.password, { timeout: 20_000 }).not.toBe(before);
  }, 60_000);
});
