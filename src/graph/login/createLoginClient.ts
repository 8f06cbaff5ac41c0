import { type ConfidentialClientOptions, createConfidentialClient } from './createConfidentialClient.ts';
import { createManagedIdentityClient } from './createManagedIdentityClient.ts';
import type { TokenClient } from './tokenSource.ts';

/** How an app proves that it is itself: with what it has, or as the machine that Azure runs it on. */
export type AppCredential =
  | ConfidentialClientOptions['credential']
  /** The machine's own identity, or one that is assigned to it and has the app's client id. */
  | { managedIdentity: 'system' | 'user' };

/** Who signs in, and where. */
export type LoginOptions = Omit<ConfidentialClientOptions, 'credential'> & { credential: AppCredential };

/** Microsoft's client for the app-only login, by whatever the app proves itself with. */
export function createLoginClient(options: LoginOptions): TokenClient {
  const { credential, clientId, fetch = globalThis.fetch } = options;
  if (!('managedIdentity' in credential)) return createConfidentialClient({ ...options, credential });
  const { managedIdentity: kind } = credential;
  return createManagedIdentityClient(kind === 'user' ? { kind, clientId } : { kind }, fetch);
}
