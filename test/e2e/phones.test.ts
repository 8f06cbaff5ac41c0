import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const TEAMS_PLAN = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const SWAY_PLAN = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
const NONE = '(none)';
const PHONE = { phone: 'values' } as const;
const TITLES = { phone: 'titles' } as const;
const setUp = useSandbox();

const omar = () => setUp.sandbox.teams.as(CAST.admin.teams);

/** A person form that says where they work, in which group, and that they may not sign in. */
async function fillForm(name: string) {
  await omar().say(`adduser ${name}`);
  const form = await omar().waitForMessage((each) => textOf(each).includes(name.split(' ')[0] ?? ''));
  const more = await omar().click(form, 'adduser.contact', { usageLocation: 'NL' });
  const [group] = (await omar().typeahead(more, 'groups', 'Berlin')).choices ?? [];
  const few = await omar().click(more, 'adduser.contact', { groups: group?.value ?? '', signIn: 'blocked' });
  return { open: await omar().click(few, 'adduser.contact'), group };
}

describe('T2: the person form on a phone', () => {
  it('is as it was where the phone forgot what was chosen', async () => {
    const { open } = await fillForm('Mary Jackson');
    const confirm = await omar().click(open, 'adduser.submit', {}, PHONE);
    expect(textOf(confirm.card)).toContain('Netherlands');
    expect(textOf(confirm.card)).toContain('Berlin office');
    expect(textOf(confirm.card)).toMatch(/blocked/i);
  });

  it('takes the titles that a phone sends for values', async () => {
    const { open } = await fillForm('Katherine Johnson');
    const set = { usageLocation: 'BQ', licenses: OFFICE_E3, delivery: 'show', domain: 'contoso.com' };
    const confirm = await omar().click(open, 'adduser.submit', set, TITLES);
    expect(textOf(confirm.card)).toContain('Bonaire, Sint Eustatius');
    expect(textOf(confirm.card)).toContain('Office 365 E3');
  });

  it('takes titles that were shown before a restart', async () => {
    const { open, group } = await fillForm('Gladys West');
    await setUp.sandbox.bot.kill();
    await setUp.sandbox.bot.start();
    const set = { usageLocation: 'BQ', licenses: OFFICE_E3, groups: group?.title ?? '' };
    const confirm = await omar().click(open, 'adduser.submit', set, TITLES);
    expect(textOf(confirm.card)).toContain('Bonaire, Sint Eustatius');
    expect(textOf(confirm.card)).toContain('Office 365 E3');
    expect(textOf(confirm.card)).toContain('Berlin office');
  });

  it('has a way to choose nothing, on every client', async () => {
    const { open } = await fillForm('Annie Easley');
    const confirm = await omar().click(open, 'adduser.submit', { groups: NONE, usageLocation: NONE }, PHONE);
    expect(textOf(confirm.card)).not.toContain('Berlin office');
    expect(textOf(confirm.card)).not.toContain('Netherlands');
  });

  it('says what it does not know at its field, and creates nobody', async () => {
    const { open } = await fillForm('Evelyn Boyd');
    const answers = [];
    for (const unknown of [
      { usageLocation: 'Atlantis' },
      { licenses: 'Nothing' },
      { groups: 'No such group' },
    ]) {
      const answer = await omar().click(open, 'adduser.submit', unknown, { force: true, stale: true });
      answers.push(textOf(answer.card));
    }
    for (const answer of answers) expect(answer).toContain('▲');
    expect(setUp.sandbox.graph.state.findUser('evelyn.boyd@contoso.com')).toBeUndefined();
  });
});

describe('T3: a contact field that was emptied', () => {
  it('is empty, and one that is not shown keeps its value', async () => {
    const { open } = await fillForm('Dorothy Brewster');
    const shut = await omar().click(open, 'adduser.contact', { jobTitle: 'Nurse', city: 'Bonn' });
    const again = await omar().click(shut, 'adduser.contact', {});
    expect(textOf(again.card)).toContain('Nurse');
    const confirm = await omar().click(again, 'adduser.submit', { jobTitle: '' });
    expect(textOf(confirm.card)).toContain('Bonn');
    expect(textOf(confirm.card)).not.toContain('Nurse');
  });
});

describe('T2: services that are off', () => {
  /** The form for somebody whose Microsoft Teams is switched off. */
  async function openForm() {
    const user = setUp.sandbox.graph.state.findUser('grace.okafor@contoso.com');
    if (user === undefined) throw new Error('there is no Grace Okafor');
    user.assignedLicenses = [{ skuId: OFFICE_E3, disabledPlans: [TEAMS_PLAN] }];
    await omar().say('user grace.okafor');
    const card = await omar().waitForMessage((each) => textOf(each).includes('grace.okafor@contoso.com'));
    return omar().click(card, 'assign.open', {});
  }

  it('stay off when a phone sends nothing of them', async () => {
    const form = await openForm();
    const answer = await omar().click(
      form,
      'assign.submit',
      { usageLocation: 'US' },
      { ...PHONE, force: true },
    );
    expect(textOf(answer.card)).toContain('Nothing would change');
  });

  it('stay off when a phone sends only what was added', async () => {
    const form = await openForm();
    const added = { usageLocation: 'US', servicesOff: `${OFFICE_E3}/${SWAY_PLAN}` };
    const confirm = await omar().click(form, 'assign.submit', added, PHONE);
    expect(textOf(confirm.card)).toMatch(/: off: .*Microsoft Teams/);
    expect(textOf(confirm.card)).toMatch(/: off: .*Sway/);
  });

  it('are switched on when somebody says so', async () => {
    const form = await openForm();
    const confirm = await omar().click(
      form,
      'assign.submit',
      { usageLocation: 'US', servicesOff: NONE },
      PHONE,
    );
    expect(textOf(confirm.card)).toContain('all services on');
  });
});

describe('T3: an unknown value in a choice of a form', () => {
  const ADA = 'ada@contoso.com';

  async function openFrom(said: string, action: string) {
    await omar().say(said);
    const card = await omar().waitForMessage((each) => JSON.stringify(each.card ?? {}).includes(action));
    return omar().click(card, action, {});
  }

  async function openLeaveForm() {
    await omar().say(`offboard ${ADA}`);
    return omar().waitForMessage((each) => JSON.stringify(each.card ?? {}).includes('leave.submit'));
  }

  async function openPersonForm() {
    await omar().say('adduser Odd Value');
    return omar().waitForMessage((each) => textOf(each).includes('Odd'));
  }

  async function openSetup() {
    const content = 'Username,First name,Last name,Display name\r\nodd.one@contoso.com,Odd,One,Odd One';
    await omar().say('', { files: [{ name: 'odd.csv', content }] });
    const verification = await omar().waitForMessage((each) =>
      JSON.stringify(each.card ?? {}).includes('addusers.setup'),
    );
    return omar().click(verification, 'addusers.setup', {});
  }

  it.each([
    ['one person', 'adduser.submit', openPersonForm, ['signIn', 'delivery', 'domain', 'usageLocation']],
    ['a file', 'addusers.setupSubmit', openSetup, ['signIn', 'delivery', 'usageLocation']],
    ['a change', 'change.submit', () => openFrom(`user ${ADA}`, 'change.open'), ['signIn', 'signOut']],
    ['a new password', 'reset.start', () => openFrom(`user ${ADA}`, 'reset.open'), ['delivery']],
    ['licenses', 'assign.submit', () => openFrom(`user ${ADA}`, 'assign.open'), ['licenses', 'remove']],
    ['somebody who leaves', 'leave.submit', openLeaveForm, ['steps']],
  ] as const)('is said at its field in the form for %s', async (_what, submit, open, fields) => {
    const form = await open();
    for (const field of fields) {
      for (const unknown of field === 'signIn' ? ['zz', 'null', NONE, 'Odd title'] : ['zz']) {
        const answer = await omar().click(form, submit, { [field]: unknown }, { force: true, stale: true });
        expect([field, unknown, textOf(answer.card)]).toEqual([field, unknown, expect.stringContaining('▲')]);
      }
    }
  });
});
