import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blockKit/checkBlocks.ts';
import { checkMessage } from '../../../src/sandbox/slack/blockKit/checkMessage.ts';
import { checkView } from '../../../src/sandbox/slack/blockKit/checkView.ts';

type Json = Record<string, unknown>;
type Surface = 'message' | 'modal' | 'home';

/** What is limited, a payload just inside, one just outside, and what is said about the second. */
type Limit<T = unknown> = [name: string, accepted: T, refused: T, said: string];

const long = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const without = (value: Json, key: string) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

const plain = (text: string, more: Json = {}) => ({ type: 'plain_text', text, ...more });
const mrkdwn = (text: string, more: Json = {}) => ({ type: 'mrkdwn', text, ...more });
const section = (more: Json = {}) => ({ type: 'section', text: plain('Hello'), ...more });
const option = (index: number, more: Json = {}) => ({
  text: plain(`Seat ${index}`),
  value: `${index}`,
  ...more,
});
const options = (count: number) => times(count, (index) => option(index));
const group = (count: number, label = 'Paid') => ({ label: plain(label), options: options(count) });
const button = (more: Json = {}) => ({ type: 'button', text: plain('Create'), ...more });
const image = (more: Json = {}) => ({
  type: 'image',
  alt_text: 'Badge',
  image_url: 'https://a.example/b.png',
  ...more,
});
const staticSelect = (more: Json = {}) => ({ type: 'static_select', options: options(2), ...more });
const multiSelect = (more: Json = {}) => ({ type: 'multi_static_select', options: options(2), ...more });
const radio = (more: Json = {}) => ({ type: 'radio_buttons', options: options(2), ...more });
const checkboxes = (more: Json = {}) => ({ type: 'checkboxes', options: options(2), ...more });
const textInput = (more: Json = {}) => ({ type: 'plain_text_input', ...more });
const numberInput = (more: Json = {}) => ({ type: 'number_input', is_decimal_allowed: false, ...more });
const fileInput = (more: Json = {}) => ({ type: 'file_input', ...more });
const input = (element: Json, more: Json = {}) => ({ type: 'input', label: plain('Name'), element, ...more });
const actions = (elements: Json[]) => ({ type: 'actions', elements });
const confirm = (more: Json = {}) => ({
  title: plain('Stop?'),
  text: plain('The rest is not created.'),
  confirm: plain('Stop'),
  deny: plain('Go on'),
  ...more,
});
const richText = (...elements: Json[]) => ({ type: 'rich_text', elements });
const richSection = (...elements: Json[]) => ({ type: 'rich_text_section', elements });
const richList = (more: Json = {}) => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: [richSection({ type: 'text', text: 'Ada' })],
  ...more,
});
const raw = (text: string) => ({ type: 'raw_text', text });
const table = (rows: unknown, more: Json = {}) => ({ type: 'table', rows, ...more });
const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('Add a person'),
  submit: plain('Next'),
  close: plain('Cancel'),
  blocks: [section()],
  ...more,
});

/** One test a row: the first payload passes without a word, the second is refused at a pointer. */
function checkLimits<T>(limits: readonly Limit<T>[], check: (payload: T) => string[]): void {
  it.each(limits)('%s', (_, accepted, refused, said) => {
    expect(check(accepted)).toEqual([]);
    expect(check(refused)).toContain(said);
  });
}

const onSurface = (surface: Surface) => (block: unknown) => checkBlocks([block], surface);
const at = (what: string, pointer: string) => `${what} [json-pointer:/blocks/0${pointer}]`;
const atMost = (max: number, pointer: string) => at(`must be less than ${max + 1} characters`, pointer);
const notEmpty = (pointer: string) => at('must be more than 0 characters', pointer);
const unknownProperty = (key: string, pointer: string) => at(`invalid additional property: ${key}`, pointer);
const missing = (key: string, pointer: string) => at(`missing required field: ${key}`, pointer);
const noMore = (max: number, pointer: string) => at(`no more than ${max} items allowed`, pointer);
const noFewer = (pointer: string) => at('no fewer than 1 items allowed', pointer);
const notOffered = (pointer: string) => at('must equal one of the options', pointer);

describe('text objects', () => {
  const text = (value: unknown) => section({ text: value });
  checkLimits(
    [
      ['hold a character, be it a space', text(plain(' ')), text(plain('')), notEmpty('/text/text')],
      ['hold a character in mrkdwn', text(mrkdwn('a')), text(mrkdwn('')), notEmpty('/text/text')],
      ['hold 3000 characters', text(plain(long(3000))), text(plain(long(3001))), atMost(3000, '/text/text')],
      [
        'are strings',
        text(plain('7')),
        text({ type: 'plain_text', text: 7 }),
        at('must be a string', '/text/text'),
      ],
      ['are objects', text(plain('a')), text('a'), at('must be an object', '/text')],
      [
        'are of a known type',
        text(mrkdwn('a')),
        text({ type: 'html', text: 'a' }),
        at('unsupported type: html', '/text'),
      ],
      [
        'have emoji when plain only',
        text(plain('a', { emoji: true })),
        text(mrkdwn('a', { emoji: true })),
        unknownProperty('emoji', '/text'),
      ],
      [
        'have verbatim when mrkdwn only',
        text(mrkdwn('a', { verbatim: true })),
        text(plain('a', { verbatim: true })),
        unknownProperty('verbatim', '/text'),
      ],
    ],
    onSurface('message'),
  );
});

describe('blocks', () => {
  const context = (count: number) => ({ type: 'context', elements: times(count, () => plain('a')) });
  const header = (length: number) => ({ type: 'header', text: plain(long(length)) });
  const fields = (count: number, length = 1) => section({ fields: times(count, () => plain(long(length))) });
  const titled = (length: number) => image({ title: plain(long(length)) });
  const labelled = (length: number) => input(textInput(), { label: plain(long(length)) });
  const hinted = (length: number) => input(textInput(), { hint: plain(long(length)) });
  checkLimits(
    [
      ['are of a known type', section(), { type: 'video' }, at('unsupported type: video', '')],
      [
        'are not called after an object’s own parts',
        section(),
        { type: 'constructor' },
        at('unsupported type: constructor', ''),
      ],
      ['have a type', section(), without(section(), 'type'), missing('type', '')],
      ['have no unknown property', section(), section({ color: 'red' }), unknownProperty('color', '')],
      [
        'have a block_id of 255',
        section({ block_id: long(255) }),
        section({ block_id: long(256) }),
        atMost(255, '/block_id'),
      ],
      [
        'divider: has nothing more',
        { type: 'divider' },
        { type: 'divider', text: 'a' },
        unknownProperty('text', ''),
      ],
      ['header: 150', header(150), header(151), atMost(150, '/text/text')],
      [
        'header: plain',
        header(1),
        { type: 'header', text: mrkdwn('a') },
        at('unsupported type: mrkdwn', '/text'),
      ],
      [
        'section: has text or fields',
        section(),
        { type: 'section' },
        at('text or fields must be specified', ''),
      ],
      ['section: 10 fields', fields(10), fields(11), noMore(10, '/fields')],
      ['section: a field', fields(1), fields(0), noFewer('/fields')],
      ['section: fields of 2000', fields(1, 2000), fields(1, 2001), atMost(2000, '/fields/0/text')],
      [
        'section: an accessory it can show',
        section({ accessory: button() }),
        section({ accessory: textInput() }),
        at('unsupported type: plain_text_input', '/accessory'),
      ],
      ['context: 10 elements', context(10), context(11), noMore(10, '/elements')],
      ['context: an element', context(1), context(0), noFewer('/elements')],
      [
        'context: texts and images',
        { type: 'context', elements: [image()] },
        { type: 'context', elements: [button()] },
        at('unsupported type: button', '/elements/0'),
      ],
      [
        'actions: 25 elements',
        actions(times(25, () => button())),
        actions(times(26, () => button())),
        noMore(25, '/elements'),
      ],
      ['actions: an element', actions([button()]), actions([]), noFewer('/elements')],
      [
        'actions: no typing',
        actions([radio()]),
        actions([textInput()]),
        at('unsupported type: plain_text_input', '/elements/0'),
      ],
      ['input: label of 2000', labelled(2000), labelled(2001), atMost(2000, '/label/text')],
      ['input: hint of 2000', hinted(2000), hinted(2001), atMost(2000, '/hint/text')],
      ['input: has a label', input(textInput()), without(input(textInput()), 'label'), missing('label', '')],
      ['input: no buttons', input(radio()), input(button()), at('unsupported type: button', '/element')],
      [
        'input: optional is a boolean',
        input(textInput(), { optional: true }),
        input(textInput(), { optional: 'yes' }),
        at('must be a boolean', '/optional'),
      ],
      ['image: title of 2000', titled(2000), titled(2001), atMost(2000, '/title/text')],
      [
        'image: alt_text of 2000',
        image({ alt_text: long(2000) }),
        image({ alt_text: long(2001) }),
        atMost(2000, '/alt_text'),
      ],
      ['image: has alt_text', image(), without(image(), 'alt_text'), missing('alt_text', '')],
      [
        'image: has a valid URL',
        image(),
        image({ image_url: 'b.png' }),
        at('must be a valid URL', '/image_url'),
      ],
      [
        'image: comes from one place',
        { type: 'image', alt_text: 'a', slack_file: { id: 'F1' } },
        image({ slack_file: { id: 'F1' } }),
        at('exactly one of image_url, slack_file must be specified', ''),
      ],
    ],
    onSurface('message'),
  );
});

describe('buttons', () => {
  const one = (more: Json) => actions([button(more)]);
  const address = (length: number) => `https://a.example/${long(length - 'https://a.example/'.length)}`;
  const asked = (more: Json) => one({ confirm: confirm(more) });
  const inside = '/elements/0';
  checkLimits(
    [
      [
        'text of 75',
        one({ text: plain(long(75)) }),
        one({ text: plain(long(76)) }),
        atMost(75, `${inside}/text/text`),
      ],
      [
        'value of 2000',
        one({ value: long(2000) }),
        one({ value: long(2001) }),
        atMost(2000, `${inside}/value`),
      ],
      [
        'url of 3000',
        one({ url: address(3000) }),
        one({ url: address(3001) }),
        atMost(3000, `${inside}/url`),
      ],
      [
        'accessibility_label of 75',
        one({ accessibility_label: long(75) }),
        one({ accessibility_label: long(76) }),
        atMost(75, `${inside}/accessibility_label`),
      ],
      [
        'action_id of 255',
        one({ action_id: long(255) }),
        one({ action_id: long(256) }),
        atMost(255, `${inside}/action_id`),
      ],
      [
        'a style that Slack has',
        one({ style: 'danger' }),
        one({ style: 'default' }),
        at('must be one of: primary, danger', `${inside}/style`),
      ],
      ['no unknown property', one({}), one({ disabled: true }), unknownProperty('disabled', inside)],
      [
        'confirm title of 100',
        asked({ title: plain(long(100)) }),
        asked({ title: plain(long(101)) }),
        atMost(100, `${inside}/confirm/title/text`),
      ],
      [
        'confirm text of 300',
        asked({ text: mrkdwn(long(300)) }),
        asked({ text: mrkdwn(long(301)) }),
        atMost(300, `${inside}/confirm/text/text`),
      ],
      [
        'confirm button of 30',
        asked({ confirm: plain(long(30)) }),
        asked({ confirm: plain(long(31)) }),
        atMost(30, `${inside}/confirm/confirm/text`),
      ],
      [
        'deny button of 30',
        asked({ deny: plain(long(30)) }),
        asked({ deny: plain(long(31)) }),
        atMost(30, `${inside}/confirm/deny/text`),
      ],
      [
        'confirm has text',
        asked({}),
        one({ confirm: without(confirm(), 'text') }),
        missing('text', `${inside}/confirm`),
      ],
    ],
    onSurface('message'),
  );
});

describe('options', () => {
  const one = (more: Json) => input(staticSelect({ options: [option(0, more)] }));
  const many = (count: number) => input(staticSelect({ options: options(count) }));
  const grouped = (...groups: Json[]) => input({ type: 'static_select', option_groups: groups });
  const overflow = (count: number, more: Json = {}) =>
    actions([{ type: 'overflow', options: times(count, (index) => option(index, more)) }]);
  const initial = (value: Json) => input(staticSelect({ initial_option: value }));
  const initials = (values: Json[], more: Json = {}) =>
    input(multiSelect({ initial_options: values, ...more }));
  const first = '/element/options/0';
  const either = at('exactly one of options, option_groups must be specified', '/element');
  checkLimits(
    [
      [
        'text of 75',
        one({ text: plain(long(75)) }),
        one({ text: plain(long(76)) }),
        atMost(75, `${first}/text/text`),
      ],
      ['value of 150', one({ value: long(150) }), one({ value: long(151) }), atMost(150, `${first}/value`)],
      ['a value', one({ value: '0' }), one({ value: '' }), notEmpty(`${first}/value`)],
      [
        'description of 75',
        one({ description: plain(long(75)) }),
        one({ description: plain(long(76)) }),
        atMost(75, `${first}/description/text`),
      ],
      [
        'plain in a select',
        one({}),
        one({ text: mrkdwn('a') }),
        at('unsupported type: mrkdwn', `${first}/text`),
      ],
      [
        'mrkdwn in radio buttons, html nowhere',
        input(radio({ options: [option(0, { text: mrkdwn('a') })] })),
        input(radio({ options: [option(0, { text: { type: 'html', text: 'a' } })] })),
        at('unsupported type: html', `${first}/text`),
      ],
      ['100 options', many(100), many(101), noMore(100, '/element/options')],
      ['an option', many(1), many(0), noFewer('/element/options')],
      ['options or groups', many(1), input({ type: 'static_select' }), either],
      [
        'not both options and groups',
        grouped(group(1)),
        input(staticSelect({ option_groups: [group(1)] })),
        either,
      ],
      [
        '100 groups',
        grouped(...times(100, () => group(1))),
        grouped(...times(101, () => group(1))),
        noMore(100, '/element/option_groups'),
      ],
      ['a group', grouped(group(1)), grouped(), noFewer('/element/option_groups')],
      [
        '100 options in a group',
        grouped(group(100)),
        grouped(group(101)),
        noMore(100, '/element/option_groups/0/options'),
      ],
      [
        'an option in a group',
        grouped(group(1)),
        grouped(group(0)),
        noFewer('/element/option_groups/0/options'),
      ],
      [
        'group label of 75',
        grouped(group(1, long(75))),
        grouped(group(1, long(76))),
        atMost(75, '/element/option_groups/0/label/text'),
      ],
      ['5 in an overflow menu', overflow(5), overflow(6), noMore(5, '/elements/0/options')],
      [
        'a url in an overflow menu only',
        overflow(1, { url: 'https://a.example/' }),
        one({ url: 'https://a.example/' }),
        unknownProperty('url', first),
      ],
      [
        '10 radio buttons',
        input(radio({ options: options(10) })),
        input(radio({ options: options(11) })),
        noMore(10, '/element/options'),
      ],
      [
        '10 checkboxes',
        input(checkboxes({ options: options(10) })),
        input(checkboxes({ options: options(11) })),
        noMore(10, '/element/options'),
      ],
      [
        'an initial option equals one to the last property',
        initial({ value: '1', text: plain('Seat 1') }),
        initial(option(1, { text: plain('Seat 1', { emoji: true }) })),
        notOffered('/element/initial_option'),
      ],
      [
        'an initial option is found in groups',
        input({ type: 'static_select', option_groups: [group(1), group(2)], initial_option: option(1) }),
        input({ type: 'static_select', option_groups: [group(1), group(2)], initial_option: option(2) }),
        notOffered('/element/initial_option'),
      ],
      [
        'initial options equal options',
        initials([option(1)]),
        initials([option(1), option(9)]),
        notOffered('/element/initial_options/1'),
      ],
      [
        'an initial option in the list',
        initials([option(1)]),
        initials([]),
        noFewer('/element/initial_options'),
      ],
      [
        'initial radio button',
        input(radio({ initial_option: option(0) })),
        input(radio({ initial_option: option(7) })),
        notOffered('/element/initial_option'),
      ],
      [
        'initial checkboxes',
        input(checkboxes({ initial_options: options(2) })),
        input(checkboxes({ initial_options: options(3) })),
        notOffered('/element/initial_options/2'),
      ],
      [
        'no more at first than may be chosen',
        initials(options(2), { max_selected_items: 2 }),
        initials(options(2), { max_selected_items: 1 }),
        noMore(1, '/element/initial_options'),
      ],
      [
        'an external select brings no options',
        input({ type: 'multi_external_select', min_query_length: 0, initial_options: options(1) }),
        input({ type: 'multi_external_select', options: options(1) }),
        unknownProperty('options', '/element'),
      ],
      [
        'no chosen list in a single select',
        input({ type: 'external_select', initial_option: option(1) }),
        input({ type: 'external_select', initial_options: options(1) }),
        unknownProperty('initial_options', '/element'),
      ],
    ],
    onSurface('modal'),
  );
});

describe('elements of an input block', () => {
  const initialDate = (day: string) => input({ type: 'datepicker', initial_date: day });
  const conversations = (more: Json) => input({ type: 'conversations_select', ...more });
  const dispatched = (...on: string[]) =>
    input(textInput({ dispatch_action_config: { trigger_actions_on: on } }));
  const prompted = (length: number) => input(textInput({ placeholder: plain(long(length)) }));
  checkLimits(
    [
      [
        'are of a known type',
        input(textInput()),
        input({ type: 'timepicker' }),
        at('unsupported type: timepicker', '/element'),
      ],
      ['placeholder of 150', prompted(150), prompted(151), atMost(150, '/element/placeholder/text')],
      [
        'max_length of 3000',
        input(textInput({ max_length: 3000 })),
        input(textInput({ max_length: 3001 })),
        at('must be less than 3001', '/element/max_length'),
      ],
      [
        'max_length of 1',
        input(textInput({ max_length: 1 })),
        input(textInput({ max_length: 0 })),
        at('must be greater than 0', '/element/max_length'),
      ],
      [
        'min_length up to max_length',
        input(textInput({ min_length: 2, max_length: 2 })),
        input(textInput({ min_length: 3, max_length: 2 })),
        at('must not be greater than max_length', '/element/min_length'),
      ],
      [
        'initial value within max_length',
        input(textInput({ max_length: 2, initial_value: 'ab' })),
        input(textInput({ max_length: 2, initial_value: 'abc' })),
        atMost(2, '/element/initial_value'),
      ],
      [
        'email has no multiline',
        input({ type: 'email_text_input', initial_value: 'ada@contoso.example' }),
        input({ type: 'email_text_input', multiline: true }),
        unknownProperty('multiline', '/element'),
      ],
      [
        'url has no max_length',
        input({ type: 'url_text_input', initial_value: 'https://a.example/' }),
        input({ type: 'url_text_input', max_length: 5 }),
        unknownProperty('max_length', '/element'),
      ],
      [
        'number says whether it may be decimal',
        input(numberInput()),
        input({ type: 'number_input' }),
        missing('is_decimal_allowed', '/element'),
      ],
      [
        'number values are strings',
        input(numberInput({ min_value: '-1' })),
        input(numberInput({ min_value: -1 })),
        at('must be a string', '/element/min_value'),
      ],
      [
        'number values are numerals',
        input(numberInput({ initial_value: '12' })),
        input(numberInput({ initial_value: 'twelve' })),
        at('must be a number written as a string', '/element/initial_value'),
      ],
      [
        'number bounds are in order',
        input(numberInput({ min_value: '9', max_value: '10' })),
        input(numberInput({ min_value: '10', max_value: '9' })),
        at('must not be greater than max_value', '/element/min_value'),
      ],
      [
        'number starts between its bounds',
        input(numberInput({ max_value: '9', initial_value: '9' })),
        input(numberInput({ max_value: '9', initial_value: '10' })),
        at('must be between min_value and max_value', '/element/initial_value'),
      ],
      [
        'number is decimal when allowed',
        input(numberInput({ is_decimal_allowed: true, initial_value: '1.5' })),
        input(numberInput({ initial_value: '1.5' })),
        at('must not be decimal', '/element/initial_value'),
      ],
      [
        'date is a day in the calendar',
        initialDate('2028-02-29'),
        initialDate('2027-02-29'),
        at('must be a date like 2030-01-31', '/element/initial_date'),
      ],
      [
        'date is written in ISO order',
        initialDate('2030-01-31'),
        initialDate('31/01/2030'),
        at('must be a date like 2030-01-31', '/element/initial_date'),
      ],
      [
        'person is a Slack id',
        input({ type: 'users_select', initial_user: 'U1' }),
        input({ type: 'users_select', initial_user: '' }),
        notEmpty('/element/initial_user'),
      ],
      [
        'filter names kinds of conversation',
        conversations({ filter: { include: ['im', 'private'], exclude_bot_users: true } }),
        conversations({ filter: { include: ['channel'] } }),
        at('must be one of: im, mpim, private, public', '/element/filter/include/0'),
      ],
      [
        'filter includes something',
        conversations({ filter: { include: ['public'] } }),
        conversations({ filter: { include: [] } }),
        noFewer('/element/filter/include'),
      ],
      [
        'dispatch names events',
        dispatched('on_enter_pressed'),
        dispatched('on_blur'),
        at(
          'must be one of: on_enter_pressed, on_character_entered',
          '/element/dispatch_action_config/trigger_actions_on/0',
        ),
      ],
      [
        'at least one item can be selected',
        input(multiSelect({ max_selected_items: 1 })),
        input(multiSelect({ max_selected_items: 0 })),
        at('must be greater than 0', '/element/max_selected_items'),
      ],
      [
        '10 files',
        input(fileInput({ max_files: 10, filetypes: ['csv'] })),
        input(fileInput({ max_files: 11 })),
        at('must be less than 11', '/element/max_files'),
      ],
      [
        'a file',
        input(fileInput({ max_files: 1 })),
        input(fileInput({ max_files: 0 })),
        at('must be greater than 0', '/element/max_files'),
      ],
      [
        'file has no placeholder',
        input(fileInput()),
        input(fileInput({ placeholder: plain('a') })),
        unknownProperty('placeholder', '/element'),
      ],
    ],
    onSurface('modal'),
  );
});

describe('rich text', () => {
  const styled = (style: unknown) => richText(richSection({ type: 'text', text: 'Ada', style }));
  const linked = (url: string) => richText(richSection({ type: 'link', url }));
  const inside = '/elements/0/elements/0';
  checkLimits(
    [
      ['has an element', richText(richSection()), richText(), noFewer('/elements')],
      [
        'knows its elements',
        richText(richList()),
        richText({ type: 'rich_text_table', elements: [] }),
        at('unsupported type: rich_text_table', '/elements/0'),
      ],
      [
        'has no empty text',
        richText(richSection({ type: 'text', text: '<!channel>' })),
        richText(richSection({ type: 'text', text: '' })),
        notEmpty(`${inside}/text`),
      ],
      [
        'knows its styles',
        styled({ bold: true }),
        styled({ blink: true }),
        unknownProperty('blink', `${inside}/style`),
      ],
      [
        'links to a URL',
        linked('https://a.example/'),
        linked('nowhere'),
        at('must be a valid URL', `${inside}/url`),
      ],
      [
        'mentions a user by id',
        richText(richSection({ type: 'user', user_id: 'U1' })),
        richText(richSection({ type: 'user' })),
        missing('user_id', inside),
      ],
      [
        'lists in a style',
        richText(richList({ style: 'ordered' })),
        richText(richList({ style: 'dash' })),
        at('must be one of: bullet, ordered', '/elements/0/style'),
      ],
      [
        'lists 8 deep',
        richText(richList({ indent: 8 })),
        richText(richList({ indent: 9 })),
        at('must be less than 9', '/elements/0/indent'),
      ],
      [
        'lists an item',
        richText(richList()),
        richText(richList({ elements: [] })),
        noFewer('/elements/0/elements'),
      ],
      [
        'quotes with a border or none',
        richText({ type: 'rich_text_quote', elements: [{ type: 'emoji', name: 'wave' }], border: 1 }),
        richText({ type: 'rich_text_quote', elements: [], border: 2 }),
        at('must be one of: 0, 1', '/elements/0/border'),
      ],
      [
        'preformats text and links only',
        richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'Ada' }] }),
        richText({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }),
        at('unsupported type: user', inside),
      ],
    ],
    onSurface('modal'),
  );
});

describe('tables', () => {
  const sized = (rows: number, columns: number) => table(times(rows, () => times(columns, () => raw('a'))));
  const settings = (count: number, more: Json = {}) =>
    table([[raw('a')]], {
      column_settings: times(count, () => ({ align: 'right', is_wrapped: true, ...more })),
    });
  const weighing = (length: number) =>
    table([
      [
        raw(long(length - 4)),
        richText(richSection({ type: 'text', text: 'Ada' })),
        { type: 'raw_number', value: 1, text: '1' },
      ],
    ]);
  checkLimits(
    [
      ['100 rows', sized(100, 1), sized(101, 1), noMore(100, '/rows')],
      ['a row', sized(1, 1), sized(0, 1), noFewer('/rows')],
      ['20 columns', sized(1, 20), sized(1, 21), noMore(20, '/rows/0')],
      ['a column', sized(1, 1), sized(1, 0), noFewer('/rows/0')],
      ['20 column settings', settings(20), settings(21), noMore(20, '/column_settings')],
      [
        'a known alignment',
        settings(1),
        settings(1, { align: 'justify' }),
        at('must be one of: left, center, right', '/column_settings/0/align'),
      ],
      [
        'cells of a known type',
        sized(1, 1),
        table([[plain('a')]]),
        at('unsupported type: plain_text', '/rows/0/0'),
      ],
      ['cells with a character', table([[raw(' ')]]), table([[raw('')]]), notEmpty('/rows/0/0/text')],
      [
        'numbers that are numbers',
        table([[{ type: 'raw_number', value: 3, text: '3' }]]),
        table([[{ type: 'raw_number', value: '3', text: '3' }]]),
        at('must be a number', '/rows/0/0/value'),
      ],
      [
        '10,000 characters in all cells',
        weighing(10_000),
        weighing(10_001),
        at('must be less than 10001 characters in all cells', '/rows'),
      ],
    ],
    onSurface('message'),
  );
});

describe('a payload as a whole', () => {
  const sections = (count: number) => times(count, () => section());
  const named = (...ids: string[]) => ids.map((id) => section({ block_id: id }));
  const buttons = (...ids: string[]) => actions(ids.map((id) => button({ action_id: id })));
  const markdown = (length: number) => ({ type: 'markdown', text: long(length) });
  const focused = (focus: boolean) => input(textInput({ focus_on_load: focus }));
  const rows = [[raw('a')]];
  const tooMany = (max: number) => `no more than ${max} items allowed [json-pointer:/blocks]`;

  it('is a list', () => {
    expect(checkBlocks(section(), 'message')).toEqual(['must be an array [json-pointer:/blocks]']);
  });

  describe('in a message', () => {
    checkLimits<unknown[]>(
      [
        ['50 blocks', sections(50), sections(51), tooMany(50)],
        [
          'a block_id once',
          named('a', 'b'),
          named('a', 'a'),
          'block_id a already exists [json-pointer:/blocks/1/block_id]',
        ],
        [
          'an action_id once in a block',
          [buttons('a', 'b'), buttons('a')],
          [buttons('a', 'a')],
          'action_id a already exists [json-pointer:/blocks/0/elements/1/action_id]',
        ],
        [
          'one table',
          [table(rows)],
          [table(rows), table(rows)],
          'only one table is allowed in a message [json-pointer:/blocks/1]',
        ],
        [
          '12,000 characters of markdown together',
          [markdown(6000), markdown(6000)],
          [markdown(6000), markdown(6001)],
          'must be less than 12001 characters in all markdown blocks [json-pointer:/blocks]',
        ],
      ],
      (blocks) => checkBlocks(blocks, 'message'),
    );
  });

  describe('in a modal', () => {
    checkLimits<unknown[]>(
      [
        ['100 blocks', sections(100), sections(101), tooMany(100)],
        [
          'one focus',
          [focused(true), focused(false)],
          [focused(true), focused(true)],
          'only one element can have focus_on_load [json-pointer:/blocks/1/element]',
        ],
      ],
      (blocks) => checkBlocks(blocks, 'modal'),
    );
  });

  describe('in a Home tab', () => {
    checkLimits<unknown[]>([['100 blocks', sections(100), sections(101), tooMany(100)]], (blocks) =>
      checkBlocks(blocks, 'home'),
    );
  });
});

describe('surfaces', () => {
  const responding = input({ type: 'conversations_select', response_url_enabled: true });
  const placed: [string, Json, Surface[]][] = [
    ['a section', section(), ['message', 'modal', 'home']],
    ['an input block', input(textInput()), ['message', 'modal', 'home']],
    ['a file input', input(fileInput()), ['modal']],
    ['a table', table([[raw('a')]]), ['message']],
    ['markdown', { type: 'markdown', text: 'a' }, ['message']],
    ['a response URL', responding, ['modal']],
    ['a file block', { type: 'file', source: 'remote', external_id: 'a' }, []],
    ['a card', { type: 'card', title: mrkdwn('a') }, []],
  ];
  it.each(placed)('show %s where Slack does', (_, block, surfaces) => {
    const shownOn = (['message', 'modal', 'home'] as const).filter(
      (surface) => checkBlocks([block], surface).length === 0,
    );
    expect(shownOn).toEqual(surfaces);
  });

  it('say that a table is not for modals', () => {
    expect(checkBlocks([table([[raw('a')]])], 'modal')).toEqual([
      at('table is not allowed in a modal', '/type'),
    ]);
  });
});

describe('views', () => {
  const asking = (more: Json) => modal({ blocks: [input(textInput())], ...more });
  const home = (more: Json = {}) => ({ type: 'home', blocks: [section()], ...more });
  const inView = (what: string, pointer: string) => `${what} [json-pointer:/view${pointer}]`;
  const tooLong = (max: number, pointer: string) =>
    inView(`must be less than ${max + 1} characters`, pointer);
  const weighing = (bytes: number) => {
    const paragraphs = times(90, () => section({ text: plain('é'.repeat(1350)) }));
    const empty = Buffer.byteLength(
      JSON.stringify(modal({ blocks: [...paragraphs, section({ text: plain('') })] })),
    );
    return modal({ blocks: [...paragraphs, section({ text: plain(long(bytes - empty)) })] });
  };
  checkLimits<unknown>(
    [
      [
        'are modals or Home tabs',
        home(),
        { ...home(), type: 'workflow_step' },
        inView('unsupported type: workflow_step', ''),
      ],
      ['are objects', home(), [home()], inView('must be an object', '')],
      [
        'title of 24',
        modal({ title: plain(long(24)) }),
        modal({ title: plain(long(25)) }),
        tooLong(24, '/title/text'),
      ],
      [
        'submit of 24',
        modal({ submit: plain(long(24)) }),
        modal({ submit: plain(long(25)) }),
        tooLong(24, '/submit/text'),
      ],
      [
        'close of 24',
        modal({ close: plain(long(24)) }),
        modal({ close: plain(long(25)) }),
        tooLong(24, '/close/text'),
      ],
      ['a plain title', modal(), modal({ title: mrkdwn('a') }), inView('unsupported type: mrkdwn', '/title')],
      ['a title', modal(), without(modal(), 'title'), inView('missing required field: title', '')],
      ['blocks', modal(), without(modal(), 'blocks'), inView('missing required field: blocks', '')],
      [
        'a submit with inputs',
        asking({}),
        without(asking({}), 'submit'),
        inView('missing required field: submit', ''),
      ],
      [
        'no submit needed without inputs, but never an empty one',
        without(modal(), 'submit'),
        modal({ submit: plain('') }),
        inView('must be more than 0 characters', '/submit/text'),
      ],
      [
        'callback_id of 255',
        modal({ callback_id: long(255) }),
        modal({ callback_id: long(256) }),
        tooLong(255, '/callback_id'),
      ],
      [
        'private_metadata of 3000',
        home({ private_metadata: long(3000) }),
        home({ private_metadata: long(3001) }),
        tooLong(3000, '/private_metadata'),
      ],
      [
        'private_metadata as a string',
        modal({ private_metadata: '{"id":"1"}' }),
        modal({ private_metadata: { id: '1' } }),
        inView('must be a string', '/private_metadata'),
      ],
      [
        'external_id of 255',
        modal({ external_id: long(255) }),
        modal({ external_id: long(256) }),
        tooLong(255, '/external_id'),
      ],
      [
        'clear_on_close as a boolean',
        modal({ clear_on_close: true }),
        modal({ clear_on_close: 'true' }),
        inView('must be a boolean', '/clear_on_close'),
      ],
      [
        'notify_on_close as a boolean',
        modal({ notify_on_close: true }),
        modal({ notify_on_close: 1 }),
        inView('must be a boolean', '/notify_on_close'),
      ],
      [
        'no unknown property',
        modal(),
        modal({ size: 'large' }),
        inView('invalid additional property: size', ''),
      ],
      [
        'no title on a Home tab',
        home(),
        home({ title: plain('a') }),
        inView('invalid additional property: title', ''),
      ],
      [
        'blocks that are right',
        home(),
        home({ blocks: [section({ text: plain('') })] }),
        inView('must be more than 0 characters', '/blocks/0/text/text'),
      ],
      [
        '100 blocks',
        modal({ blocks: times(100, () => section()) }),
        modal({ blocks: times(101, () => section()) }),
        inView('no more than 100 items allowed', '/blocks'),
      ],
      [
        '250 kB, counted in bytes',
        weighing(250_000),
        weighing(250_001),
        inView('must be less than 250001 bytes', ''),
      ],
    ],
    checkView,
  );
});

describe('messages', () => {
  const spoken = (text: string) => ({ text, blocks: [section()] });
  const shown = (text: string) => ({ text: 'Hello', blocks: [section({ text: mrkdwn(text) })] });
  const inText = 'control sequence [json-pointer:/text]';
  const inBlock = 'control sequence [json-pointer:/blocks/0/text/text]';
  const blank = 'text must be specified with blocks [json-pointer:/text]';
  const none = 'no text [json-pointer:/text]';
  checkLimits<{ text?: unknown; blocks?: unknown }>(
    [
      ['have text with blocks', spoken('Hello'), { blocks: [section()] }, blank],
      ['have more than a space with blocks', spoken('Hello'), spoken(' '), blank],
      ['have text without blocks', { text: 'Hello' }, {}, none],
      ['have a string for text', { text: '7' }, { text: 7 }, 'must be a string [json-pointer:/text]'],
      [
        'text of 40,000',
        spoken(long(40_000)),
        spoken(long(40_001)),
        'must be less than 40001 characters [json-pointer:/text]',
      ],
      [
        'blocks that are right',
        spoken('Hello'),
        { text: 'Hello', blocks: [section({ text: plain('') })] },
        'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
      ],
      ['ring no channel in text', spoken('&lt;!channel&gt;'), spoken('Ada <!channel>'), inText],
      ['ring no channel in mrkdwn', shown('&lt;!here&gt;'), shown('<!here|here>'), inBlock],
      ['mention nobody', shown('&lt;@U1&gt;'), shown('<@U1>'), inBlock],
      ['name no channel', shown('a < b, #c > d'), shown('<#C1|general>'), inBlock],
      ['hide no link', shown('https://a.example/'), shown('<https://a.example/|Sign in>'), inBlock],
      ['hide no mail link', shown('ada@contoso.example'), shown('<mailto:a@b.example|Ada>'), inBlock],
      [
        'mention nobody in fields and elements',
        { text: 'a', blocks: [{ type: 'context', elements: [plain('<!channel>')] }] },
        { text: 'a', blocks: [{ type: 'context', elements: [mrkdwn('<!channel>')] }] },
        'control sequence [json-pointer:/blocks/0/elements/0/text]',
      ],
      [
        'mention nobody in markdown',
        { text: 'a', blocks: [{ type: 'markdown', text: '**Ada**' }] },
        { text: 'a', blocks: [{ type: 'markdown', text: '<!channel>' }] },
        inBlock.replace('/text/text', '/text'),
      ],
    ],
    checkMessage,
  );
});
