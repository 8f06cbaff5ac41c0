import { afterEach, describe, expect, it } from 'vitest';
import {
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  type ReceivedCall,
  startGraphDouble,
} from '../graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: (call: ReceivedCall, count: number) => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url);
}

const user = (id: string, userPrincipalName: string) => ({ id, userPrincipalName, displayName: id });
const NO_DELETED = { json: { value: [] } };

/** Answers batches of filters from these live users, as Graph compares: without case. */
function answerBatch({ body }: ReceivedCall, live: ReturnType<typeof user>[]): DoubleAnswer {
  const responses = body.requests.map(({ id, url }) => {
    const filter = new URL(url, 'http://double').searchParams.get('$filter') ?? '';
    const names = [...filter.matchAll(/'((?:[^']|'')*)'/g)].map(([, name = '']) =>
      name.replaceAll("''", "'"),
    );
    const value = live.filter((one) =>
      names.some((name) => name.toLowerCase() === one.userPrincipalName.toLowerCase()),
    );
    return { id, status: 200, body: { value } };
  });
  return { json: { responses } };
}

describe('names in use', () => {
  it('are nobody for no names, without a call', async () => {
    const { directory } = await open(() => NO_DELETED);
    expect(await directory.findTaken([])).toEqual([]);
    expect(graph.calls).toHaveLength(0);
  });

  it('are found whatever their case, under the spelling that was asked about', async () => {
    const live = [user('1', 'Ada@Contoso.com'), user('2', "o'neil@contoso.com")];
    const { directory } = await open((call) =>
      call.path.endsWith('$batch') ? answerBatch(call, live) : NO_DELETED,
    );
    const taken = await directory.findTaken(['ada@contoso.com', 'free@contoso.com', "O'Neil@contoso.com"]);
    expect(taken).toEqual([
      { userPrincipalName: 'ada@contoso.com', by: user('1', 'Ada@Contoso.com'), deleted: false },
      { userPrincipalName: "O'Neil@contoso.com", by: user('2', "o'neil@contoso.com"), deleted: false },
    ]);
  });

  it('are found among the deleted, on every page, where the object id is in front of the name', async () => {
    const id = '5b1c1a0e-0000-4000-8000-0000000000AB';
    const prefixed = user(id, '5b1c1a0e0000400080000000000000abGone@contoso.com');
    const { directory } = await open((call) => {
      if (call.path.endsWith('$batch')) return answerBatch(call, []);
      if (call.query.has('$skiptoken')) return { json: { value: [prefixed] } };
      const next = `${graph.url}/v1.0${call.path.replace('/v1.0', '')}?$skiptoken=2`;
      return { json: { value: [user('9', 'other@contoso.com')], '@odata.nextLink': next } };
    });
    const taken = await directory.findTaken(['gone@contoso.com']);
    expect(taken).toEqual([
      { userPrincipalName: 'gone@contoso.com', by: user(id, 'Gone@contoso.com'), deleted: true },
    ]);
    expect(graph.calls.map(({ path }) => path)).toContain(
      '/v1.0/directory/deletedItems/microsoft.graph.user',
    );
  });

  it('are those of whoever was deleted last, where several had one', async () => {
    const at = (id: string, day: string) => ({
      ...user(id, 'gone@contoso.com'),
      deletedDateTime: `2026-11-${day}T12:00:00Z`,
    });
    const { directory } = await open((call) =>
      call.path.endsWith('$batch')
        ? answerBatch(call, [])
        : { json: { value: [at('1', '02'), at('2', '20'), at('3', '11')] } },
    );
    const [taken] = await directory.findTaken(['gone@contoso.com']);
    expect(taken?.by.id).toBe('2');
  });

  it('are live rather than deleted when they are both', async () => {
    const { directory } = await open((call) =>
      call.path.endsWith('$batch')
        ? answerBatch(call, [user('1', 'ada@contoso.com')])
        : { json: { value: [user('2', 'ada@contoso.com')] } },
    );
    expect(await directory.findTaken(['ada@contoso.com'])).toMatchObject([
      { by: { id: '1' }, deleted: false },
    ]);
  });

  it('are asked for 15 in a filter and 20 filters in a batch, each name once', async () => {
    const names = Array.from({ length: 640 }, (_, index) => `p${index}@contoso.com`);
    const live = [user('first', 'p0@contoso.com'), user('last', 'p639@contoso.com')];
    const { directory } = await open((call) =>
      call.path.endsWith('$batch') ? answerBatch(call, live) : NO_DELETED,
    );
    const taken = await directory.findTaken([...names, ...names, 'P0@CONTOSO.COM']);
    expect(taken.map(({ userPrincipalName }) => userPrincipalName)).toEqual([
      'p0@contoso.com',
      'p639@contoso.com',
      'P0@CONTOSO.COM',
    ]);
    const batches = graph.calls
      .filter(({ path }) => path.endsWith('$batch'))
      .map(({ body }) => body.requests);
    expect(batches.map((requests) => requests.length).sort()).toEqual([20, 20, 3].sort());
    for (const { method, url } of batches.flat()) {
      expect(method).toBe('GET');
      const filter = new URL(url, 'http://double').searchParams.get('$filter') ?? '';
      expect(filter.split(',').length).toBeLessThanOrEqual(15);
      expect(filter).toMatch(/^userPrincipalName in \('/);
    }
  });

  it('asks again only for the filters that were throttled', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `p${index}@contoso.com`);
    const live = [user('1', 'p0@contoso.com'), user('2', 'p19@contoso.com')];
    let batches = 0;
    const { directory, clock } = await open((call) => {
      if (!call.path.endsWith('$batch')) return NO_DELETED;
      batches += 1;
      if (batches > 1) return answerBatch(call, live);
      const throttled = { id: '2', status: 429, headers: { 'retry-after': '2' }, body: {} };
      return { json: { responses: [{ id: '1', status: 200, body: { value: [live[0]] } }, throttled] } };
    });
    expect(await directory.findTaken(names)).toHaveLength(2);
    expect(clock.slept).toEqual([2000]);
    const sent = graph.calls
      .filter(({ path }) => path.endsWith('$batch'))
      .map(({ body }) => body.requests.length);
    expect(sent).toEqual([2, 1]);
  });

  it('are never silently missing: a filter that fails fails the whole check', async () => {
    const { directory } = await open((call) =>
      call.path.endsWith('$batch')
        ? {
            json: {
              responses: [{ id: '1', status: 403, body: graphError('Authorization_RequestDenied', '') }],
            },
          }
        : NO_DELETED,
    );
    await expect(directory.findTaken(['ada@contoso.com'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are never silently missing: nor when the deleted cannot be read', async () => {
    const { directory } = await open((call) =>
      call.path.endsWith('$batch') ? answerBatch(call, []) : { status: 403 },
    );
    await expect(directory.findTaken(['ada@contoso.com'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('look-alikes', () => {
  it('are asked for by name or employee id, with quotes doubled', async () => {
    const { directory } = await open(() => ({ json: { value: [user('1', 'conan@contoso.com')] } }));
    const found = await directory.findLookAlikes({ displayName: " Conan O'Brien ", employeeId: '7' });
    expect(found).toEqual([user('1', 'conan@contoso.com')]);
    expect(graph.calls[0]?.query.get('$filter')).toBe("displayName eq 'Conan O''Brien' or employeeId eq '7'");
  });

  it('are asked for by name alone when there is no employee id', async () => {
    const { directory } = await open(() => ({ json: { value: [] } }));
    expect(await directory.findLookAlikes({ displayName: 'Ada & Co', employeeId: '' })).toEqual([]);
    expect(graph.calls[0]?.query.get('$filter')).toBe("displayName eq 'Ada & Co'");
  });

  it('are nobody for an empty name, without a call', async () => {
    const { directory } = await open(() => ({ json: { value: [] } }));
    expect(await directory.findLookAlikes({ displayName: ' ' })).toEqual([]);
    expect(graph.calls).toHaveLength(0);
  });
});

describe('looking an account up', () => {
  it.each(["o'neil#1@contoso.com", '$dollar@contoso.com', 'a/b@contoso.com'])(
    'finds %s under exactly this name, with its marker and licenses',
    async (name) => {
      const { directory } = await open(() => ({
        json: {
          ...user('1', name),
          assignedLicenses: [{ skuId: 'e3', disabledPlans: [] }],
          onPremisesExtensionAttributes: { extensionAttribute1: 'other', extensionAttribute15: 'op_1' },
          createdDateTime: '2026-01-05T00:00:00Z',
        },
      }));
      expect(await directory.lookUpAccount(name)).toEqual({
        ...user('1', name),
        licenses: ['e3'],
        createdDateTime: '2026-01-05T00:00:00Z',
        marker: 'op_1',
      });
      expect(graph.calls[0]?.path).toBe(`/v1.0/users('${name.replaceAll("'", "''")}')`);
    },
  );

  it('shows no marker where somebody else made the account', async () => {
    const { directory } = await open(() => ({
      json: {
        ...user('1', 'ada@contoso.com'),
        onPremisesExtensionAttributes: { extensionAttribute15: null },
      },
    }));
    expect(await directory.lookUpAccount('ada@contoso.com')).toEqual(user('1', 'ada@contoso.com'));
  });

  it('finds nobody where there is nobody, and does not take an outage for that', async () => {
    const { directory } = await open((_call, count) => (count === 1 ? { status: 404 } : { status: 503 }));
    expect(await directory.lookUpAccount('ada@contoso.com')).toBeUndefined();
    await expect(directory.lookUpAccount('ada@contoso.com')).rejects.toMatchObject({
      code: 'DIRECTORY_DOWN',
    });
  });
});
