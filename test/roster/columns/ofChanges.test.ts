import { describe, expect, it } from 'vitest';
import { isOfChanges } from '../../../src/roster/columns/changeColumns.ts';
import { listChoices } from '../../../src/roster/columns/chosenColumns.ts';
import { guessSome } from '../../../src/roster/columns/columns.ts';
import { readChanges } from '../../../src/roster/rows/userNames/readChanges.ts';
import { inChunks, LIMITS, notAsked } from '../reading.ts';

function isOf(header: string): boolean {
  const columns = header.split(',');
  return isOfChanges(columns, listChoices(guessSome(columns, [])));
}

describe('a file that names nobody to create, and says what is to change', () => {
  it.each([
    'User name,Job title',
    'UPN,Department,Manager',
    'Employee ID,Office',
    'User name,Last name,City',
    'Old user name,New user name',
    'Current UPN,New UPN',
  ])('is one of changes: %s', (header) => {
    expect(isOf(header)).toBe(true);
  });

  it.each([
    'User name,Display name,Job title',
    'First name,Last name,Job title',
    'User name,Shoe size',
    'Job title,Department',
    'User name',
  ])('is none: %s', (header) => {
    expect(isOf(header)).toBe(false);
  });

  it('is read with the user names of today and tomorrow', async () => {
    const text = 'Old user name,New user name\nada@contoso.com,ada.berg@contoso.com';
    const { names } = await notAsked(readChanges(inChunks(text), LIMITS));
    expect(names).toMatchObject([{ value: 'ada@contoso.com', userName: 'ada.berg@contoso.com' }]);
  });

  it('is refused with its first row where no column says who is meant', async () => {
    const reading = readChanges(inChunks('\nName,Job title\nAda,Lead\nBo,Lead'), LIMITS);
    await expect(reading).rejects.toMatchObject({ code: 'FILE_HEADER_UNKNOWN', detail: { row: 2 } });
  });
});
