import { describe, expect, it } from 'vitest';
import { listCellsToFix } from '../../../src/service/rosters/fixCells.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const LONG = `Head of ${'people and places '.repeat(12)}`;
const FILE = [
  'Username,Display name,Job title,City,Licenses',
  'ada@contoso.com,Ada Lima,,Oslo,',
  ',Bob Ray,,Oslo,',
  `eve@contoso.com,Eve Moss,${LONG},Oslo,`,
  'ivo@contoso.com,,,Oslo,No such product',
].join('\n');

function open(world: World, text = FILE) {
  return world.service.rosters.open(OMAR, PLACE, {
    name: 'people.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(text);
      })();
    },
  });
}

describe('Fix in place: the cells that keep people from being created', () => {
  it('are listed with their reasons, and with what would be accepted', async () => {
    const { data } = await open(createWorld());
    const cells = listCellsToFix(data);
    expect(cells.map(({ row, property, proposal }) => [row, property, proposal])).toEqual([
      [3, 'userPrincipalName', 'bob.ray@contoso.com'],
      [4, 'jobTitle', expect.stringMatching(/^Head of people.*(?:places|and|people)$/)],
      [5, 'displayName', ''],
      [5, 'licenses', 'No such product'],
    ]);
    expect(cells.every(({ reasons }) => reasons.length > 0)).toBe(true);
    expect(cells[1]?.proposal.length).toBeLessThanOrEqual(128);
  });

  it('are put right by what is typed, and checked again', async () => {
    const world = createWorld();
    const draft = await open(world);
    const fixed = await world.service.rosters.fixCells(OMAR, draft.id, draft.version, [
      { row: 3, property: 'userPrincipalName', value: ' bob.ray@contoso.com ' },
      { row: 4, property: 'jobTitle', value: 'Head of people' },
      { row: 5, property: 'displayName', value: 'Ivo Grau' },
      { row: 5, property: 'licenses', value: '' },
    ]);
    expect(fixed.data.counts).toMatchObject({ read: 4, ready: 4, toFix: 0 });
    expect(fixed.data.rows[1]?.person.userPrincipalName).toBe('bob.ray@contoso.com');
    expect(fixed.data.rows[3]?.own?.licenses).toBeUndefined();
  });

  it('stay wrong where what is typed is, and nothing else of a row can be changed', async () => {
    const world = createWorld();
    const draft = await open(world);
    const fixed = await world.service.rosters.fixCells(OMAR, draft.id, draft.version, [
      { row: 3, property: 'userPrincipalName', value: 'not a name' },
      { row: 2, property: 'userPrincipalName', value: 'ceo@contoso.com' },
      { row: 3, property: 'city', value: 'Rome' },
      { row: 3, property: '__proto__', value: 'x' },
    ]);
    expect(fixed.data.counts.ready).toBe(1);
    expect(fixed.data.rows[0]?.person.userPrincipalName).toBe('ada@contoso.com');
    expect(fixed.data.rows[1]?.person.city).toBe('Oslo');
  });

  it('are nobody else’s to fix, and not by a form of before', async () => {
    const world = createWorld();
    const draft = await open(world);
    const fixes = [{ row: 3, property: 'userPrincipalName', value: 'bob@contoso.com' }];
    await expect(world.service.rosters.fixCells(MIA, draft.id, draft.version, fixes)).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    await world.service.rosters.fixCells(OMAR, draft.id, draft.version, fixes);
    await expect(world.service.rosters.fixCells(OMAR, draft.id, draft.version, fixes)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
  });
});

describe('Fix covers every finding that has a cell', () => {
  const SIGN_IN = [
    'Username,First name,Last name,Display name,Block sign in,City',
    'ada@contoso.com,Ada,Lima,Ada Lima,maybe,Oslo',
    'bob@contoso.com,Bob,Ray,Bob Ray,maybe,#REF!',
    'eve@contoso.com,Eve,Moss,Eve Moss,no,Oslo',
  ].join('\n');

  it('also whether somebody may sign in, and values that were lost, errors as such and warnings as such', async () => {
    const world = createWorld();
    const draft = await open(world, SIGN_IN);
    expect(
      listCellsToFix(draft.data).map(({ row, property, severity, value }) => [
        row,
        property,
        severity,
        value,
      ]),
    ).toEqual([
      [2, 'accountEnabled', 'error', 'maybe'],
      [3, 'accountEnabled', 'error', 'maybe'],
      [3, 'city', 'warning', ''],
    ]);
    const { data } = await world.service.rosters.fixCells(OMAR, draft.id, draft.version, [
      { row: 2, property: 'accountEnabled', value: 'Blocked' },
      { row: 3, property: 'accountEnabled', value: 'allowed' },
      { row: 3, property: 'city', value: 'Rome' },
    ]);
    expect(data.rows.map(({ accountEnabled }) => accountEnabled)).toEqual([false, true, true]);
    expect(data.rows[1]?.person.city).toBe('Rome');
    expect(data.findings).toEqual([]);
  });

  it('a sign-in that is typed as Yes stays to be fixed, because nobody can tell what is meant', async () => {
    const world = createWorld();
    const draft = await open(world, SIGN_IN);
    const { data } = await world.service.rosters.fixCells(OMAR, draft.id, draft.version, [
      { row: 2, property: 'accountEnabled', value: 'Yes' },
    ]);
    expect(listCellsToFix(data)[0]).toMatchObject({
      value: 'Yes',
      reasons: ['Yes is neither Allowed nor Blocked.', 'Type Allowed or Blocked.'],
    });
    expect(data.rows[0]?.accountEnabled).toBeUndefined();
  });

  it('what was typed on one page is kept while the next is looked at', async () => {
    const world = createWorld();
    const draft = await open(world, SIGN_IN);
    const kept = await world.service.rosters.keepFixes(OMAR, draft.id, [
      { row: 2, property: 'accountEnabled', value: 'blocked' },
      { row: 3, property: 'city', value: 'Rome' },
    ]);
    expect(kept.data.counts.ready).toBe(1);
    const { data } = await world.service.rosters.fixCells(OMAR, draft.id, draft.version, [
      { row: 3, property: 'accountEnabled', value: 'allowed' },
      { row: 3, property: 'city', value: 'Pisa' },
    ]);
    expect(data.counts).toMatchObject({ ready: 3, toFix: 0 });
    expect(data.rows[1]?.person.city).toBe('Pisa');
    expect(data.fixes).toBeUndefined();
  });
});
