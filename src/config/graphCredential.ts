import type { Secret } from '../secrets/secret.ts';

/** How the directory app proves itself. The thumbprint is the certificate's SHA-256 in hex; the private key is PEM. */
export type GraphCredential =
  | { secret: Secret<string> }
  | { certificate: { thumbprint: string; privateKey: Secret<string> } };
