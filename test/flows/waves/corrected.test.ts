import { expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { WaveView } from '../../../src/flows/views/waves.ts';
import { createTwoCustomers } from '../customers/twoCustomers.ts';

const HEAD = 'Customer,User name,First name,Last name,Display name';
const ROWS = [
  'Contoso,lise@contoso.com,Lise,Meitner,Lise Meitner',
  'Fabrikam,emmy@fabrikam.com,Emmy,Noether,Emmy Noether',
];
const OTHERS = [
  'Contoso,ada@contoso.com,Ada,Lovelace,Ada Lovelace',
  'Fabrikam,max@fabrikam.com,Max,Planck,Max Planck',
];

function createFile(...rows: string[]) {
  return {
    name: 'starters.csv',
    async open() {
      return (async function* () {
        yield Buffer.from([HEAD, ...rows].join('\n'));
      })();
    },
  };
}

function waveOf(reply: Reply): WaveView {
  if (!('view' in reply) || reply.view.kind !== 'wave') throw new Error(JSON.stringify(reply).slice(0, 500));
  return reply.view;
}

it('a corrected file for several customers takes the place of the one before, and no other file does', async () => {
  const world = createTwoCustomers();
  const [first, ...more] = world.tenants.fabrikam.domains;
  if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...more];
  await world.clock.until(world.service.resume());
  const open = async (...rows: string[]) =>
    waveOf(await world.press('omar', 'slack', 'addusers.file', { file: createFile(...rows) }));
  const listOpen = async () => (await world.store.listDrafts({ kind: 'wave', limit: 9 })).length;
  const countParts = async () => (await world.store.listDrafts({ kind: 'roster', limit: 9 })).length;

  const other = await open(...OTHERS);
  expect(other.notes.join(' ')).not.toContain('takes the place');
  const before = await open(...ROWS, 'Fabricam,o@fabrikam.com,,,O O');
  expect(before.notes.join(' ')).not.toContain('takes the place');
  expect([await listOpen(), await countParts()]).toEqual([2, 4]);

  const after = await open(...ROWS, 'Fabrikam,o@fabrikam.com,,,O O');
  expect(after.title).toBe('3 people for 2 customers');
  expect(after.notes[0]).toContain('This takes the place of starters.csv');
  expect([await listOpen(), await countParts()]).toEqual([2, 4]);
  const setUp = before.buttons.find(({ action }) => action === 'addusers.setup');
  const gone = await world.press('omar', 'slack', 'addusers.setup', { id: setUp?.id ?? '', version: 1 });
  expect(gone).toMatchObject({ view: { kind: 'notice' } });
  expect(world.store.entries().map(({ what }) => what)).toContain('wave.replaced');
});
