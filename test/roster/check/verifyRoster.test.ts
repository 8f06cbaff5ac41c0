import { describe, expect, it } from 'vitest';
import type { Person, RosterRow } from '../../../src/domain/terms.ts';
import { verifyRoster } from '../../../src/roster/check/verifyRoster.ts';
import { applySuggestions, countRoster, readyRows } from '../../../src/roster/check/weighRoster.ts';
import { DOMAINS } from '../../../src/sandbox/contoso.ts';
import { readFixture } from '../reading.ts';

const COLUMNS = ['Username', 'First name', 'Last name', 'Display name', 'Usage location'];
const ADA = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Byron', deleted: false };

function rowsOf(...people: Partial<Person>[]): RosterRow[] {
  return people.map((person, index) => ({
    row: index + 2,
    cells: [],
    person: { displayName: `P${index}`, ...person },
  }));
}

function verify(rows: readonly RosterRow[], taken: readonly (typeof ADA)[] = [], columns = COLUMNS) {
  return verifyRoster(rows, columns, { domains: DOMAINS, taken });
}

describe('verifying a roster', () => {
  it('finds nothing wrong with good rows', async () => {
    expect(
      await verify(rowsOf({ userPrincipalName: 'a@contoso.com' }, { userPrincipalName: 'b@contoso.com' })),
    ).toEqual([]);
  });

  it("names row, the file's own column, value, reason and fix", async () => {
    const rows = rowsOf({ userPrincipalName: 'zoë.müller@contoso.com' });
    expect(await verify(rows)).toEqual([
      {
        row: 2,
        column: 'Username',
        property: 'userPrincipalName',
        value: 'zoë.müller@contoso.com',
        code: 'USER_NAME_INVALID',
        severity: 'error',
        message: "Accents and letters other than A to Z aren't allowed in a user name.",
        suggestion: 'zoe.muller@contoso.com',
      },
    ]);
  });

  it('names the columns of a template in another language', async () => {
    const { rows, columns } = await readFixture('microsoft365-german-utf-16.csv');
    const wrong = rows.map((row) => ({ ...row, person: { ...row.person, postalCode: '1'.repeat(41) } }));
    expect((await verify(wrong, [], [...columns])).map(({ column }) => column)).toEqual([
      'Postleitzahl',
      'Postleitzahl',
    ]);
  });

  it.each([
    ['ada@fabrikam.com', 'DOMAIN_NOT_VERIFIED', 'ada@contoso.com'],
    ['ada@corp.contoso.com', 'DOMAIN_FEDERATED', 'ada@contoso.com'],
    ['ada@contoso.onmicrosft.com', 'DOMAIN_NOT_VERIFIED', 'ada@contoso.onmicrosoft.com'],
    ['ada', 'USER_NAME_INVALID', 'ada@contoso.com'],
    ['ada@contoso', 'USER_NAME_INVALID', 'ada@contoso.com'],
  ])('refuses %s and suggests another domain', async (userPrincipalName, code, suggestion) => {
    expect(await verify(rowsOf({ userPrincipalName }))).toMatchObject([
      { code, suggestion, value: userPrincipalName },
    ]);
  });

  it('gives every error of one user name the same fix', async () => {
    const findings = await verify(rowsOf({ userPrincipalName: 'zoë@fabrikam.com' }));
    expect(findings).toHaveLength(2);
    expect(new Set(findings.map(({ suggestion }) => suggestion))).toEqual(new Set(['zoe@contoso.com']));
  });

  it.each([
    ['case', 'ADA@Contoso.com'],
    ['accents', 'adá@contoso.com'],
    ['how the accents are composed', 'ada\u0301@contoso.com'],
  ])('finds a user name that differs in %s only', async (_what, again) => {
    const findings = await verify(
      rowsOf(
        { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lima' },
        { userPrincipalName: again, displayName: 'Ada Roe' },
      ),
    );
    expect(findings.find(({ code }) => code === 'DUPLICATE')).toMatchObject({
      row: 3,
      message: 'This is the same user name as in row 2.',
      suggestion: 'ada.r@contoso.com',
    });
  });

  it('suggests no second account for a person who is in the file twice', async () => {
    const person = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace' };
    const findings = await verify(rowsOf(person, { ...person, displayName: 'ADA LOVELACE' }));
    expect(findings).toMatchObject([{ row: 3, code: 'DUPLICATE', severity: 'error' }]);
    expect(findings[0]?.suggestion).toBeUndefined();
  });

  it('suggests a free name for one that is in the directory', async () => {
    const rows = rowsOf({ userPrincipalName: 'Ada@contoso.com', givenName: 'Ada', surname: 'Lovelace' });
    expect(await verify(rows, [ADA])).toMatchObject([
      {
        code: 'NAME_TAKEN',
        severity: 'error',
        message: 'Already in the directory: Ada Byron.',
        suggestion: 'ada.l@contoso.com',
      },
    ]);
  });

  it('suggests no name that is in the file, in the directory, or suggested already', async () => {
    const names = { givenName: 'Ada', surname: 'Lovelace' };
    const rows = rowsOf(
      { userPrincipalName: 'ada@contoso.com', ...names },
      { userPrincipalName: 'ada@contoso.com', ...names },
      { userPrincipalName: 'ada.l@contoso.com' },
    );
    const taken = [ADA, { ...ADA, userPrincipalName: 'ada.lovelace@contoso.com' }];
    expect((await verify(rows, taken)).map(({ suggestion }) => suggestion)).toEqual([
      'a.lovelace@contoso.com',
      'adalovelace@contoso.com',
      'adalovelace@contoso.com',
    ]);
  });

  it('only warns of a name whose account was deleted', async () => {
    const rows = rowsOf({ userPrincipalName: 'ada@contoso.com' });
    const findings = await verify(rows, [{ ...ADA, deleted: true }]);
    expect(findings).toMatchObject([{ code: 'NAME_DELETED', severity: 'warning' }]);
    expect(countRoster(rows, findings)).toEqual({
      read: 1,
      ready: 1,
      toFix: 0,
      existing: 0,
      warned: 1,
      suggestions: 0,
    });
    expect(await verify(rows, [{ ...ADA, deleted: true }, ADA])).toMatchObject([{ code: 'NAME_TAKEN' }]);
  });

  it('makes up a missing user name only when the pattern is known', async () => {
    const rows: RosterRow[] = [{ row: 2, cells: [], person: { displayName: 'Ada Lovelace' } }];
    expect((await verify(rows))[0]).not.toHaveProperty('suggestion');
    const facts = { domains: DOMAINS, taken: [], userNamePattern: 'flast' as const };
    expect(await verifyRoster(rows, COLUMNS, facts)).toMatchObject([
      { code: 'MISSING', suggestion: 'alovelace@contoso.com' },
    ]);
  });

  it('suggests no cut name', async () => {
    for (const userPrincipalName of [`${'a'.repeat(65)}@contoso.com`, `${'ä'.repeat(65)}@contoso.com`]) {
      expect((await verify(rowsOf({ userPrincipalName })))[0]).not.toHaveProperty('suggestion');
    }
  });

  it('puts errors first, then goes by row', async () => {
    const rows = rowsOf(
      { userPrincipalName: 'ada@contoso.com' },
      { userPrincipalName: 'b@contoso.com', usageLocation: 'UK' },
      { userPrincipalName: 'c@contoso.com', displayName: '' },
    );
    const findings = await verify(rows, [{ ...ADA, deleted: true }]);
    expect(findings.map(({ severity, row }) => [severity, row])).toEqual([
      ['error', 3],
      ['error', 4],
      ['warning', 2],
    ]);
  });
});

describe('a large roster', () => {
  it('leaves room for others while it is verified', async () => {
    const rows = rowsOf(
      ...Array.from({ length: 20_000 }, (_, index) => ({ userPrincipalName: `zoë${index}@fabrikam.com` })),
    );
    let turns = 0;
    const count = (): void => {
      turns++;
      if (!done) setImmediate(count);
    };
    let done = false;
    setImmediate(count);
    const findings = await verify(rows);
    done = true;
    expect(findings.filter(({ suggestion }) => suggestion !== undefined)).not.toEqual([]);
    expect(turns).toBeGreaterThan(20);
  });
});

describe('taking the suggestions', async () => {
  const rows = rowsOf(
    { userPrincipalName: 'good@contoso.com' },
    { userPrincipalName: 'zoë@fabrikam.com', usageLocation: 'UK' },
    { userPrincipalName: 'zoe@contoso.com' },
    { userPrincipalName: 'ada@contoso.com' },
    { userPrincipalName: 'bob@contoso.com', city: 'x'.repeat(129) },
  );
  const findings = await verify(rows, [ADA]);

  it('counts cells, not findings', async () => {
    expect(countRoster(rows, findings)).toEqual({
      read: 5,
      ready: 2,
      toFix: 3,
      existing: 0,
      warned: 0,
      suggestions: 3,
    });
    expect(readyRows(rows, findings).map(({ row }) => row)).toEqual([2, 4]);
  });

  it('leaves only what has none', async () => {
    const fixed = applySuggestions(rows, findings);
    const again = await verify(fixed, [ADA]);
    expect(again).toMatchObject([{ row: 6, column: 'City', code: 'TOO_LONG' }]);
    expect(fixed.map(({ person }) => person.userPrincipalName)).toEqual([
      'good@contoso.com',
      'zoe2@contoso.com',
      'zoe@contoso.com',
      'ada2@contoso.com',
      'bob@contoso.com',
    ]);
    expect(fixed[1]?.person.usageLocation).toBe('GB');
    expect(rows[1]?.person.usageLocation).toBe('UK');
  });
});

describe('F4: of names whose letters were lost', () => {
  it('no user name is made, and one is of what they were', async () => {
    const rows = rowsOf(
      { displayName: 'M?ller', givenName: 'M?ller', surname: 'Ek' },
      { displayName: 'Zo\ufffd Ek', givenName: 'Zo\ufffd', surname: 'Ek' },
      { displayName: 'J√ºrgen Ek', givenName: 'J√ºrgen', surname: 'Ek' },
      { displayName: 'Why? Ek', givenName: 'Why?', surname: 'Ek' },
    );
    const all = await verifyRoster(rows, COLUMNS, {
      domains: DOMAINS,
      taken: [],
      userNamePattern: 'first.last',
    });
    const found = all.filter(({ property }) => property === 'userPrincipalName');
    expect(found.map(({ row, suggestion }) => [row, suggestion])).toEqual([
      [2, undefined],
      [3, undefined],
      [4, expect.stringMatching(/^ju?e?rgen\.ek@/)],
      [5, expect.stringMatching(/ek@/)],
    ]);
  });
});
