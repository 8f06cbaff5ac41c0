import { describe, expect, it } from 'vitest';
import { input, modal, plain, startSlack } from './startSlack.ts';

const option = (value: string) => ({ text: plain(`Option ${value}`), value });
const options = ['a', 'b', 'c'].map(option);
const MB = 1024 * 1024;

/** Opens a form with one field. */
async function openField(element: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const setup = await startSlack();
  await setup.open(modal('Form', [input('field', element, more)]));
  const submitted = async () => {
    await setup.mia.submit();
    const { view } = setup.last('view_submission').body as { view: { state: { values: unknown } } };
    return (view.state.values as { field: { field: Record<string, unknown> } }).field.field;
  };
  return { ...setup, submitted };
}

describe('what the client lets a person put into a field', () => {
  it.each([
    ['an option of a menu', { type: 'static_select', options }, 'b', { selected_option: option('b') }],
    ['a radio button', { type: 'radio_buttons', options }, 'a', { selected_option: option('a') }],
    [
      'several options',
      { type: 'multi_static_select', options, max_selected_items: 2 },
      ['a', 'c'],
      { selected_options: [option('a'), option('c')] },
    ],
    ['checkboxes', { type: 'checkboxes', options }, ['c'], { selected_options: [option('c')] }],
    ['a date', { type: 'datepicker' }, '2030-01-31', { selected_date: '2030-01-31' }],
    ['a person', { type: 'users_select' }, 'U0OMARHADD', { selected_user: 'U0OMARHADD' }],
    ['an address', { type: 'email_text_input' }, 'a@b', { value: 'a@b' }],
    ['a number', { type: 'number_input', is_decimal_allowed: false }, '42', { value: '42' }],
    ['a URL', { type: 'url_text_input' }, 'https://a.example', { value: 'https://a.example' }],
    ['3,000 characters', { type: 'plain_text_input' }, 'x'.repeat(3_000), { value: 'x'.repeat(3_000) }],
  ])('%s', async (_, element, value, state) => {
    const { mia, submitted } = await openField(element);
    mia.fill({ field: value });
    expect(await submitted()).toEqual({ type: element.type, ...state });
  });

  it.each([
    ['an option that is not offered', { type: 'static_select', options }, 'z', 'has no option z'],
    [
      'too many options',
      { type: 'multi_static_select', options, max_selected_items: 2 },
      ['a', 'b', 'c'],
      'at most 2 options',
    ],
    ['no date', { type: 'datepicker' }, '31.01.2030', 'takes a date'],
    ['3,001 characters', { type: 'plain_text_input' }, 'x'.repeat(3_001), 'at most 3000 characters'],
    ['more than max_length', { type: 'plain_text_input', max_length: 5 }, 'abcdef', 'at most 5 characters'],
    ['text for files', { type: 'file_input' }, 'a.csv', 'takes files'],
  ])('but not %s', async (_, element, value, said) => {
    const { mia } = await openField(element);
    expect(() => mia.fill({ field: value })).toThrow(said);
  });

  it.each([
    ['an address', { type: 'email_text_input' }, 'nobody', 'is no e-mail address'],
    ['a number', { type: 'number_input', is_decimal_allowed: false }, 'many', 'is no number'],
    ['a URL', { type: 'url_text_input' }, 'a.example', 'is no URL'],
    ['min_length', { type: 'plain_text_input', min_length: 3 }, 'ab', 'is too short'],
  ])('checks %s before it submits', async (_, element, value, said) => {
    const { mia, bot } = await openField(element);
    mia.fill({ field: value });
    await expect(mia.submit()).rejects.toThrow(`field ${said}`);
    expect(bot.received.some(({ kind }) => kind === 'view_submission')).toBe(false);
  });

  it('may be nothing in an optional field', async () => {
    const { submitted } = await openField({ type: 'plain_text_input' }, { optional: true });
    expect(await submitted()).toEqual({ type: 'plain_text_input', value: null });
  });

  it('starts with the initial value', async () => {
    const { submitted } = await openField({ type: 'static_select', options, initial_option: option('c') });
    expect(await submitted()).toEqual({ type: 'static_select', selected_option: option('c') });
  });

  it('belongs into a field that is there', async () => {
    const { mia } = await openField({ type: 'plain_text_input' });
    expect(() => mia.fill({ other: 'x' })).toThrow('The form has no field other');
  });
});

describe('a file field', () => {
  const file = (name: string, size = 3) => ({ name, content: Buffer.alloc(size, 'x') });

  it('takes files of any type up to its number, and describes them', async () => {
    const { mia, submitted } = await openField({ type: 'file_input', filetypes: ['csv'], max_files: 2 });
    mia.fill({}, { field: [file('a.csv'), file('b.png')] });
    expect(await submitted()).toMatchObject({
      type: 'file_input',
      files: [
        { name: 'a.csv', mimetype: 'text/csv', filetype: 'csv', size: 3 },
        { name: 'b.png', mimetype: 'image/png' },
      ],
    });
  });

  it('refuses one file more', async () => {
    const { mia } = await openField({ type: 'file_input', max_files: 1 });
    expect(() => mia.fill({}, { field: [file('a.csv'), file('b.csv')] })).toThrow('at most 1 files');
  });

  it('takes 10 MB and refuses a byte more', async () => {
    const { mia } = await openField({ type: 'file_input' });
    expect(() => mia.fill({}, { field: [file('big.csv', 10 * MB + 1)] })).toThrow('at most 10 MB');
    mia.fill({}, { field: [file('big.csv', 10 * MB)] });
    expect((await mia.submit()).status).toBe(200);
  });

  it('takes files only where it is one', async () => {
    const { mia } = await openField({ type: 'plain_text_input' });
    expect(() => mia.fill({}, { field: [file('a.csv')] })).toThrow('takes no files');
  });
});

describe('a field that asks the bot for options', () => {
  const external = { type: 'multi_external_select', min_query_length: 2 };

  it('offers what the bot answers, and takes only that', async () => {
    const { slack, bot, mia, last, submitted } = await openField(external);
    bot.answer = ({ kind }) => (kind === 'block_suggestion' ? { body: { options } } : {});
    expect(await mia.suggest('field', 'op')).toEqual(options);
    expect(last('block_suggestion').body).toMatchObject({
      block_id: 'field',
      action_id: 'field',
      value: 'op',
    });
    expect(() => mia.fill({ field: ['z'] })).toThrow('has no option z');
    mia.fill({ field: ['b'] });
    expect(await submitted()).toEqual({ type: 'multi_external_select', selected_options: [option('b')] });
    expect(slack.violations).toEqual([]);
  });

  it('does not ask before enough is typed', async () => {
    const { bot, mia } = await openField(external);
    const count = bot.received.length;
    expect(await mia.suggest('field', 'o')).toEqual([]);
    expect(bot.received).toHaveLength(count);
  });

  it('asks after three characters unless it says otherwise', async () => {
    const { bot, mia } = await openField({ type: 'external_select' });
    bot.answer = () => ({ body: { options } });
    expect(await mia.suggest('field', 'op')).toEqual([]);
    expect(await mia.suggest('field', 'opt')).toEqual(options);
  });

  it('takes 100 options and groups, and reports 101', async () => {
    const { slack, bot, mia } = await openField(external);
    const many = (count: number) => Array.from({ length: count }, (_, index) => option(String(index)));
    bot.answer = () => ({ body: { options: many(100) } });
    expect(await mia.suggest('field', 'op')).toHaveLength(100);
    bot.answer = () => ({ body: { option_groups: [{ label: plain('Group'), options }] } });
    expect(await mia.suggest('field', 'op')).toEqual(options);
    expect(slack.violations).toEqual([]);
    bot.answer = () => ({ body: { options: many(101) } });
    expect(await mia.suggest('field', 'op')).toEqual([]);
    expect(slack.violations).toMatchObject([{ where: 'suggestions for field' }]);
  });

  it('offers nothing when the bot is late', async () => {
    const { slack, bot, mia } = await openField(external);
    slack.switches.ackWithinMs = 50;
    bot.answer = () => ({ body: { options }, afterMs: 200 });
    expect(await mia.suggest('field', 'op')).toEqual([]);
    expect(slack.protocolErrors).toMatchObject([{ what: 'block_suggestion' }]);
  });

  it('is no other kind of field', async () => {
    const { mia } = await openField({ type: 'static_select', options });
    await expect(mia.suggest('field', 'op')).rejects.toThrow('field is no external select');
  });
});
