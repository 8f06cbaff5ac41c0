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

const page = (id: string, next?: string): DoubleAnswer => ({
  json: {
    value: [{ id, userPrincipalName: `${id}@contoso.com`, assignedLicenses: [{ skuId: 'sku' }] }],
    ...(next === undefined ? {} : { '@odata.nextLink': `${graph.url}/v1.0/users?$skiptoken=${next}` }),
  },
});

describe('G7: reading who signed in', () => {
  it('asks for pages of 500, two seconds apart', async () => {
    const { directory, clock } = await open(({ query }) =>
      query.get('$skiptoken') === null ? page('ada', '2') : page('mia'),
    );
    expect((await directory.listHolders()).map(({ id }) => id)).toEqual(['ada', 'mia']);
    expect(graph.calls[0]?.query.get('$top')).toBe('500');
    expect(clock.slept).toEqual([2_000]);
  });

  it('asks for smaller pages where the tenant refuses large ones', async () => {
    const { directory } = await open(({ query }) =>
      query.get('$top') === '500'
        ? { status: 400, json: graphError('Request_UnsupportedQuery', "Invalid page size specified: '500'.") }
        : page('ada'),
    );
    expect(await directory.listHolders()).toHaveLength(1);
    expect(graph.calls.map(({ query }) => query.get('$top'))).toEqual(['500', '120']);
  });

  it('waits as long as it is told, and goes on at the page', async () => {
    let throttled = false;
    const { directory, clock } = await open(({ query }) => {
      if (query.get('$skiptoken') === null) return page('ada', '2');
      if (throttled) return page('mia');
      throttled = true;
      return { status: 429, headers: { 'retry-after': '90' } };
    });
    expect(await directory.listHolders()).toHaveLength(2);
    expect(graph.calls.map(({ query }) => query.get('$skiptoken'))).toEqual([null, '2', '2']);
    expect(clock.slept).toEqual([2_000, 90_000]);
  });
});
