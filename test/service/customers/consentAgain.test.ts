import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import type { Adding } from '../../../src/service/customers/adding.ts';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';
import { OMAR, PLACE } from '../fakes/world.ts';

const DAY_MS = 86_400_000;
const actor: Actor = { ...OMAR, customer: 'fabrikam' };
const refusal = () =>
  new RollcallError('CREDENTIALS_REFUSED', 'No app.', { next: 'Ask.', detail: { number: '7000229' } });

function open() {
  const world = createTwoCustomers();
  const { adding, noteLogin, standings } = world.service.customers;
  const tenantId = world.policy.customers[1]?.tenantId ?? '';
  const ask = async () => {
    const asked = await adding.askAgain(actor, PLACE);
    return { ...asked, state: new URL(asked.link).searchParams.get('state') ?? '' };
  };
  const answer = (query: Parameters<Adding['answer']>[0]) => world.clock.until(adding.answer(query));
  const about = (what: string) => world.store.entries().filter((entry) => entry.what === what);
  return { world, adding, noteLogin, standings, tenantId, ask, answer, about };
}

describe('a consent link for a customer that there is', () => {
  it('is for its tenant, and what comes back with it is told its admins once', async () => {
    const { noteLogin, tenantId, ask, answer, about } = open();
    expect(await noteLogin('fabrikam', refusal())).toMatchObject({ about: 'customer' });
    const { link, name, state } = await ask();
    expect([link.includes(tenantId), name]).toEqual([true, 'Fabrikam']);
    const { page, news } = await answer({ state, tenant: tenantId });
    expect(page.title).toBe('Thank you');
    expect(news).toEqual({
      again: { id: 'fabrikam', name: 'Fabrikam' },
      noteTold: expect.any(Function),
    });
    // In that customer's own history.
    expect([...about('customer.asked'), ...about('customer.consented')]).toMatchObject([
      { actor: 'omar', customer: 'fabrikam', subject: 'fabrikam' },
      { outcome: 'done', customer: 'fabrikam', subject: 'fabrikam' },
    ]);
    // A call of any instance that met the consent as well says nothing more.
    expect(await noteLogin('fabrikam', undefined)).toBe('later');
    if (news === undefined || !('again' in news)) throw new Error('It is of a customer that there is.');
    await news.noteTold?.(true);
    expect(await noteLogin('fabrikam', undefined)).toBeUndefined();
  });

  it('says nothing where a call has met the consent first', async () => {
    const { world, noteLogin, tenantId, ask, answer } = open();
    await noteLogin('fabrikam', refusal());
    const { state } = await ask();
    const { looks } = world.adding;
    const seen = looks.answer;
    looks.answer = refusal();
    const answered = answer({ state, tenant: tenantId });
    await world.clock.advance(500);
    expect(await noteLogin('fabrikam', undefined)).toMatchObject({ about: 'back' });
    looks.answer = seen;
    expect(await answered).toEqual({ status: 200, page: expect.objectContaining({ title: 'Thank you' }) });
  });

  it('says nothing where admins have heard of it before the page comes', async () => {
    const { noteLogin, tenantId, ask, answer } = open();
    await noteLogin('fabrikam', refusal());
    const { state } = await ask();
    const back = await noteLogin('fabrikam', undefined);
    if (typeof back !== 'object') throw new Error('Nobody is told that it is back.');
    await back.noteTold(true);
    expect(await answer({ state, tenant: tenantId })).toEqual({
      status: 200,
      page: expect.objectContaining({ title: 'Thank you' }),
    });
  });

  it('is believed once, for its own tenant, and for seven days', async () => {
    const { world, adding, tenantId, ask, answer, about } = open();
    const { id, state } = await ask();
    // It adds no customer.
    await expect(adding.write(actor, id)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
    await expect(adding.lookAgain(id)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
    expect(world.adding.written).toEqual([]);
    const other = world.policy.customers[0]?.tenantId ?? '';
    expect((await answer({ state, tenant: other })).status).toBe(403);
    expect((await answer({ state, tenant: tenantId, error: 'access_denied' })).status).toBe(400);
    const both = await Promise.all([1, 2].map(() => answer({ state, tenant: tenantId })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(about('customer.consented').map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['refused', 'refused', 'done']),
    );
    const late = await ask();
    await world.clock.advance(7 * DAY_MS);
    expect((await answer({ state: late.state, tenant: tenantId })).page.title).toBe(
      'This link is no longer valid',
    );
  });

  it.each([
    ['is gone', (customers: { id: string }[]) => void customers.pop()],
    [
      'has another tenant',
      (customers: { tenantId?: string }[]) => Object.assign(customers[1] ?? {}, { tenantId: 'another' }),
    ],
  ])('is believed no more once its customer %s', async (_what, change) => {
    const { world, tenantId, ask, answer } = open();
    const { state } = await ask();
    change(world.policy.customers as never);
    expect((await answer({ state, tenant: tenantId })).page.title).toBe('This link is no longer valid');
    expect(world.adding.looks.asked).toBe(0);
  });

  it('says why the tenant can’t be used all the same', async () => {
    const { world, tenantId, ask, answer } = open();
    const { state } = await ask();
    world.adding.looks.answer = refusal();
    const { page, news } = await answer({ state, tenant: tenantId });
    expect(page.text[0]).toContain("can't use your tenant yet");
    expect(news).toMatchObject({ again: { id: 'fabrikam' }, refusal: { message: 'No app.' } });
  });
});

describe('where a new consent link is offered', () => {
  const textOf = (reply: object) => JSON.stringify(reply);

  it('is what is open of a customer that refuses, for its admins, and of no other', async () => {
    const { world, noteLogin } = open();
    const show = (who: 'omar' | 'ann', customer: string) =>
      world.press(who, 'slack', 'customers.show', { id: `customer_${customer}`, version: 1 });
    expect(textOf(await show('omar', 'fabrikam'))).not.toContain('customers.consent');
    const refuse = () => {
      throw refusal();
    };
    Object.defineProperty(world.tenants.fabrikam, 'licenses', { get: refuse });
    await noteLogin('fabrikam', refusal());
    expect(textOf(await show('omar', 'fabrikam'))).toContain('customers.consent');
    expect(textOf(await show('omar', 'contoso'))).not.toContain('customers.consent');
    const about = { id: 'customer_fabrikam', version: 1 };
    const asked = await world.press('omar', 'teams', 'customers.consent', about);
    expect(textOf(asked)).toMatch(/Send this link to an admin of Fabrikam.*state=consent_/);
    // Bob is limited to it, and an admin there; Ann is limited to another one.
    expect(textOf(await world.press('bob', 'slack', 'customers.consent', about))).toContain('state=consent_');
    expect(textOf(await world.press('ann', 'slack', 'customers.consent', about))).not.toContain('state=');
  });
});
