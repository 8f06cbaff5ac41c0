import { beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const HEADER = 'Username,First name,Last name,Display name';
const NURSE = 'New nurse, Berlin';

const setUp = useSandbox();
const groupId = (name: string): string =>
  setUp.sandbox.graph.state.groups.find(({ displayName }) => displayName === name)?.id ?? '';
const fileFor = (name: string) => ({
  name: `${name}.csv`,
  content: `${HEADER}\r\n${name}@contoso.com,,,${name}`,
});

const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);

/** The set-up form of a file, in Slack. */
async function openSetup(name: string) {
  await omar().say('', { files: [fileFor(name)] });
  const verification = await omar().waitForMessage(
    (message) => textInSlack(message).includes(name) && textInSlack(message).includes('ready'),
  );
  await omar().click(verification, 'addusers.setup');
  return omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
}

/** Saves the form that is open as a preset, and gives the name form's answer. */
async function saveAs(name: string) {
  await omar().clickInModal('addusers.presetName');
  await omar().waitForModal((view) => view.callback_id === 'addusers.presetSave');
  omar().fill({ presetName: name });
  return omar().submit();
}

/** Ids of presets by name, as the open modal's menu offers them. */
function offeredIn(view: { blocks: readonly object[] } | undefined): Record<string, string> {
  const menus = (view?.blocks ?? []).flatMap((block) => ('accessory' in block ? [block.accessory] : []));
  const options = (menus as { options?: { value: string; text: { text: string } }[] }[]).flatMap(
    ({ options = [] }) => options,
  );
  return Object.fromEntries(options.map(({ value, text }) => [text.text, value]));
}

describe('presets in Slack', () => {
  it('are saved by an admin from the set-up form, with nothing of the form lost', async () => {
    await openSetup('slack.one');
    await omar().suggest('groups', 'berlin');
    omar().fill({
      signIn: 'blocked',
      usageLocation: 'DE',
      licenses: [BUSINESS_BASIC],
      groups: [groupId('Berlin office')],
      recipients: 'ward@contoso.com',
      reason: 'TICKET-7',
    });
    const saved = await saveAs(NURSE);
    expect(textInSlack(saved.view ?? {})).toContain(`Saved as “${NURSE}”.`);
    await omar().submit();
    const confirm = await omar().waitForModal((view) => view.callback_id === 'addusers.start');
    for (const kept of ['Germany', 'Berlin office', 'ward@contoso.com', 'TICKET-7', 'blocked']) {
      expect(textInSlack(confirm)).toContain(kept);
    }
    await omar().close({ all: true });
  }, 60_000);

  it('fill the form of the next file in at one choice, over what was typed, and create people so', async () => {
    const form = await openSetup('slack.two');
    omar().fill({
      usageLocation: 'US',
      recipients: 'typed@contoso.com',
      reason: 'TICKET-8',
    });
    await omar().clickInModal('addusers.preset', offeredIn(form)[NURSE] ?? '');
    const filled = await omar().waitForModal((view) => textInSlack(view).includes('Filled in from'));
    const values = JSON.stringify(filled.values);
    for (const set of ['"DE"', 'ward@contoso.com', BUSINESS_BASIC, groupId('Berlin office'), 'TICKET-8']) {
      expect(values).toContain(set);
    }
    expect(values).not.toContain('typed@contoso.com');
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'addusers.start');
    await omar().submit();
    const { graph, mail } = setUp.sandbox;
    await expect
      .poll(() => graph.state.findUser('slack.two@contoso.com')?.accountEnabled, { timeout: 30_000 })
      .toBe(false);
    await mail.waitForMail(({ to }) => to.includes('ward@contoso.com'));
    const account = graph.state.findUser('slack.two@contoso.com');
    expect(account?.usageLocation).toBe('DE');
    expect(account?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);
    const berlin = graph.state.groups.find(({ displayName }) => displayName === 'Berlin office');
    expect([...(berlin?.members ?? [])]).toContain(account?.id);
  }, 60_000);

  it('say at the fields what is wrong after one was filled in', async () => {
    const form = await openSetup('slack.three');
    await omar().clickInModal('addusers.preset', offeredIn(form)[NURSE] ?? '');
    const filled = await omar().waitForModal((view) => textInSlack(view).includes('Filled in from'));
    const field = filled.blocks.find(({ block_id }) => block_id.startsWith('recipients'))?.block_id ?? '';
    omar().fill({ [field]: 'nobody' });
    const refused = await omar().submit();
    expect(refused.errors?.[field]).toContain("nobody isn't an email address");
    await omar().close({ all: true });
  }, 60_000);

  it('say which license and group are gone, and fill in the rest', async () => {
    const { graph } = setUp.sandbox;
    graph.state.groups.push({
      type: 'group',
      id: crypto.randomUUID(),
      displayName: '*Short* <lived>',
      members: new Set(),
    });
    await openSetup('slack.four');
    await omar().suggest('groups', '*short');
    omar().fill({ usageLocation: 'FR', licenses: [OFFICE_E3], groups: [groupId('*Short* <lived>')] });
    await saveAs('<b>Gone</b> *soon*');
    await omar().close({ all: true });
    graph.state.groups.splice(
      graph.state.groups.findIndex(({ displayName }) => displayName[0] === '*'),
      1,
    );

    await setUp.sandbox.bot.stop();
    await setUp.sandbox.bot.start();
    const form = await openSetup('slack.five');
    await omar().clickInModal('addusers.preset', offeredIn(form)['<b>Gone</b> *soon*'] ?? '');
    const filled = await omar().waitForModal((view) => textInSlack(view).includes('Filled in from'));
    expect(textInSlack(filled)).toContain('*Short* <lived>: this group is gone');
    expect(JSON.stringify(filled.values)).toContain(OFFICE_E3);
    expect(JSON.stringify(filled.values)).toContain('"FR"');
    await omar().close({ all: true });
  }, 60_000);

  it('replace one of the same name only at the second time of asking', async () => {
    await openSetup('slack.six');
    omar().fill({ usageLocation: 'AT', recipients: 'new@contoso.com' });
    const asked = await saveAs(NURSE.toUpperCase());
    expect(asked.errors?.presetName).toContain(`There is already a preset “${NURSE}”`);
    const saved = await omar().submit();
    expect(textInSlack(saved.view ?? {})).toContain('Saved as');
    expect(Object.keys(offeredIn(saved.view)).filter((name) => /nurse/i.test(name))).toEqual([
      NURSE.toUpperCase(),
    ]);
    await omar().close({ all: true });
  }, 60_000);

  it('are saved by an admin from the form of one person, which keeps that person to itself', async () => {
    await omar().command('/adduser', 'Paula Set paula.set');
    const form = await omar().waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(omar());
    omar().fill({ surname: 'Typed', usageLocation: 'NO', reason: 'TICKET-11' });
    await omar().clickInModal('adduser.presetName');
    await omar().waitForModal((view) => view.callback_id === 'adduser.presetSave');
    omar().fill({ presetName: 'Cook, Oslo' });
    const saved = await omar().submit();
    const values = JSON.stringify(saved.view?.values);
    for (const kept of ['Paula', 'Typed', 'paula.set', '"NO"', 'TICKET-11']) expect(values).toContain(kept);
    expect(form.id).toBe(saved.view?.id);
    expect(Object.keys(offeredIn(saved.view))).toContain('Cook, Oslo');
    await omar().close({ all: true });
    await omar().say('presets');
    const list = await omar().waitForMessage((message) => textInSlack(message).includes('Cook, Oslo'));
    expect(textInSlack(list)).not.toMatch(/Paula|Typed|paula\.set|TICKET-11/);
  }, 60_000);

  it('are chosen, but not made, by helpdesk staff', async () => {
    await mia().command('/adduser', 'Helga Desk');
    const form = await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    expect(JSON.stringify(form.blocks)).not.toContain('adduser.presetName');
    await mia().clickInModal('adduser.preset', offeredIn(form)[NURSE.toUpperCase()] ?? '');
    const filled = await mia().waitForModal((view) => textInSlack(view).includes('Filled in from'));
    expect(JSON.stringify(filled.values)).toContain('new@contoso.com');
    expect(JSON.stringify(filled.values)).toContain('Helga');
    // A button that was not on the form, as somebody who forges a request would press it.
    const save = { type: 'button', action_id: 'adduser.presetName', value: filled.private_metadata };
    filled.blocks.push({ type: 'actions', block_id: 'forged', elements: [save] });
    await mia().clickInModal('adduser.presetName');
    await mia().waitForModal((view) => textInSlack(view).includes('You need the admin role for this.'));
    await mia().close({ all: true });
    await mia().say('presets');
    await mia().waitForMessage((message) =>
      textInSlack(message).includes('You need the admin role for this.'),
    );
  }, 60_000);

  it('are renamed and deleted where they are listed', async () => {
    await omar().say('presets');
    const list = await omar().waitForMessage((message) => textInSlack(message).includes('Presets of'));
    expect(textInSlack(list)).toContain('Location Austria');
    await omar().click(list, 'presets.edit');
    await omar().waitForModal((view) => view.callback_id === 'presets.rename');
    omar().fill({ presetName: 'Old name' });
    const renamed = await omar().submit();
    expect(textInSlack(renamed.view ?? {})).toContain('is now called “Old name”');
    for (const left of ['Rename or delete', 'Rename or delete', 'There are none yet']) {
      await omar().clickInModal('presets.edit');
      await omar().waitForModal((view) => view.callback_id === 'presets.rename');
      await omar().clickInModal('presets.delete');
      await omar().waitForModal(
        (view) => textInSlack(view).includes('was deleted.') && textInSlack(view).includes(left),
      );
    }
    await omar().close({ all: true });
  }, 60_000);
});

describe('presets in Teams', () => {
  const admin = () => setUp.sandbox.teams.as(CAST.admin.teams);
  let presetId = '';

  async function openCard(name: string) {
    await admin().say('', { files: [fileFor(name)] });
    const verification = await admin().waitForMessage((message) => textInTeams(message).includes(name));
    return admin().click(verification, 'addusers.setup');
  }

  beforeAll(() => {
    const { graph } = setUp.sandbox;
    graph.state.groups.push({ type: 'group', id: 'temporary', displayName: 'Temporary', members: new Set() });
  });

  it('are saved from the card, and the card comes back as it was', async () => {
    const form = await openCard('teams.one');
    const asked = await admin().click(form, 'addusers.presetName', {
      signIn: 'allowed',
      usageLocation: 'CH',
      licenses: BUSINESS_BASIC,
      groups: groupId('Engineering'),
      recipients: 'zurich@contoso.com',
      reason: 'TICKET-9',
    });
    expect(textInTeams(asked.card)).toContain('Name of the preset');
    const saved = await admin().click(asked, 'addusers.presetSave', {
      presetName: '[Zürich](https://x) **team**',
    });
    expect(textInTeams(saved.card)).toContain('Saved as');
    const card = JSON.stringify(saved.card);
    for (const kept of ['"CH"', 'zurich@contoso.com', 'TICKET-9', groupId('Engineering')]) {
      expect(card).toContain(kept);
    }
    const [found] = (await admin().typeahead(form, 'preset', 'zür')).choices ?? [];
    // T4: titles of choices know no Markdown, so nothing in them is escaped.
    expect(found?.title).toBe('[Zürich](https://x) **team**');
    presetId = found?.value ?? '';
    expect(presetId).not.toBe('');
  }, 60_000);

  it('fill in the card in place, keep the reason, and are created from', async () => {
    const form = await openCard('teams.two');
    const filled = await admin().click(form, 'addusers.preset', {
      preset: presetId,
      usageLocation: 'US',
      reason: 'TICKET-10',
    });
    const card = JSON.stringify(filled.card);
    for (const kept of ['"CH"', 'zurich@contoso.com', 'TICKET-10', 'Filled in from'])
      expect(card).toContain(kept);
    const confirm = await admin().click(filled, 'addusers.setupSubmit');
    expect(textInTeams(confirm.card)).toContain('Engineering');
    await admin().click(confirm, 'addusers.start');
    await expect
      .poll(() => setUp.sandbox.graph.state.findUser('teams.two@contoso.com')?.usageLocation, {
        timeout: 30_000,
      })
      .toBe('CH');
  }, 60_000);

  it('fill in one person for helpdesk staff, who cannot save', async () => {
    const staff = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await staff.say('adduser');
    const form = await staff.waitForMessage((message) => textInTeams(message).includes('Add one person'));
    expect(JSON.stringify(form.card)).not.toContain('adduser.presetName');
    const filled = await staff.click(form, 'adduser.preset', {
      preset: presetId,
      givenName: 'Petra',
      surname: 'Set',
    });
    for (const kept of ['Petra', '"CH"', 'zurich@contoso.com']) {
      expect(JSON.stringify(filled.card)).toContain(kept);
    }
    const confirm = await staff.click(filled, 'adduser.submit');
    expect(textInTeams(confirm.card)).toContain('Engineering');
  }, 60_000);

  it('fill in the dialog of the message extension too', async () => {
    const staff = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await staff.extension('adduser');
    const filled = await staff.submitDialog({ preset: presetId, givenName: 'Dina' }, 'adduser.preset');
    expect(textInTeams(filled.card)).toContain('Filled in from');
    for (const kept of ['Dina', '"CH"', 'zurich@contoso.com']) {
      expect(JSON.stringify(filled.card)).toContain(kept);
    }
  }, 60_000);

  it('that were deleted meanwhile leave the card as it is typed, and say so', async () => {
    const form = await openCard('teams.three');
    await admin().say('presets');
    const list = await admin().waitForMessage((message) => textInTeams(message).includes('Rename or delete'));
    const named = await admin().click(list, 'presets.edit');
    expect(JSON.stringify(named.card)).toContain('will no longer be offered');
    const deleted = await admin().click(named, 'presets.delete');
    expect(textInTeams(deleted.card)).toContain('was deleted.');
    const gone = await admin().click(form, 'addusers.preset', {
      preset: presetId,
      recipients: 'typed@contoso.com',
    });
    expect(textInTeams(gone.card)).toContain('This preset no longer exists.');
    expect(JSON.stringify(gone.card)).toContain('typed@contoso.com');
  }, 60_000);
});
