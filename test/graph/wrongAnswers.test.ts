import { afterEach, describe, expect, it } from 'vitest';
import type { GraphDirectory } from '../../src/graph/createGraphDirectory.ts';
import { Secret } from '../../src/secrets/secret.ts';
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
const SKU = '6fd2c87f-b296-42f0-b197-1e91e994b900';

/** Every read of a directory, as it is asked for. */
const READS: Record<string, (directory: GraphDirectory) => Promise<unknown>> = {
  readOrganization: (directory) => directory.readOrganization(),
  listDomains: (directory) => directory.listDomains(),
  listLicenses: (directory) => directory.listLicenses(),
  listHolders: (directory) => directory.listHolders(),
  findTaken: (directory) => directory.findTaken(['ada@contoso.com']),
  listDeleted: (directory) => directory.listDeleted(),
  findPeople: (directory) => directory.findPeople('ada', 10),
  listManagers: (directory) => directory.listManagers([ID]),
  readProfile: (directory) => directory.readProfile(ID),
  readState: (directory) => directory.readState(ID),
  readHoldings: (directory) => directory.readHoldings(ID),
  readPasswordChange: (directory) => directory.readPasswordChange(ID),
  findHoldings: (directory) => directory.findHoldings(['ada@contoso.com']),
  listAdminRoles: (directory) => directory.listAdminRoles(ID),
  listServicePlans: (directory) => directory.listServicePlans(ID),
  findLookAlikes: (directory) => directory.findLookAlikes({ displayName: 'Ada' }),
  findLookAlikesOf: (directory) => directory.findLookAlikesOf([{ displayName: 'Ada' }]),
  lookUpAccount: (directory) => directory.lookUpAccount('ada@contoso.com'),
  findGroups: (directory) => directory.findGroups('sales', 10),
  listGroups: (directory) => directory.listGroups(['Sales']),
  findMemberships: (directory) => directory.findMemberships(ID, [ID]),
  findGroupMemberships: (directory) => directory.findGroupMemberships(ID, [ID]),
  listMembers: (directory) => directory.listMembers(ID, 10),
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
  message: expect.stringMatching(/^Microsoft 365 (sent an answer that Rollcall can't read|didn't answer)/),
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

/** Every write that can be repeated, as it is asked for. */
const WRITES: Record<string, (directory: GraphDirectory) => Promise<unknown>> = {
  assignLicenses: (directory) => directory.assignLicenses([{ objectId: ID, licenses: [SKU] }]),
  changeLicenses: (directory) => directory.changeLicenses([{ objectId: ID, add: [], remove: [SKU] }]),
  addToGroups: (directory) => directory.addToGroups([{ objectId: ID, groupId: ID }]),
  setManagers: (directory) => directory.setManagers([{ objectId: ID, managerId: ID }]),
  setUsageLocation: (directory) => directory.setUsageLocation(ID, 'DE'),
  changePerson: (directory) => directory.changePerson(ID, { fields: { city: 'Kiel' } }),
  clearManager: (directory) => directory.clearManager(ID),
  revokeSessions: (directory) => directory.revokeSessions(ID),
  removeFromGroups: (directory) => directory.removeFromGroups([{ objectId: ID, groupId: ID }]),
  setPassword: (directory) => directory.setPassword(ID, new Secret('canary-9x')),
  setAutomaticReply: (directory) => directory.setAutomaticReply(ID, 'I have left.'),
  deleteAccounts: (directory) => directory.deleteAccounts([ID]),
};

describe('D24: a write whose success is not what Microsoft answers', () => {
  const inBatch = (status: number, body: unknown) => (call: ReceivedCall) =>
    call.path.endsWith('/$batch')
      ? { json: { responses: call.body.requests.map(({ id }) => ({ id, status, body })) } }
      : { status, ...(body === undefined ? {} : { json: body }) };

  it('is tried with every write there is', async () => {
    const { directory } = await open(() => ({}));
    const writes = Object.keys(directory).filter((name) =>
      /^(create|assign|change|add|set|delete|restore|make|clear|revoke|remove)/.test(name),
    );
    const once = ['createAccounts', 'restoreAccount', 'makeAccessPass', 'removeSignInMethods'];
    expect([...Object.keys(WRITES), ...once].sort()).toEqual(writes.sort());
  });

  it('removeSignInMethods is not done by it, and is asked for again', async () => {
    const phone = { '@odata.type': '#microsoft.graph.phoneAuthenticationMethod', id: '3179e48a' };
    const { directory } = await open((call) =>
      call.path.endsWith('/methods') ? { json: { value: [phone] } } : inBatch(200, {})(call),
    );
    expect(await directory.removeSignInMethods(ID)).toMatchObject({
      status: 'later',
      error: { code: 'DIRECTORY_DOWN', done: expect.stringMatching(/may (or may )?not/) },
    });
  });

  it.each(Object.entries(WRITES))('%s is not done by it, and is asked for again', async (_name, write) => {
    let answer: (call: ReceivedCall) => DoubleAnswer = () => ({});
    const { directory } = await open((call) => answer(call));
    for (const [what, wrong] of WRONG) {
      answer = ({ path, body }) =>
        path.endsWith('/$batch')
          ? inBatch(200, wrong === '' ? undefined : JSON.parse(wrong))({ path, body } as ReceivedCall)
          : { raw: wrong };
      const outcome = [await write(directory)].flat()[0];
      expect(outcome, what).toMatchObject({
        status: 'later',
        error: { code: 'DIRECTORY_DOWN', done: expect.stringMatching(/may (or may )?not/) },
      });
    }
    answer = () => ({ headers: { 'content-type': 'text/html' }, raw: '<!doctype html>' });
    expect([await write(directory)].flat()[0]).toMatchObject({ status: 'later' });
  });

  it.each(Object.entries(WRITES))('%s is done by the right one', async (name, write) => {
    const right: Record<string, unknown> = {
      assignLicenses: { id: ID.toUpperCase() },
      changeLicenses: { id: ID.toUpperCase() },
      setAutomaticReply: { automaticRepliesSetting: { status: 'alwaysEnabled' } },
    };
    const body = right[name];
    const { directory } = await open(inBatch(body === undefined ? 204 : 200, body));
    expect([await write(directory)].flat()).toEqual([{ status: 'done' }]);
  });

  it('takes licenses of somebody else for no answer', async () => {
    const { directory } = await open(inBatch(200, { id: 'another', assignedLicenses: [] }));
    expect(await directory.assignLicenses([{ objectId: ID, licenses: [SKU] }])).toMatchObject([
      { status: 'later' },
    ]);
  });

  it('leaves the creation of another user, and the restore of one, in doubt', async () => {
    const { directory } = await open(() => ({
      json: { id: 'another', userPrincipalName: 'eve@contoso.com' },
    }));
    expect(await directory.createAccounts([sampleIntent('ada')])).toMatchObject([{ status: 'doubt' }]);
    await expect(directory.restoreAccount(ID)).rejects.toMatchObject({
      code: 'DIRECTORY_DOWN',
      done: 'The account may or may not have been restored.',
    });
  });
});

describe('D24: a manager who is an organizational contact', () => {
  it('is nobody who approves, and no error', async () => {
    const { directory } = await open(() => ({ json: { id: ID, displayName: 'Contact' } }));
    expect(await directory.listManagers([ID])).toEqual(new Map());
  });
});
