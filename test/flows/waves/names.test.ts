import { expect, it } from 'vitest';
import type { RawInput } from '../../../src/flows/action.ts';
import type { Reply } from '../../../src/flows/reply.ts';
import type { Button } from '../../../src/flows/views/parts.ts';
import type { WaveView } from '../../../src/flows/views/waves.ts';
import { createTwoCustomers } from '../customers/twoCustomers.ts';

const HEAD = 'Customer,User name,First name,Last name,Display name';
/** Jiří Dvořák, Petr Řehák, and Eva Součková in Windows-1250, as their bytes read in Latin-1. */
const CZECH = [
  'Contoso,dvorak@contoso.com,Jiøí,Dvoøák,Jiøí Dvoøák',
  'Fabrikam,rehak@fabrikam.com,Petr,Øehák,Petr Øehák',
  'Fabrikam,souckova@fabrikam.com,Eva,Souèková,Eva Souèková',
];

async function begin() {
  const world = createTwoCustomers();
  const [first, ...others] = world.tenants.fabrikam.domains;
  if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...others];
  await world.clock.until(world.service.resume());
  const press = async (action: string, raw: RawInput): Promise<WaveView> => {
    const reply: Reply = await world.press('omar', 'slack', action, raw);
    const view = 'view' in reply ? reply.view : undefined;
    if (view?.kind !== 'wave') throw new Error(`No wave: ${JSON.stringify(reply).slice(0, 900)}`);
    return view;
  };
  const attach = (rows: readonly string[]) => {
    const bytes = Buffer.from([HEAD, ...rows].join('\n'), 'latin1');
    const open = async () =>
      (async function* () {
        yield bytes;
      })();
    return press('addusers.file', { customer: 'contoso', file: { name: 'czech.csv', open } });
  };
  return { ...world, press, attach };
}

const actionsOf = ({ buttons }: WaveView): string[] => buttons.map(({ action }) => action);
const find = ({ buttons }: WaveView, wanted: string): Button | undefined =>
  buttons.find(({ action }) => action === wanted);

it('names in doubt are agreed to once for all parts of a file, which shows some of each', async () => {
  const { press, attach, store } = await begin();
  const opened = await attach(CZECH);
  expect(opened.notes.join()).toContain(
    'accented letters are a guess: Jiří Dvořák, Petr Řehák, and Eva Součková. Check them before you go on.',
  );
  expect(actionsOf(opened)).not.toContain('addusers.setup');
  const names = find(opened, 'wave.names');
  expect(names).toMatchObject({ label: 'Names are right', style: 'primary' });
  const agreed = await press('wave.names', { id: names?.id ?? '', version: names?.version ?? 0 });
  expect(agreed.notes.join()).not.toContain('a guess');
  expect(actionsOf(agreed)).toContain('addusers.setup');
  expect(actionsOf(agreed)).not.toContain('wave.names');
  const said = store.entries().filter(({ what }) => what === 'roster.names_agreed');
  expect(said.map(({ customer, detail }) => [customer, detail?.people]).sort()).toEqual([
    ['contoso', 1],
    ['fabrikam', 2],
  ]);
});

it('names in doubt of one part alone are agreed to there, and a click on what has changed since counts for nothing', async () => {
  const { press, attach, flows, speakerOf, clock, store } = await begin();
  const names = find(await attach(CZECH), 'wave.names');
  const input = { id: names?.id ?? '', version: (names?.version ?? 0) - 1 };
  const place = {
    platform: 'slack',
    workspace: 'T0CONTOSO',
    conversationId: 'D0omar',
    kind: 'direct',
  } as const;
  const stale = await clock.until(flows.run('wave.names', speakerOf('omar', 'slack'), place, input));
  expect(JSON.stringify(stale)).toContain('changed after the button was shown');
  expect(store.entries().map(({ what }) => what)).not.toContain('roster.names_agreed');

  const [part] = await store.listDrafts({ kind: 'roster', limit: 9 });
  if (part === undefined || names === undefined) throw new Error('There is no part in doubt.');
  const [own, card] = [
    { id: part.id, version: part.version, customer: part.customer },
    { id: names.id, version: 1 },
  ];
  await clock.until(flows.run('addusers.names', speakerOf('omar', 'slack'), place, own));
  const alone = await press('wave.refresh', card);
  expect(actionsOf(alone)).not.toContain('wave.names');
  expect(alone.notes.join()).not.toContain('a guess');
});
