import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { errnoOf, FILE_MODE, type StoreFs } from './storeFs.ts';

/** A write that was cut off leaves one of these; they are removed at start. */
export function isLeftover(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}

function nameFresh(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
}

export function backupOf(file: string): string {
  return `${file}.bak`;
}

/** Makes the names in a folder durable. Windows has no such call for folders: there the file system has to do. */
export async function syncFolder(fs: StoreFs, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The present version under a second name. A file system without links (exFAT, some mounts) gets a copy. */
async function keepPresent(fs: StoreFs, file: string): Promise<void> {
  const backup = backupOf(file);
  await fs.rm(backup, { force: true });
  try {
    await fs.link(file, backup);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    await fs.copyFile(file, backup).catch((failure: unknown) => {
      if (errnoOf(failure) !== 'ENOENT') throw failure;
    });
  }
}

/**
 * Replaces a file as a whole: after a power cut there is the old version or the new one, never half of one.
 * On return the new one is on disk; its data may come in pieces. With `backup`, the version before stays as `<file>.bak`. Mode 0600 after every
 * write. Throws the file system's error; then the old version is still in place (unless only the last fsync failed).
 */
export async function writeDurably(
  fs: StoreFs,
  file: string,
  data: Uint8Array | AsyncIterable<Uint8Array>,
  backup: boolean,
): Promise<void> {
  const fresh = nameFresh(file);
  try {
    const handle = await fs.open(fresh, 'wx', FILE_MODE);
    try {
      if (data instanceof Uint8Array) await handle.writeFile(data);
      else for await (const piece of data) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (backup) await keepPresent(fs, file);
    await fs.rename(fresh, file);
  } catch (error) {
    // The write's own error matters more than a leftover, which the next start removes.
    await fs.rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(fs, dirname(file));
}

/**
 * Puts a copy in the file's place, so that whoever has the file open writes into one that nobody reads any more. Does
 * nothing where there is none. Throws the file system's error.
 */
export async function renewFile(fs: StoreFs, file: string): Promise<void> {
  const fresh = nameFresh(file);
  try {
    await fs.copyFile(file, fresh);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  const handle = await fs.open(fresh, 'r+', FILE_MODE);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.rename(fresh, file);
  await syncFolder(fs, dirname(file));
}
