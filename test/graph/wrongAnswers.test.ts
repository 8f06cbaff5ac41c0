import { afterEach, describe, expect, it } from 'vitest';
import type { GraphDirectory } from '../../src/graph/createGraphDirectory.ts';
import {
  type DoubleAnswer,
  type GraphDouble,
  openTestDirectory,
  type ReceivedCall,
  sampleIntent,
  startGraphDouble,
} from './graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: (call: ReceivedCall, count: number) => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url);
}

const ID = '5b1c1a0e-0000-4000-8000-0000000000ab';

/** Every read of a directory, as it is asked for. */
const READS: Record<string, (directory: GraphDirectory) => Promise<unknown>> = {
  readOrganization: (directory) => directory.readOrganization(),
  listDomains: (directory) => directory.listDomains(),
  listLicenses: (directory) => directory.listLicenses(),
  listHolders: (directory) => directory.listHolders(),
  findTaken: (directory) => directory.findTaken(['ada@contoso.com']),
  findPeople: (directory) => directory.findPeople('ada', 10),
  listManagers: (directory) => directory.listManagers([ID]),
  readProfile: (directory) => directory.readProfile(ID),
  readHoldings: (directory) => directory.readHoldings(ID),
  findHoldings: (directory) => directory.findHoldings(['ada@contoso.com']),
  listAdminRoles: (directory) => directory.listAdminRoles(ID),
  listServicePlans: (directory) => directory.listServicePlans(ID),
  findLookAlikes: (directory) => directory.findLookAlikes({ displayName: 'Ada' }),
  findLookAlikesOf: (directory) => directory.findLookAlikesOf([{ displayName: 'Ada' }]),
  lookUpAccount: (directory) => directory.lookUpAccount('ada@contoso.com'),
  findGroups: (directory) => directory.findGroups('sales', 10),
  listGroups: (directory) => directory.listGroups(['Sales']),
  listAccounts: (directory) => directory.listAccounts(['ada@contoso.com']),
  check: (directory) => directory.check(),
};

const WRONG: [string, string][] = [
  ['nothing', ''],
  ['{}', '{}'],
  ['null', 'null'],
  ['[]', '[]'],
  ['a number', '7'],
  ['a text', '"hello"'],
  ['an error that calls itself a success', '{"error":{"code":"x"}}'],
  ['entries that are none', '{"value":null}'],
  ['entries of another type', '{"value":{}}'],
  ['an entry that is null', '{"value":[null]}'],
  ['an entry without an id', '{"value":[{}]}'],
  [
    'ids of another type',
    '{"id":7,"userPrincipalName":true,"value":[{"id":7,"skuId":7,"userPrincipalName":7}]}',
  ],
];

const UNREADABLE = {
  code: 'DIRECTORY_DOWN',
  message: expect.stringMatching(/^Microsoft 365 (gave an answer that Rollcall cannot read|did not answer)/),
  next: expect.stringMatching(/^Try again/),
};

describe('D24: a success that is not what was asked for', () => {
  it('is tried with every read there is', async () => {
    const { directory } = await open(() => ({}));
    const reads = Object.keys(directory).filter((name) => /^(read|list|find|lookUp|check)/.test(name));
    expect(Object.keys(READS).sort()).toEqual(reads.sort());
  });

  it.each(Object.entries(READS))('%s says that it cannot read it', async (_name, read) => {
    let raw = '';
    const { directory } = await open(() => ({ raw }));
    for (const [what, wrong] of WRONG) {
      raw = wrong;
      await expect(read(directory), what).rejects.toMatchObject(UNREADABLE);
    }
  });

  it.each(Object.entries(READS))('%s says so of it inside a batch', async (_name, read) => {
    let raw = '';
    const { directory } = await open(({ path, body }) => {
      if (!path.endsWith('/$batch')) return { raw };
      const inner = raw === '' ? undefined : JSON.parse(raw);
      return { json: { responses: body.requests.map(({ id }) => ({ id, status: 200, body: inner })) } };
    });
    for (const [what, wrong] of WRONG) {
      raw = wrong;
      await expect(read(directory), what).rejects.toMatchObject(UNREADABLE);
    }
  });

  it('is asked for once more, as an answer that was lost', async () => {
    const organization = { json: { value: [{ id: 'tenant', displayName: 'Contoso' }] } };
    const { directory } = await open((_call, count) => (count < 3 ? { raw: '{}' } : organization));
    expect(await directory.readOrganization()).toMatchObject({ displayName: 'Contoso' });
  });

  it('is not taken for nobody on a later page either', async () => {
    const { directory } = await open(({ query }) =>
      query.has('$skiptoken')
        ? { raw: '{}' }
        : { json: { value: [], '@odata.nextLink': `${graph.url}/v1.0/domains?$skiptoken=2` } },
    );
    await expect(directory.listDomains()).rejects.toMatchObject(UNREADABLE);
  });

  it('names the property, and repeats nothing of the answer', async () => {
    const { directory } = await open(() => ({
      json: { value: [{ id: ID, userPrincipalName: { secret: 'canary' } }] },
    }));
    const error = await directory.findPeople('ada', 10).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('userPrincipalName') });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('hides no admin role whose kind is not said', async () => {
    const { directory } = await open(() => ({ json: { value: [{ id: ID, displayName: 'User Admin' }] } }));
    await expect(directory.listAdminRoles(ID)).rejects.toMatchObject(UNREADABLE);
  });

  it('leaves a create in doubt, to be looked up, and a restore as not known', async () => {
    let raw = '';
    const { directory } = await open(() => ({ raw }));
    for (const [what, wrong] of WRONG) {
      raw = wrong;
      expect(await directory.createAccounts([sampleIntent('ada')]), what).toMatchObject([
        { status: 'doubt' },
      ]);
      await expect(directory.restoreAccount(ID), what).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
    }
  });
});

describe('D24: a manager who is an organizational contact', () => {
  it('is nobody who approves, and no error', async () => {
    const { directory } = await open(() => ({ json: { id: ID, displayName: 'Contact' } }));
    expect(await directory.listManagers([ID])).toEqual(new Map());
  });
});
