import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { input, MIA, modal, OMAR, section, startSlack } from './startSlack.ts';

describe('a trigger', () => {
  it('opens one modal, for the person it came from', async () => {
    const { slack, call, trigger, mia } = await startSlack();
    const trigger_id = await trigger();
    expect((await call('views.open', { trigger_id, view: modal('First') })).body.ok).toBe(true);
    expect(textOf(mia.openModal())).toContain('First');
    expect(slack.as(OMAR).openModal()).toBeUndefined();
    const again = await call('views.open', { trigger_id, view: modal('Second') });
    expect(again.body.error).toBe('exchanged_trigger_id');
    expect(textOf(mia.openModal())).toContain('First');
  });

  it('lives for three seconds', async () => {
    const { clock, call, trigger } = await startSlack();
    const inTime = await trigger();
    clock.aheadMs += 2_500;
    expect((await call('views.open', { trigger_id: inTime, view: modal('A') })).body.ok).toBe(true);
    const late = await trigger();
    clock.aheadMs += 3_001;
    const answer = await call('views.open', { trigger_id: late, view: modal('B') });
    expect(answer.body.error).toBe('expired_trigger_id');
  });

  it('is left for another try by a view that Slack refuses', async () => {
    const { slack, call, trigger } = await startSlack();
    const trigger_id = await trigger();
    const refused = await call('views.open', { trigger_id, view: modal('x'.repeat(25)) });
    expect(refused.body).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(JSON.stringify(refused.body.response_metadata)).toContain('[json-pointer:/view/title/text]');
    expect(slack.violations).toHaveLength(1);
    expect((await call('views.open', { trigger_id, view: modal('x'.repeat(24)) })).body.ok).toBe(true);
    expect(slack.violations).toHaveLength(1);
  });

  it('must be one that Slack gave', async () => {
    const { call } = await startSlack();
    const answer = await call('views.open', { trigger_id: '1.made-up', view: modal('A') });
    expect(answer.body.error).toBe('invalid_trigger_id');
  });

  it('comes with a submission and a button too', async () => {
    const { bot, call, open, mia, last } = await startSlack();
    await open(modal('A', [input('name', undefined, { optional: true })]));
    bot.answer = ({ kind }) =>
      kind === 'view_submission' ? { body: { response_action: 'update', view: modal('B') } } : {};
    await mia.submit();
    const { trigger_id } = last('view_submission').body;
    expect((await call('views.push', { trigger_id, view: modal('C') })).body.ok).toBe(true);
    expect(textOf(mia.openModal())).toContain('C');
  });
});

describe('views', () => {
  it('pile up to three, and closing one returns to the one below', async () => {
    const { call, must, open, trigger, mia } = await startSlack();
    const first = await open(modal('One'));
    const { view } = await must('views.push', { trigger_id: await trigger(), view: modal('Two') });
    expect(view).toMatchObject({ previous_view_id: first.id, root_view_id: first.id });
    await must('views.push', { trigger_id: await trigger(), view: modal('Three') });
    const fourth = await call('views.push', { trigger_id: await trigger(), view: modal('Four') });
    expect(fourth.body.error).toBe('push_limit_reached');
    for (const title of ['Three', 'Two', 'One']) {
      expect(textOf(mia.openModal())).toContain(title);
      await mia.close();
    }
    expect(mia.openModal()).toBeUndefined();
  });

  it('make room for one that is opened anew', async () => {
    const { slack, open, mia } = await startSlack();
    await open(modal('One'));
    const second = await open(modal('Two'));
    expect(mia.openModal()?.id).toBe(second.id);
    expect(slack.state.views.get(MIA)).toHaveLength(1);
  });

  it('go all at once when the top one clears on close', async () => {
    const { must, open, trigger, mia } = await startSlack();
    await open(modal('One'));
    const view = modal('Two', undefined, { clear_on_close: true });
    await must('views.push', { trigger_id: await trigger(), view });
    await mia.close();
    expect(mia.openModal()).toBeUndefined();
  });

  it('cannot be pushed where nothing is open', async () => {
    const { call, trigger } = await startSlack();
    const answer = await call('views.push', { trigger_id: await trigger(), view: modal('Two') });
    expect(answer.body.error).toBe('not_found');
  });

  it('tell of their closing only when they asked for it', async () => {
    const { bot, must, open, trigger, mia, last } = await startSlack();
    await open(modal('One'));
    await must('views.push', {
      trigger_id: await trigger(),
      view: modal('Two', undefined, { notify_on_close: true, private_metadata: 'mine' }),
    });
    await mia.close();
    expect(last('view_closed').body).toMatchObject({
      is_cleared: false,
      user: { id: MIA },
      view: { private_metadata: 'mine' },
    });
    const count = bot.received.length;
    await mia.close();
    expect(bot.received).toHaveLength(count);
    await open(modal('Three', undefined, { notify_on_close: true }));
    await mia.close({ all: true });
    expect(last('view_closed').body.is_cleared).toBe(true);
  });

  it('are updated with their newest hash, and refused with an older one', async () => {
    const { call, must, open, mia } = await startSlack();
    const { id, hash } = await open(modal('Loading'));
    await must('views.update', { view_id: id, hash, view: modal('Form') });
    const stale = await call('views.update', { view_id: id, hash, view: modal('Late') });
    expect(stale.body.error).toBe('hash_conflict');
    expect(textOf(mia.openModal())).toContain('Form');
    await must('views.update', { view_id: id, hash: String(mia.openModal()?.hash), view: modal('Next') });
    await must('views.update', { view_id: id, view: modal('Forced') });
    expect(textOf(mia.openModal())).toContain('Forced');
  });

  it('keep what was typed where an update keeps the field', async () => {
    const { must, open, mia, last } = await startSlack();
    const { id } = await open(modal('A', [input('name'), input('old')]));
    mia.fill({ name: 'Grace', old: 'x' });
    await must('views.update', { view_id: id, view: modal('B', [input('name')]) });
    await mia.submit();
    expect(last('view_submission').body.view).toMatchObject({
      state: { values: { name: { name: { type: 'plain_text_input', value: 'Grace' } } } },
    });
  });

  it('cannot be updated once they are closed', async () => {
    const { call, open, mia } = await startSlack();
    const { id } = await open(modal('A'));
    await mia.close();
    expect((await call('views.update', { view_id: id, view: modal('B') })).body.error).toBe('not_found');
  });

  it('have external ids of their own', async () => {
    const { call, must, open, trigger } = await startSlack();
    await open(modal('A', undefined, { external_id: 'mine' }));
    const twin = modal('B', undefined, { external_id: 'mine' });
    const answer = await call('views.push', { trigger_id: await trigger(), view: twin });
    expect(answer.body.error).toBe('duplicate_external_id');
    await must('views.update', { external_id: 'mine', view: modal('C') });
  });

  it('of 250 kB are too large', async () => {
    const { call, trigger } = await startSlack();
    const blocks = Array.from({ length: 100 }, () => section('x'.repeat(2_900)));
    const answer = await call('views.open', { trigger_id: await trigger(), view: modal('A', blocks) });
    expect(answer.body.error).toBe('view_too_large');
  });

  it('with a mention in their markup are taken and reported', async () => {
    const { slack, open } = await startSlack();
    await open(modal('A', [{ type: 'section', text: { type: 'mrkdwn', text: 'Hi &lt;!here&gt;' } }]));
    expect(slack.violations).toEqual([]);
    await open(modal('B', [{ type: 'section', text: { type: 'mrkdwn', text: 'Hi <!here>' } }]));
    expect(slack.violations).toEqual([
      { where: 'views.open', problems: ['control sequence [json-pointer:/view/blocks/0/text/text]'] },
    ]);
  });
});

describe('the Home tab', () => {
  it('is published for a person, with the newest hash', async () => {
    const { slack, call, must, mia, last } = await startSlack();
    await mia.openHome();
    expect(last('app_home_opened').body.event).toMatchObject({ user: MIA, tab: 'home' });
    const home = { type: 'home', blocks: [section('Welcome')] };
    const { view } = await must('views.publish', { user_id: MIA, view: home });
    const { hash } = view as { hash: string };
    await must('views.publish', { user_id: MIA, hash, view: home });
    expect((await call('views.publish', { user_id: MIA, hash, view: home })).body.error).toBe(
      'hash_conflict',
    );
    expect(textOf(slack.state.homes.get(MIA))).toBe('Welcome');
  });

  it('refuses a modal and people who are not here', async () => {
    const { call } = await startSlack();
    const home = { type: 'home', blocks: [section('Welcome')] };
    const wrong = await call('views.publish', { user_id: MIA, view: modal('A') });
    expect(wrong.body.error).toBe('invalid_arguments');
    const nobody = await call('views.publish', { user_id: 'U0NOBODY', view: home });
    expect(nobody.body.error).toBe('user_not_found');
    const noModal = await call('views.open', { trigger_id: 'x', view: home });
    expect(JSON.stringify(noModal.body)).toContain('must be a modal here');
  });
});
