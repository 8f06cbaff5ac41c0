import type { ConfidentialClientApplication } from '@azure/msal-node';
import { RollcallError } from '../../domain/errors.ts';
import { Secret } from '../../secrets/secret.ts';
import { explainLogin } from './loginErrors.ts';

/** What tokens are asked of. */
export type TokenClient = Pick<ConfidentialClientApplication, 'acquireTokenByClientCredential'>;

/** Access tokens for one tenant. */
export interface TokenSource {
  /** A token with time left. Throws RollcallError CREDENTIALS_REFUSED or DIRECTORY_DOWN. */
  get(): Promise<Secret>;
  /** The token was refused: the next `get` asks for a new one. */
  forget(): void;
  /** A new token; throws as `get` does, and then keeps the one there was. */
  renew(): Promise<Secret>;
}

interface KeptToken {
  token: Secret;
  expiresAt: number;
}

/**
 * Tokens live 60 to 90 minutes (Microsoft: "Configurable token lifetimes"). Renewing five minutes early, as MSAL
 * does, costs nothing; a token that runs out inside a batch fails its later items.
 */
const RENEW_BEFORE_MS = 5 * 60_000;
/** When renewing fails, a token that is still good for this long is used: longer than any one call takes. */
const STILL_GOOD_MS = 90_000;

/**
 * Keeps one token and renews it before it runs out; many callers at once share one request.
 *
 * @param audience `https://graph.microsoft.com` or a national cloud's Graph: the token holds every application
 * permission that an admin has consented to there
 * @param now milliseconds since the epoch
 */
export function createTokenSource(
  client: TokenClient,
  audience: string,
  now: () => number = Date.now,
): TokenSource {
  let kept: KeptToken | undefined;
  let asking: Promise<KeptToken> | undefined;

  async function ask(): Promise<KeptToken> {
    try {
      // MSAL has a cache too; it would hand a refused token out again.
      const answer = await client.acquireTokenByClientCredential({
        scopes: [`${audience}/.default`],
        skipCache: true,
      });
      if (!answer?.accessToken) throw new Error('an answer without a token');
      const expiresAt = answer.expiresOn?.getTime() ?? now() + RENEW_BEFORE_MS;
      return { token: new Secret(answer.accessToken), expiresAt };
    } catch (cause) {
      throw cause instanceof RollcallError ? cause : explainLogin(cause);
    }
  }

  function askOnce(): Promise<KeptToken> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    async get() {
      const before = kept;
      if (before !== undefined && before.expiresAt - now() > RENEW_BEFORE_MS) return before.token;
      try {
        kept = await askOnce();
        return kept.token;
      } catch (error) {
        const usable = before !== undefined && kept === before && before.expiresAt - now() > STILL_GOOD_MS;
        if (usable) return before.token;
        throw error;
      }
    },
    forget() {
      kept = undefined;
    },
    async renew() {
      kept = await askOnce();
      return kept.token;
    },
  };
}
