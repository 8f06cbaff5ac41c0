import { afterEach, describe, expect, it } from 'vitest';
import {
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  type ReceivedCall,
  startGraphDouble,
} from '../graphDouble.ts';

const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
const P1 = '078d2b04-f1bd-4111-bbd4-b4b1b354cef4';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: (call: ReceivedCall, count: number) => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url);
}

describe('assigning licenses', () => {
  it('gives a person all licenses in one call, each once', async () => {
    const { directory } = await open(() => ({ json: { id: 'id-1' } }));
    const outcomes = await directory.assignLicenses([{ objectId: 'id-1', licenses: [E3, P1, E3] }]);
    expect(outcomes).toEqual([{ status: 'done' }]);
    expect(graph.calls).toHaveLength(1);
    expect(graph.calls[0]).toMatchObject({ method: 'POST', path: '/v1.0/users/id-1/assignLicense' });
    expect(graph.calls[0]?.body).toEqual({
      addLicenses: [
        { skuId: E3, disabledPlans: [] },
        { skuId: P1, disabledPlans: [] },
      ],
      removeLicenses: [],
    });
  });

  it('has nothing to do for a person without licenses', async () => {
    const { directory } = await open(() => ({ json: { id: 'id-2' } }));
    const outcomes = await directory.assignLicenses([
      { objectId: 'id-1', licenses: [] },
      { objectId: 'id-2', licenses: [E3] },
    ]);
    expect(outcomes).toEqual([{ status: 'done' }, { status: 'done' }]);
    expect(graph.calls.map(({ path }) => path)).toEqual(['/v1.0/users/id-2/assignLicense']);
  });

  it('waits as long as an overloaded Graph asks', async () => {
    const { directory } = await open(() => ({
      status: 503,
      headers: { 'Retry-After': '40' },
      json: graphError('serviceNotAvailable', 'Busy.'),
    }));
    const outcomes = await directory.assignLicenses([{ objectId: 'id-1', licenses: [E3] }]);
    expect(outcomes).toMatchObject([{ status: 'later', afterMs: 40_000 }]);
  });

  it('keeps outcomes in the order of the people', async () => {
    const { directory } = await open(() => ({
      json: {
        responses: [
          { id: '2', status: 400, body: graphError('x', 'does not have any available licenses.') },
          { id: '1', status: 200, body: { id: 'id-1' } },
        ],
      },
    }));
    const outcomes = await directory.assignLicenses([
      { objectId: 'id-0', licenses: [] },
      { objectId: 'id-1', licenses: [E3] },
      { objectId: 'id-2', licenses: [E3] },
    ]);
    expect(outcomes).toMatchObject([
      { status: 'done' },
      { status: 'done' },
      {
        status: 'refused',
        error: { code: 'NO_SEATS', done: 'The account exists, but no license was assigned.' },
      },
    ]);
  });

  it.each<[string, DoubleAnswer, string, string]>([
    [
      'a usage location that is not known everywhere yet',
      { status: 400, json: graphError('x', 'cannot be done for user with invalid usage location.') },
      'later',
      'LOCATION_INVALID',
    ],
    ['an account that is not known everywhere yet', { status: 404 }, 'later', 'NOT_FOUND'],
    [
      'two changes at once',
      { status: 409, json: graphError('Directory_ConcurrencyViolation', '') },
      'later',
      'CONCURRENT_WRITE',
    ],
    ['throttling', { status: 429 }, 'later', 'THROTTLED'],
    ['an outage', { status: 500 }, 'later', 'DIRECTORY_DOWN'],
    ['a lost answer', { reset: true }, 'later', 'DIRECTORY_DOWN'],
    [
      'a license the tenant does not own',
      { status: 400, json: graphError('x', 'does not correspond to a valid company License.') },
      'refused',
      'LICENSE_UNKNOWN',
    ],
    ['no permission', { status: 403 }, 'refused', 'FORBIDDEN'],
    [
      'a conflict over an address',
      { status: 400, json: graphError('x', '', [{ code: 'ObjectConflict', target: 'proxyAddresses' }]) },
      'refused',
      'DIRECTORY_REFUSED',
    ],
  ])('answers %s and sends it once', async (_what, answer, status, code) => {
    const { directory } = await open(() => answer);
    const [outcome] = await directory.assignLicenses([{ objectId: 'id-1', licenses: [E3] }]);
    expect(outcome).toMatchObject({ status, error: { code } });
    if (outcome?.status === 'later') expect(outcome.afterMs).toBeGreaterThan(0);
    expect(graph.calls).toHaveLength(1);
  });

  it('tries later when Graph is not there', async () => {
    const { directory } = await open(() => ({}));
    await graph.stop();
    const outcomes = await directory.assignLicenses([{ objectId: 'id-1', licenses: [E3] }]);
    expect(outcomes).toMatchObject([{ status: 'later', error: { code: 'DIRECTORY_DOWN' } }]);
  });
});
