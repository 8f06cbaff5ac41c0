import { RollcallError } from '../../domain/errors.ts';
import { createLoginClient, type LoginOptions } from '../../graph/login/createLoginClient.ts';
import { createTokenSource } from '../../graph/login/tokenSource.ts';
import type { Secret } from '../../secrets/secret.ts';

/** What a token says of the app. Microsoft: "Access token claims reference". */
export interface Claims {
  tid?: string;
  /** Object id of the app's service principal in the tenant. */
  oid?: string;
  /** Application permissions that an admin has consented to. */
  roles?: readonly string[];
}

/** A sign-in that worked. */
export interface SignedIn {
  token: Secret;
  claims: Claims;
}

function readClaims(token: Secret): Claims {
  try {
    return JSON.parse(Buffer.from(token.reveal().split('.')[1] ?? '', 'base64url').toString()) as Claims;
  } catch {
    // Microsoft promises no form. Then nothing is known of what it may do.
    return {};
  }
}

/** Asks Microsoft's login for a token. What it refuses is told in the words for whoever runs Rollcall. */
export async function signIn(options: LoginOptions, audience: string): Promise<SignedIn | RollcallError> {
  try {
    const token = await createTokenSource(createLoginClient(options), audience).get();
    return { token, claims: readClaims(token) };
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
}
