import { RollcallError } from '../../domain/errors.ts';
import type { TokenSource } from '../../graph/login/tokenSource.ts';

/** Hears once of each change: a tenant lets Rollcall sign in, or refuses it. */
export type OnLogin = (customer: string, refusal: RollcallError | undefined) => void;

/** Every call to a tenant needs a token, so that whoever hears of these hears of a consent that was withdrawn. */
export function watchLogin(tokens: TokenSource, customer: string, onLogin: OnLogin): TokenSource {
  let last: 'well' | 'refused' | undefined;

  async function watched<T>(asked: Promise<T>): Promise<T> {
    try {
      const token = await asked;
      if (last !== 'well') onLogin(customer, undefined);
      last = 'well';
      return token;
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== 'CREDENTIALS_REFUSED') throw error;
      if (last !== 'refused') onLogin(customer, error);
      last = 'refused';
      throw error;
    }
  }

  return {
    get: () => watched(tokens.get()),
    forget: () => tokens.forget(),
    renew: () => watched(tokens.renew()),
  };
}
