import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { type Policy, policySchema } from '../domain/policy/policy.ts';
import { Secret } from '../secrets/secret.ts';
import type { Reader, ReadFile } from './configReader.ts';
import * as values from './configValues.ts';
import { VARIABLES, type VariableName } from './configVariables.ts';
import { findJsonFault } from './findJsonFault.ts';

/**
 * How an app proves itself. The thumbprint is the certificate's SHA-256 in hex; the private key is PEM. A managed identity is
 * the machine's own, or one that is assigned to it.
 */
export type AppCredential =
  | { secret: Secret<string> }
  | { certificate: { thumbprint: string; privateKey: Secret<string> } }
  | { managedIdentity: 'system' | 'user' };

function readCertificate(
  reader: Reader,
  name: VariableName,
  path: string,
  readFile: ReadFile,
): AppCredential | undefined {
  try {
    const pem = readFile(path);
    const key = createPrivateKey(pem);
    const certificate = new X509Certificate(pem);
    if (!certificate.checkPrivateKey(key)) {
      reader.complain(name, "the private key in this file isn't that of its first certificate");
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
    reader.complain(name, "can't be read as PEM with a certificate and its unencrypted private key");
    return undefined;
  }
}

/** The client secret, or the certificate file: one of them. */
export function readAppCredential(
  reader: Reader,
  readFile: ReadFile,
  names: { secret: VariableName; certificate: VariableName },
): AppCredential | undefined {
  if (!reader.has(names.certificate)) {
    const secret = reader.need(names.secret, values.secret);
    return secret === undefined ? undefined : { secret };
  }
  if (reader.has(names.secret)) {
    reader.complain(names.secret, `is set beside ${names.certificate}: keep one of them`);
    return undefined;
  }
  const path = reader.need(names.certificate, values.text);
  return path === undefined ? undefined : readCertificate(reader, names.certificate, path, readFile);
}

/** A managed identity needs no secret, and none may lie about. Undefined: one is there. */
export function refuseSecrets(
  reader: Reader,
  because: string,
  names: readonly VariableName[],
): true | undefined {
  const set = names.filter((name) => reader.has(name));
  for (const name of set) reader.complain(name, `is set beside ${because}: keep one of them`);
  return set.length === 0 ? true : undefined;
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
    reader.complain('POLICY_FILE', `${file} can't be read`);
    return undefined;
  }
  if (text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    const fault = findJsonFault(text) ?? 'look for a missing comma or quote';
    reader.complain('POLICY_FILE', `${file} isn't JSON; ${fault}`);
    return undefined;
  }
  const parsed = policySchema.safeParse(content);
  if (parsed.success) return parsed.data;
  reader.problems.push(...parsed.error.issues.map((issue) => `POLICY_FILE ${file}: ${issue.message}`));
  return undefined;
}
