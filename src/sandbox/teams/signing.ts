import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import type { Json } from './wire.ts';

/** How a token differs from the one Teams would send; for tests of the bot's gate. */
export interface TokenOptions {
  /** Replace or add claims; null removes one. Times are seconds since 1970. */
  claims?: Readonly<Record<string, string | number | null>>;
  /** `none` leaves the signature out; HS256 signs with the public key as the shared secret. */
  alg?: 'RS256' | 'none' | 'HS256';
  kid?: string;
  /** Signs with a key that the metadata does not list. */
  otherKey?: boolean;
  /** Signs with a listed key that is not endorsed for the channel msteams. */
  unendorsed?: boolean;
}

export interface Signer {
  /** The JWKS document behind the metadata's jwks_uri. */
  keys: { keys: Json[] };
  sign(claims: Json, options?: TokenOptions): string;
}

/** Issuer of tokens from the Bot Connector service. Microsoft: "Authentication with the Bot Connector API". */
export const ISSUER = 'https://api.botframework.com';

interface Key {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

function makeKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomUUID(), privateKey, publicKey };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function toJwk({ kid, publicKey }: Key, endorsements: readonly string[]): Json {
  return { ...publicKey.export({ format: 'jwk' }), kid, x5t: kid, use: 'sig', endorsements };
}

function signWith(alg: string, input: string, key: Key): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') {
    const pem = createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', pem).update(input).digest('base64url');
  }
  return sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url');
}

/** Made once in a process, and only when it is needed: an RSA key takes a tenth of a second and more. */
let listed: { endorsed: Key; unendorsed: Key } | undefined;
let unlisted: Key | undefined;

/** Two entries of one key: an endorsement belongs to the entry that a token names. */
function listKeys(): NonNullable<typeof listed> {
  if (listed === undefined) {
    const endorsed = makeKey();
    listed = { endorsed, unendorsed: { ...endorsed, kid: randomUUID() } };
  }
  return listed;
}

function otherKey(): Key {
  unlisted ??= makeKey();
  return unlisted;
}

/** The keys of a loopback Bot Connector: as endorsed for Teams and for another channel, and one unlisted. */
export function createSigner(): Signer {
  const { endorsed, unendorsed } = listKeys();
  return {
    keys: { keys: [toJwk(endorsed, ['msteams']), toJwk(unendorsed, ['webchat'])] },
    sign(claims, options = {}) {
      const named = options.unendorsed === true ? unendorsed : endorsed;
      const alg = options.alg ?? 'RS256';
      const payload = Object.fromEntries(
        Object.entries({ ...claims, ...options.claims }).filter(([, value]) => value !== null),
      );
      const kid = options.kid ?? named.kid;
      const input = `${encode({ alg, kid, x5t: kid, typ: 'JWT' })}.${encode(payload)}`;
      return `${input}.${signWith(alg, input, options.otherKey === true ? otherKey() : named)}`;
    },
  };
}
