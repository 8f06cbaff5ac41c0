import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPerson, PERSON_RULES, tidyValue } from '../../src/domain/personRules.ts';
import type { Person, PersonProperty } from '../../src/domain/terms.ts';

const ADA: Person = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace' };

function check(more: Partial<Person>) {
  return checkPerson({ ...ADA, ...more });
}

describe('the rules for a person', () => {
  it('accept user name and display name alone', () => {
    expect(checkPerson(ADA)).toEqual([]);
  });

  it('say of each person what is wrong with a value that many have', () => {
    const passed = {};
    const wrong = { ...ADA, department: 'x'.repeat(65) };
    const codes = [wrong, wrong, ADA, { ...ADA, department: 'HR' }, wrong].map((person) =>
      checkPerson(person, passed).map(({ code }) => code),
    );
    expect(codes).toEqual([['TOO_LONG'], ['TOO_LONG'], [], [], ['TOO_LONG']]);
  });

  it('say what is missing, and make a display name of first and last name', () => {
    expect(checkPerson({ givenName: 'Ada', surname: 'Lovelace' })).toMatchObject([
      { property: 'userPrincipalName', code: 'MISSING', message: 'User name is missing.' },
      { property: 'displayName', code: 'MISSING', suggestion: 'Ada Lovelace' },
    ]);
  });

  it('take a cell with one blank for an empty one', () => {
    expect(check({ department: ' ', city: '\u00a0' })).toEqual([]);
    expect(check({ displayName: ' ' })).toMatchObject([{ code: 'MISSING' }]);
  });

  it.each([
    ['zoë.müller@contoso.com', 'zoe.muller@contoso.com', 'Accents'],
    ['李明@contoso.com', undefined, 'Accents'],
    ['ada lovelace@contoso.com', undefined, 'Spaces'],
    ['ada @contoso.com', 'ada@contoso.com', 'Spaces'],
    ['ada.@contoso.com', 'ada@contoso.com', 'period'],
    ['.ada@contoso.com', 'ada@contoso.com', 'period'],
    ['a(d)a&b@contoso.com', undefined, 'only'],
    ['ada@contoso.com.', 'ada@contoso.com', 'domain'],
    ['ada@home@contoso.com', undefined, 'exactly one @'],
    ['ada', undefined, 'needs an @'],
    ['@contoso.com', undefined, 'before the @'],
    ['ada@', undefined, 'domain'],
    ['🎉@contoso.com', undefined, 'only'],
    [`${'a'.repeat(65)}@contoso.com`, undefined, 'up to 64'],
    [`${'ä'.repeat(65)}@contoso.com`, undefined, 'Accents'],
    [`ada@${'a'.repeat(45)}.com`, undefined, 'up to 48'],
  ])('refuse the user name %s and suggest %s', (userPrincipalName, suggestion, words) => {
    const problems = check({ userPrincipalName });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.suggestion).toBe(suggestion);
  });

  it.each(["o'neil_#1!^~-x.y@contoso.com", `${'a'.repeat(64)}@${'b'.repeat(44)}.com`, 'ADA@Contoso.COM'])(
    'accept the user name %s',
    (userPrincipalName) => {
      expect(check({ userPrincipalName })).toEqual([]);
    },
  );

  it.each([
    ['UK', 'GB'],
    ['gb', 'GB'],
    ['Germany', 'DE'],
    ['USA', 'US'],
    ['Atlantis', undefined],
  ])('refuse the usage location %s and suggest %s', (usageLocation, suggestion) => {
    const [problem] = check({ usageLocation });
    expect(problem?.code).toBe('LOCATION_INVALID');
    expect(problem?.suggestion).toBe(suggestion);
  });

  it('never suggest another mailbox for an alternate address', () => {
    expect(check({ otherMails: 'adä@example.com' })[0]?.suggestion).toBeUndefined();
    expect(check({ otherMails: 'ada @example.com' })[0]?.suggestion).toBe('ada@example.com');
    expect(check({ otherMails: 'ada@example.com' })).toEqual([]);
  });

  it.each([
    ['.ada', 'ada'],
    ['ada b', 'adab'],
    ['zoë', 'zoe'],
    ['ada@contoso.com', 'ada'],
  ])('refuse the mail nickname %s and suggest %s', (mailNickname, suggestion) => {
    expect(check({ mailNickname })).toMatchObject([{ property: 'mailNickname', suggestion }]);
  });

  it.each(
    (Object.keys(PERSON_RULES) as PersonProperty[]).filter(
      (property) => PERSON_RULES[property].characters === 'text',
    ),
  )('allow %s exactly its length, and one character less than too many', (property) => {
    const { maxLength } = PERSON_RULES[property];
    expect(check({ [property]: 'x'.repeat(maxLength) })).toEqual([]);
    expect(check({ [property]: 'x'.repeat(maxLength + 1) })).toMatchObject([{ property, code: 'TOO_LONG' }]);
  });

  it('point out hidden characters and characters lost in saving', () => {
    expect(check({ city: 'Lon\u200bdon' })).toMatchObject([{ suggestion: 'London' }]);
    expect(check({ city: 'Z\ufffdrich' })[0]?.message).toContain('lost');
    expect(check({ city: 'Z\ufffdrich' })[0]?.suggestion).toBeUndefined();
  });

  it('give only suggestions that pass', () => {
    const property = fc.constantFrom(...(Object.keys(PERSON_RULES) as PersonProperty[]));
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'aZ0.@ ö\u00a0\n,') }),
    );
    fc.assert(
      fc.property(property, text, (name, value) => {
        for (const problem of check({ [name]: value })) {
          if (problem.suggestion !== undefined) expect(check({ [name]: problem.suggestion })).toEqual([]);
        }
      }),
    );
  });
});

describe('tidying a value', () => {
  it.each([
    [' ', ''],
    ['\u00a0Ada\u00a0Lovelace\u00a0', 'Ada Lovelace'],
    ['1 Main St\r\nFloor 2', '1 Main St Floor 2'],
    ['Zoe\u0308', 'Zoë'],
    ['\ufeffAda\u0000', 'Ada'],
    ['\u202emoc.live', 'moc.live'],
    ['山田\u3000太郎', '山田\u3000太郎'],
  ])('%j becomes %j', (raw, tidy) => {
    expect(tidyValue(raw)).toBe(tidy);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tidyValue(tidyValue(text))).toBe(tidyValue(text));
      }),
    );
  });
});
