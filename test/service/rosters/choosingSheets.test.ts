import { describe, expect, it } from 'vitest';
import { showOpened } from '../../../src/flows/rosters/chooseSheet.ts';
import { makeWorkbook } from '../../composition/makeWorkbook.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const people = (name: string, password = 'TajneX') => [
  ['Display name', 'Username', 'Password'],
  [name, `${name.toLowerCase()}@contoso.com`, password],
  ['Zed', 'zed@contoso.com', password],
];
const TWO = [
  { name: 'March', rows: people('Ann') },
  { name: 'April', rows: people('Bea') },
];

function open(world: World, sheets: Parameters<typeof makeWorkbook>[0]['sheets']) {
  return world.service.rosters.open(OMAR, PLACE, {
    name: 'spring.xlsx',
    async open() {
      return (async function* () {
        yield makeWorkbook({ sheets });
      })();
    },
  });
}

async function stored(world: World, id: string): Promise<string> {
  return JSON.stringify([await world.store.loadDraft(id), await world.store.loadDraft(`${id}-original`)]);
}

describe('F18: a workbook with people on several sheets', () => {
  it('offers each that can be read with how many people it has, and names the others', async () => {
    const sheets = [
      ...TWO,
      {
        name: 'Odd',
        rows: [
          ['Username', 'Display name', 'Display name'],
          ['a', 'b', 'c'],
        ],
      },
    ];
    const draft = await open(createWorld(), sheets);
    expect(draft.data.sheets?.offered).toEqual([
      { name: 'March', people: 2 },
      { name: 'April', people: 2 },
    ]);
    expect(draft.data.sheets?.others).toEqual([
      { name: 'Odd', reason: expect.stringContaining('Two columns') },
    ]);
    const view = showOpened('Contoso', draft);
    expect(view.buttons.map(({ label, id }) => [label, id])).toEqual([
      ['March', `${draft.id} 0`],
      ['April', `${draft.id} 1`],
      ['Cancel', draft.id],
    ]);
  });

  it('reads the chosen one, keeps nothing of the others, and no password of any', async () => {
    const world = createWorld();
    const asked = await open(world, TWO);
    expect(await stored(world, asked.id)).not.toContain('Tajne');
    const draft = await world.service.rosters.chooseSheet(OMAR, asked.id, 1);
    expect(draft.data).toMatchObject({ fileName: 'spring.xlsx', sheet: 'April', counts: { ready: 2 } });
    expect(draft.data.findings.map(({ code }) => code)).toContain('PASSWORDS_IGNORED');
    expect(await stored(world, asked.id)).toBe('[null,null]');
    expect(await stored(world, draft.id)).not.toContain('Tajne');
  });

  it('goes on with how its columns were remembered', async () => {
    const world = createWorld();
    const unknown = (name: string) => [
      ['Wer', 'Wohin'],
      [name, `${name}@contoso.com`],
      ['Zed', 'z@contoso.com'],
    ];
    const sheets = [
      { name: 'Mai', rows: unknown('Fay') },
      { name: 'Juni', rows: unknown('Gil') },
    ];
    const first = await world.service.rosters.chooseSheet(OMAR, (await open(world, sheets)).id, 0);
    await world.service.rosters.readColumns(OMAR, first.id, { choices: { 0: 'displayName' } });
    await world.service.rosters.useColumns(OMAR, first.id, 'Schule');
    const next = await world.service.rosters.chooseSheet(OMAR, (await open(world, sheets)).id, 1);
    expect(next.data.rows.map(({ person }) => person.displayName)).toEqual(['Gil', 'Zed']);
  });

  it('is nobody else’s, and has no other sheets', async () => {
    const world = createWorld();
    const { id } = await open(world, TWO);
    const { rosters } = world.service;
    await expect(rosters.chooseSheet(MIA, id, 0)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await expect(rosters.chooseSheet(OMAR, id, 2)).rejects.toMatchObject({ code: 'VERSION_STALE' });
    await rosters.drop(OMAR, id);
    await expect(rosters.chooseSheet(OMAR, id, 0)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
    expect(await stored(world, id)).toBe('[null,null]');
  });

  it.each([
    ['with people on one', [{ name: 'Notes', rows: [['Who to ask: HR']] }, TWO[1]]],
    ['with people on one that can be seen', [{ ...TWO[0], state: 'hidden' }, TWO[1]]],
    [
      'with a header that nobody knows on one',
      [
        { name: 'Notes', rows: [['Who to ask: HR']] },
        {
          name: 'Mai',
          rows: [
            ['Wer', 'Wo'],
            ['Fay Kim', 'Ulm'],
          ],
        },
      ],
    ],
  ])('is not asked about %s', async (_what, sheets) => {
    const draft = await open(createWorld(), sheets as typeof TWO);
    expect(draft.data.sheets).toBeUndefined();
  });
});
