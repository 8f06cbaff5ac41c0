import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { makeWorkbook } from '../composition/makeWorkbook.ts';
import { useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const M365_E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const TEAMS_PLAN = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const setUp = useSandbox();

const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);
const heldBy = (name: string) => setUp.sandbox.graph.state.findUser(name)?.assignedLicenses;

describe('changing licenses in Slack', () => {
  it('swaps them, switches a service off, and gives back what was before', async () => {
    const before = structuredClone(heldBy('ada@contoso.com'));
    await omar().command('/user', 'ada@contoso.com');
    const card = await omar().waitForMessage((message) => slackText(message).includes('Ada Lovelace'));
    await omar().click(card, 'assign.open');
    const form = await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    expect(slackText(form)).toContain('Office 365 E3');
    omar().fill({ licenses: [OFFICE_E3], remove: [BUSINESS_BASIC], reason: 'TICKET-7' });
    await omar().submit();
    const confirm = await omar().waitForModal((view) => view.callback_id === 'assign.start');
    expect(slackText(confirm)).toMatch(/➕ .*Office 365 E3.*12 of 25 left/s);
    expect(slackText(confirm)).toMatch(/➖ .*Business Basic/s);

    // The services of what is given can be switched off once it is chosen.
    await omar().clickInModal('assign.back');
    await omar().waitForModal(
      (view) => view.callback_id === 'assign.submit' && slackText(view).includes('Sway'),
    );
    omar().fill({ servicesOff: [`${OFFICE_E3}/${TEAMS_PLAN}`] });
    await omar().submit();
    const again = await omar().waitForModal((view) => view.callback_id === 'assign.start');
    expect(slackText(again)).toMatch(/Office 365 E3.*off: Microsoft Teams/s);
    await omar().submit();
    const result = await omar().waitForMessage(
      (message) => slackText(message).includes('were changed in') && slackText(message).includes('Undo'),
      20_000,
    );
    expect(slackText(result)).toContain('+ Office 365 E3, − Microsoft 365 Business Basic');
    expect(slackText(result)).not.toContain('Reveal');
    expect(heldBy('ada@contoso.com')).toEqual([{ skuId: OFFICE_E3, disabledPlans: [TEAMS_PLAN] }]);

    await omar().click(result, 'job.undo');
    await omar().waitForMessage(
      (message) => message.ts === result.ts && slackText(message).includes('were changed back in'),
      20_000,
    );
    expect(heldBy('ada@contoso.com')).toEqual(before);
    expect(setUp.sandbox.graph.state.findUser('ada@contoso.com')).toBeDefined();
  }, 60_000);

  it('is not offered to helpdesk, and refused if they press it all the same', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/user', 'ada@contoso.com');
    const card = await mia.waitForMessage((message) => slackText(message).includes('Ada Lovelace'));
    expect(slackText(card)).not.toContain('Change licenses');
    expect(slackText(card)).toContain('New password');
    const forged = structuredClone(card);
    const json = JSON.stringify(forged.blocks).replaceAll('reset.open', 'assign.open');
    await mia.click({ ...forged, blocks: JSON.parse(json) }, 'assign.open');
    const refusal = await mia.waitForModal((view) => slackText(view).includes('role'));
    expect(slackText(refusal)).toContain('admin');
  });
});

describe('changing licenses in Teams', () => {
  it('asks for a location where there is none, and says when no seat is left', async () => {
    await omarInTeams().say('user sam.stone');
    const card = await omarInTeams().waitForMessage((message) => teamsText(message).includes('Sam Stone'));
    const form = await omarInTeams().click(card, 'assign.open', {});
    expect(teamsText(form.card)).toContain('Location (needed for licenses)');
    const short = await omarInTeams().click(form, 'assign.submit', { licenses: M365_E3 });
    expect(teamsText(short.card)).toMatch(/Microsoft 365 E3: no seats are left/);
    expect(teamsText(short.card)).toMatch(/this person has none/);
    expect(heldBy('sam.stone@contoso.com')).toEqual([]);

    const confirm = await omarInTeams().click(short, 'assign.submit', {
      licenses: OFFICE_E3,
      usageLocation: 'DE',
    });
    expect(teamsText(confirm.card)).toContain('Germany');
    await omarInTeams().click(confirm, 'assign.start');
    const result = await omarInTeams().waitForMessage(
      (message) => message.id === card.id && teamsText(message).includes('Licenses changed'),
      20_000,
    );
    expect(teamsText(result)).toContain('+ Office 365 E3');
    expect(heldBy('sam.stone@contoso.com')?.map(({ skuId }) => skuId)).toEqual([OFFICE_E3]);
    expect(setUp.sandbox.graph.state.findUser('sam.stone@contoso.com')?.usageLocation).toBe('DE');

    await omarInTeams().click(result, 'job.undo');
    await omarInTeams().waitForMessage(
      (message) => message.id === card.id && teamsText(message).includes('revious licenses restored'),
      20_000,
    );
    expect(heldBy('sam.stone@contoso.com')).toEqual([]);
  }, 60_000);

  it('says so when nothing would change', async () => {
    await omarInTeams().say('user mia.meyer');
    const card = await omarInTeams().waitForMessage((message) => teamsText(message).includes('mia.meyer@'));
    const form = await omarInTeams().click(card, 'assign.open', {});
    const same = await omarInTeams().click(form, 'assign.submit', { usageLocation: 'US' });
    expect(teamsText(same.card)).toContain('Nothing would change');
  });
});

describe('a license that needs approval', () => {
  it('is given to somebody who exists once it is approved, and creates nobody', async () => {
    const { users } = setUp.sandbox.graph.state;
    const before = users.size;
    await omar().command('/user', 'ada@contoso.com');
    const card = await omar().waitForMessage((message) => slackText(message).includes('ada@contoso.com'));
    await omar().click(card, 'assign.open');
    await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    omar().fill({ licenses: [MICROSOFT_E5], remove: [BUSINESS_BASIC], reason: 'TICKET-8' });
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'assign.start');
    await omar().submit();
    const grace = setUp.sandbox.slack.as(CAST.manager.slack);
    const asked = await grace.waitForMessage((message) => slackText(message).includes('Approval needed'));
    expect(slackText(asked)).toContain('Ada Lovelace');
    expect(slackText(asked)).toMatch(/Microsoft 365 Business Basic.*removed from 1 person/s);
    expect(heldBy('ada@contoso.com')?.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);
    await grace.click(asked, 'approval.approve');
    await omar().waitForMessage((message) => slackText(message).includes('+ Microsoft 365 E5'), 20_000);
    expect(heldBy('ada@contoso.com')?.map(({ skuId }) => skuId)).toEqual([MICROSOFT_E5]);
    expect(users.size).toBe(before);
  }, 60_000);
});

describe('giving a license from the list of licenses', () => {
  it('finds the person first, in Slack', async () => {
    await omar().command('/licenses');
    const list = await omar().waitForMessage((message) => slackText(message).includes('Assign to people'));
    await omar().click(list, 'assign.who');
    await omar().waitForModal((view) => view.callback_id === 'assign.found');
    omar().fill({ person: 'nobody' });
    expect((await omar().submit()).errors?.person).toMatch(/No one was found.*starts with nobody/);
    omar().fill({ person: 'o' });
    expect((await omar().submit()).errors?.person).toMatch(/grace\.okafor@contoso\.com, omar\.haddad@/);
    omar().fill({ person: 'omar.haddad' });
    await omar().submit();
    const form = await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    expect(slackText(form)).toContain('Licenses for Omar Haddad');
    await omar().close();
  });

  it('finds the person first, in Teams', async () => {
    await omarInTeams().say('licenses');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Assign to people'),
    );
    const asked = await omarInTeams().click(list, 'assign.who', {});
    const again = await omarInTeams().click(asked, 'assign.found', { person: '' });
    expect(teamsText(again.card)).toContain('Pick someone');
    const form = await omarInTeams().click(again, 'assign.found', { person: 'grace.okafor' });
    expect(teamsText(form.card)).toContain('Grace Okafor');
  });
});

describe('licenses for the people of a file', () => {
  const FILE =
    'User name,Team\nomar.haddad@contoso.com,IT\nghost@contoso.com,IT\ngrace.okafor@contoso.com,HR\nOMAR.haddad@contoso.com,IT\n';

  it('are given from Slack, with what is wrong in the file, and undone', async () => {
    await omar().command('/licenses');
    const list = await omar().waitForMessage((message) => slackText(message).includes('Assign from a file'));
    await omar().click(list, 'assign.openFile');
    await omar().waitForModal((view) => view.callback_id === 'assign.file');
    omar().fill({}, { file: [{ name: 'it.csv', content: FILE }] });
    await omar().submit();
    const checked = await omar().waitForMessage((message) => slackText(message).includes('it.csv'));
    expect(slackText(checked)).toMatch(/2 ready.*1 to fix.*1 with only a warning/s);
    expect(slackText(checked)).toMatch(/ghost@contoso\.com.*No one in the directory/s);
    await omar().click(checked, 'assign.log');
    await expect
      .poll(
        () =>
          omar()
            .files()
            .map(({ name }) => name),
        { timeout: 10_000 },
      )
      .toContain('it-log.csv');

    await omar().click(checked, 'assign.back');
    await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    omar().fill({ licenses: [BUSINESS_BASIC] });
    const outcome = await omar().submit();
    expect(outcome.errors?.usageLocation).toMatch(/2 of these people have none/);
    omar().fill({ licenses: [BUSINESS_BASIC], usageLocation: 'DE' });
    await omar().submit();
    const confirm = await omar().waitForModal((view) => view.callback_id === 'assign.start');
    expect(slackText(confirm)).toMatch(/2 people.*Business Basic.*for 2 people/s);
    await omar().submit();
    const results = await omar().waitForMessage(
      (message) =>
        slackText(message).includes('2 people changed') && slackText(message).includes('Results CSV'),
      20_000,
    );
    for (const name of ['omar.haddad@contoso.com', 'grace.okafor@contoso.com']) {
      expect(heldBy(name)?.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);
    }
    await omar().click(results, 'job.undo');
    await omar().waitForMessage(
      (message) => message.ts === results.ts && slackText(message).includes('2 changed back'),
      20_000,
    );
    expect(heldBy('omar.haddad@contoso.com')).toEqual([]);
    expect(setUp.sandbox.graph.state.findUser('omar.haddad@contoso.com')).toBeDefined();
  }, 60_000);

  it('are given from Teams, where the next file that is attached is meant', async () => {
    await omarInTeams().say('licenses');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Assign from a file'),
    );
    const asked = await omarInTeams().click(list, 'assign.openFile', {});
    expect(teamsText(asked.card)).toContain('the next file you attach');
    const sheet = (name: string, ...people: string[]) => ({
      name,
      rows: [['User name'], ...people.map((one) => [`${one}@contoso.com`])],
    });
    const content = makeWorkbook({
      sheets: [sheet('HR', 'grace.okafor', 'ghost'), sheet('IT', 'sam.stone')],
    });
    await omarInTeams().say('', { files: [{ name: 'sam.xlsx', content }] });
    const which = await omarInTeams().waitForMessage((message) => teamsText(message).includes('sam.xlsx'));
    expect(teamsText(which)).toContain('Which sheet has the people whose licenses you want to change?');
    expect(teamsText(which)).toContain('HR: 2 people');
    const checked = await omarInTeams().click(which, 'IT');
    expect(teamsText(checked)).toContain('sheet “IT”');
    const form = await omarInTeams().click(checked, 'assign.back', {});
    const confirm = await omarInTeams().click(form, 'assign.submit', { licenses: BUSINESS_BASIC });
    await omarInTeams().click(confirm, 'assign.start');
    await omarInTeams().waitForMessage((message) => teamsText(message).includes('1 person changed'), 20_000);
    expect(heldBy('sam.stone@contoso.com')?.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);

    // The one after that is read as new people again.
    await omarInTeams().say('', {
      files: [{ name: 'new.csv', content: 'Username,Display name\nnew.one@contoso.com,New One\n' }],
    });
    const verified = await omarInTeams().waitForMessage((message) => teamsText(message).includes('new.csv'));
    expect(teamsText(verified)).toContain('Set up 1 person');
  }, 60_000);
});
