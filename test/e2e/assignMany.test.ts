import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const TEAMS_PLAN = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const SWAY_PLAN = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
const setUp = useSandbox();

const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);
const heldBy = (name: string) => setUp.sandbox.graph.state.findUser(name)?.assignedLicenses;

/** A colleague of Ada's name, who has the same license with Sway off. */
function addAdaByron(): { id: string; remove(): void } {
  const { state } = setUp.sandbox.graph;
  const ada = state.findUser('ada@contoso.com');
  if (ada === undefined) throw new Error('no Ada');
  const id = '11111111-2222-4333-8444-555555555555';
  state.users.set(id, {
    ...structuredClone(ada),
    id,
    userPrincipalName: 'ada.byron@contoso.com',
    displayName: 'Ada Byron',
    surname: 'Byron',
    accountEnabled: false,
    assignedLicenses: [{ skuId: BUSINESS_BASIC, disabledPlans: [SWAY_PLAN] }],
  });
  return { id, remove: () => state.users.delete(id) };
}

describe('licenses for several people who are picked', () => {
  const idOf = (name: string) => setUp.sandbox.graph.state.findUser(name)?.id ?? '';

  it('are swapped from Slack, where names are searched while they are typed, and given back', async () => {
    const byron = addAdaByron();
    const before = structuredClone([heldBy('ada@contoso.com'), heldBy('ada.byron@contoso.com')]);
    await omar().command('/user', 'ada');
    const found = await omar().waitForMessage((message) => slackText(message).includes('Several people'));
    await omar().click(found, 'assign.who');
    await omar().waitForModal((view) => view.callback_id === 'assign.found');
    expect((await omar().submit()).errors?.people).toMatch(/Pick someone/);
    expect(await omar().suggest('people', 'a')).toEqual([]);
    const offered = await omar().suggest('people', 'ada');
    expect(offered.map(({ value }) => value)).toEqual([byron.id, idOf('ada@contoso.com')]);
    expect(JSON.stringify(offered)).toContain('ada.byron@contoso.com');
    omar().fill({ people: [byron.id, idOf('ada@contoso.com')], person: 'nobody' });
    expect((await omar().submit()).errors?.person).toMatch(/starts with nobody/);
    omar().fill({ people: [byron.id, idOf('ada@contoso.com')], person: 'grace.okafor@contoso.com' });
    await omar().submit();
    const form = await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    expect(slackText(form)).toContain('Ada Byron, Ada Lovelace, and 1 more (3 people)');

    omar().fill({ licenses: [OFFICE_E3], remove: [BUSINESS_BASIC], reason: 'TICKET-9' });
    expect((await omar().submit()).errors?.usageLocation).toMatch(/1 of these people has none/);
    omar().fill({ licenses: [OFFICE_E3], remove: [BUSINESS_BASIC], usageLocation: 'US' });
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'assign.start');
    await omar().clickInModal('assign.back');
    await omar().waitForModal((view) => slackText(view).includes('Sway'));
    omar().fill({ servicesOff: [`${OFFICE_E3}/${TEAMS_PLAN}`] });
    await omar().submit();
    const confirm = await omar().waitForModal((view) => view.callback_id === 'assign.start');
    expect(slackText(confirm)).toMatch(/Office 365 E3.*for 3 people.*Sign-in is blocked for Ada Byron/s);
    expect(slackText(confirm)).toMatch(/Office 365 E3.*off: Microsoft Teams/s);
    await omar().submit();
    const results = await omar().waitForMessage(
      (message) =>
        slackText(message).includes('3 people changed') && slackText(message).includes('Results CSV'),
      20_000,
    );
    expect(slackText(results)).toMatch(/Ada Lovelace.*\+ Office 365 E3, − Microsoft 365 Business Basic/s);
    for (const name of ['ada@contoso.com', 'ada.byron@contoso.com', 'grace.okafor@contoso.com']) {
      expect(heldBy(name)).toEqual([{ skuId: OFFICE_E3, disabledPlans: [TEAMS_PLAN] }]);
    }
    await omar().click(results, 'job.undo');
    await omar().waitForMessage(
      (message) => message.ts === results.ts && slackText(message).includes('3 changed back'),
      20_000,
    );
    expect([heldBy('ada@contoso.com'), heldBy('ada.byron@contoso.com')]).toEqual(before);
    expect(heldBy('grace.okafor@contoso.com')).toEqual([]);
    byron.remove();
  }, 60_000);

  it('are changed from Teams, and services that somebody has off stay off', async () => {
    const byron = addAdaByron();
    const ada = idOf('ada@contoso.com');
    setUp.sandbox.graph.state.users.get(ada)?.assignedLicenses.splice(0, 9, {
      skuId: BUSINESS_BASIC,
      disabledPlans: [],
    });
    await omarInTeams().say('licenses');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Assign to people'),
    );
    const asked = await omarInTeams().click(list, 'assign.who', {});
    const { choices = [] } = await omarInTeams().typeahead(list, 'people', 'ada');
    expect(choices.map(({ title }) => title)).toEqual([
      'Ada Byron — ada.byron@contoso.com',
      'Ada Lovelace — ada@contoso.com',
    ]);
    // The same search from somebody who may not change licenses finds nobody.
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('help');
    const help = await mia.waitForMessage((message) => teamsText(message).includes('adduser'));
    expect((await mia.typeahead(help, 'people', 'ada')).choices).toEqual([]);
    const form = await omarInTeams().click(asked, 'assign.found', { people: `${byron.id},${ada}` });
    expect(teamsText(form.card)).toContain('Ada Byron and Ada Lovelace');
    const services = (await omarInTeams().typeahead(list, 'servicesOff', 'sway')).choices ?? [];
    expect(services.map(({ title }) => title)).toContain('Sway — Office 365 E3');
    const given = await omarInTeams().click(form, 'assign.submit', {
      licenses: OFFICE_E3,
      servicesOff: `${OFFICE_E3}/${SWAY_PLAN}`,
    });
    expect(teamsText(given.card)).toMatch(/Office 365 E3.*off: Sway/s);
    const before = await omarInTeams().click(given, 'assign.back', {});
    const confirm = await omarInTeams().click(before, 'assign.submit', {
      licenses: '',
      servicesOff: `${BUSINESS_BASIC}/${TEAMS_PLAN}`,
    });
    expect(teamsText(confirm.card)).toMatch(/Business Basic.*off: Microsoft Teams/s);
    await omarInTeams().click(confirm, 'assign.start');
    await omarInTeams().waitForMessage((message) => teamsText(message).includes('2 people changed'), 20_000);
    expect(heldBy('ada@contoso.com')).toEqual([{ skuId: BUSINESS_BASIC, disabledPlans: [TEAMS_PLAN] }]);
    expect(heldBy('ada.byron@contoso.com')).toEqual([
      { skuId: BUSINESS_BASIC, disabledPlans: [SWAY_PLAN, TEAMS_PLAN] },
    ]);
    byron.remove();
  }, 60_000);
});

describe('a swap that cannot be carried out for everybody', () => {
  it('says who is left out and why, goes on from there on Retry, and gives everything back', async () => {
    const byron = addAdaByron();
    const { state } = setUp.sandbox.graph;
    const e3 = state.skus.get(OFFICE_E3);
    const basic = state.skus.get(BUSINESS_BASIC);
    if (e3 === undefined || basic === undefined) throw new Error('no such licenses');
    const before = structuredClone([heldBy('ada@contoso.com'), heldBy('ada.byron@contoso.com')]);
    const [seats, basicSeats] = [e3.enabled, basic.enabled];
    await omarInTeams().say('licenses');
    const list = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Assign to people'),
    );
    const asked = await omarInTeams().click(list, 'assign.who', {});
    const form = await omarInTeams().click(asked, 'assign.found', {
      person: 'ada.byron@contoso.com\nada@contoso.com',
    });
    const confirm = await omarInTeams().click(form, 'assign.submit', {
      licenses: OFFICE_E3,
      remove: BUSINESS_BASIC,
    });
    // Somebody else takes all seats but one before it starts.
    e3.enabled = state.consumed(OFFICE_E3) + 1;
    await omarInTeams().click(confirm, 'assign.start');
    const results = await omarInTeams().waitForMessage(
      (message) => teamsText(message).includes('Try again (1)') && teamsText(message).includes('Results CSV'),
      20_000,
    );
    expect(teamsText(confirm.card)).toContain('for 2 people · 12 of 25 left');
    expect(teamsText(results)).toMatch(/1 person changed · 1 failed.*No seats of a chosen license are left/s);
    expect(teamsText(results)).not.toContain('Send to someone else');
    // Whoever did not get the new license still has the old one.
    const [ada, other] = [heldBy('ada@contoso.com'), heldBy('ada.byron@contoso.com')];
    expect([ada, other].filter((held) => held?.[0]?.skuId === OFFICE_E3)).toHaveLength(1);
    expect(
      [ada, other].filter((held) => before.some((was) => JSON.stringify(was) === JSON.stringify(held))),
    ).toHaveLength(1);

    e3.enabled = seats;
    await omarInTeams().click(results, 'job.retry');
    const done = await omarInTeams().waitForMessage(
      (message) => message.id === results.id && teamsText(message).includes('2 people changed'),
      20_000,
    );
    expect(heldBy('ada@contoso.com')).toEqual([{ skuId: OFFICE_E3, disabledPlans: [] }]);
    expect(heldBy('ada.byron@contoso.com')).toEqual([{ skuId: OFFICE_E3, disabledPlans: [] }]);

    // What was taken away has gone to somebody else by the time it is given back.
    basic.enabled = state.consumed(BUSINESS_BASIC) + 1;
    await omarInTeams().click(done, 'job.undo');
    const half = await omarInTeams().waitForMessage(
      (message) => message.id === results.id && teamsText(message).includes('Not changed back'),
      20_000,
    );
    expect(teamsText(half)).toMatch(/1 changed back.*press Undo again/s);
    basic.enabled = basicSeats;
    const again = await omarInTeams().waitForMessage(
      (message) => message.id === results.id && !teamsText(message).includes('Undoing'),
    );
    await omarInTeams().click(again, 'job.undo');
    await omarInTeams().waitForMessage(
      (message) => message.id === results.id && teamsText(message).includes('2 changed back'),
      20_000,
    );
    expect([heldBy('ada@contoso.com'), heldBy('ada.byron@contoso.com')]).toEqual(before);
    byron.remove();
  }, 90_000);
});

describe('people who are away', () => {
  it('are picked from the list of licenses, so that their seats can be taken back', async () => {
    await omar().command('/licenses');
    const list = await omar().waitForMessage((message) =>
      slackText(message).includes('for inactive people…'),
    );
    await omar().click(list, 'assign.away');
    await omar().waitForModal((view) => view.callback_id === 'assign.found');
    await omar().submit();
    const form = await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    expect(slackText(form)).toContain('Licenses for Ada Lovelace');
    await omar().close();
  });
});
