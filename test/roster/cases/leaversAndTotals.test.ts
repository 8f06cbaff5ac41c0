import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const namesOf = ({ people }: { people: readonly string[] }) => people.map((person) => person.split(' <')[0]);

describe('17 leavers below newcomers', () => {
  it.each([
    [
      'First name,Last name,Start date',
      'Ada,Lima,2026-12-01',
      ',,',
      'Leavers,,',
      'First name,Last name,Last day',
    ],
    [
      'First name,Last name,Start date',
      'Ada,Lima,2026-12-01',
      'LEAVERS,,',
      'First name,Last name,Leaving reason',
    ],
    ['First name,Last name,Start date', 'Ada,Lima,2026-12-01', 'First name,Last name,Termination date'],
  ])('are another table where its header has another column: %s', async (...lines) => {
    const shown = await text(...lines, 'Ben,Stone,2026-12-31');
    expect(namesOf(shown)).toEqual(['Ada Lima']);
    expect(shown.skipped.join()).toContain('another table');
  });

  it('are warned of below their heading, until another follows', async () => {
    const shown = await text(
      'Name,Department',
      'New starters,',
      'Ada Lima,IT',
      'Leavers,',
      'Ben Stone,HR',
      'Joiners,',
      'Di Fox,IT',
    );
    expect(namesOf(shown)).toEqual(['Ada Lima', 'Ben Stone', 'Di Fox']);
    expect(shown.findings.filter((each) => each.includes('HAS_LEFT'))).toEqual(['5  HAS_LEFT']);
    expect(shown.messages).toEqual(
      expect.arrayContaining(['This row is below "Leavers". If this person is leaving, leave it out.']),
    );
  });

  it('are not told by the header again, on every page', async () => {
    const shown = await text(
      'First name,Last name,Dept',
      'Ada,Lima,IT',
      'First name,Last name,Department',
      'Bo,Roy,HR',
    );
    expect(namesOf(shown)).toEqual(['Ada Lima', 'Bo Roy']);
  });

  it.each([
    'Tim Old (Terminated)',
    'LEFT - Tim Old',
    'CANCELLED - Tim Old',
    '(left) Tim Old',
    'Tim Old - inactive',
  ])('are skipped where their name says so: %s', async (name) => {
    const shown = await text('Name,Department', 'Ada Lima,IT', `${name},HR`);
    expect(namesOf(shown)).toEqual(['Ada Lima']);
    expect(shown.skipped).toEqual([expect.stringContaining("someone who has left or isn't coming")]);
  });

  it.each(['Bo Roy (On Leave)', 'Bo Roy (Bob)', 'Anna-Marie Left', 'Jo Roy - Smith'])(
    'are not %s',
    async (name) => {
      const shown = await text('Name,Department', 'Ada Lima,IT', `${name},HR`);
      expect(shown.people).toHaveLength(2);
    },
  );

  it('are told by letters, and a letter that tells nothing is asked about', async () => {
    const shown = await text('First name,Last name,Status', 'Ada,Lee,A', 'Bo,Roy,T', 'Cy,Day,L', 'Di,Fox,R');
    expect(shown.columns.Status).toBe('Sign-in, from the status');
    expect(shown.findings).toEqual(expect.arrayContaining(['3 Status HAS_LEFT', '5 Status VALUE_INVALID']));
  });

  it('are not those who applied', async () => {
    const shown = await text('Name,Email,Status', 'Ada Lima,ada.lima@contoso.com,Application');
    expect(shown.people).toHaveLength(1);
  });
});

describe('17 rows that are no people', () => {
  it.each([
    ['Subtotal IT,,40', 'a total'],
    ['Summe IT,,40', 'a total'],
    ['Finance Total,,40', 'a total'],
    ['Finance Count,,2', 'a total'],
    ['Total,IT,40', 'a total'],
    ['Sous-total RH,,1', 'a total'],
    ['Total général,,1', 'a total'],
    ['Records: 2,,', 'a total'],
    ['Phone,206 555 0100,', 'contact information'],
    ['Legend,,', 'the title of a legend'],
    ['Required,string,Pflichtfeld', 'about what the columns hold'],
  ])('are skipped by what they say: %s', async (line, what) => {
    const shown = await text('Name,Department,Hours', 'Ada Lima,IT,40', line);
    expect(namesOf(shown)).toEqual(['Ada Lima']);
    expect(shown.skipped).toEqual([expect.stringContaining(`3 is ${what} and was skipped.`)]);
  });

  it.each(['Will Total,HR,38', 'Key Lee,HR,38', 'Summer Roy,HR,38', 'Ann Count,HR,38', 'Tel Aviv,HR,38'])(
    'are not people who are called like it: %s',
    async (line) => {
      const shown = await text('Name,Department,Hours', 'Ada Lima,IT,40', line);
      expect(shown.people).toHaveLength(2);
    },
  );

  it.each([
    ['First name,Last name,Department,Laptop', 'Ada,Lima,IT,TRUE', ',,,FALSE', ',,,FALSE'],
    ['First name,Last name,Department,Enabled', 'Ada,Lima,IT,TRUE', ',,,FALSE', ',,,FALSE'],
    ['First name,Last name,Department', 'Ada,Lima,IT', '0,0,0', '0,0,0'],
    [
      'First name,Last name,Display name,User name',
      'Ada,Lima,Ada Lima,ada@contoso.com',
      '0,0,0 0,0.0@contoso.com',
      ', , ,.@contoso.com',
    ],
  ])('are empty where only a spreadsheet filled them: %s', async (...lines) => {
    const shown = await text(...lines);
    expect(namesOf(shown)).toEqual(['Ada Lima']);
  });

  it('are refused in words where people stand beside each other', async () => {
    const shown = await text('First name,Ada,Ben', 'Last name,Lima,Stone', 'Department,IT,HR');
    expect(shown.refused).toContain('each column is a person');
  });

  it.each([
    [
      ['Username,Display name', 'pass0@contoso.com,Pass 0', 'pass1@contoso.com,Pass 1'],
      ['Pass 0', 'Pass 1'],
    ],
    [
      ['Display name,Department', 'Ada Name,IT', 'Ben Title,HR'],
      ['Ada Name', 'Ben Title'],
    ],
  ])('are read where they only sound like words for columns: %j', async (lines, names) => {
    expect(namesOf(await text(...lines))).toEqual(names);
  });
});
