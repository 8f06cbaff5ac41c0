import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const MICROSOFT_E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
/** Somebody in the directory. */
const CAST_MANAGER = 'ada@contoso.com';
const setUp = useSandbox();

/** Opens the form as helpdesk. */
async function openForm(text: string) {
  const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
  while (mia.openModal() !== undefined) await mia.close();
  await mia.command('/adduser', text);
  const form = await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
  return { mia, form };
}

describe('/adduser in Slack', () => {
  it('creates one person, mails the password and reveals it once to the requester alone', async () => {
    const { sandbox } = setUp;
    const { mia, form } = await openForm('Grace Hopper');
    expect(textOf(form)).toContain('12 of 25 left');
    mia.fill({
      usageLocation: 'US',
      licenses: [OFFICE_E3],
      recipients: 'boss@contoso.com',
      reason: 'TICKET-1',
    });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain('grace.hopper@contoso.com');
    expect(textOf(confirm)).toContain('Office 365 E3');
    await mia.submit();
    const result = await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));
    expect(textOf(result)).toContain('Mia Meyer');
    expect(textOf(result)).toContain('boss@contoso.com');

    const account = sandbox.graph.state.findUser('grace.hopper@contoso.com');
    expect(account?.displayName).toBe('Grace Hopper');
    expect(account?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([OFFICE_E3]);
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('boss@contoso.com'));
    expect(mail.text).toContain(account?.password);

    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => textOf(view).includes(account?.password ?? '?'));
    expect(JSON.stringify(mia.messages())).not.toContain(account?.password);
    await mia.close();
    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => /shown only once/.test(textOf(view)));
  });

  it('prefills names and user name from what was typed', async () => {
    const { mia } = await openForm('Jean Bartik jean.b');
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain('jean.b@contoso.com');
    expect(textOf(confirm)).toContain('Jean Bartik');
  });

  it('shows errors at the fields and keeps what was typed', async () => {
    const { mia } = await openForm('Joan Clarke');
    await showMore(mia);
    mia.fill({
      userName: 'jöan clarke',
      licenses: [OFFICE_E3],
      usageLocation: 'GB',
      recipients: 'a@x.com b@x.com c@x.com d@x.com e@x.com f@x.com',
    });
    const outcome = await mia.submit();
    expect(Object.keys(outcome.errors ?? {}).sort()).toEqual(['recipients', 'userName']);
    expect(outcome.errors?.recipients).toMatch(/up to 5 addresses/);
  });

  it('C12: asks six questions at most, says the user name while it is typed, and has the rest behind More', async () => {
    const { state } = setUp.sandbox.graph;
    const { mia, form } = await openForm('');
    const questions = form.blocks.filter(({ type, block_id }) => type === 'input' || block_id === 'preset');
    expect(questions.map(({ block_id }) => block_id)).toEqual([
      'givenName',
      'surname',
      'licenses',
      'recipients',
      'usageLocation',
      'reason',
    ]);
    await mia.clickInModal({ actionId: 'adduser.name', blockId: 'givenName' }, 'Lise');
    await mia.waitForModal((view) => textOf(view).includes('User name: lise@contoso.com'));
    await mia.clickInModal({ actionId: 'adduser.name', blockId: 'surname' }, 'Meitner');
    await mia.waitForModal((view) => textOf(view).includes('User name: lise.meitner@contoso.com'));
    await showMore(mia);
    mia.fill({ manager: 'nobody@contoso.com' });
    expect((await mia.submit()).errors?.manager).toMatch(/No one in this directory has the user name/);
    mia.fill({ manager: CAST_MANAGER });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain(`Manager: ${CAST_MANAGER}`);
    await mia.submit();
    await expect
      .poll(() => state.managers.get(state.findUser('lise.meitner@contoso.com')?.id ?? ''), {
        timeout: 15_000,
      })
      .toBe(state.findUser(CAST_MANAGER)?.id);
  });

  it('refuses a license that has no seats left', async () => {
    const { mia } = await openForm('Barbara Liskov');
    mia.fill({ licenses: [MICROSOFT_E3], usageLocation: 'US' });
    const outcome = await mia.submit();
    expect(outcome.errors?.licenses ?? textOf(mia.openModal())).toMatch(/0 left|no seats|none left/i);
  });

  it('says so when the user name is taken, and offers a free one', async () => {
    const { mia } = await openForm('Ada Byron ada@contoso.com');
    const outcome = await mia.submit();
    expect(outcome.errors?.userName ?? textOf(mia.openModal())).toMatch(/ada.*Try /s);
  });

  it('points out a look-alike before anything is created', async () => {
    const { mia } = await openForm('Ada Lovelace');
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain('ada@contoso.com');
  });

  it('creates one account however often Create is pressed', async () => {
    const { sandbox } = setUp;
    const { mia } = await openForm('Margaret Hamilton');
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await Promise.allSettled([mia.submit(), mia.submit(), mia.submit()]);
    await mia.waitForMessage(
      (message) =>
        textOf(message).includes('margaret.hamilton') && textOf(message).includes('Reveal password'),
    );
    const accounts = [...sandbox.graph.state.users.values()].filter(
      ({ displayName }) => displayName === 'Margaret Hamilton',
    );
    expect(accounts).toHaveLength(1);
    setUp.expectsTrouble();
  });

  it('offers the contact fields on demand and keeps the values', async () => {
    const { mia } = await openForm('Annie Easley');
    mia.fill({ reason: 'TICKET-3' });
    await mia.clickInModal('adduser.contact');
    await mia.waitForModal((view) => textOf(view).includes('Job title'));
    mia.fill({ jobTitle: 'Engineer' });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textOf(confirm)).toContain('Engineer');
    expect(textOf(confirm)).toContain('TICKET-3');
  });

  it('adds another with the same settings', async () => {
    const { mia } = await openForm('Mary Jackson');
    mia.fill({ usageLocation: 'FR', recipients: 'hr@contoso.com' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => textOf(message).includes('mary.jackson') && textOf(message).includes('Add another'),
    );
    await mia.click(result, 'adduser.another');
    const form = await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    expect(JSON.stringify(form)).toContain('hr@contoso.com');
    expect(JSON.stringify(form)).toContain('"FR"');
    expect(JSON.stringify(form)).not.toContain('Mary');
  });

  it('refuses a stranger politely, with their id and the line an admin would add', async () => {
    const sam = setUp.sandbox.slack.as(CAST.stranger.slack);
    await sam.command('/adduser', '');
    const refusal = await sam.waitForModal((view) => textOf(view).includes(CAST.stranger.slack));
    expect(textOf(refusal)).toContain('Omar Haddad');
    expect(textOf(refusal)).toContain('"roles"');
  });

  it('understands the same words in the direct chat', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.say('help');
    const help = await mia.waitForMessage((message) => textOf(message).includes('/adduser'));
    expect(textOf(help)).not.toContain('/addusers');
  });
});
