import { afterEach, describe, expect, it } from 'vitest';
import {
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  startGraphDouble,
} from '../graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: DoubleAnswer) {
  graph = await startGraphDouble(() => answer);
  return openTestDirectory(graph.url);
}

describe('restoring a deleted account', () => {
  it('is one call, of nothing but its id', async () => {
    const json = { id: '1', userPrincipalName: 'ada@contoso.com', displayName: 'Ada' };
    const { directory } = await open({ json });
    expect(await directory.restoreAccount('1')).toMatchObject(json);
    expect(graph.calls).toHaveLength(1);
    const [call] = graph.calls;
    expect(call).toMatchObject({ method: 'POST', path: '/v1.0/directory/deletedItems/1/restore' });
    expect(call?.body).toEqual({});
  });

  it.each<[string, DoubleAnswer, string, string]>([
    [
      'the name is taken by now',
      {
        status: 400,
        json: graphError(
          'Request_BadRequest',
          'Another object with the same value for property userPrincipalName already exists.',
        ),
      },
      'NAME_TAKEN',
      'No one was restored.',
    ],
    [
      'it is gone for good',
      { status: 404, json: graphError('Request_ResourceNotFound', 'Resource does not exist.') },
      'NOT_FOUND',
      'No one was restored.',
    ],
    [
      'Graph fails',
      { status: 503, json: graphError('serviceNotAvailable', 'Busy.') },
      'DIRECTORY_DOWN',
      'The account may or may not have been restored.',
    ],
  ])('throws when %s', async (_why, answer, code, done) => {
    const { directory } = await open(answer);
    await expect(directory.restoreAccount('1')).rejects.toMatchObject({ code, done });
  });
});
