import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { RollcallError } from '../domain/errors.ts';
import { trimEndOf } from '../domain/trimEnds.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import { Secret } from '../secrets/secret.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { describeWriteFailure } from './disk/storeErrors.ts';
import { errnoOf, FILE_MODE, FOLDER_MODE } from './disk/storeFs.ts';
import { syncFolder } from './disk/writeDurably.ts';

/** AES-256. */
const KEY_BYTES = 32;
/** Its name in the data folder. */
const KEY_FILE = 'secret.key';

/** What a key may look like, for error messages. */
export const KEY_SHAPE = '32 random bytes as base64 or hex (openssl rand -base64 32)';

/** A new key, as SECRET_KEY takes it. */
export const makeSecretKey = (): string => randomBytes(KEY_BYTES).toString('base64');

function decodeKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const key = Buffer.from(text, 'base64');
  // Node's decoder skips what it does not know: only one spelling of each key is taken.
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  return key.length === KEY_BYTES && trimEndOf(key.toString('base64'), '=') === trimEndOf(plain, '=')
    ? key
    : undefined;
}

/**
 * Master keys as SECRET_KEY holds them: `key`, or `2:key,1:olderKey` with version numbers while a key is being
 * rotated, the current one first. A key without a number is version 1. Undefined when any of them is not a key, or
 * a number is used twice.
 */
export function parseMasterKeys(text: string): SealerOptions | undefined {
  const keys = new Map<number, Secret<Buffer>>();
  for (const part of text.split(',')) {
    const match = /^(?:([1-9]\d{0,5}):)?(\S+)$/.exec(part.trim());
    const version = Number(match?.[1] ?? 1);
    const key = decodeKey(match?.[2] ?? '');
    if (key === undefined || keys.has(version)) return undefined;
    keys.set(version, new Secret(key));
  }
  const [current] = keys.keys();
  return current === undefined ? undefined : { current, keys };
}

async function readKeyFile(file: string): Promise<SealerOptions | undefined> {
  let text: string;
  let mode: number;
  try {
    [text, { mode }] = await Promise.all([fs.readFile(file, 'utf8'), fs.stat(file)]);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw new RollcallError('CONFIG_INVALID', `Rollcall can't read ${file} (${errnoOf(error)}).`, {
      next: 'The key file and the data folder must belong to the user that Rollcall runs as: it may have been started as another one, such as root, before.',
      cause: error,
    });
  }
  // Windows has no such modes; there the folder's own permissions count.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new RollcallError('CONFIG_INVALID', `Others on this machine can read ${file}.`, {
      next: `Run "chmod 600 ${file}", and draw a new key if somebody may have read it.`,
    });
  }
  const keys = parseMasterKeys(text.trim());
  if (keys === undefined) {
    throw new RollcallError('CONFIG_INVALID', `The file ${file} doesn't hold a key.`, {
      next: `Restore it from a backup: without it stored passwords can't be opened. It holds ${KEY_SHAPE}.`,
    });
  }
  return keys;
}

/** The key file of a data folder, without making one: undefined where there is none. Throws as `loadOrMakeKeyFile`. */
export const findKeyFile = (folder: string): Promise<SealerOptions | undefined> =>
  readKeyFile(join(folder, KEY_FILE));

/**
 * The master key for an installation without SECRET_KEY: `secret.key` in the data folder, mode 0600, drawn on the
 * first start. It lies beside what it seals, so the log warns each time. Throws RollcallError CONFIG_INVALID for a
 * key file that others can read, that this process can't, or that holds no key.
 */
export async function loadOrMakeKeyFile(folder: string, log: Log): Promise<SealerOptions> {
  const file = join(folder, KEY_FILE);
  const found = await readKeyFile(file);
  if (found !== undefined) {
    log.warn({ file }, 'config.key_file_used');
    return found;
  }
  const fresh = join(folder, `.secret.key.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await fs.mkdir(folder, { mode: FOLDER_MODE, recursive: true });
    const handle = await fs.open(fresh, 'wx', FILE_MODE);
    try {
      await handle.writeFile(`1:${makeSecretKey()}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link, unlike a rename, never replaces a key that another start made meanwhile.
    await fs.link(fresh, file).catch((error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw error;
    });
    await fs.rm(fresh);
    await syncFolder(fs, folder);
  } catch (cause) {
    throw describeWriteFailure(file, cause);
  }
  log.warn({ file }, 'config.key_file_made');
  const made = await readKeyFile(file);
  if (made === undefined) throw new Error(`${file} vanished`);
  return made;
}
