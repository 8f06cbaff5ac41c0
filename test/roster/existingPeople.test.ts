import { describe, expect, it } from 'vitest';
import type { DirectoryFacts } from '../../src/roster/check/checkUserNames.ts';
import { verifyRoster } from '../../src/roster/check/verifyRoster.ts';
import { applySuggestions, countRoster } from '../../src/roster/check/weighRoster.ts';
import { DOMAINS } from '../../src/sandbox/contoso.ts';
import { read } from './reading.ts';

type Taken = DirectoryFacts['taken'][number];
const HEADER = 'Username,First name,Last name,Display name,Employee ID';

function hold(name: string, displayName: string, more: Partial<Taken> = {}): Taken {
  return { userPrincipalName: `${name}@contoso.com`, displayName, deleted: false, ...more };
}

async function check(taken: readonly Taken[], ...lines: string[]) {
  const { rows, columns } = await read([HEADER, ...lines].join('\n'));
  const facts = { domains: DOMAINS, taken, userNamePattern: 'first.last' } as const;
  const findings = await verifyRoster(rows, columns, facts);
  const said = findings.map(({ code, suggestion }) =>
    suggestion === undefined ? code : `${code} ${suggestion}`,
  );
  return { rows, findings, said };
}

describe('F7: somebody who has the user name already', () => {
  it.each<[string, Taken, string]>([
    ['by display name', hold('mia.berg', 'Mia Berg'), 'mia.berg@contoso.com,Mia,Berg,Mia Berg,'],
    ['whatever its case', hold('mia.berg', 'MIA BERG'), 'Mia.Berg@contoso.com,Mia,Berg,Mia Berg,'],
    ['whatever its accents', hold('mia.berg', 'Mía Bérg'), 'mia.berg@contoso.com,Mia,Berg,Mia Berg,'],
    ['the last name first', hold('mia.berg', 'Berg, Mia'), 'mia.berg@contoso.com,Mia,Berg,Mia Berg,'],
    [
      'by first and last name',
      hold('mia.berg', 'Mia Berg'),
      'mia.berg@contoso.com,Mia,Berg,Mia B. (Berlin),',
    ],
    [
      'by employee id',
      hold('mia.berg', 'Mia Roe', { employeeId: 'E-7' }),
      'mia.berg@contoso.com,Mia,Berg,Mia Berg,e-7',
    ],
    [
      'renamed since Rollcall created them',
      hold('mia.berg', 'Mia Roe', { createdFrom: { displayName: 'Mia Berg' } }),
      'mia.berg@contoso.com,Mia,Berg,Mia Berg,',
    ],
    ['under the name that would be made of theirs', hold('mia.berg', 'Mia Berg'), ',Mia,Berg,Mia Berg,'],
    ['under the repaired name', hold('mia.berg', 'Mía Berg'), 'mía.berg@contoso.com,Mía,Berg,Mía Berg,'],
    [
      'under the name of the right domain',
      hold('mia.berg', 'Mia Berg'),
      'mia.berg@contso.com,Mia,Berg,Mia Berg,',
    ],
  ])('exists, and gets no second account suggested: %s', async (_how, taken, line) => {
    const { said, findings, rows } = await check([taken], line);
    expect(said).toEqual(['EXISTS_ALREADY']);
    expect(countRoster(rows, findings)).toEqual({
      read: 1,
      ready: 0,
      toFix: 1,
      existing: 1,
      warned: 0,
      suggestions: 0,
    });
    expect(applySuggestions(rows, findings)).toEqual(rows);
  });

  it.each<[string, Taken, string]>([
    ['another name', hold('mia.berg', 'Max Roe'), 'mia.berg@contoso.com,Mia,Berg,Mia Berg,'],
    [
      'another name and employee id',
      hold('mia.berg', 'Max Berg', { employeeId: 'E-8' }),
      'mia.berg@contoso.com,Mia,Berg,Mia Berg,E-7',
    ],
    [
      'created from another name',
      hold('mia.berg', 'Max Roe', { createdFrom: { displayName: 'M. Roe' } }),
      'mia.berg@contoso.com,Mia,Berg,Mia Berg,',
    ],
  ])('is somebody else, so another user name is suggested: %s', async (_how, taken, line) => {
    expect((await check([taken], line)).said).toEqual(['NAME_TAKEN mia.berg2@contoso.com']);
  });

  it('is not there any more when the account was deleted', async () => {
    const { said } = await check(
      [hold('mia.berg', 'Mia Berg', { deleted: true })],
      'mia.berg@contoso.com,Mia,Berg,Mia Berg,',
    );
    expect(said).toEqual(['NAME_DELETED']);
  });

  it.each<[string, Taken, string]>([
    ['an apostrophe', hold('liam.oconnor', "Liam O'Connor"), ',,Liam OConnor,'],
    ['another apostrophe', hold('liam.oconnor', 'Liam O’Connor'), 'Liam,OConnor,Liam OConnor,'],
    ['accents and an apostrophe', hold('chloe.darc', "Chloë D'Arc"), 'Chloe,Darc,Chloe Darc,'],
    ['a department', hold('mia.meyer', 'Mia Meyer'), ',,Mia Meyer (IT),'],
    ['a title', hold('jan.novak', 'Jan Novák'), ',,Ing. Jan Novák,'],
    ['a title in the middle', hold('jan.novak', 'Jan Novák'), ',,"Novák, Dr. Jan",'],
    ['the zeros of an employee ID', hold('mia.berg', 'Mia Roe', { employeeId: '0012' }), ',,Mia Berg,12'],
  ])('F7: exists where only %s differs', async (_what, taken, rest) => {
    const { said } = await check([taken], `${taken.userPrincipalName},${rest}`);
    expect(said).toEqual(['EXISTS_ALREADY']);
  });

  it.each<[string, Taken, string]>([
    ['a longer first name', hold('sam.stone', 'Sam Stone'), ',,Samuel Stone,'],
    ['a second first name', hold('anna.schmidt', 'Anna Schmidt'), ',,Anna Maria Schmidt,'],
    ['a second surname', hold('mia.meyer', 'Mia Meyer'), 'Mia,Meyer-Roe,Mia Meyer-Roe,'],
    ['the name of a wedding', hold('mia.meyer', 'Mia Meyer'), 'Mia,Roe,Mia Roe,'],
    ['the name of before', hold('mia.meyer', 'Mia Roe'), 'Mia,Meyer,Mia Meyer,'],
    ['a short name', hold('bob.smith', 'Robert Smith'), 'Bob,Smith,Bob Smith,'],
    ['a short name like a particle', hold('ben.stone', 'Benedict Stone'), ',,Ben Stone,'],
    ['a short name of two letters', hold('al.reed', 'Alexander Reed'), 'Al,Reed,Al Reed,'],
    ['the long one of it', hold('al.reed', 'Al Reed'), 'Alan,Reed,Alan Reed,'],
    ['another spelling', hold('jan.mueller', 'Jan Müller'), 'Jan,Mueller,Jan Mueller,'],
    ['the employee ID', hold('mia.berg', 'Mia Berg', { employeeId: '0012' }), 'Mia,Berg,Mia Berg,0099'],
    ['first and last name', hold('mia.meyer', 'Mia Meyer'), 'Ada,Lima,Mia Meyer,'],
  ])('F7: is asked about, with no second account suggested, where %s differs', async (_what, taken, rest) => {
    const { said, findings } = await check([taken], `${taken.userPrincipalName},${rest}`);
    expect(said).toEqual(['MAY_EXIST']);
    expect(findings[0]?.message).toContain('If this is the same person, leave the row out.');
  });

  it('F7: is asked about where the name that would be made is a namesake’s with another employee ID', async () => {
    const { findings } = await check(
      [hold('mia.berg', 'Mia Berg', { employeeId: '0012' })],
      ',Mia,Berg,Mia Berg,0099',
    );
    expect(findings).toMatchObject([{ code: 'MAY_EXIST', severity: 'error' }]);
    expect(findings[0]?.message).toContain('Mia Berg, employee ID 0012, has the user name mia.berg@');
  });

  it.each<[string, Taken, string]>([
    ['an initial', hold('jsmith', 'John Smith'), 'Jane,Smith,Jane Smith,'],
    ['a particle', hold('jan.vandyk', 'Piet van Gogh'), 'Jan,van Dyk,Jan van Dyk,'],
    ['a first name', hold('mia', 'Mia Roe'), 'Mia,Berg,Mia Berg,'],
  ])('is somebody else where two share no more than %s', async (_what, taken, rest) => {
    const { findings } = await check([taken], `${taken.userPrincipalName},${rest}`);
    expect(findings).toMatchObject([{ code: 'NAME_TAKEN', suggestion: expect.any(String) }]);
  });

  it('is there under the first other name that they got', async () => {
    const taken = [hold('mia', 'Mia Roe'), hold('mia.b', 'Mia Berg')];
    expect((await check(taken, 'mia@contoso.com,Mia,Berg,Mia Berg,')).said).toEqual(['EXISTS_ALREADY']);
  });
});
