import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import { ADAPTIVE_CARD, FILE_CONSENT, FILE_INFO } from '../../../src/sandbox/teams/wire.ts';

const card = (...body: unknown[]) => ({ type: 'AdaptiveCard', version: '1.5', body });
const run = (text: string) => ({ type: 'TextRun', text });
const options = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ title: `Option ${n}`, value: `${n}` }));

describe('the text a person sees', () => {
  it('has blocks, runs, facts, pictures and buttons, a line each', () => {
    const shown = {
      ...card(
        { type: 'TextBlock', text: 'Verification' },
        { type: 'RichTextBlock', inlines: [run('row 5 '), run('zoë'), '!'] },
        { type: 'FactSet', facts: [{ title: 'Customer', value: 'Contoso' }] },
        { type: 'Container', items: [{ type: 'Image', url: 'https://a.test/a.png', altText: 'A tick' }] },
        { type: 'TextBlock', text: 'hidden', isVisible: false },
        { type: 'ActionSet', actions: [{ title: 'Log file' }] },
      ),
      actions: [{ title: 'Set up' }, { title: 'Cancel' }],
    };
    expect(textOf(shown).split('\n')).toEqual([
      'Verification',
      'row 5 zoë!',
      'Customer: Contoso',
      '(A tick)',
      '[Log file]',
      '[Set up] [Cancel]',
    ]);
  });

  it('has short cells on one line, and long ones below each other', () => {
    const cell = (...lines: string[]) => ({ items: lines.map((text) => ({ type: 'TextBlock', text })) });
    const columns = [cell('row 5'), cell('User name'), { ...cell('no'), isVisible: false }];
    const rows = [{ cells: [cell('a'), cell('b', 'c')] }];
    expect(textOf(card({ type: 'ColumnSet', columns }, { type: 'Table', rows }))).toBe(
      'row 5  User name\na\nb\nc',
    );
  });

  it('has inputs with labels, values and choices', () => {
    const shown = card(
      { type: 'Input.Text', id: 'a', label: 'First name', isRequired: true, value: 'Ada' },
      { type: 'Input.Text', id: 'b', label: 'Last name', placeholder: 'Lovelace' },
      { type: 'Input.Toggle', id: 'c', title: 'Allow', value: 'true' },
      { type: 'Input.ChoiceSet', id: 'd', label: 'License', choices: options(2), value: '1' },
      { type: 'Input.ChoiceSet', id: 'e', label: 'Location', choices: options(249), value: '7' },
    );
    expect(textOf(shown).split('\n')).toEqual([
      'First name *: [Ada]',
      'Last name: [Lovelace]',
      '(x) Allow',
      'License: ( ) Option 0  (x) Option 1',
      'Location: Option 7 ▾ (249)',
    ]);
  });

  it('is that of a message with its cards and files', () => {
    const attachments = [
      { contentType: ADAPTIVE_CARD, content: card({ type: 'TextBlock', text: 'In the card' }) },
      { contentType: FILE_CONSENT, name: 'a.csv', content: { description: 'The log' } },
      { contentType: FILE_INFO, name: 'a.csv' },
      { contentType: 'text/html', content: '<p>Hello</p>' },
    ];
    expect(textOf({ text: 'Hello', attachments })).toBe(
      'Hello\nIn the card\na.csv: The log [Allow] [Decline]\n(file a.csv)',
    );
  });

  it('is nothing for nothing', () => {
    expect(textOf(undefined)).toBe('');
  });
});
