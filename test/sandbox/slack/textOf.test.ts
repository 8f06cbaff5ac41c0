import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { button, input, modal, plain, section } from './startSlack.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });

describe('the text that a person sees', () => {
  it('in a message is that of its blocks, or its text without any', () => {
    expect(textOf({ text: 'Fallback', blocks: [] })).toBe('Fallback');
    expect(textOf({ text: 'Fallback', blocks: [section('Block'), button('go', 'Press')] })).toBe(
      'Block\nPress',
    );
    expect(textOf({ text: 'With', blocks: [], files: [{ name: 'a.csv' }] })).toBe('With\na.csv');
    expect(textOf(undefined)).toBe('');
  });

  it('reads markup as the client shows it, and plain text as it is', () => {
    const blocks = [
      { type: 'section', text: mrkdwn('a &lt;b&gt; &amp;amp; <https://c.example|here> <@U1> <mailto:a@b>') },
      section('&lt;b&gt;'),
    ];
    expect(textOf({ blocks })).toBe('a <b> &amp; here @U1 a@b\n&lt;b&gt;');
  });

  it('has headers, fields, contexts and accessories', () => {
    const blocks = [
      { type: 'header', text: plain('Header') },
      { type: 'section', fields: [plain('One'), mrkdwn('Two')] },
      { type: 'section', text: plain('Left'), accessory: { type: 'button', text: plain('Right') } },
      { type: 'context', elements: [mrkdwn('Small')] },
      { type: 'divider' },
    ];
    expect(textOf({ blocks })).toBe('Header\nOne\nTwo\nLeft\nRight\nSmall');
  });

  it('has a table row by row', () => {
    const raw = (text: string) => ({ type: 'raw_text', text });
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'ada' }] }],
    };
    const rows = [
      [raw('User name'), raw('State')],
      [rich, raw('ready')],
    ];
    expect(textOf({ blocks: [{ type: 'table', rows }] })).toBe('User name | State\nada | ready');
  });

  it('has rich text line by line', () => {
    const line = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
    const elements = [
      line(
        { type: 'text', text: 'See ' },
        { type: 'link', url: 'https://a.example', text: 'this' },
        { type: 'text', text: ' ' },
        { type: 'user', user_id: 'U1' },
        { type: 'emoji', name: 'wave' },
      ),
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [line({ type: 'text', text: 'One' }), line({ type: 'link', url: 'https://b.example' })],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '<!here>' }] },
    ];
    expect(textOf({ blocks: [{ type: 'rich_text', elements }] })).toBe(
      'See this @U1:wave:\nOne\nhttps://b.example\n<!here>',
    );
  });

  it('in a modal has title, labels, hints, initial values, choices and buttons', () => {
    const option = (text: string) => ({ text: plain(text), value: text, description: plain(`${text} left`) });
    const view = modal('Add', [
      input('name', { type: 'plain_text_input', initial_value: 'Grace' }, { hint: plain('As on paper') }),
      input('license', { type: 'static_select', options: [option('E3')] }),
    ]);
    expect(textOf({ ...view, close: plain('Cancel') }).split('\n')).toEqual([
      'Add',
      'name',
      'As on paper',
      'Grace',
      'license',
      'E3',
      'E3 left',
      'Send',
      'Cancel',
    ]);
  });

  it('shortens a long list of choices', () => {
    const options = Array.from({ length: 40 }, (_, index) => ({ text: plain(`Country ${index}`) }));
    const lines = textOf(modal('Add', [input('country', { type: 'static_select', options })]));
    expect(lines).toContain('Country 3\n… 36 more');
    expect(lines).not.toContain('Country 4');
  });
});
