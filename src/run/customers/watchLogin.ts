import { RollcallError } from '../../domain/errors.ts';
import type { TokenSource } from '../../graph/login/tokenSource.ts';

/**
 * Hears once of each change: a tenant lets Rollcall sign in, or refuses it. False: of the same again with the next call, as
 * nobody was told. Never throws.
 */
export type OnLogin = (customer: string, refusal: RollcallError | undefined) => Promise<boolean>;

/** Every call to a tenant needs a token, so that whoever hears of these hears of a consent that was withdrawn. */
export function watchLogin(tokens: TokenSource, customer: string, onLogin: OnLogin): TokenSource {
  let last: 'well' | 'refused' | undefined;

  function hear(now: 'well' | 'refused', refusal: RollcallError | undefined): void {
    if (last === now) return;
    last = now;
    void onLogin(customer, refusal).then((isHeard) => {
      if (!isHeard && last === now) last = undefined;
    });
  }

  async function watched<T>(asked: Promise<T>): Promise<T> {
    try {
      const token = await asked;
      hear('well', undefined);
      return token;
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== 'CREDENTIALS_REFUSED') throw error;
      hear('refused', error);
      throw error;
    }
  }

  return {
    get: () => watched(tokens.get()),
    forget: () => tokens.forget(),
    renew: () => watched(tokens.renew()),
  };
}
