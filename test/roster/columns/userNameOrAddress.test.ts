import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('a sign-in name of another system beside an address at work', () => {
  const SLACK = 'username,email,fullname';

  it.each([
    ['all have one', ['voss,tim.voss@contoso.com,Tim Voss']],
    ['one is a guest', ['voss,tim.voss@contoso.com,Tim Voss', 'guest,guest@example.com,Gus Guest']],
    ['one has none', ['voss,tim.voss@contoso.com,Tim Voss', 'pia,,Pia Roth']],
  ])('is not used, and the address is asked about, where %s', async (_which, more) => {
    const { people, asks, columns } = await text(
      SLACK,
      'lmarx,lea.marx@contoso.com,Lea Marx',
      'ada,ada.lima@contoso.com,Ada Lima',
      ...more,
    );
    expect(people[0]).toContain('<lea.marx@contoso.com>');
    expect(asks).toContain('columns');
    expect(columns).toMatchObject({ email: 'User name' });
  });

  it('is not used where it is good inside a network only', async () => {
    const { people, asks } = await text(
      'userPrincipalName,displayName,givenName,sn,mail',
      'lmarx@contoso.local,Lea Marx,Lea,Marx,lea.marx@contoso.com',
      'tvoss@contoso.local,Tim Voss,Tim,Voss,tim.voss@contoso.com',
    );
    expect(people[0]).toContain('<lea.marx@contoso.com>');
    expect(asks).toContain('columns');
  });

  it('is no number of a pupil below "UPN"', async () => {
    const { people } = await text(
      'Legal Forename,Legal Surname,Preferred Forename,UPN,Email',
      'Elizabeth,Smith,Lizzie,A820200010001A,lizzie.smith@contoso.com',
      'William,Jones,Bill,B820200010002B,bill.jones@contoso.com',
    );
    expect(people[0]).toContain('<lizzie.smith@contoso.com>');
  });

  it('is used where addresses are private, few, or somebody else’s', async () => {
    const names = ['Lea Marx', 'Tim Voss', 'Ada Lima'];
    const rows = (mails: readonly string[]) =>
      names.map((name, index) => `${name.toLowerCase().replace(' ', '.')},${mails[index]},${name}`);
    for (const mails of [
      ['lea.marx@gmail.com', 'tim.voss@gmail.com', 'ada.lima@gmail.com'],
      ['lea.marx@contoso.com', '', ''],
      ['hr@contoso.com', 'it@contoso.com', 'hr@contoso.com'],
    ]) {
      const { findings, people } = await text(SLACK, ...rows(mails));
      expect(`${people[1]} ${findings.join()}`).toContain('tim.voss');
      expect(people[1]).toContain('<tim.voss>');
    }
  });
});

describe('an address in the place of a name', () => {
  it('is nobody’s name', async () => {
    const { people, findings } = await text(
      'Attendees',
      'Lea Marx <lea.marx@contoso.com>',
      'Tim Voss <tim.voss@contoso.com>',
      'ann.low@contoso.com',
    );
    expect(people[2]).toBe('? <ann.low@contoso.com>');
    expect(findings.filter((line) => line.startsWith('4'))).toEqual([expect.stringContaining('MISSING')]);
    const beside = await text('User name,Display name', 'bo@contoso.com,bo@contoso.com');
    expect(beside.findings).toEqual(['2 Display name CELL_BROKEN']);
  });
});
