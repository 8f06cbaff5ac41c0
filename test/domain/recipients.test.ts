import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMailAddress, MAX_RECIPIENTS, parseRecipients } from '../../src/domain/recipients.ts';

describe('a mail address', () => {
  it.each(['ada@example.com', 'a.b+c@mail.example.co.uk', "o'neil@x-y.org", `${'a'.repeat(64)}@example.com`])(
    '%s is one',
    (text) => {
      expect(isMailAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@example.com.',
    'ada@-example.com',
    'ada@example..com',
    '.ada@example.com',
    'ada.@example.com',
    'a..b@example.com',
    'ada@@example.com',
    'a@b@example.com',
    'zoë@example.com',
    'ada@exämple.com',
    'ada@example.com\n',
    'ada@example.com\r\nBcc: evil@example.com',
    'ada@[127.0.0.1]',
    'ada(x)@example.com',
    '"ada"@example.com',
    'Ada <ada@example.com>',
    'g: a@y.com, b@y.com;',
    'a@x.com, b@y.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(130)}com`,
  ])('%j is not', (text) => {
    expect(isMailAddress(text)).toBe(false);
  });
});

describe('password recipients', () => {
  it('may be separated by line breaks, commas, semicolons or spaces', () => {
    expect(parseRecipients(' a@x.com, b@x.com;c@x.com\r\nd@x.com e@x.com\n')).toEqual({
      recipients: ['a@x.com', 'b@x.com', 'c@x.com', 'd@x.com', 'e@x.com'],
      problems: [],
    });
  });

  it('may be none', () => {
    expect(parseRecipients('\n')).toEqual({ recipients: [], problems: [] });
  });

  it('count once, whatever their case', () => {
    const same = Array.from({ length: 6 }, () => 'Ada@X.com ada@x.com').join(',');
    expect(parseRecipients(same).recipients).toEqual(['Ada@X.com']);
  });

  it('are at most five', () => {
    const six = 'a@x.com b@x.com c@x.com d@x.com e@x.com f@x.com';
    expect(parseRecipients(six)).toMatchObject({
      recipients: [],
      problems: [{ code: 'TOO_MANY_RECIPIENTS', severity: 'error', property: 'recipients' }],
    });
    expect(parseRecipients(six.slice(8)).recipients).toHaveLength(MAX_RECIPIENTS);
  });

  it.each([
    'a@x.com\r\nBcc: evil@x.com',
    'g: a@y.com, b@y.com;',
    '"Bob" <evil@y.com>, x" <a@x.com>',
    'Ada Lovelace <ada@x.com>',
    'a@x.com,evil',
    'a@x.com\tb@x.com',
    'a@x.com\0',
    'a@x.com\u2028b@x.com',
    'a@x.com(b@x.com)',
  ])('are none at all when the text is %j', (text) => {
    const { recipients, problems } = parseRecipients(text);
    expect(recipients).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('with names and brackets are explained in one sentence', () => {
    const { problems } = parseRecipients('Ada Lovelace <ada@x.com>; Bob <bob@x.com>');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('without names');
  });

  it('stay in the allowed domains', () => {
    expect(parseRecipients('a@Contoso.com', ['contoso.com']).recipients).toEqual(['a@Contoso.com']);
    for (const outside of [
      'a@evil.com',
      'a@sub.contoso.com',
      'a@evilcontoso.com',
      'a@contoso.com.evil.com',
    ]) {
      const { recipients, problems } = parseRecipients(outside, ['contoso.com']);
      expect(recipients).toEqual([]);
      expect(problems[0]?.message).toContain('contoso.com');
    }
    expect(parseRecipients('a@contoso.com', []).recipients).toEqual([]);
  });

  it('are always plain addresses, whatever was typed', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '@', '.', 'x.com', 'a@x.com', ',', ';', '\n', '<', '"', ':', ' '),
    });
    fc.assert(
      fc.property(text, (typed) => {
        const { recipients, problems } = parseRecipients(typed);
        expect(recipients.every(isMailAddress)).toBe(true);
        expect(recipients.length).toBeLessThanOrEqual(MAX_RECIPIENTS);
        if (problems.length > 0) expect(recipients).toEqual([]);
      }),
    );
  });
});
