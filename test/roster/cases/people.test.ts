import { describe, expect, it } from 'vitest';
import { attachCase, createContoso } from './readCase.ts';

function withAda() {
  const world = createContoso();
  world.tenant.hold('ada@contoso.com', 'Ada Lovelace');
  return world;
}

describe('F7: who exists already', () => {
  it('is the same person under the same user name, and a warning under another', async () => {
    const { findings, messages } = await attachCase('same-names', withAda());
    expect(findings).toEqual([
      '3 Username DUPLICATE',
      '4 Username DUPLICATE → John.Smith2@contoso.com',
      '6 Username EXISTS_ALREADY',
      '7 Display name LOOK_ALIKE',
    ]);
    expect(messages[3]).toContain('An account called Ada Lovelace already exists: ada@contoso.com.');
  });

  it('is nobody to create from a results file', async () => {
    expect((await attachCase('results-file', withAda())).refused).toContain('already created');
  });

  it('stays in the file when its corrected log comes back', async () => {
    const world = createContoso();
    expect((await attachCase('before-the-log', world)).ready).toBe(8);
    const merged = await attachCase('corrected-log', world);
    expect(merged.ready).toBe(10);
    expect(merged.people).toContain('Zoë Bad <zoe.bad@contoso.com> Zoë/Bad');
  });
});

describe('F17: a namesake', () => {
  it('is seen behind letters of another alphabet, and behind digits', async () => {
    const { findings, asks } = await attachCase('look-alikes', withAda());
    expect(findings).toEqual(
      expect.arrayContaining(['2 Display name LOOK_ALIKE', '3 Display name LOOK_ALIKE']),
    );
    expect(asks).toContain('names');
  });

  it('is nobody whose name only has such letters', async () => {
    const text = 'Username,Display name\noa@contoso.com,Оксана Сас\nb@contoso.com,Room 101';
    expect((await attachCase(Buffer.from(text), withAda())).findings).toEqual([]);
  });
});

describe('F15: names of all kinds', () => {
  it('become user names as people would make them, or none', async () => {
    const { findings } = await attachCase('names-of-all-kinds');
    const suggested = findings.map((line) => line.split(' → ')[1]?.replace('@contoso.com', '') ?? '');
    expect(suggested.slice(0, 12)).toEqual([
      'ada.lima',
      'naveen.mills',
      'martin.king',
      'alice.lee',
      'hans.muller',
      'john.taylor',
      'sarah.smith',
      'an.nguyen',
      '',
      '',
      '',
      'bjork',
    ]);
    expect(suggested.slice(18)).toEqual([
      expect.stringMatching(/^(?:ada|lima|a)/),
      'john.smith',
      'piet.vanderberg',
      'muller-ludenscheidt',
      expect.stringMatching(/^ada\.lima/),
      '',
      // The same name as in a row before, so that somebody has to say who it is.
      '',
      'oneil',
      expect.stringMatching(/^ada\.lima/),
      '',
      'ada.delacruz',
      'ludwig.vanbeethoven',
      'juan.carlos',
      '',
      'ivan.petrov',
    ]);
  });

  it('are spelled by the policy: ü is u or ue', async () => {
    const world = createContoso();
    expect((await attachCase('german-names-only', world)).findings[0]).toContain('→ jurgen.gross@');
    const [customer] = world.policy.customers;
    if (customer !== undefined) customer.userNameUmlauts = 'ue';
    expect((await attachCase('german-names-only', world)).findings).toEqual([
      '2 User name MISSING → juergen.gross@contoso.com',
      '3 User name MISSING → zofie.novakova@contoso.com',
    ]);
  });

  it('F9: are first and last name where the header says Name and Surname', async () => {
    const { people } = await attachCase('hr-name-and-surname');
    expect(people).toHaveLength(30);
    expect(people[0]).toBe('Anna Müller <anna.mueller@contoso.com> Anna/Müller');
  });
});
