import { ConfidentialClientApplication, type Configuration, LogLevel } from '@azure/msal-node';
import { trimEndOf } from '../../domain/trimEnds.ts';
import type { Secret } from '../../secrets/secret.ts';
import { createLoginNetwork } from './loginNetwork.ts';

/** Who Rollcall is at Microsoft's login, and how it proves that. */
export interface ConfidentialClientOptions {
  tenantId: string;
  clientId: string;
  /** The thumbprint is the certificate's SHA-256, in hex; the private key is PEM. */
  credential: { secret: Secret } | { certificate: { thumbprint: string; privateKey: Secret } };
  /** `https://login.microsoftonline.com`, a national cloud's login, or a loopback's address. */
  authorityHost: string;
  /** Node's own, unless told. */
  fetch?: typeof fetch;
}

/** Microsoft: "National cloud deployments", Microsoft Entra authentication endpoints. */
const MICROSOFT_LOGINS: ReadonlySet<string> = new Set([
  'https://login.microsoftonline.com',
  'https://login.microsoftonline.us',
  'https://login.partner.microsoftonline.cn',
  'https://login.chinacloudapi.cn',
]);
const PUBLIC_LOGIN = 'https://login.microsoftonline.com';

/**
 * MSAL accepts no `http:` authority and looks unknown ones up at Microsoft. Any other login is therefore given as
 * metadata of the public one, with its own token endpoint. The authorize address keeps the tenant as its first
 * segment, because MSAL replaces that segment in every address with the tenant.
 */
function authorityOf({
  tenantId,
  authorityHost,
}: ConfidentialClientOptions): Pick<Configuration['auth'], 'authority' | 'authorityMetadata'> {
  const host = trimEndOf(authorityHost, '/');
  if (MICROSOFT_LOGINS.has(host)) return { authority: `${host}/${tenantId}` };
  const authority = `${PUBLIC_LOGIN}/${tenantId}`;
  const metadata = {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${host}/${tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
  return { authority, authorityMetadata: JSON.stringify(metadata) };
}

/** MSAL's client for the app-only (client credentials) login of one tenant. It logs nothing. */
export function createConfidentialClient(options: ConfidentialClientOptions): ConfidentialClientApplication {
  const { clientId, credential } = options;
  const proof =
    'secret' in credential
      ? { clientSecret: credential.secret.reveal() }
      : {
          clientCertificate: {
            thumbprintSha256: credential.certificate.thumbprint,
            privateKey: credential.certificate.privateKey.reveal(),
          },
        };
  return new ConfidentialClientApplication({
    auth: { clientId, ...authorityOf(options), ...proof },
    system: {
      networkClient: createLoginNetwork(options.fetch ?? fetch),
      loggerOptions: {
        loggerCallback: () => undefined,
        piiLoggingEnabled: false,
        logLevel: LogLevel.Error,
      },
    },
  });
}
