import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { Button } from '../../../src/flows/views/parts.ts';
import type { WaveView } from '../../../src/flows/views/waves.ts';
import { createTwoCustomers } from '../customers/twoCustomers.ts';

const HEAD = 'Customer,User name,First name,Last name,Display name';
const ROWS = [
  'Contoso,lise@contoso.com,Lise,Meitner,Lise Meitner',
  'Contoso,max@contoso.com,Max,Planck,Max Planck',
  'Fabrikam,emmy@fabrikam.com,Emmy,Noether,Emmy Noether',
  'Fabrikam,konrad zuse@fabrikam.com,Konrad,Zuse,Konrad Zuse',
];
const SETTINGS = {
  ...{ signIn: 'allowed', usageLocation: 'DE', licenses: [], groups: [], recipients: '' },
  ...{ delivery: 'show' as const, reason: 'TICKET-1' },
};

function createFile(name: string, text: string) {
  return {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from(text);
      })();
    },
  };
}

function waveOf(reply: Reply): WaveView {
  if (!('view' in reply) || reply.view.kind !== 'wave') throw new Error(JSON.stringify(reply).slice(0, 500));
  return reply.view;
}

const said = ({ lines }: WaveView): string[] => lines.map(({ name, text }) => `${name}: ${text}`).sort();

describe('a corrected file for one part of a file for several customers', () => {
  let world: ReturnType<typeof createTwoCustomers>;
  beforeEach(async () => {
    world = createTwoCustomers();
    const [first, ...more] = world.tenants.fabrikam.domains;
    if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...more];
    await world.clock.until(world.service.resume());
  });

  const attach = (name: string, text: string, customer?: string, who: 'omar' | 'ann' = 'omar') =>
    world.press(who, 'slack', 'addusers.file', {
      file: createFile(name, text),
      ...(customer === undefined ? {} : { customer }),
    });
  const open = async (rows = ROWS) => waveOf(await attach('starters.csv', [HEAD, ...rows].join('\n')));
  const list = async (kind: 'wave' | 'roster') => world.store.listDrafts({ kind, limit: 9 });

  async function logOf(view: WaveView, name: string): Promise<string> {
    const { id = '', version = 0 } = view.lines.find((line) => line.name === name)?.button ?? {};
    const part = await world.press('omar', 'slack', 'wave.show', { id, version });
    const buttons = 'view' in part && 'buttons' in part.view ? (part.view.buttons as Button[]) : [];
    const log = buttons.find(({ action }) => action === 'addusers.log');
    const reply = await world.press('omar', 'slack', 'addusers.log', {
      ...{ id: log?.id ?? '', version: log?.version ?? 0, customer: name.toLowerCase() },
    });
    const [file] = 'files' in reply ? (reply.files ?? []) : [];
    return Buffer.from(file?.bytes ?? []).toString();
  }

  async function setUp(view: WaveView): Promise<WaveView> {
    const { id = '', version = 0 } = view.buttons.find(({ action }) => action === 'addusers.setup') ?? {};
    return waveOf(
      await world.press('omar', 'slack', 'addusers.setupSubmit', { id, version, fields: SETTINGS }),
    );
  }

  it('is taken for that part when it is its log, and keeps what was set up', async () => {
    const ready = await setUp(await open());
    expect(ready.target?.submit.label).toBe('Create 3');
    const log = await logOf(ready, 'Fabrikam');
    expect(log).toContain('Customer,');
    expect(log).not.toContain('Lise');
    const after = waveOf(await attach('starters-log.csv', log.replace('konrad zuse@', 'konrad.zuse@')));
    expect(after.notes[0]).toBe(
      'The rows of starters-log.csv were put into this file, for Fabrikam. Everyone else is still in it.',
    );
    expect(said(after)).toEqual([
      'Contoso: Creates 2 people, no license.',
      'Fabrikam: Creates 2 people, no license.',
    ]);
    expect(after.target?.submit.label).toBe('Create 4');
    expect([(await list('wave')).length, (await list('roster')).length]).toEqual([1, 2]);
    // The card of before shows other people than would be created.
    const stale = await world.press('omar', 'slack', 'wave.start', {
      ...{ id: ready.target?.id ?? '', version: ready.target?.version ?? 0 },
    });
    expect(JSON.stringify(stale)).toContain('changed after the button was shown');
    const { id = '', version = 0 } = after.target ?? {};
    await world.press('omar', 'slack', 'wave.start', { id, version });
    await world.clock.advance(120_000);
    expect(world.tenants.fabrikam.find('konrad.zuse@fabrikam.com')).toBeDefined();
    expect(world.store.entries().map(({ what }) => what)).toContain('wave.corrected');
  });

  it('is taken for that part without its column for the customer, for whom it is attached', async () => {
    const log = await logOf(await open(), 'Fabrikam');
    const bare = log.replaceAll(/^(﻿?)(Customer|Fabrikam),/gm, '$1');
    expect(bare).not.toContain('Customer');
    const corrected = bare.replace('konrad zuse@', 'konrad.zuse@');
    const after = waveOf(await attach('starters-log.csv', corrected, 'fabrikam'));
    expect(said(after)[1]).toBe('Fabrikam: 2 ready. Not set up yet.');
    // For another customer it is no part of this file.
    const other = await attach('starters-log.csv', corrected, 'contoso');
    expect(other).toMatchObject({ view: { kind: 'verification' } });
  });

  it('is taken for that part when it has all of its people again, and the others stay', async () => {
    await open();
    const text = [HEAD, ...ROWS.slice(2)].join('\n').replace('konrad zuse@', 'konrad.zuse@');
    const after = waveOf(await attach('fabrikam.csv', text));
    expect(said(after)).toEqual(['Contoso: 2 ready. Not set up yet.', 'Fabrikam: 2 ready. Not set up yet.']);
    expect([(await list('wave')).length, (await list('roster')).length]).toEqual([1, 2]);
  });

  it('is refused when its log says a customer that nobody knows, and changes nothing', async () => {
    const two = [...ROWS, 'Fabrikam,ida noddack@fabrikam.com,Ida,Noddack,Ida Noddack'];
    const log = await logOf(await open(two), 'Fabrikam');
    const corrected = log
      .replace('konrad zuse@', 'konrad.zuse@')
      .replace('Fabrikam,ida noddack', 'Fabricam,ida.noddack');
    const reply = await attach('starters-log.csv', corrected);
    expect(JSON.stringify(reply)).toContain('None of your customers is called \\"Fabricam\\" (row 3).');
    const [wave] = await list('wave');
    expect(wave?.data).not.toHaveProperty('corrected');
  });

  it('is a file of its own once that file was started, and for anybody else', async () => {
    const ready = await setUp(await open());
    const log = (await logOf(ready, 'Fabrikam')).replace('konrad zuse@', 'konrad.zuse@');
    const theirs = await attach('starters-log.csv', log.replaceAll('Fabrikam', 'Contoso'), undefined, 'ann');
    expect(theirs).toMatchObject({ view: { kind: 'verification' } });
    const { id = '', version = 0 } = ready.target ?? {};
    await world.press('omar', 'slack', 'wave.start', { id, version });
    await world.clock.advance(120_000);
    const again = waveOf(await attach('starters-log.csv', log));
    expect(again.title).toBe('1 person for 1 customer');
    expect(again.notes.join(' ')).not.toContain('takes the place');
  });

  it('takes nobody’s place when it is a log that belongs to nothing', async () => {
    const first = await open();
    const log = await logOf(first, 'Fabrikam');
    const moved = log.replace('Fabrikam,konrad zuse@fabrikam.com', 'Contoso,konrad.zuse@contoso.com');
    const view = waveOf(await attach('starters-log.csv', moved));
    expect(view.title).toBe('1 person for 1 customer');
    expect([(await list('wave')).length, (await list('roster')).length]).toEqual([2, 3]);
  });
});

describe('the corrected original of a file that was copied for several customers', () => {
  it('is taken for all of its parts, with user names in the domains of each', async () => {
    const world = createTwoCustomers();
    const [first, ...more] = world.tenants.fabrikam.domains;
    if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...more];
    await world.clock.until(world.service.resume());
    const rows = [
      HEAD,
      'x,lise@contoso.com,Lise,Meitner,Lise Meitner',
      'x,max planck@contoso.com,,,Max Planck',
    ];
    const text = rows.map((row) => row.slice(row.indexOf(',') + 1)).join('\n');
    const attach = (content: string) =>
      world.press('omar', 'slack', 'addusers.file', {
        ...{ customer: 'contoso', file: createFile('starters.csv', content) },
      });
    const opened = await attach(text);
    const buttons = 'view' in opened && 'buttons' in opened.view ? (opened.view.buttons as Button[]) : [];
    const { id = '', version = 0 } = buttons.find(({ action }) => action === 'addusers.setup') ?? {};
    const copy = async () => {
      const fields = { customers: ['contoso', 'fabrikam'] };
      const raw = { id, version, customer: 'contoso', fields };
      return waveOf(await world.press('omar', 'slack', 'wave.copy', raw));
    };
    const copied = await copy();
    expect(said(copied)[0]).toBe('Contoso: 1 ready, 1 to fix. Not set up yet.');
    const after = waveOf(await attach(text.replace('max planck@', 'max.planck@')));
    expect(said(after)).toEqual([
      'Contoso: 2 ready. Not set up yet.',
      expect.stringContaining('max.planck@fabrikam.com'),
    ]);
    expect(said(after)[1]).toContain('2 ready');
    expect(await world.store.listDrafts({ kind: 'wave', limit: 9 })).toHaveLength(1);
    // Chosen once more, the earlier one would create the same people beside it.
    expect((await copy()).notes.join(' ')).toContain('takes the place of starters.csv');
    expect(await world.store.listDrafts({ kind: 'wave', limit: 9 })).toHaveLength(1);
  });
});
