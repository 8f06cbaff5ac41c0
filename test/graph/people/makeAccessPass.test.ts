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

async function open(answer: () => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url);
}

describe('a Temporary Access Pass', () => {
  it('is asked for once, for an hour and one sign-in, and does not print', async () => {
    const { directory } = await open(() => ({ status: 201, json: { temporaryAccessPass: '+drkzqAD' } }));
    const made = await directory.makeAccessPass('1');
    expect(made).toMatchObject({ minutes: 60 });
    expect(made.pass.reveal()).toBe('+drkzqAD');
    expect(JSON.stringify(made)).not.toContain('drkzqAD');
    expect(graph.calls).toHaveLength(1);
    expect(graph.calls[0]?.path).toContain('/users/1/authentication/temporaryAccessPassMethods');
    expect(graph.calls[0]?.body).toEqual({ lifetimeInMinutes: 60, isUsableOnce: true });
  });

  it('is refused where the policy of the tenant is off, and where the app may not', async () => {
    const off = await open(() => ({
      status: 400,
      json: graphError('badRequest', 'Converged UserCredentialPolicy does not allow creating this method.'),
    }));
    await expect(off.directory.makeAccessPass('1')).rejects.toMatchObject({ code: 'DIRECTORY_REFUSED' });
    await graph.stop();
    const { directory } = await open(() => ({
      status: 403,
      json: graphError('Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    }));
    await expect(directory.makeAccessPass('1')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is no pass when the answer does not say it', async () => {
    const { directory } = await open(() => ({ status: 201, json: {} }));
    await expect(directory.makeAccessPass('1')).rejects.toMatchObject({ code: 'DIRECTORY_REFUSED' });
  });
});
