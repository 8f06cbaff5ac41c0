import { afterEach, describe, expect, it } from 'vitest';
import { type GraphDouble, openTestDirectory, startGraphDouble } from '../graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

describe('a new user name', () => {
  it('is all that is sent: the mail nickname, which mail addresses are made of, stays', async () => {
    graph = await startGraphDouble(({ body }) => ({
      json: { responses: body.requests.map(({ id }) => ({ id, status: 204 })) },
    }));
    const { directory } = openTestDirectory(graph.url);
    const userPrincipalName = 'ada.king@contoso.com';
    expect(await directory.changePerson('1', { userPrincipalName })).toEqual({ status: 'done' });
    const sent = graph.calls.flatMap(({ body }) => body.requests.map((one) => one.body));
    expect(sent).toEqual([{ userPrincipalName }]);
  });
});
