import { describe, expect, it } from 'vitest';
import { readNames } from '../../../../src/roster/rows/userNames/readNames.ts';
import { notAsked } from '../../reading.ts';

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const read = (text: string, maxRows = 10) => notAsked(readNames(bytes(text), { maxRows, maxBytes: 10_000 }));

describe('user names in a file', () => {
  it.each([
    ['a template', 'Username,Display name\nada@contoso.com,Ada\n', 'Username', 2],
    ['a results file', 'Display name,User name,Status\nAda,ada@contoso.com,Created\n', 'User name', 2],
    [
      'the Entra template',
      'Name [displayName],Konto [userPrincipalName]\nAda,ada@contoso.com\n',
      'Konto [userPrincipalName]',
      2,
    ],
    ['a column of mail addresses', 'Team;E-mail\nIT;ada@contoso.com\n', 'E-mail', 2],
    ['a bare list', '\nada@contoso.com\n', '', 2],
  ])('are found in %s', async (_what, text, column, row) => {
    expect(await read(text)).toMatchObject({ column, names: [{ row, value: 'ada@contoso.com' }] });
  });

  it('keep the rows of a spreadsheet, blanks left out', async () => {
    const { names } = await read('UPN\n\na@b.c\n ,\nd@e.f\n');
    expect(names).toEqual([
      { row: 3, value: 'a@b.c' },
      { row: 5, value: 'd@e.f' },
    ]);
  });

  it.each([
    ['FILE_HEADER_UNKNOWN', 'Team,Room\nIT,5\n'],
    ['FILE_NO_ROWS', 'Username\n\n'],
    ['FILE_EMPTY', ' \n'],
    ['FILE_TOO_MANY_ROWS', 'UPN\na@b.c\nd@e.f\ng@h.i\n'],
  ])('are refused with %s', async (code, text) => {
    await expect(read(text, 2)).rejects.toMatchObject({ code });
  });
});
