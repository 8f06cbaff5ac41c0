import { describe, expect, it } from 'vitest';
import { read, readFixture } from './reading.ts';

const HEADER = 'Username,Display name';

describe('the Microsoft 365 template', () => {
  it.each([
    ['microsoft365-15-columns.csv', 15],
    ['microsoft365-16-columns.csv', 16],
    ['microsoft365-sentence-case.csv', 16],
  ])('is read from %s', async (name, columns) => {
    const reading = await readFixture(name);
    expect(reading.template).toBe('Microsoft 365 template');
    expect(reading.columns).toHaveLength(columns);
    expect(reading.findings).toEqual([]);
    expect(reading.rows.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6]);
    expect(reading.rows[0]?.person).toEqual({
      userPrincipalName: 'chris@contoso.com',
      givenName: 'Chris',
      surname: 'Green',
      displayName: 'Chris Green',
      jobTitle: 'IT Manager',
      department: 'Information Technology',
      officeLocation: '123451',
      businessPhones: '123-555-1211',
      mobilePhone: '123-555-6641',
      faxNumber: '123-555-6700',
      ...(columns === 16 ? { otherMails: 'chris@contoso.com' } : {}),
      streetAddress: '1 Microsoft way',
      city: 'Redmond',
      state: 'Wa',
      postalCode: '98052',
      country: 'United States',
    });
  });

  it.each(['microsoft365-german-windows-1252.csv', 'microsoft365-german-utf-16.csv'])(
    'is read by position in another language from %s',
    async (name) => {
      const { template, rows } = await readFixture(name);
      expect(template).toBe('Microsoft 365 template');
      expect(rows[0]?.person).toMatchObject({ displayName: 'Jürgen Groß', officeLocation: '123451' });
      expect(rows[1]?.person).toMatchObject({ displayName: 'Zoë Müller', country: 'Österreich' });
    },
  );

  it('says when it is not in UTF-8, and only then', async () => {
    const guessed = await readFixture('microsoft365-german-windows-1252.csv');
    expect(guessed.findings).toMatchObject([{ code: 'ENCODING_WINDOWS_1252', severity: 'note' }]);
    expect((await readFixture('microsoft365-german-utf-16.csv')).findings).toEqual([]);
  });

  it('keeps country and usage location apart', async () => {
    const { rows } = await readFixture('microsoft365-16-columns.csv');
    expect(rows[0]?.person.usageLocation).toBeUndefined();
  });
});

describe('the Entra template', () => {
  it("is read with Microsoft's own ragged sample rows", async () => {
    const { template, rows, findings } = await readFixture('entra.csv');
    expect(template).toBe('Entra template');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      row: 3,
      accountEnabled: true,
      person: { userPrincipalName: 'alain@contoso.com', displayName: 'Alain Charon', usageLocation: 'US' },
    });
    expect(findings.every(({ severity }) => severity === 'note')).toBe(true);
  });

  it('skips the version and example rows, and says so', async () => {
    const { rows, findings } = await readFixture('entra-padded-with-example.csv');
    expect(rows.map(({ row }) => row)).toEqual([4]);
    const skipped = findings.filter(({ code }) => code === 'ROW_SKIPPED').map(({ row }) => row);
    expect(skipped).toEqual([1, 3]);
  });

  it('blocks the sign-in of those it says to block', async () => {
    expect((await readFixture('entra-padded-with-example.csv')).rows[0]?.accountEnabled).toBe(false);
    expect((await readFixture('entra-french.csv')).rows.map((row) => row.accountEnabled)).toEqual([
      true,
      false,
    ]);
  });

  it('is read in its older order, and without the version row', async () => {
    const { template, rows } = await readFixture('entra-older-order.csv');
    expect(template).toBe('Entra template');
    expect(rows[0]).toMatchObject({ row: 2, accountEnabled: true, person: { displayName: 'Alain Charon' } });
  });

  it.each(['entra.csv', 'entra-padded-with-example.csv', 'entra-older-order.csv', 'entra-french.csv'])(
    'loses the passwords of %s, and says who draws them',
    async (name) => {
      const reading = await readFixture(name);
      expect(JSON.stringify(reading)).not.toMatch(/Password1!|MotDePasse1!|myPassword1234/);
      expect(reading.findings.some(({ code }) => code === 'PASSWORDS_IGNORED')).toBe(true);
    },
  );

  it.each([
    ['Sí', false],
    ['Ja', false],
    ['Tak', false],
    ['да', false],
    ['はい', false],
    ['NEJ', true],
    ['Nie', true],
    ['Hayır', true],
    ['TRUE', false],
    ['nein', true],
    ['False', true],
    ['', undefined],
  ])('takes "block sign in" %j as enabled %s', async (word, enabled) => {
    const header = 'Name [displayName],User name [userPrincipalName],Block sign in [accountEnabled]';
    const { rows, findings } = await read(`${header}\nAda,ada@contoso.com,${word}`);
    expect(rows[0]?.accountEnabled).toBe(enabled);
    expect(findings).toEqual([]);
  });

  it('finds a sign-in value that is neither', async () => {
    const header = 'Name [displayName],User name [userPrincipalName],Block sign in [accountEnabled]';
    const { rows, findings } = await read(`${header}\nAda,ada@contoso.com,maybe`);
    expect(rows[0]?.accountEnabled).toBeUndefined();
    expect(findings).toMatchObject([
      { row: 2, column: 'Block sign in [accountEnabled]', property: 'accountEnabled', severity: 'error' },
    ]);
  });
});

describe('own columns', () => {
  it('are read by name in any order', async () => {
    const { template, rows, findings } = await read(
      'DISPLAY NAME;Usage Location;username;Account enabled\nAda Lovelace;gb;ada@contoso.com;No\n',
    );
    expect(template).toBe('Own columns');
    expect(rows[0]).toEqual({
      row: 2,
      cells: ['Ada Lovelace', 'gb', 'ada@contoso.com', 'No'],
      person: { displayName: 'Ada Lovelace', usageLocation: 'GB', userPrincipalName: 'ada@contoso.com' },
      accountEnabled: false,
    });
    expect(findings).toEqual([]);
  });

  it('that nobody knows are ignored with a note at the header', async () => {
    const { rows, findings, columns } = await read(`${HEADER},Shoe size,__proto__\na@x.com,A,44,{}`);
    expect(columns).toEqual(['Username', 'Display name', 'Shoe size', '__proto__']);
    expect(rows[0]?.person).toEqual({ userPrincipalName: 'a@x.com', displayName: 'A' });
    expect(findings).toMatchObject([
      { row: 1, column: 'Shoe size', severity: 'note', code: 'COLUMN_IGNORED' },
      { row: 1, column: '__proto__', severity: 'note', code: 'COLUMN_IGNORED' },
    ]);
  });

  it.each(['Password', 'Initial password', 'Startpasswort', 'Kennwort', 'Mot de passe', 'Contraseña'])(
    'lose the values of %s',
    async (column) => {
      const { rows, findings } = await read(`${HEADER},${column}\na@x.com,A,Hunter2!`);
      expect(rows[0]?.cells).toEqual(['a@x.com', 'A', '']);
      expect(findings).toMatchObject([{ column, code: 'PASSWORDS_IGNORED', severity: 'note' }]);
    },
  );
});

describe('rows', () => {
  it.each([
    ['commas and CRLF', 'Username,Display name\r\na@x.com,A\r\n'],
    ['semicolons and LF', 'Username;Display name\na@x.com;A'],
    ['tabs and CR', 'Username\tDisplay name\ra@x.com\tA\r'],
    ['a sep= line', 'sep=;\r\nUsername;Display name\r\na@x.com;A'],
    ['a byte order mark', '\ufeffUsername,Display name\na@x.com,A'],
    ['quotation marks', '"Username", "Display name"\n"a@x.com" , "A"'],
    ['blanks around', ' Username , Display name \n a@x.com ,\u00a0A\u00a0'],
    ['a semicolon in the header of a comma file', '"Username","Display name","a;b;c;d"\na@x.com,A,'],
  ])('are read with %s', async (_what, text) => {
    const { rows } = await read(text);
    expect(rows).toMatchObject([{ row: 2, person: { userPrincipalName: 'a@x.com', displayName: 'A' } }]);
  });

  it('are numbered as a spreadsheet numbers them', async () => {
    const { rows, findings } = await read(`\n${HEADER}\n\n,\n"a@x.com","A\nB"\nb@x.com,B\n\n,,\n`);
    expect(rows.map(({ row, person }) => [row, person.displayName])).toEqual([
      [5, 'A B'],
      [6, 'B'],
    ]);
    expect(findings.map(({ row, message }) => [row, message])).toEqual([
      [1, 'Row 1 is empty and was skipped.'],
      [3, 'Rows 3 to 4 are empty and were skipped.'],
    ]);
  });

  it('with cells of one blank have nothing there', async () => {
    const { rows } = await read(`${HEADER},City\na@x.com,A, `);
    expect(rows[0]?.person).toEqual({ userPrincipalName: 'a@x.com', displayName: 'A' });
  });

  it('that are short are read with a warning', async () => {
    const { rows, findings } = await read(`${HEADER},City\na@x.com,A`);
    expect(rows[0]?.cells).toEqual(['a@x.com', 'A', '']);
    expect(findings).toMatchObject([{ row: 2, code: 'ROW_RAGGED', severity: 'warning' }]);
  });

  it('with more cells than the header are errors, but not for empty ones', async () => {
    const { findings } = await read(`${HEADER}\na@x.com,Lovelace, Ada\nb@x.com,B,,`);
    expect(findings).toMatchObject([{ row: 2, code: 'ROW_RAGGED', severity: 'error', value: '' }]);
  });

  it('may be as many as are allowed', async () => {
    const rows = Array.from({ length: 3 }, (_, index) => `p${index}@x.com,P`).join('\n\n');
    const { rows: people } = await read(`${HEADER}\n${rows}\n`, { maxRows: 3, maxBytes: 1000 });
    expect(people).toHaveLength(3);
  });
});
