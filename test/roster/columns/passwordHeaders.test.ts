import { describe, expect, it } from 'vitest';
import { type KeptFile, readAgain } from '../../../src/roster/keptFile.ts';
import { readAndKeep } from '../../../src/roster/readRoster.ts';
import type { RosterReading } from '../../../src/roster/rosterReading.ts';
import { inChunks, LIMITS, read } from '../reading.ts';
import { PASSWORD_COLUMNS } from './passwordColumns.ts';

const HEADER = 'Username,Display name';

describe('F3: passwords in a file, by whatever name', () => {
  it.each(PASSWORD_COLUMNS)('are emptied at once under %s, and that is said', async (column) => {
    const { rows, findings } = await read(`${HEADER},${column}\na@x.com,A,Hunter2!`);
    expect(rows[0]).toEqual({
      row: 2,
      cells: ['a@x.com', 'A', ''],
      person: { userPrincipalName: 'a@x.com', displayName: 'A' },
    });
    expect(findings).toMatchObject([{ column, code: 'PASSWORDS_IGNORED', severity: 'note' }]);
  });

  it('are emptied in as many columns as there are', async () => {
    const header = 'Heslo,Password,Password,Confirm password,Temp Pwd';
    const { rows, findings } = await read(`${HEADER},${header}\na@x.com,A,one,two,three,four,five`);
    expect(rows[0]?.cells).toEqual(['a@x.com', 'A', '', '', '', '', '']);
    expect(findings.map(({ code }) => code)).toEqual(Array(5).fill('PASSWORDS_IGNORED'));
  });

  it('are no guess at anything else', async () => {
    const { mapping = [], rows } = await read(
      'First name,Last name,Login password,Heslo e-mail,Dienstliche E-Mail Kennwort\nAda,Lima,a,b,c',
    );
    expect(mapping.filter(({ readAs }) => readAs.startsWith('Password'))).toHaveLength(3);
    expect(rows[0]?.person).toEqual({ givenName: 'Ada', surname: 'Lima', displayName: 'Ada Lima' });
  });

  it.each([
    ['First name,Last name,E-Mail (Passwort)', 'Ada,Lima,Hunter2!'],
    ['First name,Last name,Login secret', 'Ada,Lima,Hunter2!'],
    ['First name,Last name,User credentials', 'Ada,Lima,Hunter2!'],
    [
      'Uživatelské jméno,Jméno,Příjmení,Zobrazované jméno,Funkce (heslo),Oddělení,Číslo kanceláře,Telefon do kanceláře,Mobilní telefon,Faxové číslo,Adresa,Město,Kraj,PSČ,Země či oblast',
      'a@x.com,Ada,Lima,Ada Lima,Hunter2!,,,,,,,,,,',
    ],
  ])('are kept nowhere, whatever else the header says: %s', async (header, line) => {
    const reading = await read(`${header}\n${line}`);
    expect(reading.rows[0]?.person.displayName).toBe('Ada Lima');
    expect(JSON.stringify(reading)).not.toContain('Hunter2!');
  });

  it('are not in a row that has a cell too many before them', async () => {
    const { rows, findings } = await read(`${HEADER},Password,City\na@x.com,Lima, Ada,Hunter2!,Rome`);
    expect(JSON.stringify([rows, findings])).not.toContain('Hunter2!');
    expect(findings).toMatchObject([
      { code: 'PASSWORDS_IGNORED' },
      { code: 'ROW_RAGGED', severity: 'error' },
    ]);
  });
});

describe('17 passwords without a column above them', () => {
  const readBoth = async (text: string): Promise<{ reading: RosterReading; kept: KeptFile }> =>
    readAndKeep(inChunks(text), LIMITS);

  it('are neither kept nor shown: what is said names the cell', async () => {
    const { reading, kept } = await readBoth(
      'Username,Display name\nzz1@contoso.com,Zz One,TajneX99!\nzz2@contoso.com,Zz Two',
    );
    expect(reading.findings).toEqual([
      expect.objectContaining({
        row: 2,
        code: 'ROW_RAGGED',
        value: '',
        message: expect.stringContaining('cell 3 has no column above it'),
      }),
    ]);
    expect(JSON.stringify([reading, kept])).not.toContain('TajneX99!');
  });

  it.each([
    'Name,User name\nAda Lee,a1@contoso.com,TajneX99!\nBo Lee,a2@contoso.com',
    'Nimble,Quaint\nAda Lee,Rome,TajneX99!\nBo Lee,Oslo',
    `${HEADER},Password,City\na@x.com,Lima, Ada,TajneX99!,Rome\nb@x.com,Bo,TajneX99!,Oslo`,
  ])('are still told once the columns are agreed to: %s', async (text) => {
    const { reading, kept } = await readBoth(text);
    expect(JSON.stringify([reading, kept])).not.toContain('TajneX99!');
    const { headerRow } = reading;
    const choices = reading.choices.map((choice, at) =>
      at === 0 && choice === 'none' ? 'displayName' : choice,
    );
    const again = await readAgain(kept, 100, { headerRow, choices });
    expect(again.findings).toContainEqual(expect.objectContaining({ row: 2, code: 'ROW_RAGGED' }));
  });

  it('but names with a comma, and rows that are counted, are kept as they are read', async () => {
    const { reading, kept } = await readBoth('Name,Department\nLima, Ada,IT\nRoy, Bo,HR');
    const { headerRow, choices } = reading;
    const { rows } = await readAgain(kept, 100, { headerRow, choices });
    expect(rows.map(({ person }) => person.department)).toEqual(['IT', 'HR']);
  });
});

describe('F11: what a file says about passwords', () => {
  it.each([
    ...['Password never expires', 'Password Hash Function', 'Password Hash Function [UPLOAD ONLY]'],
    ...['ForceChangePasswordNextSignIn', 'Force Password Change', 'Change Password at Next Sign-In'],
    ...['Password last changed', 'PasswordExpired', 'PasswordExpiryDate', 'Strong password required'],
    ...[
      'Last password change time stamp',
      'pwdLastSet',
      'badPwdCount',
      'PasswordPolicies',
      'PasswordNotRequired',
    ],
    ...['CannotChangePassword', 'User must change password at next logon', 'Password age', 'Passport number'],
    ...[
      'Kennwort läuft nie ab',
      "Le mot de passe n'expire jamais",
      'Changer le mot de passe',
      'Hasło nie wygasa',
    ],
    ...[
      'Heslo nikdy nevyprší',
      'Cambiar contraseña',
      'Пароль не истекает',
      '密码永不过期',
      'パスワードの有効期限',
    ],
  ])('is not used and not a password: %s', async (column) => {
    const { rows, findings } = await read(`${HEADER},${column}\na@x.com,A,False`);
    expect(rows[0]?.cells).toEqual(['a@x.com', 'A', '']);
    expect(findings).toMatchObject([{ column, code: 'COLUMN_IGNORED' }]);
  });

  it.each([
    'Password,ForceChangePasswordNextSignIn',
    'Password [Required],Password Hash Function [UPLOAD ONLY],Change Password at Next Sign-In',
    'Password never expires,Last password change time stamp,Strong password required',
  ])('refuses no file for it: %s', async (columns) => {
    const { rows, findings } = await read(`${HEADER},${columns}\na@x.com,A,1,2,3`.slice(0, -4));
    expect(rows).toHaveLength(1);
    expect(findings.every(({ severity }) => severity !== 'error')).toBe(true);
  });
});

describe('cells of a column that is not used', () => {
  it('are kept nowhere, in a row that is too long neither', async () => {
    const { rows, findings } = await read(
      `${HEADER},Salary,,City\na@x.com,A,91000,sick,Rome\nb@x.com,B, Bob,92000,well,Rome,secret`,
    );
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['a@x.com', 'A', '', '', 'Rome'],
      ['b@x.com', 'B', '', '', ''],
    ]);
    expect(rows[0]?.person.city).toBe('Rome');
    expect(JSON.stringify(findings)).not.toMatch(/91000|sick|92000|well|secret/);
  });
});
