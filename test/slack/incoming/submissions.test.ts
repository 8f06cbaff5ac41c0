import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { expectNoComplaints, SLOW_MS, startRoom } from '../startRoom.ts';

const views = sampleViews('Ada', 3);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

/** The person form without errors, as it opens. */
const form = {
  ...views.personForm,
  fields: ['givenName', 'surname', 'licenses', 'recipients', 'usageLocation', 'userName', 'signIn'],
  target: { ...views.personForm.target, errors: {} },
};
const confirm = {
  ...views.personConfirm,
  target: {
    ...views.personConfirm.target,
    submit: { action: 'adduser.create', label: 'Create' },
    errors: {},
  },
};

describe('a submitted form', () => {
  async function open(reply: (action: string) => Reply | Promise<Reply>) {
    const started = await startRoom({
      answers: {
        'adduser.open': 'form',
        'adduser.submit': 'form',
        'adduser.create': 'replace',
        'adduser.back': 'form',
        'adduser.contact': 'form',
      },
      reply: ({ action }) => (action === 'adduser.open' ? { type: 'form', view: form } : reply(action)),
    });
    await started.mia.command('/adduser');
    await started.mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    return started;
  }

  it('sends every field by its id, lists as lists', async () => {
    const { mia, calls, slack } = await open(() => ({ type: 'form', view: confirm }));
    mia.fill({
      givenName: 'Grace',
      usageLocation: 'AC',
      licenses: ['sku-1', 'sku-2'],
      recipients: 'a@b.c\nd@e.f',
    });
    const { view } = await mia.submit();
    expect(calls[1]).toMatchObject({
      action: 'adduser.submit',
      place: { kind: 'direct' },
      input: {
        id: 'draft_1',
        version: 3,
        fields: {
          givenName: 'Grace',
          surname: 'Ada',
          usageLocation: 'AC',
          signIn: 'allowed',
          licenses: ['sku-1', 'sku-2'],
          recipients: 'a@b.c\nd@e.f',
        },
      },
    });
    expect(calls[1]?.input.fields).not.toHaveProperty('jobTitle');
    expect(view?.callback_id).toBe('adduser.create');
    expectNoComplaints(slack);
  });

  it('shows errors at their fields and stays as it is', async () => {
    const errors = { userName: 'That name is taken.', recipients: 'Six are too many.' };
    const { mia, slack } = await open(() => ({ type: 'fieldErrors', errors, form }));
    expect((await mia.submit()).errors).toEqual(errors);
    expectNoComplaints(slack);
  });

  it.each([
    ['', 'The directory is down.'],
    ['city', 'Too long.'],
  ])('shows errors at its top when one of them is not at a field it has: %j', async (field, sentence) => {
    const errors = { userName: 'Taken.', [field]: sentence };
    const { mia, slack } = await open(() => ({
      type: 'fieldErrors',
      errors,
      form: { ...form, target: { ...form.target, errors } },
    }));
    const { view } = await mia.submit();
    expect(textOf(view)).toContain(sentence);
    expect(textOf(view)).toContain('User name: Taken.');
    expectNoComplaints(slack);
  });

  it('shows a loading view when the check takes long, then the form with its errors at the top', async () => {
    const errors = { userName: 'That name is taken.' };
    const { mia, slack } = await open(async () => {
      await later(SLOW_MS);
      return { type: 'fieldErrors', errors, form: { ...form, target: { ...form.target, errors } } };
    });
    const { view } = await mia.submit();
    expect(textOf(view)).toContain('One moment');
    await mia.waitForModal((now) => textOf(now).includes('User name: That name is taken.'));
    expectNoComplaints(slack);
  });

  it('closes when the answer follows as a message', async () => {
    const { mia, slack } = await open((action) =>
      action === 'adduser.submit' ? { type: 'form', view: confirm } : { type: 'follow', view: views.working },
    );
    await mia.submit();
    await mia.submit();
    expect(mia.openModal()).toBeUndefined();
    expect(mia.messages()).toEqual([]);
    expectNoComplaints(slack);
  });

  it('lays an error over the form, which keeps what was typed', async () => {
    const { mia, slack } = await open(() => ({ type: 'message', view: notice('Gone wrong.'), here: true }));
    mia.fill({ givenName: 'Grace' });
    const { view } = await mia.submit();
    expect(textOf(view)).toContain('Gone wrong.');
    await mia.close();
    expect(mia.openModal()?.callback_id).toBe('adduser.submit');
    expectNoComplaints(slack);
  });

  it('has one effect and one answer when it is sent twice at once', async () => {
    const { mia, calls } = await open(async () => {
      await later(300);
      return { type: 'form', view: confirm };
    });
    const [first, second] = await Promise.all([mia.submit(), mia.submit()]);
    expect(first.body).toBe(second.body);
    expect(calls.map(({ action }) => action)).toEqual(['adduser.open', 'adduser.submit']);
  });

  it('can be sent again unchanged after errors, because the world may have changed', async () => {
    let taken = true;
    const { mia } = await open(() => {
      if (!taken) return { type: 'form', view: confirm };
      taken = false;
      return { type: 'fieldErrors', errors: { userName: 'Taken.' }, form };
    });
    await mia.submit();
    expect((await mia.submit()).view?.callback_id).toBe('adduser.create');
  });

  it('changes in place at a click inside, and keeps what was typed', async () => {
    const { mia, calls, slack } = await open(() => ({ type: 'form', view: views.personForm }));
    mia.fill({ givenName: 'Grace' });
    await mia.clickInModal(form.toggleMore.action);
    await mia.waitForModal((view) => view.blocks.some(({ block_id }) => block_id === 'jobTitle'));
    expect(calls[1]).toMatchObject({ input: { id: 'job_1', version: 1, fields: { givenName: 'Grace' } } });
    expectNoComplaints(slack);
  });

  it('lays an error over the form when a click inside fails', async () => {
    const { mia, slack } = await open(() => ({ type: 'message', view: notice('No directory.'), here: true }));
    await mia.clickInModal(form.toggleMore.action);
    await mia.waitForModal((view) => textOf(view).includes('No directory.'));
    await mia.close();
    expect(mia.openModal()?.callback_id).toBe('adduser.submit');
    expectNoComplaints(slack);
  });
});
