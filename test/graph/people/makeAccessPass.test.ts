import { afterEach, describe, expect, it } from 'vitest';
import {
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  type ReceivedCall,
  sampleIntent,
  startGraphDouble,
} from '../graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: (call: ReceivedCall) => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url);
}

describe('a Temporary Access Pass', () => {
  it('is asked for once, for one sign-in and as long as the tenant gives (G3), and does not print', async () => {
    const json = { temporaryAccessPass: '+drkzqAD', lifetimeInMinutes: 120 };
    const { directory } = await open(() => ({ status: 201, json }));
    const made = await directory.makeAccessPass('1');
    expect(made).toMatchObject({ minutes: 120 });
    expect(made.pass.reveal()).toBe('+drkzqAD');
    expect(JSON.stringify(made)).not.toContain('drkzqAD');
    expect(graph.calls).toHaveLength(1);
    expect(graph.calls[0]?.path).toContain('/users/1/authentication/temporaryAccessPassMethods');
    expect(graph.calls[0]?.body).toEqual({ isUsableOnce: true });
  });

  it('is taken for the shortest there is when the answer does not say how long it lasts (G3)', async () => {
    const { directory } = await open(() => ({ status: 201, json: { temporaryAccessPass: '+drkzqAD' } }));
    expect(await directory.makeAccessPass('1')).toMatchObject({ minutes: 10 });
  });

  it('does not hold up the writes of a job when passes are throttled (G4)', async () => {
    const { directory, clock } = await open(({ path }) =>
      path.includes('/authentication/')
        ? { status: 429, headers: { 'retry-after': '60' } }
        : { status: 201, json: { id: '2', userPrincipalName: 'new@contoso.com' } },
    );
    await expect(directory.makeAccessPass('1')).rejects.toMatchObject({ code: 'THROTTLED' });
    expect(directory.quotaMs(20)).toBe(0);
    const [created] = await directory.createAccounts([sampleIntent('new')]);
    expect(created).toMatchObject({ status: 'created' });
    expect(clock.slept).toEqual([]);
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
