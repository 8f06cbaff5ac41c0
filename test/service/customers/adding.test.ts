import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { Adding } from '../../../src/service/customers/adding.ts';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';
import { NEW_TENANT } from '../fakes/fakeAdding.ts';
import { fail } from '../fakes/fakeDirectory.ts';
import { OMAR, PLACE } from '../fakes/world.ts';

const DAY_MS = 86_400_000;
const WANTED = { name: 'Wingtip', tenant: 'wingtip.com' };
const WINGTIP = { id: 'wingtip', name: 'Wingtip', tenantId: NEW_TENANT };
const actor: Actor = { ...OMAR, customer: 'contoso' };

function open() {
  const world = createTwoCustomers();
  const { adding } = world.service.customers;
  const ask = (wanted = WANTED) => adding.begin(actor, PLACE, wanted);
  const stateOf = (link: string) => new URL(link).searchParams.get('state') ?? '';
  const answer = (query: Parameters<Adding['answer']>[0]) => world.clock.until(adding.answer(query));
  const consented = () => world.store.entries().filter(({ what }) => what === 'customer.consented');
  return { world, adding, ask, stateOf, answer, consented };
}

describe('a new customer', () => {
  it.each(['Fabrikam', ' FABRI-KAM ', 'fabrikam'])('is not called as another one is: %s', async (name) => {
    const { world, ask } = open();
    await expect(ask({ ...WANTED, name })).rejects.toMatchObject({
      message: 'There already is a customer called Fabrikam.',
      detail: { field: 'customerName' },
    });
    expect(world.store.entries()).toEqual([]);
    expect((await ask({ ...WANTED, name: 'Fabrikam Spain' })).entry.id).toBe('fabrikam-spain');
  });
});

describe('a consent link', () => {
  it('is for one tenant, by its id, and what comes back with it makes it a customer that can be added', async () => {
    const { world, adding, ask, stateOf, answer, consented } = open();
    const { link, entry, id } = await ask();
    expect(link).toContain(NEW_TENANT);
    expect(entry).toEqual(WINGTIP);
    const { status, news } = await answer({ state: stateOf(link), tenant: NEW_TENANT.toUpperCase() });
    expect(status).toBe(200);
    expect(news).toMatchObject({ id, entry: WINGTIP, look: { displayName: 'Wingtip Incorporated' } });
    expect(consented()).toMatchObject([{ outcome: 'done', subject: 'wingtip' }]);
    expect(world.adding.written).toEqual([]);
    expect(await world.clock.until(adding.write(actor, id))).toEqual(WINGTIP);
    expect(world.adding.written).toEqual([WINGTIP]);
    await expect(adding.write(actor, id)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
    expect(world.adding.written).toHaveLength(1);
  });

  it('is believed once: a replay is refused and audited', async () => {
    const { world, ask, stateOf, answer, consented } = open();
    const { link } = await ask();
    const query = { state: stateOf(link), tenant: NEW_TENANT };
    const both = await Promise.all([answer(query), answer(query)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(both.filter(({ news }) => news !== undefined)).toHaveLength(1);
    expect((await answer(query)).page.title).toBe('This link has already been used');
    expect(consented().map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['done', 'refused', 'refused']),
    );
    expect(world.adding.looks.asked).toBe(1);
  });

  it('is not believed for another tenant, which is never looked at', async () => {
    const { world, ask, stateOf, answer, consented } = open();
    const { link } = await ask();
    const tenant = world.policy.customers[1]?.tenantId ?? '';
    const { status, page, news } = await answer({ state: stateOf(link), tenant });
    expect([status, page.title, news]).toEqual([403, 'That was a different tenant', undefined]);
    expect(consented()).toMatchObject([{ outcome: 'refused', detail: { code: 'CUSTOMER_OTHER' } }]);
    expect(world.adding.looks.asked).toBe(0);
    // The right one still may.
    expect((await answer({ state: stateOf(link), tenant: NEW_TENANT })).status).toBe(200);
  });

  it('that was not made here tells nobody, and says what whoever comes back from it can know', async () => {
    const { world, answer, consented } = open();
    const { status, page, news } = await answer({ tenant: NEW_TENANT, admin_consent: 'True' });
    expect([status, page.title, news]).toEqual([200, 'You can close this page', undefined]);
    expect((await answer({ tenant: NEW_TENANT, error: 'access_denied' })).status).toBe(400);
    expect([consented(), world.adding.looks.asked]).toEqual([[], 0]);
  });

  it('is not believed once it has expired, and a made-up state never is', async () => {
    const { world, ask, stateOf, answer } = open();
    const { link, id } = await ask();
    const state = stateOf(link);
    const [, proof = ''] = state.split('.');
    const made = [id, `${id}.`, `${id}.${proof.slice(1)}`, `consent_other.${proof}`, `${state}.x`];
    for (const other of made) {
      const { status, page } = await answer({ state: other, tenant: NEW_TENANT });
      expect([status, page.title], other).toEqual([400, 'This link is no longer valid']);
    }
    await world.clock.advance(7 * DAY_MS);
    expect((await answer({ state, tenant: NEW_TENANT })).status).toBe(400);
    await expect(world.service.customers.adding.lookAgain(id)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
    expect(world.adding.looks.asked).toBe(0);
  });

  it('stays open for whoever pressed Cancel, although that comes back as a consent, too', async () => {
    const { ask, stateOf, answer } = open();
    const { link } = await ask();
    const query = { state: stateOf(link), tenant: NEW_TENANT, admin_consent: 'True' };
    const { page, news } = await answer({ ...query, error: 'consent_required' });
    expect([page.title, news]).toEqual(['Nothing was allowed', undefined]);
    expect((await answer(query)).status).toBe(200);
  });

  it('waits for a login that does not know of the consent yet, and can be looked at again', async () => {
    const { world, adding, ask, stateOf, answer } = open();
    const { link, id } = await ask();
    const { looks } = world.adding;
    const seen = looks.answer;
    looks.answer = fail('CREDENTIALS_REFUSED', 'There is no such app.');
    const { page, news } = await answer({ state: stateOf(link), tenant: NEW_TENANT });
    expect(page.text[0]).toContain("can't use your tenant yet");
    expect(news && 'look' in news && news.look).toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    expect(looks.asked).toBe(3);
    await expect(adding.write(actor, id)).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    expect(world.adding.written).toEqual([]);
    looks.answer = seen;
    expect(await adding.lookAgain(id)).toMatchObject({ look: { domains: ['wingtip.com'] } });
  });
});

describe('what is done about which customers there are', () => {
  it('is in no one customer’s history, and audited as done once it is (T75)', async () => {
    const { world, adding, ask, stateOf, answer } = open();
    const { link, id } = await ask();
    await answer({ state: stateOf(link), tenant: NEW_TENANT });
    const { policyFile } = world.adding.options;
    const { addCustomer } = policyFile;
    policyFile.addCustomer = () => Promise.reject(fail('CONFIG_INVALID', 'It can not be.'));
    await expect(world.clock.until(adding.write(actor, id))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    const told = () => world.store.entries().map(({ what, customer }) => [what, customer]);
    const before = [
      ['customer.asked', undefined],
      ['customer.consented', undefined],
    ];
    expect(told()).toEqual(before);
    policyFile.addCustomer = addCustomer;
    await world.clock.until(adding.write(actor, id));
    expect(told()).toEqual([...before, ['customer.added', undefined]]);
  });

  it('goes by the customers of then: one of the same name is refused, and an id that was taken is another', async () => {
    const { world, adding, ask } = open();
    const [, fabrikam] = world.policy.customers;
    if (fabrikam === undefined) throw new Error('There is no second customer.');
    Object.assign(fabrikam, { id: 'zzz', name: 'Zzz' });
    const { id, entry } = await ask({ ...WANTED, name: 'Fabrikam 株式会社' });
    expect(entry.id).toBe('fabrikam');
    Object.assign(fabrikam, { id: 'fabrikam', name: 'FABRIKAM 株式会社' });
    const alike = { code: 'INPUT_INVALID', message: 'There already is a customer called FABRIKAM 株式会社.' };
    expect((await world.clock.until(adding.lookAgain(id))).look).toMatchObject(alike);
    await expect(world.clock.until(adding.write(actor, id))).rejects.toMatchObject(alike);
    expect(world.adding.written).toEqual([]);
    fabrikam.name = 'Fabrikam';
    const added = { ...entry, id: 'fabrikam-2' };
    expect(await world.clock.until(adding.lookAgain(id))).toMatchObject({ entry: added });
    await world.clock.until(adding.write(actor, id));
    expect(world.adding.written).toEqual([added]);
  });
});

describe('a tenant that is to be added', () => {
  it.each([
    ['answers as another', { tenantId: '11111111-1111-4111-8111-111111111111' }, 'a different tenant'],
    ['has not the domain that was typed', { domains: ['other.com'] }, "isn't one of the verified domains"],
    [
      'has a domain of another customer',
      { domains: ['wingtip.com', 'CONTOSO.com'] },
      'already belongs to Contoso',
    ],
  ])('and %s is refused, also when its button is pressed', async (_what, change, words) => {
    const { world, adding, ask, stateOf, answer } = open();
    const { link, id } = await ask();
    const { looks } = world.adding;
    looks.answer = { ...looks.answer, ...change } as typeof looks.answer;
    const { news } = await answer({ state: stateOf(link), tenant: NEW_TENANT });
    expect(news && 'look' in news && news.look).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(words),
    });
    await expect(world.clock.until(adding.write(actor, id))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(world.adding.written).toEqual([]);
  });

  it('and is there already is refused at once', async () => {
    const { world, ask } = open();
    const tenant = world.policy.customers[0]?.tenantId ?? '';
    await expect(ask({ name: 'Again', tenant })).rejects.toMatchObject({
      message: expect.stringContaining('already there, as Contoso'),
    });
  });

  it.each(['', 'wingtip', 'common', 'https://wingtip.com', 'ada@wingtip.com', '../x.com'])(
    'and is called %j is neither an id nor a domain',
    async (tenant) => {
      await expect(open().ask({ name: 'Wingtip', tenant })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    },
  );

  it('gets an id of its own', async () => {
    const { ask } = open();
    // One's letters that an id can hold are another's name.
    const ids = ['Wingtip', 'Contoso 株式会社', 'Müller & Söhne', '株式会社'].map(async (name) => {
      const { entry } = await ask({ ...WANTED, name });
      return entry.id;
    });
    expect(await Promise.all(ids)).toEqual(['wingtip', 'contoso-2', 'muller-sohne', 'customer']);
  });
});
