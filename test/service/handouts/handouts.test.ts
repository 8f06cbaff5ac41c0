import { describe, expect, it } from 'vitest';
import { KEPT_MS } from '../../../src/service/handouts/handouts.ts';
import { createWorld, MIA, OMAR } from '../fakes/world.ts';

const file = (name: string, id = 'job_1') => ({
  name,
  contentType: 'text/csv',
  bytes: Buffer.from(name),
  again: { action: 'job.csv', id },
});

function start(publicUrl: string | undefined = 'https://rollcall.example/') {
  const world = createWorld({ publicUrl });
  const { handouts } = world.service;
  const give = async (...given: Parameters<typeof handouts.give>) =>
    (await handouts.give(...given))?.split('/f/')[1] ?? '';
  const audited = () =>
    world.store
      .entries()
      .filter(({ what }) => what.startsWith('file.'))
      .map(({ actor, what, outcome }) => `${actor} ${what} ${outcome}`);
  return { world, handouts, give, audited };
}

describe('T7: a file that is handed out at an address', () => {
  it('is there once, and both are in the history', async () => {
    const { handouts, give, audited } = start();
    const token = await give(MIA, file('a.csv'));
    expect(await handouts.isOpen(token)).toBe(true);
    const taken = await handouts.take(token);
    expect(taken?.file.name).toBe('a.csv');
    expect([await handouts.isOpen(token), await handouts.take(token)]).toEqual([false, undefined]);
    await taken?.sent();
    expect([await handouts.isOpen(token), await handouts.take(token)]).toEqual([false, undefined]);
    expect(audited()).toEqual(['mia file.given done', 'mia file.fetched done']);
  });

  it('is there whichever instance is asked, for one of both', async () => {
    const { world, handouts, give } = start();
    const other = world.startAnother().handouts;
    const token = await give(MIA, file('a.csv'));
    expect(await other.isOpen(token)).toBe(true);
    const both = await Promise.all([handouts.take(token), other.take(token)]);
    expect(both.filter((one) => one !== undefined)).toHaveLength(1);
    const taken = both.find((one) => one !== undefined);
    expect(Buffer.from(taken?.file.bytes ?? '').toString()).toBe('a.csv');
    expect([await handouts.isOpen(token), await other.isOpen(token)]).toEqual([false, false]);
    expect(JSON.stringify(await world.store.listDrafts({ kind: 'handout', limit: 9 }))).not.toContain(
      'a.csv',
    );
  });

  it('is for one of two who ask at the same moment', async () => {
    const { handouts, give } = start();
    const token = await give(MIA, file('a.csv'));
    const both = await Promise.all([handouts.take(token), handouts.take(token)]);
    expect(both.map((one) => one?.file.name)).toEqual(['a.csv', undefined]);
  });

  it('can be taken once more when the connection broke, within its time', async () => {
    const { world, handouts, give } = start();
    const token = await give(MIA, file('a.csv'));
    await (await handouts.take(token))?.broken();
    const again = await handouts.take(token);
    expect(again?.file.name).toBe('a.csv');
    await again?.broken();
    await world.clock.advance(KEPT_MS);
    expect(await handouts.take(token)).toBeUndefined();
  });

  it('is gone after ten minutes', async () => {
    const { world, handouts, give } = start();
    const token = await give(MIA, file('a.csv'));
    await world.clock.advance(KEPT_MS - 60_000);
    expect(await handouts.isOpen(token)).toBe(true);
    await world.clock.advance(60_000);
    expect(await handouts.take(token)).toBeUndefined();
  });

  it('is there for five files of one person, whatever others ask for', async () => {
    const { world, handouts, give } = start();
    const of = await give(OMAR, file('omar.csv'));
    const tokens: string[] = [];
    for (let at = 0; at < 6; at += 1) {
      tokens.push(await give(MIA, file(`${at}.csv`)));
      await world.clock.advance(1);
    }
    expect(await Promise.all(tokens.map((token) => handouts.isOpen(token)))).toEqual([
      false,
      ...Array(5).fill(true),
    ]);
    expect(await handouts.isOpen(of)).toBe(true);
  });

  it('has one link: the newer one', async () => {
    const { handouts, give } = start();
    const [old, other, of] = [
      await give(MIA, file('a.csv')),
      await give(MIA, file('a.csv', 'job_2')),
      await give(OMAR, file('a.csv')),
    ];
    const fresh = await give(MIA, file('a.csv'));
    expect(await Promise.all([old, other, of, fresh].map((token) => handouts.isOpen(token)))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('has no address without a public one, and no token opens what is not there', async () => {
    const world = createWorld({ publicUrl: undefined });
    expect(await world.service.handouts.give(MIA, file('a.csv'))).toBeUndefined();
    expect(await world.service.handouts.take('file_1')).toBeUndefined();
    expect(world.store.entries()).toEqual([]);
  });
});

describe('T21, T61, T62: the link to a file', () => {
  it('ends when whoever it was given to has lost the role, and stays while they have it', async () => {
    const { world, handouts, give, audited } = start();
    const [kept, lost] = [await give(OMAR, file('a.csv')), await give(MIA, file('a.csv'))];
    const mia = world.policy.people.find(({ id }) => id === 'mia');
    if (mia !== undefined) mia.roles = ['approver'];
    expect(await handouts.take(lost)).toBeUndefined();
    expect((await handouts.take(kept))?.file.name).toBe('a.csv');
    if (mia !== undefined) mia.roles = ['helpdesk'];
    expect(await handouts.take(lost)).toBeUndefined();
    expect(audited()).toContain('mia file.fetched refused');
  });

  it('opens nothing in a pause, and opens once Rollcall goes on', async () => {
    const { world, handouts, give, audited } = start();
    const token = await give(MIA, file('a.csv'));
    await world.service.brake.pause(OMAR);
    await expect(handouts.take(token)).rejects.toMatchObject({ code: 'NOT_YET' });
    expect(audited()).toEqual(['mia file.given done']);
    await world.service.brake.goOn(OMAR);
    expect((await handouts.take(token))?.file.name).toBe('a.csv');
  });

  it('ends when somebody of that customer is forgotten: the file may name them', async () => {
    const { world, handouts, give } = start();
    const other = { ...OMAR, customer: 'fabrikam' };
    const [token, elsewhere] = [await give(MIA, file('a.csv')), await give(other, file('b.csv'))];
    await world.service.forgetting.forget(OMAR, 'ada@contoso.com');
    expect(await Promise.all([token, elsewhere].map((one) => handouts.isOpen(one)))).toEqual([false, true]);
  });

  it('ends before it is answered when somebody is forgotten while it is written into the history', async () => {
    const { world, handouts, give } = start();
    const { audit } = world.store;
    world.store.audit = async (entry) => {
      world.store.audit = audit;
      await world.service.forgetting.forget(OMAR, 'ada@contoso.com');
      return audit(entry);
    };
    const token = await give(MIA, file('a.csv'));
    expect(await handouts.isOpen(token)).toBe(false);
  });

  it('opens nothing that cannot be written into the history, and stays', async () => {
    const { world, handouts, give } = start();
    const token = await give(MIA, file('a.csv'));
    const { audit } = world.store;
    world.store.audit = () => Promise.reject(new Error('disk full'));
    await expect(handouts.take(token)).rejects.toThrow('disk full');
    world.store.audit = audit;
    expect((await handouts.take(token))?.file.name).toBe('a.csv');
  });
});
