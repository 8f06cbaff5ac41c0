import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createHeadLog } from '../../../src/service/audit/headLog.ts';
import { createWorld, OMAR, type World } from '../fakes/world.ts';

const HOUR_MS = 3_600_000;
const human = (id: string, more: object = {}) => ({
  id,
  name: id,
  slack: `U${id}`,
  roles: ['admin'],
  ...more,
});

function createTwoCustomers(): World {
  const world = createWorld({
    people: [human('OMAR'), human('LENA', { customers: ['contoso'] })],
  });
  world.policy.customers.push({
    id: 'fabrikam',
    name: 'Fabrikam',
    userNamePattern: 'first.last',
    marker: 'extensionAttribute15',
  });
  return world;
}

const actor = (id: string): Actor => ({ ...OMAR, id });
const read = async (world: World, id: string, about = '') =>
  (await world.service.history.read(actor(id), about)).entries
    .map(({ what }) => what)
    .filter((what) => what !== 'history.read');

describe('the history', () => {
  it('of a time has what happened then, however much has happened since', async () => {
    const world = createTwoCustomers();
    const entry = { actor: 'OMAR', platform: 'slack', outcome: 'done', customer: 'contoso' } as const;
    await world.store.audit({ ...entry, at: 1_000, what: 'job.accepted' });
    for (let at = 0; at < 10_050; at += 1) {
      await world.store.audit({ ...entry, at: 5_000 + at, what: 'account.created' });
    }
    const span = { from: 0, to: 2_000 };
    const found = await world.service.history.read(actor('OMAR'), '', 100, span);
    expect(found.entries.map(({ what }) => what)).toEqual(['job.accepted']);
    expect(found.isCut).toBe(false);
    const newer = await world.service.history.read(actor('OMAR'), '', 100, { from: 5_000 });
    expect([newer.entries.length, newer.isCut]).toEqual([100, true]);
  });

  it('names no other customer to whoever acts for one, in what was written before each had its own (T75)', async () => {
    const world = createTwoCustomers();
    const entry = { at: 1, actor: 'OMAR', platform: 'slack', outcome: 'done', customer: 'contoso' } as const;
    await world.store.audit({
      ...entry,
      what: 'customer.added',
      subject: 'wingtip',
      detail: { tenantId: 't' },
    });
    await world.store.audit({ ...entry, what: 'customer.removed', subject: 'contoso' });
    const detail = { customers: 'contoso fabrikam', people: 3 };
    await world.store.audit({ ...entry, at: 2, what: 'wave.started', subject: 'wave_1', detail });
    await world.store.audit({ ...entry, at: 3, what: 'wave.ended', detail: { customers: 'contoso' } });
    const seenBy = async (id: string, about = '') =>
      (await world.service.history.read(actor(id), about)).entries
        .filter(({ what }) => what !== 'history.read')
        .map(({ what, detail = {} }) => [what, detail.customers, detail.people]);
    const own = [
      ['wave.ended', 'contoso', undefined],
      ['wave.started', 'contoso', undefined],
    ];
    expect(await seenBy('LENA')).toEqual([...own, ['customer.removed', undefined, undefined]]);
    const { writeCsv, read } = world.service.history;
    expect(await writeCsv(await read(actor('LENA'), ''))).not.toMatch(/fabrikam|wingtip/);
    expect(await seenBy('LENA', 'wingtip')).toEqual([]);
    expect(await seenBy('OMAR')).toHaveLength(4);
    expect(await seenBy('OMAR')).toContainEqual(['wave.started', 'contoso fabrikam', 3]);
  });

  it('shows what belongs to no customer to whoever serves all of them, and to nobody else (D21)', async () => {
    const world = createTwoCustomers();
    const entry = { at: 1, actor: 'slack:U9', platform: 'slack', outcome: 'refused' } as const;
    await world.store.audit({ ...entry, what: 'slack.request' });
    await world.store.audit({ ...entry, what: 'of fabrikam', customer: 'fabrikam' });
    await world.store.audit({ ...entry, what: 'of contoso', customer: 'contoso' });
    expect(await read(world, 'LENA')).toEqual(['of contoso']);
    expect(await read(world, 'LENA', 'slack:U9')).toEqual(['of contoso']);
    expect(await read(world, 'OMAR', 'slack:U9')).toEqual(['of contoso', 'slack.request']);
    const one = createWorld({ people: [human('LENA', { customers: ['contoso'] })] });
    await one.store.audit({ ...entry, what: 'slack.request' });
    expect(await read(one, 'LENA')).toEqual(['slack.request']);
  });

  it('reads as many as are shown, and says that there are more', async () => {
    const world = createWorld();
    for (let at = 1; at <= 5; at += 1) {
      await world.store.audit({
        at,
        actor: 'omar',
        platform: 'slack',
        customer: 'contoso',
        what: `${at}`,
        outcome: 'done',
      });
    }
    const page = await world.service.history.read(OMAR, '', 3);
    expect(page.entries.map(({ what }) => what)).toEqual(['5', '4', '3']);
    expect(page.isCut).toBe(true);
    expect((await world.service.history.read(OMAR, '')).isCut).toBe(false);
  });

  it('notes where the audit ends in the log, each hour and with each file of it', async () => {
    const world = createWorld();
    const heads = () => world.logged.filter((line) => line.startsWith('audit.head'));
    const log = {
      ...console,
      info: (fields: object, event: string) => world.logged.push(`${event} ${JSON.stringify(fields)}`),
    };
    const notes = createHeadLog({ store: world.store, clock: world.clock, log: log as never });
    notes.start();
    await world.clock.advance(HOUR_MS - 1);
    expect(heads()).toEqual([`audit.head {"hash":"${await world.store.auditHead()}"}`]);
    await world.store.audit({ at: 1, actor: 'omar', platform: 'slack', what: 'x', outcome: 'done' });
    await world.clock.advance(1);
    expect(heads().at(-1)).toBe(`audit.head {"hash":"${await world.store.auditHead()}"}`);
    expect(heads()).toHaveLength(2);
    await notes.stop();
    expect(heads()).toHaveLength(3);
    await world.service.history.writeCsv(await world.service.history.read(OMAR, ''));
    expect(heads().at(-1)).toContain(await world.store.auditHead());
    expect(heads()).toHaveLength(4);
  });
});
