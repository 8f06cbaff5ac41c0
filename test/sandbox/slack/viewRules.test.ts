import { describe, expect, it } from 'vitest';
import { input, MIA, modal, plain, section, startSlack } from './startSlack.ts';

describe('closing a modal', () => {
  it.each([
    [true, []],
    [false, ['One']],
  ])('with clear_on_close %s leaves open what it should', async (clear_on_close, left) => {
    const { open, must, trigger, mia, slack } = await startSlack();
    await open(modal('One'));
    const view = modal('Two', [section('Two')], { clear_on_close });
    await must('views.push', { trigger_id: await trigger(), view });
    await mia.close();
    const stack = slack.state.views.get(MIA) ?? [];
    expect(stack.map(({ title }) => title)).toEqual(left.map(plain));
  });
});

describe('what was filled in', () => {
  const choice = {
    type: 'static_select',
    options: [{ text: plain('B'), value: 'b' }],
    initial_option: { text: plain('B'), value: 'b' },
  };

  it('stays when a field is only worded anew', async () => {
    const { open, must, mia } = await startSlack();
    const { id } = await open(modal('A', [input('kind')]));
    mia.fill({ kind: 'typed' });
    const view = modal('A', [{ ...input('kind'), label: plain('Another label') }]);
    await must('views.update', { view_id: id, view });
    expect(mia.openModal()?.values).toMatchObject({ kind: { kind: { value: 'typed' } } });
  });

  it('is gone when the field becomes another kind of field', async () => {
    const { open, must, mia } = await startSlack();
    const { id } = await open(modal('A', [input('kind')]));
    mia.fill({ kind: 'typed' });
    await must('views.update', { view_id: id, view: modal('A', [input('kind', choice)]) });
    expect(mia.openModal()?.values).toMatchObject({ kind: { kind: { selected_option: { value: 'b' } } } });
  });
});

describe('a view of the wrong kind', () => {
  it('is refused and reported', async () => {
    const { call, trigger, slack } = await startSlack();
    const home = { type: 'home', blocks: [section('Hello')] };
    const opened = await call('views.open', { trigger_id: await trigger(), view: home });
    expect(opened.body).toMatchObject({ ok: false, error: 'invalid_arguments' });
    const published = await call('views.publish', { user_id: MIA, view: modal('A') });
    expect(published.body).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(slack.violations).toEqual([
      { where: 'views.open', problems: ['must be a modal here [json-pointer:/view/type]'] },
      { where: 'views.publish', problems: ['must be a home here [json-pointer:/view/type]'] },
    ]);
  });

  it('is taken where it belongs', async () => {
    const { must, open, slack } = await startSlack();
    await open(modal('A'));
    await must('views.publish', { user_id: MIA, view: { type: 'home', blocks: [section('Hello')] } });
    expect(slack.violations).toEqual([]);
  });
});
