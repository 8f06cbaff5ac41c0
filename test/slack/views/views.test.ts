import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/flows/views.ts';
import { checkMessage } from '../../../src/sandbox/slack/blockKit/checkMessage.ts';
import { checkView } from '../../../src/sandbox/slack/blockKit/checkView.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { LIMITS } from '../../../src/slack/outgoing/limits.ts';
import { renderMessage, renderModal } from '../../../src/slack/views/render.ts';
import { listViews, sampleViews } from '../../views/sampleViews.ts';

const HOSTILE = [
  '<!channel>',
  '<!here> <@U1> <#C1>',
  '<https://evil.example|click here>',
  '&lt;!channel&gt; &amp;',
  '```rm -rf``` *bold* _it_ ~no~ :smile:',
  '\u202egnp.exe\u202c שלום مرحبا',
  '👩‍👩‍👧‍👦'.repeat(600),
  'ab\ud83d\udc69'.repeat(40),
  'x'.repeat(5_000),
  'a\u0000b\r\nc\u2028d\t',
  '\n\n',
  ' ',
  '',
  '__proto__',
];

/** Every text of a payload that Slack reads as markup. */
function markupOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(markupOf);
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node as { type?: unknown; text?: unknown };
  const own = (type === 'mrkdwn' || type === 'markdown') && typeof text === 'string' ? [text] : [];
  return [...own, ...Object.values(node).flatMap(markupOf)];
}

function check(view: View): void {
  const message = renderMessage(view);
  const modal = renderModal(view);
  expect(checkMessage(message), `${view.kind} as a message`).toEqual([]);
  expect(checkView(modal), `${view.kind} as a modal`).toEqual([]);
  expect(JSON.stringify(message.blocks).length, view.kind).toBeLessThanOrEqual(LIMITS.messageCharacters);
  for (const markup of [message.text, ...markupOf(message.blocks), ...markupOf(modal)]) {
    expect(markup).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  }
}

describe('every view, as a message and as a modal', () => {
  it.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 30)), text]))(
    'is what Slack accepts when all its words are %s',
    (_name, text) => {
      for (const view of listViews(text)) check(view);
    },
  );

  it('is what Slack accepts for any words', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { maxLength: 6 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 25 }), (text, rows) => {
        for (const view of listViews(text, rows)) check(view);
      }),
      { numRuns: 60 },
    );
  });

  it('puts none of the words into the notification', () => {
    for (const view of listViews('ZEBRA')) expect(renderMessage(view).text).not.toContain('ZEBRA');
  });

  it('never puts a password into a message', () => {
    for (const view of listViews('Ada')) {
      expect(JSON.stringify(renderMessage(view))).not.toContain('abcd-efgh-2345-WXYZ');
    }
  });

  it('shows what people wrote letter for letter', () => {
    const view = sampleViews('<!channel> & *Ada*').personResult;
    expect(textOf(renderMessage(view))).toContain('<!channel> & *Ada*');
  });
});

describe('the person form', () => {
  const view = sampleViews('Ada').personForm;
  const modal = renderModal(view);
  const blockOf = (id: string) =>
    modal.blocks.find((block) => 'block_id' in block && block.block_id === id) as unknown as {
      element: Record<string, never>;
    };

  it('keeps what was typed', () => {
    expect(blockOf('givenName').element).toMatchObject({ action_id: 'adduser.name', initial_value: 'Ada' });
    expect(blockOf('recipients').element).toMatchObject({ multiline: true, initial_value: 'Ada' });
    expect(blockOf('signIn').element).toMatchObject({ initial_option: { value: 'allowed' } });
    expect(blockOf('licenses').element).toMatchObject({
      initial_options: [{ value: 'Ada' }, { value: 'sku-1' }],
    });
  });

  it('says how many seats are left of each license, and offers those with none', () => {
    const { options } = blockOf('licenses').element as unknown as {
      options: { value: string; description: { text: string } }[];
    };
    expect(options[0]?.description.text).toBe('12 of 25 left');
    expect(options[1]?.description.text).toBe('none of 25 left');
    expect(options[2]?.description.text).toBe('12 of 25 left (5 expired)');
  });

  it('offers every country, in groups of at most 100', () => {
    const { option_groups: groups } = blockOf('usageLocation').element as unknown as {
      option_groups: { label: { text: string }; options: unknown[] }[];
    };
    expect(groups.reduce((sum, { options }) => sum + options.length, 0)).toBe(250);
    expect(groups.length).toBeLessThanOrEqual(4);
    for (const { options } of groups) expect(options.length).toBeLessThanOrEqual(LIMITS.options);
  });

  it('shows the fields that are asked for, and no others', () => {
    const ids = (fields: readonly string[]) =>
      renderModal({ ...view, fields }).blocks.map((block) => block.block_id);
    expect(ids(['jobTitle'])).toContain('jobTitle');
    expect(ids(['givenName'])).not.toContain('jobTitle');
  });

  it('names the fields of the errors at its top', () => {
    expect(textOf(modal)).toContain('Send the password to: Ada');
  });

  it('says in a sentence that there is nothing to choose, since Slack refuses an empty list', () => {
    const bare = renderModal({ ...view, licenses: [], domains: [], locations: [] });
    expect(checkView(bare)).toEqual([]);
    expect(textOf(bare)).toContain('There are no licenses to assign.');
  });

  it('carries only an id and a version', () => {
    expect(JSON.parse(modal.private_metadata ?? '')).toEqual({ id: 'draft_1', version: 3 });
    expect(modal.callback_id).toBe('adduser.submit');
  });
});

describe('lists', () => {
  it('say how much they leave off', () => {
    const { verification } = sampleViews('x', 23);
    const buttons = verification.buttons.slice(0, 1);
    const findings = renderMessage({ ...verification, kinds: [], buttons });
    expect(textOf(findings)).toContain('and 7 more findings: see the log file');
    // Only a window has room for 20 of each.
    const results = renderModal(sampleViews('x', 23).results);
    expect(textOf(results)).toContain('and 7 more: see the results file');
    const passwords = renderModal(sampleViews('x', 20).passwords);
    expect(textOf(passwords)).toContain("10 more aren't shown here");
  });

  it('are a table in the verification message, and never in a modal', () => {
    const { verification } = sampleViews('x');
    expect(renderMessage(verification).blocks.map(({ type }) => type)).toContain('table');
    expect(renderModal(verification).blocks.map(({ type }) => type)).not.toContain('table');
  });
});

describe('the passwords', () => {
  it('stand once each in a window that closes with everything under it', () => {
    const { passwords } = sampleViews('Ada', 1);
    const [person] = passwords.people;
    if (person === undefined) throw new Error('no person');
    const modal = renderModal({ ...passwords, people: [person] });
    expect(modal.clear_on_close).toBe(true);
    expect(JSON.stringify(modal).split('abcd-efgh-2345-WXYZ')).toHaveLength(2);
  });
});

describe('progress', () => {
  it('draws a bar with counts and the time left', () => {
    const shown = textOf(renderMessage(sampleViews('Ada').progress));
    expect(shown).toContain('⏳ Creating 20 people');
    expect(shown).toContain(
      '███████████████░░░░░  15 of 20 · 1 failed · 1 with a failed step · about 40 s left',
    );
  });
});

it.each(['editForm', 'leaveForm'] as const)('the %s says whose approval it needs, before Next', (kind) => {
  const { approval: _none, ...free } = sampleViews('Ada')[kind];
  const asked = JSON.stringify(renderModal({ ...free, approval: 'This needs approval.' } as View));
  expect(asked).toContain('This needs approval.');
  expect(asked).toContain('The approver reads it.');
  expect(JSON.stringify(renderModal(free as View))).toContain('Kept in the history.');
});
