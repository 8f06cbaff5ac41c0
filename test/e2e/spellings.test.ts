import { describe, expect, it } from 'vitest';
import { holds } from './spellings.ts';

const PASSWORD = 'kfm4-x7pw-9ctr-hq3n-vya6';

describe('a search for a secret', () => {
  it.each([
    ['as it is', `the password is ${PASSWORD}.`],
    ['in JSON inside of JSON', JSON.stringify({ value: JSON.stringify({ password: `${PASSWORD}` }) })],
    ['in a form', new URLSearchParams({ view: JSON.stringify({ text: PASSWORD }) }).toString()],
    ['as bytes', JSON.stringify(Buffer.from(`a ${PASSWORD} b`))],
    ['in hex', Buffer.from(`a ${PASSWORD} b`).toString('hex')],
    ...['', 'a', 'ab', 'abc'].map((before) => [
      `in base64 after “${before}”`,
      Buffer.from(`${before}${PASSWORD} b`).toString('base64'),
    ]),
  ])('finds it %s', (_way, text = '') => {
    expect(holds(text, PASSWORD)).toBe(true);
  });

  it.each([
    ['quotes and slashes', 'a"b\\c/d?e'],
    ['plus signs', 'a+b/c+d=e>f?'],
  ])('finds one with %s in JSON and in a form', (_way, secret) => {
    expect(holds(JSON.stringify({ secret }), secret)).toBe(true);
    expect(holds(encodeURIComponent(JSON.stringify({ secret })), secret)).toBe(true);
  });

  it('does not find another', () => {
    const other = 'kfm4-x7pw-9ctr-hq3n-vya7';
    for (const text of [other, Buffer.from(other).toString('base64'), JSON.stringify(Buffer.from(other))]) {
      expect(holds(text, PASSWORD)).toBe(false);
    }
  });
});
