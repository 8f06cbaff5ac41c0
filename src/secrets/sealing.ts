import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { RollcallError } from '../domain/errors.ts';
import { Secret } from './secret.ts';

/** AES-256-GCM envelope. All binary fields are base64url. Kept apart from user data. */
export interface Sealed {
  alg: 'A256GCM';
  /** Version of the master key that wraps the job key this was sealed with. */
  keyVersion: number;
  nonce: string;
  ciphertext: string;
  tag: string;
}

/** A per-job data key, itself sealed by the master key of `keyVersion`. */
export interface WrappedKey extends Sealed {
  jobId: string;
  /** The version that its values are bound to, when the key was wrapped anew since. Left out: `keyVersion`. */
  valuesVersion?: number;
}

/** Seals first passwords, and opens them again for the job, row and field they were sealed for. */
export interface Sealer {
  /** A new data key for a job, wrapped by the current master key. */
  newJobKey(jobId: string): WrappedKey;
  seal(key: WrappedKey, rowId: string, field: string, secret: Secret<string>): Sealed;
  /**
   * The same data key under the current master key; what was sealed with it stays as it is. A key that is under the
   * current one already, or was destroyed, comes back as it was. Throws SEAL_BROKEN for one that does not open, also where
   * its number is the current one's.
   */
  rewrap(key: WrappedKey): WrappedKey;
  /** Throws RollcallError SEAL_BROKEN for anything that was not sealed so, and for a master key that is not known. */
  open(key: WrappedKey, rowId: string, field: string, sealed: Sealed): Secret<string>;
}

/** Master keys by version. New job keys are wrapped by `current`; the older ones only open. */
export interface SealerOptions {
  current: number;
  /** 32 bytes each. */
  keys: ReadonlyMap<number, Secret<Buffer>>;
}

/** What is left of a job's key once it is destroyed: it opens nothing. */
export function destroyKey({ jobId, alg, keyVersion }: WrappedKey): WrappedKey {
  return { jobId, alg, keyVersion, nonce: '', ciphertext: '', tag: '' };
}

/** Whether {@link destroyKey} made it. */
export function isDestroyed({ ciphertext }: WrappedKey): boolean {
  return ciphertext === '';
}

function valuesVersionOf({ valuesVersion, keyVersion }: WrappedKey): number {
  return valuesVersion ?? keyVersion;
}

/** NIST SP 800-38D: a 96-bit nonce, drawn at random, and the full 128-bit tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** What the ciphertext is bound to. A part's own `|` is encoded, so that no two bindings read the same. */
function bindTo(...parts: readonly (string | number)[]): Buffer {
  return Buffer.from(parts.map((part) => encodeURIComponent(part)).join('|'));
}

function encrypt(key: Buffer, keyVersion: number, binding: Buffer, plain: Buffer): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(binding);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    alg: 'A256GCM',
    keyVersion,
    nonce: nonce.toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
  };
}

/** Exactly one spelling is accepted, because Node's own decoder skips over what it does not know. */
function decode(text: string, bytes?: number): Buffer {
  const decoded = Buffer.from(text, 'base64url');
  if (decoded.toString('base64url') !== text) throw new Error('not base64url');
  if (bytes !== undefined && decoded.length !== bytes) throw new Error(`not ${bytes} bytes`);
  return decoded;
}

function decrypt(key: Buffer, binding: Buffer, sealed: Sealed): Buffer {
  if (sealed.alg !== 'A256GCM') throw new Error('unknown algorithm');
  const decipher = createDecipheriv('aes-256-gcm', key, decode(sealed.nonce, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(binding)
    .setAuthTag(decode(sealed.tag, TAG_BYTES));
  return Buffer.concat([decipher.update(decode(sealed.ciphertext)), decipher.final()]);
}

function sealBroken(keyVersion: number, cause: unknown): RollcallError {
  return new RollcallError('SEAL_BROKEN', "A stored password can't be opened: it, or its key, has changed.", {
    next: 'Reset this password in Microsoft 365, and ask the person who runs Rollcall to check SECRET_KEY and the data folder.',
    cause,
    detail: { keyVersion },
  });
}

function checkMasterKeys({ current, keys }: SealerOptions): void {
  const next = 'Set SECRET_KEY to 32 random bytes, and keep the older keys that still open stored passwords.';
  if (!keys.has(current)) {
    throw new RollcallError('CONFIG_INVALID', `There is no master key of version ${current}.`, { next });
  }
  for (const [version, key] of keys) {
    if (key.reveal().length === KEY_BYTES) continue;
    const message = `Master key ${version} isn't ${KEY_BYTES} bytes long.`;
    throw new RollcallError('CONFIG_INVALID', message, { next });
  }
}

/**
 * Envelope encryption: AES-256-GCM with one data key for each job, itself wrapped by a master key. Destroying a
 * job's wrapped key makes every copy of its passwords unreadable. A value opens only for the job, row, field and
 * key version it was sealed for. Throws RollcallError CONFIG_INVALID for master keys that cannot be used.
 */
export function createSealer(options: SealerOptions): Sealer {
  checkMasterKeys(options);
  const { current, keys } = options;

  const masterKey = (version: number): Buffer => {
    const key = keys.get(version);
    if (key === undefined) throw new Error(`no master key of version ${version}`);
    return key.reveal();
  };

  /** Runs `use` with the job's data key, which is wiped from memory afterwards. */
  const withJobKey = <T>(key: WrappedKey, use: (dataKey: Buffer) => T): T => {
    let dataKey: Buffer | undefined;
    try {
      dataKey = decrypt(masterKey(key.keyVersion), bindTo(key.jobId, 'key', key.keyVersion), key);
      return use(dataKey);
    } catch (cause) {
      throw sealBroken(key.keyVersion, cause);
    } finally {
      dataKey?.fill(0);
    }
  };

  return {
    newJobKey(jobId) {
      const dataKey = randomBytes(KEY_BYTES);
      const sealed = encrypt(masterKey(current), current, bindTo(jobId, 'key', current), dataKey);
      dataKey.fill(0);
      return { ...sealed, jobId };
    },
    rewrap(key) {
      if (isDestroyed(key)) return key;
      const isCurrent = key.keyVersion === current;
      const sealed = withJobKey(key, (dataKey) =>
        isCurrent
          ? undefined
          : encrypt(masterKey(current), current, bindTo(key.jobId, 'key', current), dataKey),
      );
      if (sealed === undefined) return key;
      return { ...sealed, jobId: key.jobId, valuesVersion: valuesVersionOf(key) };
    },
    seal(key, rowId, field, secret) {
      const version = valuesVersionOf(key);
      const binding = bindTo(key.jobId, rowId, field, version);
      return withJobKey(key, (dataKey) =>
        encrypt(dataKey, version, binding, Buffer.from(secret.reveal(), 'utf8')),
      );
    },
    open(key, rowId, field, sealed) {
      const version = valuesVersionOf(key);
      const binding = bindTo(key.jobId, rowId, field, version);
      return withJobKey(key, (dataKey) => {
        if (sealed.keyVersion !== version) throw new Error('sealed under another key version');
        return new Secret(decrypt(dataKey, binding, sealed).toString('utf8'));
      });
    },
  };
}
