import { afterEach, describe, expect, it } from 'vitest';
import {
  createCountedTokens,
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  type ReceivedCall,
  startGraphDouble,
} from './graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(
  answer: (call: ReceivedCall, count: number) => DoubleAnswer,
  tokens = createCountedTokens(),
) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url, tokens);
}

const organization = {
  json: {
    value: [
      {
        ...{ id: 'tenant', displayName: 'Contoso', defaultUsageLocation: 'GB' },
        verifiedDomains: [{ name: 'contoso.com' }, { name: 'contoso.onmicrosoft.com' }],
      },
    ],
  },
};

describe('a read', () => {
  it('names itself to Graph with a token and an id that is a GUID', async () => {
    const { directory, log } = await open(() => organization);
    await directory.readOrganization();
    const headers = graph.calls[0]?.headers ?? {};
    expect(headers.authorization).toBe('Bearer token-1');
    expect(headers['client-request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers.consistencylevel).toBeUndefined();
    expect(log.lines[0]).toContain(String(headers['client-request-id']));
  });

  it.each<[string, DoubleAnswer]>([
    ['an outage', { status: 503 }],
    ['a gateway that gave up', { status: 504 }],
    ['a reset', { reset: true }],
    ['a torn answer', { tear: true, json: { value: ['x'.repeat(500)] } }],
    ['throttling', { status: 429 }],
  ])('is tried again after %s', async (_what, answer) => {
    const { directory, clock } = await open((_call, count) => (count < 3 ? answer : organization));
    expect(await directory.readOrganization()).toEqual({
      tenantId: 'tenant',
      displayName: 'Contoso',
      verifiedDomains: ['contoso.com', 'contoso.onmicrosoft.com'],
      defaultUsageLocation: 'GB',
    });
    expect(clock.slept).toEqual([500, 1000]);
  });

  it('waits as long as Graph asks', async () => {
    const { directory, clock } = await open((_call, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '4' } } : organization,
    );
    await directory.readOrganization();
    expect(clock.slept).toEqual([4000]);
  });

  it('does not keep a person waiting when Graph asks for a long wait', async () => {
    const { directory, clock } = await open(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    await expect(directory.readOrganization()).rejects.toMatchObject({ code: 'THROTTLED' });
    expect(clock.slept).toEqual([]);
  });

  it('gives up after four tries', async () => {
    const { directory } = await open(() => ({ status: 503 }));
    await expect(directory.listDomains()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
    expect(graph.calls).toHaveLength(4);
  });

  it('is not repeated when it is refused', async () => {
    const { directory } = await open(() => ({
      status: 403,
      json: graphError('Authorization_RequestDenied', ''),
    }));
    await expect(directory.listLicenses()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(graph.calls).toHaveLength(1);
  });

  it('shares one new token among calls whose token was refused together', async () => {
    const tokens = createCountedTokens();
    const { directory } = await open(
      ({ headers }) => (headers.authorization === 'Bearer token-1' ? { status: 401 } : organization),
      tokens,
    );
    await Promise.all(Array.from({ length: 8 }, () => directory.readOrganization()));
    expect(tokens.made).toBe(2);
  });

  it('is tried once for readiness', async () => {
    const { directory } = await open((_call, count) => (count === 1 ? { status: 503 } : organization));
    await expect(directory.check()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
    expect(graph.calls).toHaveLength(1);
    await expect(directory.check()).resolves.toBeUndefined();
  });
});

describe('pages', () => {
  const domain = (id: string) => ({ id, isVerified: true, authenticationType: 'Managed' });

  it('are followed to the end, with the token', async () => {
    const { directory } = await open(({ query }) => {
      const page = Number(query.get('$skiptoken') ?? 1);
      const next = page < 3 ? { '@odata.nextLink': `${graph.url}/v1.0/domains?$skiptoken=${page + 1}` } : {};
      return { json: { value: [domain(`d${page}.example`)], ...next } };
    });
    const domains = await directory.listDomains();
    expect(domains.map(({ id }) => id)).toEqual(['d1.example', 'd2.example', 'd3.example']);
    expect(new Set(graph.calls.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer token-1']),
    );
  });

  it.each(['https://evil.example/v1.0/domains', 'http://127.0.0.1:1/v1.0/domains', 'no address'])(
    'elsewhere are refused: %s',
    async (next) => {
      const { directory } = await open(() => ({ json: { value: [], '@odata.nextLink': next } }));
      await expect(directory.listDomains()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
      expect(graph.calls).toHaveLength(1);
    },
  );

  it('must have entries', async () => {
    const { directory } = await open(() => ({ json: { hello: 'world' } }));
    await expect(directory.listDomains()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
  });
});

describe('the organization and its domains', () => {
  it('has no default location when the tenant has none', async () => {
    const { directory } = await open(() => ({
      json: { value: [{ id: 't', displayName: null, defaultUsageLocation: null }] },
    }));
    expect(await directory.readOrganization()).toEqual({
      ...{ tenantId: 't', displayName: 't', verifiedDomains: [] },
    });
  });

  it('says which permission is missing when Graph shows no organization', async () => {
    const { directory } = await open(() => ({ json: { value: [] } }));
    await expect(directory.readOrganization()).rejects.toMatchObject({
      code: 'FORBIDDEN',
      next: expect.stringContaining('Organization.Read.All'),
    });
  });

  it('takes a domain for managed only when Graph says so', async () => {
    const authenticationTypes = ['Managed', 'Federated', 'Other', undefined];
    const value = authenticationTypes.map((authenticationType, index) => ({
      id: `d${index}`,
      authenticationType,
    }));
    const { directory } = await open(() => ({ json: { value } }));
    const domains = await directory.listDomains();
    expect(domains.map((one) => one.authenticationType)).toEqual([
      'Managed',
      'Federated',
      'Federated',
      'Federated',
    ]);
    expect(domains.every(({ isVerified }) => !isVerified)).toBe(true);
  });
});

describe('licenses', () => {
  const sku = {
    skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
    skuPartNumber: 'ENTERPRISEPACK',
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: 13,
    prepaidUnits: { enabled: 25, warning: 0, suspended: 0, lockedOut: 0 },
  };
  async function listOne(changes: object) {
    const { directory } = await open(() => ({ json: { value: [{ ...sku, ...changes }] } }));
    const [license] = await directory.listLicenses();
    return license;
  }

  it("have Microsoft's product name and the seats that are left", async () => {
    expect(await listOne({})).toEqual({
      skuId: sku.skuId,
      skuPartNumber: 'ENTERPRISEPACK',
      name: 'Office 365 E3',
      total: 25,
      consumed: 13,
      left: 12,
      warning: 0,
      assignable: true,
    });
    expect([...(graph.calls[0]?.query.keys() ?? [])]).toEqual(['$select']);
  });

  it('count seats in grace, and never less than none', async () => {
    expect(await listOne({ consumedUnits: 21, prepaidUnits: { enabled: 20, warning: 5 } })).toMatchObject({
      total: 25,
      left: 4,
      warning: 5,
    });
    await graph.stop();
    expect(await listOne({ consumedUnits: 27 })).toMatchObject({ total: 25, left: 0 });
  });

  it.each([
    [
      { skuId: 'ffffffff-0000-4000-8000-000000000000', skuPartNumber: ' enterprisepack\u00a0' },
      'Office 365 E3',
    ],
    [{ skuId: 'ffffffff-0000-4000-8000-000000000000', skuPartNumber: 'NEW_THING' }, 'NEW_THING'],
    [{ skuId: sku.skuId.toUpperCase(), skuPartNumber: 'RENAMED' }, 'Office 365 E3'],
  ])('are named by id, then by part number: %o', async (changes, name) => {
    expect(await listOne(changes)).toMatchObject({ name });
  });

  it.each([
    [{ capabilityStatus: 'Warning' }, true],
    [{ capabilityStatus: 'Suspended' }, false],
    [{ capabilityStatus: 'Deleted' }, false],
    [{ capabilityStatus: 'LockedOut' }, false],
    [{ appliesTo: 'Company' }, false],
  ])('can be assigned or not: %o', async (changes, assignable) => {
    expect(await listOne(changes)).toMatchObject({ assignable });
  });
});
