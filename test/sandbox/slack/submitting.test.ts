import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { button, input, MIA, modal, section, startSlack } from './startSlack.ts';

const form = () => modal('Form', [input('name'), section('more')]);
type Setup = Awaited<ReturnType<typeof startSlack>>;

async function openForm(setup: Setup, answer: Record<string, unknown> | string = '') {
  const opened = await setup.open(form());
  setup.mia.fill({ name: 'Grace' });
  setup.bot.answer = () => ({ body: answer });
  return opened;
}

describe('a submission', () => {
  it('that is acknowledged with nothing closes the modal', async () => {
    const setup = await startSlack();
    const { id, hash } = await openForm(setup);
    expect(await setup.mia.submit()).toEqual({ status: 200, body: '' });
    expect(setup.mia.openModal()).toBeUndefined();
    expect(setup.last('view_submission').body).toMatchObject({
      view: { id, hash, callback_id: 'form', state: { values: { name: { name: { value: 'Grace' } } } } },
    });
  });

  it('that is acknowledged with nothing returns to the view below', async () => {
    const setup = await startSlack();
    await setup.open(modal('Below'));
    await setup.must('views.push', { trigger_id: await setup.trigger(), view: modal('Above') });
    const { view } = await setup.mia.submit();
    expect(textOf(view)).toContain('Below');
  });

  it('can be answered with errors at its inputs', async () => {
    const setup = await startSlack();
    await openForm(setup, { response_action: 'errors', errors: { name: 'Too short' } });
    const { errors, view } = await setup.mia.submit();
    expect(errors).toEqual({ name: 'Too short' });
    expect(textOf(view)).toContain('Form');
    expect(setup.slack.protocolErrors).toEqual([]);
  });

  it.each([
    ['at a block that is no input', { elsewhere: 'Too short' }, 'not inputs with words: elsewhere'],
    ['without words', { name: '' }, 'not inputs with words: name'],
    ['that are none', {}, 'no errors'],
  ])('is noted when its errors are %s', async (_, errors, detail) => {
    const setup = await startSlack();
    await openForm(setup, { response_action: 'errors', errors });
    await setup.mia.submit();
    expect(setup.slack.protocolErrors).toEqual([{ what: 'response_action errors', detail }]);
  });

  it('can be answered with another view, on top or in its place', async () => {
    const setup = await startSlack();
    const { id } = await openForm(setup, { response_action: 'update', view: modal('Updated') });
    const updated = await setup.mia.submit();
    expect(updated.view?.id).toBe(id);
    expect(textOf(updated.view)).toContain('Updated');
    setup.bot.answer = () => ({ body: { response_action: 'push', view: modal('Pushed') } });
    const pushed = await setup.mia.submit();
    expect(pushed.view?.previous_view_id).toBe(id);
    setup.bot.answer = () => ({ body: { response_action: 'clear' } });
    await setup.mia.submit();
    expect(setup.mia.openModal()).toBeUndefined();
    expect(setup.slack.protocolErrors).toEqual([]);
  });

  it('cannot push a fourth view', async () => {
    const setup = await startSlack();
    await openForm(setup, { response_action: 'push', view: modal('Pushed') });
    await setup.mia.submit();
    await setup.mia.submit();
    expect(setup.slack.protocolErrors).toEqual([]);
    await setup.mia.submit();
    expect(setup.slack.state.views.get(MIA)).toHaveLength(3);
    expect(setup.slack.protocolErrors).toMatchObject([{ what: 'response_action push' }]);
  });

  it('is noted when its answer makes no sense, and the modal stays', async () => {
    const setup = await startSlack();
    await openForm(setup, 'ok');
    const submitted = await setup.mia.submit();
    expect(submitted.shown).toBe('We had some trouble connecting. Try again?');
    setup.bot.answer = () => ({ body: { response_action: 'vanish' } });
    await setup.mia.submit();
    expect(textOf(setup.mia.openModal())).toContain('Form');
    expect(setup.slack.protocolErrors.map(({ detail }) => detail)).toEqual([
      'not an answer: ok',
      'unknown action vanish',
    ]);
  });

  it('is noted when its answer brings a view that Slack refuses', async () => {
    const setup = await startSlack();
    await openForm(setup, { response_action: 'update', view: { ...modal('B'), blocks: [input('x', {})] } });
    await setup.mia.submit();
    expect(textOf(setup.mia.openModal())).toContain('Form');
    expect(setup.slack.violations).toMatchObject([{ where: 'response_action update' }]);
  });

  it('that is answered after its modal was closed shows nothing', async () => {
    for (const response_action of ['update', 'push']) {
      const setup = await startSlack();
      await openForm(setup);
      setup.bot.answer = () => ({ body: { response_action, view: modal('Gone') }, afterMs: 100 });
      const submitting = setup.mia.submit();
      await setup.mia.close();
      const submitted = await submitting;
      expect(submitted).toMatchObject({ status: 200 });
      expect(submitted.view).toBeUndefined();
      expect(setup.mia.openModal()).toBeUndefined();
    }
  });

  it('sent twice is answered twice, and the second answer finds the modal gone', async () => {
    const setup = await startSlack();
    await openForm(setup);
    const [first, second] = await setup.mia.twice(() => setup.mia.submit());
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(setup.bot.received.filter(({ kind }) => kind === 'view_submission')).toHaveLength(2);
    expect(setup.mia.openModal()).toBeUndefined();
  });

  it('must be acknowledged before its view is updated', async () => {
    const setup = await startSlack();
    const { id, hash } = await openForm(setup);
    let early = '';
    setup.bot.answer = async () => {
      await setup.must('views.update', { view_id: id, hash, view: modal('Early', [input('name')]) });
      early = textOf(setup.mia.openModal());
      return { body: { response_action: 'update', view: modal('Answer') } };
    };
    await setup.mia.submit();
    expect(early).toContain('Early');
    expect(textOf(setup.mia.openModal())).toContain('Answer');
    expect(setup.slack.protocolErrors).toMatchObject([{ what: 'views.update' }]);
    // The hash that came with the submission is old by now.
    const stale = await setup.call('views.update', { view_id: id, hash, view: modal('Stale') });
    expect(stale.body.error).toBe('hash_conflict');
    await setup.must('views.update', { view_id: id, view: modal('Later') });
    expect(setup.slack.protocolErrors).toHaveLength(1);
  });
});

describe('the client', () => {
  it('submits nothing while a field is empty, and a modal without the button not at all', async () => {
    const setup = await startSlack();
    await setup.open(form());
    await expect(setup.mia.submit()).rejects.toThrow('Slack does not submit: name is empty');
    setup.mia.fill({ name: 'Grace' });
    expect((await setup.mia.submit()).status).toBe(200);
    const { submit: _, ...message } = modal('Message');
    await setup.open(message);
    await expect(setup.mia.submit()).rejects.toThrow('no submit button');
    await setup.mia.close();
    await expect(setup.mia.submit()).rejects.toThrow('no modal open');
  });

  it('sends a button of the modal with everything that is filled in', async () => {
    const setup = await startSlack();
    const { id } = await setup.open(modal('Form', [input('name'), button('more')]));
    setup.mia.fill({ name: 'Grace' });
    await setup.mia.clickInModal('more');
    expect(setup.last('block_actions').body).toMatchObject({
      container: { type: 'view', view_id: id },
      actions: [{ action_id: 'more', block_id: 'buttons', value: 'v1', type: 'button' }],
      view: { state: { values: { name: { name: { value: 'Grace' } } } } },
    });
    await expect(async () => setup.mia.clickInModal('less')).rejects.toThrow('There is no less here');
  });

  it('waits for a modal, and says what is there instead', async () => {
    const setup = await startSlack();
    const waiting = setup.mia.waitForModal((view) => textOf(view).includes('Form'));
    await setup.open(form());
    expect((await waiting).callback_id).toBe('form');
    await expect(setup.mia.waitForModal(() => false, 20)).rejects.toThrow(/20 ms without that modal.*Form/s);
  });
});
