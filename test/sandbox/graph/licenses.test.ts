import { describe, expect, it } from 'vitest';
import { planOf } from '../../../src/sandbox/graph/state.ts';
import { ENTERPRISE, FULL, GRACE, LAST, type Reply, useGraph } from './useGraph.ts';

const use = useGraph();
const UNKNOWN = 'ffffffff-0000-4000-8000-000000000000';
const LOCATION = 'License assignment cannot be done for user with invalid usage location.';

function assign(id: string, adds: string[], removes: string[] = []): Promise<Reply> {
  const addLicenses = adds.map((skuId) => ({ skuId, disabledPlans: [] }));
  return use.it.call('POST', `/users/${id}/assignLicense`, { addLicenses, removeLicenses: removes });
}

async function consumed(skuId: string): Promise<number> {
  const { value } = (await use.it.call('GET', '/subscribedSkus?$select=skuId,consumedUnits')).body;
  return value.find((sku: { skuId: string }) => sku.skuId === skuId).consumedUnits;
}

describe('assigning licenses', () => {
  it.each([
    ['no seats', FULL, `Subscription with SKU ${FULL} does not have any available licenses.`],
    ['another tenant', UNKNOWN, `License ${UNKNOWN} does not correspond to a valid company License.`],
  ])('is refused for %s, with all the others of the call', async (_, skuId, message) => {
    const id = await use.it.create('grace', { usageLocation: 'US' });
    const before = await consumed(ENTERPRISE);
    const refused = await assign(id, [ENTERPRISE, skuId]);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest', message } } });
    expect(await consumed(ENTERPRISE)).toBe(before);
    expect((await assign(id, [ENTERPRISE])).status).toBe(200);
    expect(await consumed(ENTERPRISE)).toBe(before + 1);
  });

  it('needs a usage location', async () => {
    const id = await use.it.create('grace');
    expect((await assign(id, [ENTERPRISE])).body.error.message).toBe(LOCATION);
    await use.it.call('PATCH', `/users/${id}`, { usageLocation: 'US' });
    expect((await assign(id, [ENTERPRISE])).status).toBe(200);
  });

  it('takes the last seat once, and again from who gives it back', async () => {
    const [first, second] = [
      await use.it.create('a', { usageLocation: 'US' }),
      await use.it.create('b', { usageLocation: 'US' }),
    ];
    expect((await assign(first, [LAST, LAST])).status).toBe(200);
    expect((await assign(first, [LAST])).status).toBe(200);
    expect((await assign(second, [LAST])).body.error.message).toContain('any available licenses');
    await use.it.call('DELETE', `/users/${first}`);
    expect((await assign(second, [LAST])).status).toBe(200);
  });

  it('counts seats in the days of grace', async () => {
    const id = await use.it.create('grace', { usageLocation: 'US' });
    expect((await assign(id, [GRACE])).status).toBe(200);
  });

  it('removes only what is held', async () => {
    const id = await use.it.create('grace', { usageLocation: 'US' });
    await assign(id, [ENTERPRISE]);
    expect((await assign(id, [], [ENTERPRISE])).status).toBe(200);
    const refused = await assign(id, [], [ENTERPRISE]);
    expect(refused.body.error.message).toBe('User does not have a corresponding license.');
  });

  it('refuses plans that exclude each other, unless one is given back', async () => {
    const [one, other] = [planOf(ENTERPRISE), planOf(LAST)];
    use.it.graph.state.exclusivePlans.push([one, other]);
    const id = await use.it.create('grace', { usageLocation: 'US' });
    await assign(id, [ENTERPRISE]);
    expect((await assign(id, [LAST])).body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: `License assignment failed because service plans ${one},${other} are mutually exclusive`,
    });
    expect((await assign(id, [LAST], [ENTERPRISE])).status).toBe(200);
  });

  it('refuses a plan without the one it needs, and takes both together', async () => {
    const [needy, needed] = [planOf(ENTERPRISE), planOf(LAST)];
    use.it.graph.state.planNeeds.set(needy, [needed]);
    const id = await use.it.create('grace', { usageLocation: 'US' });
    expect((await assign(id, [ENTERPRISE])).body.error.message).toBe(
      `License assignment failed because service plan ${needy} depends on the service plan(s) ${needed}`,
    );
    expect((await assign(id, [ENTERPRISE, LAST])).status).toBe(200);
  });

  it.each([
    ['one list only', { addLicenses: [] }],
    ['a text for a list', { addLicenses: 'x', removeLicenses: [] }],
    ['no id', { addLicenses: [{ skuId: 'E3' }], removeLicenses: [] }],
    ['nothing in an entry', { addLicenses: [null], removeLicenses: [] }],
  ])('refuses a body with %s', async (_, body) => {
    const id = await use.it.create('grace', { usageLocation: 'US' });
    const path = `/users/${id}/assignLicense`;
    expect((await use.it.call('POST', path, body)).body.error.code).toBe('BadRequest');
    expect((await use.it.call('POST', path, { addLicenses: [], removeLicenses: [] })).status).toBe(200);
  });

  it('does not find a new user at first, then misses its location, then works', async () => {
    use.it.graph.switches.replicationMs = 10_000;
    const id = await use.it.create('fresh', { usageLocation: 'US' });
    expect((await assign(id, [ENTERPRISE])).status).toBe(404);
    use.it.pass(6_000);
    expect((await assign(id, [ENTERPRISE])).body.error.message).toBe(LOCATION);
    use.it.pass(4_000);
    expect((await assign(id, [ENTERPRISE])).status).toBe(200);
  });

  it('works by user name, too', async () => {
    await use.it.create("o'neil", { usageLocation: 'US' });
    expect((await assign(encodeURIComponent("o'neil@contoso.com"), [ENTERPRISE])).status).toBe(200);
  });
});

describe('subscriptions', () => {
  it('can be selected from, and not filtered', async () => {
    const { body } = await use.it.call('GET', '/subscribedSkus?$select=skuPartNumber,prepaidUnits');
    expect(body.value[0]).toEqual({
      skuPartNumber: 'ENTERPRISEPACK',
      prepaidUnits: { enabled: 25, lockedOut: 0, suspended: 0, warning: 0 },
    });
    for (const query of ['$top=1', "$filter=appliesTo%20eq%20'User'", '$select=seats']) {
      expect((await use.it.call('GET', `/subscribedSkus?${query}`)).status).toBe(400);
    }
  });
});

describe('10,000 users', () => {
  it('are created, licensed and found in seconds', async () => {
    const { state } = use.it.graph;
    state.skus.set(ENTERPRISE, {
      skuId: ENTERPRISE,
      partNumber: 'E',
      enabled: 20_000,
      consumed: 0,
      warning: 0,
      appliesTo: 'User',
    });
    const [ada] = state.users.values();
    if (ada === undefined) throw new Error('nobody');
    const started = performance.now();
    for (let index = 0; index < 10_000; index += 1) {
      const id = `id-${index}`;
      const assignedLicenses = [{ skuId: ENTERPRISE, disabledPlans: [] }];
      state.users.set(id, { ...ada, id, userPrincipalName: `p${index}@contoso.com`, assignedLicenses });
      expect(state.consumed(ENTERPRISE)).toBe(index + 1);
      expect(state.findUser(`P${index}@contoso.com`)?.id).toBe(id);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
