import { afterEach, describe, expect, it } from 'vitest';
import type { CreateOutcome } from '../../../src/service/ports/directory.ts';
import {
  createCountedTokens,
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  type ReceivedCall,
  sampleIntent,
  startGraphDouble,
} from '../graphDouble.ts';

const DENIED = graphError(
  'Authorization_RequestDenied',
  'Insufficient privileges to complete the operation.',
);
const LONG_MS = 61_000;

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: (call: ReceivedCall, count: number) => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  const tokens = createCountedTokens();
  return { ...openTestDirectory(graph.url, tokens), tokens };
}

const tokenOf = ({ headers }: ReceivedCall): string => `${headers.authorization}`.replace('Bearer ', '');
/** Consent was given after the first token was. */
const consented = (call: ReceivedCall): boolean => tokenOf(call) !== 'token-1';
const domains = (call: ReceivedCall): DoubleAnswer =>
  consented(call) ? { json: { value: [] } } : { status: 403, json: DENIED };
const sent = () => graph.calls.map(tokenOf);

/** A batch of creates; those of `denied` names lack a permission as long as the token is the first. */
function batch(call: ReceivedCall, denied: readonly string[]): DoubleAnswer {
  const responses = call.body.requests.map(({ id, body }) =>
    denied.includes(body.displayName) && !consented(call)
      ? { id, status: 403, body: DENIED }
      : {
          id,
          status: 201,
          body: { id: `id-${body.displayName}`, userPrincipalName: body.userPrincipalName },
        },
  );
  return { json: { responses } };
}

const statuses = (outcomes: readonly CreateOutcome[]): string[] => outcomes.map(({ status }) => status);
const namesIn = ({ body }: ReceivedCall): string[] => body.requests.map((one) => one.body.displayName);

describe('G2: a permission that was consented to after the token was given', () => {
  it('is there at once: an old token that lacks it is replaced, and the call made once more', async () => {
    const { directory, clock } = await open((call, count) =>
      count === 1 ? { json: { value: [] } } : domains(call),
    );
    await directory.listDomains();
    clock.advance(LONG_MS);
    expect(await directory.listDomains()).toEqual([]);
    expect(sent()).toEqual(['token-1', 'token-1', 'token-2']);
  });

  it('is not asked for with a token that is new', async () => {
    const { directory, tokens } = await open(domains);
    await expect(directory.listDomains()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect([graph.calls.length, tokens.made]).toEqual([1, 1]);
  });

  it('is told as missing after one more call, and asked for once a minute at most', async () => {
    const { directory, clock, tokens } = await open(() => ({ status: 403, json: DENIED }));
    await expect(directory.listDomains()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    clock.advance(LONG_MS);
    for (let times = 0; times < 5; times += 1) {
      await expect(directory.listDomains()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(graph.calls).toHaveLength(7);
    expect(tokens.made).toBe(2);
  });

  it('of some items of a batch sends these once more, and the others never', async () => {
    const { directory, clock } = await open((call) => batch(call, ['Person b', 'Person d']));
    await directory.createAccounts([sampleIntent('first'), sampleIntent('second')]);
    clock.advance(LONG_MS);
    const outcomes = await directory.createAccounts(['a', 'b', 'c', 'd'].map((name) => sampleIntent(name)));
    expect(statuses(outcomes)).toEqual(['created', 'created', 'created', 'created']);
    expect(graph.calls.slice(1).map(namesIn)).toEqual([
      ['Person a', 'Person b', 'Person c', 'Person d'],
      ['Person b', 'Person d'],
    ]);
  });

  it('leaves items in doubt whose second answer was lost, and the others as they were', async () => {
    const { directory, clock } = await open((call) =>
      consented(call) ? { reset: true } : batch(call, ['Person b']),
    );
    await directory.createAccounts([sampleIntent('first'), sampleIntent('second')]);
    clock.advance(LONG_MS);
    const outcomes = await directory.createAccounts([sampleIntent('a'), sampleIntent('b')]);
    expect(statuses(outcomes)).toEqual(['created', 'doubt']);
  });

  it('changes nothing of what Graph said when the login gives no new token', async () => {
    const { directory, clock, tokens } = await open((call) => batch(call, ['Person b']));
    await directory.createAccounts([sampleIntent('first'), sampleIntent('second')]);
    clock.advance(LONG_MS);
    tokens.renew = () => Promise.reject(new Error('the login is away'));
    const outcomes = await directory.createAccounts([sampleIntent('a'), sampleIntent('b')]);
    expect(statuses(outcomes)).toEqual(['created', 'refused']);
    expect(graph.calls).toHaveLength(2);
  });

  it.each([
    [
      'a full directory',
      graphError('Directory_QuotaExceeded', 'The directory object quota limit is exceeded.'),
    ],
    [
      'a tenant without premium',
      graphError('Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'Neither tenant is B2C'),
    ],
  ])('is no reason for %s', async (_what, json) => {
    const { directory, clock, tokens } = await open((_call, count) =>
      count === 1 ? { json: { value: [] } } : { status: 403, json },
    );
    await directory.listDomains();
    clock.advance(LONG_MS);
    await expect(directory.listDomains()).rejects.toBeDefined();
    expect([graph.calls.length, tokens.made]).toEqual([2, 1]);
  });
});
