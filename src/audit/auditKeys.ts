import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { SealerOptions } from '../secrets/sealing.ts';

/** A key that proves audit entries, and the name that they call it by. */
export interface AuditKey {
  /** Tells keys apart, and tells nothing of them. */
  id: string;
  bytes: Buffer;
}

/** New entries are proven by `current`; the older ones only check. */
export interface AuditKeys {
  current: AuditKey;
  older: readonly AuditKey[];
}

/** NIST SP 800-38D, as for passwords: a 96-bit nonce drawn at random, and the full 128-bit tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** HKDF (RFC 5869) with SHA-256: whoever has a key for one label has none for another, nor the one it came from. */
function derive(from: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', from, '', label, KEY_BYTES));
}

/** HMAC with SHA-256, as base64url. */
export function proveWith({ bytes }: AuditKey, text: string | Uint8Array): string {
  return createHmac('sha256', bytes).update(text).digest('base64url');
}

function nameKey(bytes: Buffer): AuditKey {
  return { bytes, id: proveWith({ id: '', bytes }, 'the name of this key').slice(0, 12) };
}

/** From SECRET_KEY's own keys, so that nobody has to keep another one. */
export function deriveAuditKeys({ current, keys }: SealerOptions): AuditKeys {
  const named = [...keys].map(([version, key]) => ({
    version,
    key: nameKey(derive(key.reveal(), 'rollcall audit chain')),
  }));
  const first = named.find(({ version }) => version === current);
  if (first === undefined) throw new Error(`There is no key of version ${current}.`);
  return { current: first.key, older: named.flatMap((one) => (one === first ? [] : one.key)) };
}

const wrapping = ({ bytes }: AuditKey): Buffer => derive(bytes, 'rollcall audit chain, the key before');

/** The key before, for whoever has the one after: what it proved is checked when SECRET_KEY has it no more. */
export function sealOlder(older: AuditKey, under: AuditKey): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrapping(under), nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([nonce, cipher.update(older.bytes), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** Undefined for what this key did not seal. */
export function openOlder(sealed: string, under: AuditKey): AuditKey | undefined {
  const all = Buffer.from(sealed, 'base64url');
  if (all.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', wrapping(under), all.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAuthTag(all.subarray(-TAG_BYTES));
  try {
    const bytes = decipher.update(all.subarray(NONCE_BYTES, -TAG_BYTES));
    return nameKey(Buffer.concat([bytes, decipher.final()]));
  } catch {
    return undefined;
  }
}
