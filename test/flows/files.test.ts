import { describe, expect, it } from 'vitest';
import { fileStem } from '../../src/flows/files.ts';

describe('the name of a file that the bot makes', () => {
  it.each([
    ['new starters.csv', 'new-starters'],
    ['../../etc/passwd', 'etc-passwd'],
    ['..\\..\\boot.ini', 'boot'],
    ['a"; filename="x.exe', 'a-filename-x'],
    ['a\r\nSet-Cookie: b', 'a-Set-Cookie-b'],
    ['.htaccess', 'htaccess'],
    ['Zoë Müller 2026', 'Zoë-Müller-2026'],
    ['', 'people'],
    ['///', 'people'],
  ])('made from %j is %j', (name, stem) => {
    expect(fileStem(name)).toBe(stem);
  });

  it('is never longer than 60 characters', () => {
    expect(fileStem('x'.repeat(500))).toHaveLength(60);
  });
});
