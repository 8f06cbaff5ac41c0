import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  splitUserName,
  suggestLocalPart,
  USER_NAME_PATTERNS,
  variantsOf,
} from '../../../src/domain/names/userName.ts';
import { checkPerson } from '../../../src/domain/personRules.ts';

const ADA = { givenName: 'Ada', surname: 'Lovelace' };

describe('a suggested user name', () => {
  it.each([
    ['first.last', 'ada.lovelace'],
    ['firstlast', 'adalovelace'],
    ['flast', 'alovelace'],
    ['f.last', 'a.lovelace'],
    ['first', 'ada'],
    ['last.first', 'lovelace.ada'],
    ['lastf', 'lovelacea'],
    ['firstl', 'adal'],
  ] as const)('by the pattern %s is %s', (pattern, expected) => {
    expect(suggestLocalPart(ADA, pattern)).toBe(expected);
  });

  it.each([
    [{ givenName: 'Zoë', surname: 'Müller' }, 'zoe.muller'],
    [{ givenName: 'Anne-Marie', surname: "O'Neil" }, 'anne-marie.oneil'],
    [{ givenName: 'Jan', surname: 'van der Berg' }, 'jan.vanderberg'],
    [{ givenName: 'Łukasz', surname: 'Ørsted-Groß' }, 'lukasz.orsted-gross'],
    [{ givenName: '明', surname: '李' }, ''],
    [{ givenName: 'Ada 🎉', surname: 'Byron (née King)' }, 'ada.byron'],
    [{ givenName: 'Cher' }, 'cher'],
    [{ displayName: 'Ada King Lovelace (External)' }, 'ada.lovelace'],
    [{ displayName: 'Lovelace, Ada' }, 'ada.lovelace'],
    [{ displayName: '🎉' }, ''],
    [{}, ''],
  ])('for %o is %s', (names, expected) => {
    expect(suggestLocalPart(names, 'first.last')).toBe(expected);
  });

  it('is legal or empty, whatever the name and the pattern', () => {
    const name = fc.string({ unit: 'binary', maxLength: 120 });
    fc.assert(
      fc.property(name, name, fc.constantFrom(...USER_NAME_PATTERNS), (givenName, surname, pattern) => {
        const localPart = suggestLocalPart({ givenName, surname }, pattern);
        if (localPart === '') return;
        const person = { userPrincipalName: `${localPart}@contoso.com`, displayName: 'x' };
        expect(checkPerson(person)).toEqual([]);
      }),
    );
  });
});

describe('variants of a taken name', () => {
  it('number a full name first', () => {
    expect(variantsOf('ada.lovelace', ADA).slice(0, 4)).toEqual([
      'ada.lovelace2',
      'ada.lovelace3',
      'ada.l',
      'a.lovelace',
    ]);
  });

  it('make a short name longer before numbering it', () => {
    expect(variantsOf('ada', ADA).slice(0, 5)).toEqual([
      'ada.l',
      'ada.lovelace',
      'a.lovelace',
      'adalovelace',
      'ada2',
    ]);
  });

  it('go on counting, but leave other numbers alone', () => {
    expect(variantsOf('ada2')[0]).toBe('ada3');
    expect(variantsOf('a1234567')[0]).toBe('a12345672');
    expect(variantsOf('2')[0]).toBe('22');
  });

  it('are none for no name', () => {
    expect(variantsOf('')).toEqual([]);
  });

  it('are different, legal, and at most 20', () => {
    const localPart = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?$/);
    const name = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(localPart, name, name, (start, givenName, surname) => {
        const variants = variantsOf(start, { givenName, surname });
        expect(variants.length).toBeLessThanOrEqual(20);
        expect(variants.length).toBeGreaterThan(10);
        expect(new Set([start, ...variants]).size).toBe(variants.length + 1);
        for (const variant of variants) {
          const person = { userPrincipalName: `${variant}@contoso.com`, displayName: 'x' };
          expect(checkPerson(person)).toEqual([]);
        }
      }),
    );
  });
});

describe('splitting a user name', () => {
  it.each([
    ['ada@contoso.com', { localPart: 'ada', domain: 'contoso.com' }],
    [' ada ', { localPart: 'ada' }],
    ['ada@', { localPart: 'ada' }],
    ['a@b@contoso.com', { localPart: 'a@b', domain: 'contoso.com' }],
    ['', { localPart: '' }],
  ])('%j', (text, expected) => {
    expect(splitUserName(text)).toEqual(expected);
  });
});
