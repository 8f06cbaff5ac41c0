import { createHash } from 'node:crypto';
import { RollcallError } from '../../domain/errors.ts';
import type { Language } from '../../domain/languages.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import { Secret } from '../../secrets/secret.ts';
import type { ProvisioningOptions } from '../context.ts';
import { LINK_WORDS } from './words.ts';

/** 256 bits: twice what OWASP ASVS 5.0 asks of a value that must not be guessed. */
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** True for what could be a token; nothing else is looked up. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** What is stored of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function needPublicUrl(publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return trimEndOf(publicUrl, '/');
  const { message, done, next } = LINK_WORDS.noAddress;
  throw new RollcallError('CONFIG_INVALID', message, { done, next });
}

/**
 * A new token's hash, and the address of its page. It says what the page asks in, because nothing is looked up before it
 * is opened; without that, and in English, the page asks in the language of the browser. Throws CONFIG_INVALID without a public address.
 */
export function drawLink(
  { publicUrl, randomInt }: Pick<ProvisioningOptions, 'randomInt'> & { publicUrl?: string | undefined },
  language: Language | undefined,
): { hash: string; url: Secret<string> } {
  const base = needPublicUrl(publicUrl);
  const token = Buffer.from(Array.from({ length: TOKEN_BYTES }, () => randomInt(256))).toString('base64url');
  const written = language === undefined || language === 'en' ? '' : `?lang=${language}`;
  return { hash: hashToken(token), url: new Secret(`${base}/p/${token}${written}`) };
}
