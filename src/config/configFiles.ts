import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { type Policy, policySchema } from '../domain/policy.ts';
import { Secret } from '../secrets/secret.ts';
import type { Reader, ReadFile } from './configReader.ts';
import * as values from './configValues.ts';
import { VARIABLES } from './configVariables.ts';
import { findJsonFault } from './findJsonFault.ts';

/** How the directory app proves itself. The thumbprint is the certificate's SHA-256 in hex; the private key is PEM. */
export type GraphCredential =
  | { secret: Secret<string> }
  | { certificate: { thumbprint: string; privateKey: Secret<string> } };

function readCertificate(reader: Reader, path: string, readFile: ReadFile): GraphCredential | undefined {
  const name = 'AZURE_CLIENT_CERTIFICATE_PATH';
  try {
    const pem = readFile(path);
    const key = createPrivateKey(pem);
    const certificate = new X509Certificate(pem);
    if (!certificate.checkPrivateKey(key)) {
      reader.complain(name, 'the private key in this file is not that of its first certificate');
      return undefined;
    }
    return {
      certificate: {
        thumbprint: createHash('sha256').update(certificate.raw).digest('hex'),
        privateKey: new Secret(String(key.export({ type: 'pkcs8', format: 'pem' }))),
      },
    };
  } catch {
    // The parser's own words could repeat the file.
    reader.complain(name, 'cannot be read as PEM with a certificate and its unencrypted private key');
    return undefined;
  }
}

/** The client secret, or the certificate file: one of them. */
export function readGraphCredential(reader: Reader, readFile: ReadFile): GraphCredential | undefined {
  if (!reader.has('AZURE_CLIENT_CERTIFICATE_PATH')) {
    const secret = reader.need('AZURE_CLIENT_SECRET', values.secret);
    return secret === undefined ? undefined : { secret };
  }
  if (reader.has('AZURE_CLIENT_SECRET')) {
    reader.complain('AZURE_CLIENT_SECRET', 'is set beside AZURE_CLIENT_CERTIFICATE_PATH: keep one of them');
    return undefined;
  }
  const path = reader.need('AZURE_CLIENT_CERTIFICATE_PATH', values.text);
  return path === undefined ? undefined : readCertificate(reader, path, readFile);
}

/** What editors of Windows put in front of UTF-8. It is no part of the text (RFC 8259, 8.1: a reader may ignore it). */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Where the policy is. */
export function findPolicy(reader: Reader): string {
  return resolve(reader.take('POLICY_FILE', values.text, undefined) ?? VARIABLES.POLICY_FILE.default);
}

/** The policy file. Each of its faults is a problem of its own, with its place and the fix. */
export function readPolicy(reader: Reader, readFile: ReadFile): Policy | undefined {
  const file = findPolicy(reader);
  let text: string;
  try {
    text = readFile(file);
  } catch {
    reader.complain('POLICY_FILE', `${file} cannot be read`);
    return undefined;
  }
  if (text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    const fault = findJsonFault(text) ?? 'look for a missing comma or quote';
    reader.complain('POLICY_FILE', `${file} is not JSON; ${fault}`);
    return undefined;
  }
  const parsed = policySchema.safeParse(content);
  if (parsed.success) return parsed.data;
  reader.problems.push(...parsed.error.issues.map((issue) => `POLICY_FILE ${file}: ${issue.message}`));
  return undefined;
}
