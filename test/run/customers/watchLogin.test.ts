import { expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { watchLogin } from '../../../src/run/customers/watchLogin.ts';
import { Secret } from '../../../src/secrets/secret.ts';

it('hears once that a tenant refuses the sign-in, however many calls it fails, and once that it is mended', async () => {
  let failure: RollcallError | undefined;
  const heard: string[] = [];
  let isAway = false;
  const ask = async () => {
    if (failure !== undefined) throw failure;
    return new Secret('token');
  };
  const tokens = watchLogin(
    { get: ask, renew: ask, forget: () => undefined },
    'fabrikam',
    async (customer, refusal) => {
      heard.push(`${customer} ${refusal?.code ?? 'well'}`);
      return !isAway;
    },
  );
  const all = () => Promise.allSettled([tokens.get(), tokens.get(), tokens.renew(), tokens.get()]);
  await all();
  failure = new RollcallError('DIRECTORY_DOWN', 'No answer.', { next: 'Wait.' });
  await all();
  expect(heard).toEqual(['fabrikam well']);
  failure = new RollcallError('CREDENTIALS_REFUSED', 'No consent.', { next: 'Ask.' });
  expect((await all()).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  await all();
  expect(heard).toEqual(['fabrikam well', 'fabrikam CREDENTIALS_REFUSED']);
  failure = undefined;
  await all();
  expect(heard.at(-1)).toBe('fabrikam well');
  expect(heard).toHaveLength(3);
  // Nobody could be told: with the next call it is heard again, and once somebody was, no more.
  isAway = true;
  failure = new RollcallError('CREDENTIALS_REFUSED', 'No consent.', { next: 'Ask.' });
  await all();
  await all();
  expect(heard.length).toBeGreaterThan(4);
  isAway = false;
  await all();
  const told = heard.length;
  await all();
  expect(heard).toHaveLength(told);
});
