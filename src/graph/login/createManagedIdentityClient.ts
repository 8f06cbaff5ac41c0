import { type INetworkModule, LogLevel, ManagedIdentityApplication, ServerError } from '@azure/msal-node';
import { RollcallError } from '../../domain/errors.ts';
import { createLoginNetwork } from './loginNetwork.ts';

/** The identity that Azure gives the machine: its own, or one that was assigned to it, by client id. */
export type ManagedIdentity = { kind: 'system' } | { kind: 'user'; clientId: string };

function explain(cause: unknown): RollcallError {
  if (cause instanceof ServerError && cause.errorCode !== 'temporarily_unavailable') {
    return new RollcallError(
      'CREDENTIALS_REFUSED',
      "Azure doesn't let this server use the managed identity that Rollcall signs in with.",
      {
        next: 'Ask the person who runs Rollcall to assign the identity to this server (portal.azure.com → the virtual machine → Identity), and to check AZURE_MANAGED_IDENTITY and AZURE_CLIENT_ID.',
        cause,
        detail: { login: cause.errorCode },
      },
    );
  }
  return new RollcallError('DIRECTORY_DOWN', 'No managed identity service answers on this server.', {
    next: 'Try again in a few minutes. If it happens again, ask the person who runs Rollcall whether this server is in Azure. Managed identities work only there. Elsewhere, use a certificate.',
    cause,
  });
}

/**
 * Tokens of a managed identity, asked for as `acquireTokenByClientCredential` is. Microsoft: "How to use managed identities
 * on an Azure VM to acquire an access token"; MSAL finds the endpoints of App Service and others by their variables.
 *
 * @returns a client that throws RollcallError CREDENTIALS_REFUSED or DIRECTORY_DOWN
 */
export function createManagedIdentityClient(identity: ManagedIdentity, fetch: typeof globalThis.fetch) {
  const networkClient: INetworkModule = createLoginNetwork(fetch);
  const app = new ManagedIdentityApplication({
    ...(identity.kind === 'user'
      ? { managedIdentityIdParams: { userAssignedClientId: identity.clientId } }
      : {}),
    system: {
      networkClient,
      // Whoever asks for a token asks again.
      disableInternalRetries: true,
      loggerOptions: {
        loggerCallback: () => undefined,
        piiLoggingEnabled: false,
        logLevel: LogLevel.Error,
      },
    },
  });
  return {
    async acquireTokenByClientCredential({
      scopes,
      skipCache = false,
    }: {
      scopes: string[];
      skipCache?: boolean;
    }) {
      const resource = (scopes[0] ?? '').replace(/\/\.default$/, '');
      try {
        return await app.acquireToken({ resource, forceRefresh: skipCache });
      } catch (cause) {
        throw explain(cause);
      }
    },
  };
}
