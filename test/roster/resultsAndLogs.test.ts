import { describe, expect, it } from 'vitest';
import { PERSON_RULES } from '../../src/domain/personRules.ts';
import { mergeLog } from '../../src/roster/check/mergeLog.ts';
import { writeResults } from '../../src/roster/write/writeCsv.ts';
import { read, refusalOf } from './reading.ts';

const NONE = { licenses: [], groups: [], manager: '', mails: [] };

function results(...people: [name: string, status: string][]): string {
  return writeResults(
    people.map(([name, status], index) => ({
      row: index + 2,
      displayName: `Kim ${name}`,
      userPrincipalName: `kim.${name}@contoso.com`,
      status,
      ...NONE,
      mails: ['it@contoso.com: accepted'],
    })),
  );
}

describe('F7: a results file that comes back', () => {
  it('is known as one, and who was created is skipped', async () => {
    const file = results(
      ['one', 'Created'],
      ['two', 'Created, licenses failed'],
      ['three', 'Failed'],
      ['four', 'Left out'],
      ['five', 'Created'],
    );
    const { template, rows, findings, mapping } = await read(file);
    expect(template).toBe('Results file');
    expect(mapping).toBeUndefined();
    expect(rows.map(({ person }) => person.displayName)).toEqual(['Kim three', 'Kim four']);
    expect(findings.map(({ message }) => message)).toEqual([
      'Rows 2 to 3 were skipped: these people were already created.',
      'Row 6 was skipped: this person was already created.',
    ]);
  });

  it('says all that is known of whom was not created, so that nothing of them is lost', async () => {
    const everything = Object.fromEntries(
      Object.keys(PERSON_RULES).map((property, index) => [property, `Value ${index}`]),
    );
    const person = {
      ...everything,
      displayName: 'Kim Poe',
      userPrincipalName: 'kim.poe@contoso.com',
      mailNickname: 'kimpoe',
      businessPhones: '+1 555 0100',
      employeeId: '00042',
      otherMails: 'kim@example.com',
      usageLocation: 'DE',
    };
    const line = { displayName: 'Kim Poe', userPrincipalName: 'kim.poe@contoso.com', ...NONE };
    const file = writeResults([
      { ...line, status: 'Failed', again: { person, accountEnabled: false } },
      { ...line, displayName: 'Ada', userPrincipalName: 'ada@contoso.com', status: 'Created' },
    ]);
    expect(file).not.toContain('undefined');
    const { template, rows, mapping } = await read(file);
    expect({ template, mapping }).toEqual({ template: 'Results file', mapping: undefined });
    expect(rows).toMatchObject([{ person, accountEnabled: false }]);
  });

  it('is refused in words that fit when nobody is left', async () => {
    const refusal = await refusalOf(results(['one', 'Created'], ['two', 'Created']));
    expect(refusal).toMatchObject({
      code: 'FILE_NO_ROWS',
      message: 'Everyone in this results file was already created.',
    });
  });

  it('is only what Rollcall wrote: a file with a Status of its own is a file of people', async () => {
    const { rows } = await read('Username,Display name,Status\nkim@contoso.com,Kim One,Created');
    expect(rows).toHaveLength(1);
  });
});

const HEADER = 'Username,Display name';
const LOG = `${HEADER},Row,Severity,Problem,Suggested fix`;

async function merge(file: string, log: string) {
  const before = await read(file);
  const { logOf = new Map(), ...after } = await read(log);
  return mergeLog(before, { ...after, logOf }, () => true);
}

describe('F7: a corrected log', () => {
  const file = `${HEADER}\nann@contoso.com,Ann\nbö@contoso.com,Bo\n\ncy x@contoso.com,Cy\n`;

  it('completes the file it came from, each row in its own place', async () => {
    const log = `${LOG}\ncy.x@contoso.com,Cy,5,error,x,y\nbo@contoso.com,Bo,3,error,x,y`;
    const merged = await merge(file, log);
    expect(merged?.rows.map(({ row, person }) => `${row} ${person.userPrincipalName}`)).toEqual([
      '2 ann@contoso.com',
      '3 bo@contoso.com',
      '5 cy.x@contoso.com',
    ]);
  });

  it.each(['3.0', '3,00', ' 3 '])('knows its rows as a spreadsheet keeps numbers: %s', async (row) => {
    const merged = await merge(file, `${LOG}\nbo@contoso.com,Bo,"${row}",error,x,y`);
    expect(merged?.rows.map(({ person }) => person.userPrincipalName)).toEqual([
      'ann@contoso.com',
      'bo@contoso.com',
      'cy x@contoso.com',
    ]);
  });

  it('keeps what is not corrected, and adds whom somebody wrote below', async () => {
    const log = `${LOG}\nbo@contoso.com,Bo,3,error,x,y\ndee@contoso.com,Dee,,,,`;
    const merged = await merge(file, log);
    expect(merged?.rows.map(({ row, person }) => `${row} ${person.userPrincipalName}`)).toEqual([
      '2 ann@contoso.com',
      '3 bo@contoso.com',
      '5 cy x@contoso.com',
      '6 dee@contoso.com',
    ]);
  });

  it.each([
    [
      'of other columns',
      'Username,Display name,City,Row,Severity,Problem,Suggested fix\nbo@contoso.com,Bo,,3,error,x,y',
    ],
    ['of other people', `${LOG}\nzoe@contoso.com,Zoe,3,error,x,y`],
  ])('%s is not put into it', async (_which, log) => {
    expect(await merge(file, log)).toBeUndefined();
  });
});
