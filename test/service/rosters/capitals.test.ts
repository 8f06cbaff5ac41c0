import { describe, expect, it } from 'vitest';
import { showVerification } from '../../../src/flows/rosters/rosterViews.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

function open(world: World, ...lines: string[]) {
  return world.service.rosters.open(OMAR, PLACE, {
    name: 'people.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(lines.join('\n'));
      })();
    },
  });
}

const HEADER = 'User name,First name,Last name,Display name';
const FILE = [
  HEADER,
  'ada@contoso.com,ADA,LOVELACE,ADA LOVELACE',
  'li@contoso.com,LI,NG,LI NG',
  'eva@contoso.com,Eva,Moss,Eva Moss',
  'ann@contoso.com,ANN,MCDONALD,ANN MCDONALD',
];

describe('names in capitals', () => {
  it('are created as they are until somebody says otherwise, which is one click', async () => {
    const world = createWorld();
    const draft = await open(world, ...FILE);
    expect(draft.data.findings).toEqual([]);
    expect(draft.data.rows[0]?.person.displayName).toBe('ADA LOVELACE');
    const [kind, ...others] = showVerification('Contoso', draft).kinds;
    expect(others).toEqual([]);
    expect(kind).toMatchObject({
      severity: 'note',
      count: 3,
      column: 'Display name, Last name, First name',
      names: ['ADA LOVELACE → Ada Lovelace', 'LI NG → Li Ng', 'ANN MCDONALD → Ann McDonald'],
      buttons: [{ action: 'addusers.mixedCase', id: `${draft.id} IN_CAPITALS.names` }],
    });

    const key = 'IN_CAPITALS.names';
    const { rosters } = world.service;
    const after = await rosters.settleKind(OMAR, draft.id, draft.version, key, 'mixedCase');
    expect(
      after.data.rows.map(({ person }) => [person.givenName, person.surname, person.displayName]),
    ).toEqual([
      ['Ada', 'Lovelace', 'Ada Lovelace'],
      ['Li', 'Ng', 'Li Ng'],
      ['Eva', 'Moss', 'Eva Moss'],
      ['Ann', 'McDonald', 'Ann McDonald'],
    ]);
    expect(after.data.rows.map(({ person }) => person.userPrincipalName)).toEqual(
      draft.data.rows.map(({ person }) => person.userPrincipalName),
    );
    expect(showVerification('Contoso', after).kinds).toEqual([]);
  });

  it('may be initials where the others are not in capitals', async () => {
    const draft = await open(
      createWorld(),
      HEADER,
      'jd@contoso.com,JD,Vance,JD Vance',
      'eva@contoso.com,Eva,Moss,Eva Moss',
      'ada@contoso.com,Ada,Lima,Ada Lima',
    );
    expect(showVerification('Contoso', draft).kinds).toEqual([]);
  });

  it('are not offered for rows that are left out, and stay so', async () => {
    const world = createWorld();
    world.tenant.hold('ada@contoso.com', 'ADA LOVELACE', { accountEnabled: true });
    const draft = await open(world, HEADER, 'ada@contoso.com,ADA,LOVELACE,ADA LOVELACE');
    expect(draft.data.counts).toMatchObject({ existing: 1 });
    expect(showVerification('Contoso', draft).kinds).toEqual([]);
  });
});
