import { describe, expect, it } from 'vitest';
import type { PresetValues } from '../../../src/service/presets/presetSettings.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, type World } from '../fakes/world.ts';

const BERLIN = { id: 'group-berlin', displayName: 'Berlin office' };

function values(more: Partial<PresetValues> = {}): PresetValues {
  return {
    signIn: 'blocked',
    usageLocation: 'DE',
    licenses: [E3.skuId],
    groups: [BERLIN.id],
    recipients: 'it@contoso.com, ward@contoso.com',
    delivery: 'link',
    ...more,
  };
}

function open(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld(more);
  world.tenant.groups.push({ ...BERLIN });
  return world;
}

async function save(world: World, name = 'New nurse, Berlin', more: Partial<PresetValues> = {}) {
  const saved = await world.service.presets.save(OMAR, name, values(more));
  if (!('preset' in saved)) throw new Error(saved.problem);
  return saved.preset;
}

describe('a preset', () => {
  it('fills a form in as it was saved, for everybody of the customer, after a restart too', async () => {
    const world = open();
    const { id } = await save(world);
    world.restart();
    expect((await world.service.presets.list(MIA)).map(({ name }) => name)).toEqual(['New nurse, Berlin']);
    const read = await world.service.presets.read(MIA, id);
    expect(read.notes).toEqual([]);
    expect(read.values).toEqual(values({ recipients: 'it@contoso.com\nward@contoso.com' }));
  });

  it('is not there for another customer', async () => {
    const world = open();
    const { id } = await save(world);
    const foreign = { ...OMAR, customer: 'fabrikam' };
    expect(await world.service.presets.list(foreign)).toEqual([]);
    for (const attempt of [
      () => world.service.presets.read(foreign, id),
      () => world.service.presets.rename(foreign, id, 'Mine'),
      () => world.service.presets.delete(foreign, id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await world.service.presets.list(OMAR)).toHaveLength(1);
  });

  it('keeps the fields of the form alone: no password, and nothing about a person', async () => {
    const world = open();
    const forged = { ...values(), password: 'Canary-12345', userPrincipalName: 'ada@contoso.com' };
    await world.service.presets.save(OMAR, 'Forged', forged);
    const kept = JSON.stringify(await world.store.listPresets('contoso'));
    expect(kept).not.toContain('Canary-12345');
    expect(kept).not.toContain('ada@contoso.com');
  });

  it('says which license and group are gone, and applies the rest', async () => {
    const world = open();
    const { id } = await save(world, 'Nurse', { licenses: [E3.skuId, E5.skuId] });
    world.tenant.licenses = world.tenant.licenses.filter(({ skuId }) => skuId !== E5.skuId);
    world.tenant.groups = world.tenant.groups.map((group) => ({ ...group, closed: 'dynamic' }));
    await world.clock.advance(61_000);
    const read = await world.service.presets.read(OMAR, id);
    expect(read.notes).toEqual([
      `${E5.name}: Contoso no longer has this license, so it was left out.`,
      'Berlin office: this group is gone, or people can no longer be added to it, so it was left out.',
    ]);
    expect(read.values).toMatchObject({ licenses: [E3.skuId], groups: [], usageLocation: 'DE' });
  });

  it('says which recipient may not get passwords any more', async () => {
    const world = open({ recipientDomains: ['contoso.com', 'fabrikam.com'] });
    const { id } = await save(world, 'Nurse', { recipients: 'it@contoso.com old@fabrikam.com' });
    const [customer] = world.policy.customers;
    if (customer !== undefined) customer.recipientDomains = ['contoso.com'];
    const read = await world.service.presets.read(OMAR, id);
    expect(read.values.recipients).toBe('it@contoso.com');
    expect(read.notes).toEqual([expect.stringContaining("old@fabrikam.com can't receive passwords")]);
  });

  it('falls back to the usual way to send passwords where its own cannot be used any more', async () => {
    const world = open({ temporaryAccessPass: true });
    const { id } = await save(world, 'Pass', { delivery: 'pass' });
    expect((await world.service.presets.read(OMAR, id)).values.delivery).toBe('pass');
    const [customer] = world.policy.customers;
    if (customer !== undefined) customer.temporaryAccessPass = false;
    const read = await world.service.presets.read(OMAR, id);
    expect(read.values.delivery).toBe('password');
    expect(read.notes).toHaveLength(1);
  });
});

describe('saving a preset', () => {
  it('refuses values that do not hold, and keeps nothing', async () => {
    const world = open();
    for (const wrong of [
      { licenses: ['sku-of-nobody'] },
      { groups: ['group-of-nobody'] },
      { usageLocation: 'UK' },
      { recipients: 'not an address' },
      { delivery: 'show' as const },
    ]) {
      expect(await world.service.presets.check(OMAR, values(wrong))).not.toEqual([]);
      await expect(world.service.presets.save(OMAR, 'Wrong', values(wrong))).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    }
    expect(await world.service.presets.list(OMAR)).toEqual([]);
  });

  it('replaces one of the same name, whatever its case, only when that is meant', async () => {
    const world = open();
    const { id } = await save(world, 'New nurse');
    const again = await world.service.presets.save(OMAR, ' new  NURSE ', values({ usageLocation: 'FR' }));
    expect(again).toMatchObject({
      taken: id,
      problem: expect.stringContaining('already a preset “New nurse”'),
    });
    expect((await world.service.presets.read(OMAR, id)).values.usageLocation).toBe('DE');
    expect(
      await world.service.presets.save(OMAR, 'new nurse', values({ usageLocation: 'FR' }), id),
    ).toMatchObject({ preset: { id, name: 'new nurse' } });
    expect((await world.service.presets.read(OMAR, id)).values.usageLocation).toBe('FR');
    expect(await world.service.presets.list(OMAR)).toHaveLength(1);
  });

  it('lets one of two win who save the same new name at the same time', async () => {
    const world = open();
    const both = await Promise.all([0, 1].map(() => world.service.presets.save(OMAR, 'Nurse', values())));
    expect(both.filter((saved) => 'preset' in saved)).toHaveLength(1);
    expect(await world.service.presets.list(OMAR)).toHaveLength(1);
  });

  it('takes a name that can be read and told apart', async () => {
    const world = open();
    for (const name of ['', ' \u200b ', 'x'.repeat(61)]) {
      expect(await world.service.presets.save(OMAR, name, values())).toHaveProperty('problem');
    }
    expect((await save(world, 'Two\nlines')).name).toBe('Two lines');
  });

  it('takes thirty, and then only in the place of another', async () => {
    const world = open();
    for (let index = 0; index < 30; index++) await save(world, `Preset ${index}`);
    expect(await world.service.presets.save(OMAR, 'One more', values())).toHaveProperty('problem');
    const [first] = await world.service.presets.list(OMAR);
    expect(await world.service.presets.save(OMAR, 'Preset 0', values(), first?.id)).toHaveProperty('preset');
    await world.service.presets.delete(OMAR, first?.id ?? '');
    expect(await world.service.presets.save(OMAR, 'One more', values())).toHaveProperty('preset');
  });
});

describe('a saved preset', () => {
  it('is renamed, but not to the name of another', async () => {
    const world = open();
    const nurse = await save(world, 'Nurse');
    await save(world, 'Cook');
    expect(await world.service.presets.rename(OMAR, nurse.id, 'COOK')).toHaveProperty('problem');
    expect(await world.service.presets.rename(OMAR, nurse.id, 'NURSE')).toMatchObject({
      preset: { name: 'NURSE' },
    });
    expect((await world.service.presets.list(OMAR)).map(({ name }) => name)).toEqual(['Cook', 'NURSE']);
  });

  it('is not renamed to the name that it has', async () => {
    const world = open();
    const nurse = await save(world, 'Nurse');
    expect(await world.service.presets.rename(OMAR, nurse.id, 'Nurse')).toMatchObject({
      preset: { id: nurse.id, name: 'Nurse' },
    });
    expect(world.store.entries().filter(({ what }) => what === 'preset.renamed')).toEqual([]);
  });

  it('is gone once it is deleted', async () => {
    const world = open();
    const { id } = await save(world);
    await world.service.presets.delete(OMAR, id);
    await expect(world.service.presets.read(OMAR, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.service.presets.delete(OMAR, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves in the audit who did what to it', async () => {
    const world = open();
    const { id } = await save(world);
    await world.service.presets.save(OMAR, 'New nurse, Berlin', values(), id);
    await world.service.presets.rename(OMAR, id, 'Nurse');
    await world.service.presets.delete(OMAR, id);
    const entries = world.store.entries().filter(({ what }) => what.startsWith('preset.'));
    expect(entries.map(({ what, actor, customer, subject }) => [what, actor, customer, subject])).toEqual([
      ['preset.saved', 'omar', 'contoso', 'New nurse, Berlin'],
      ['preset.replaced', 'omar', 'contoso', 'New nurse, Berlin'],
      ['preset.renamed', 'omar', 'contoso', 'Nurse'],
      ['preset.deleted', 'omar', 'contoso', 'Nurse'],
    ]);
  });
});
