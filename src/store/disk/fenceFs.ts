import type { Turn } from '../../service/ports/engine.ts';
import { waitForTurn } from '../../service/ports/waitForTurn.ts';
import type { StoreFile, StoreFs } from './storeFs.ts';

/**
 * The same calls, but each that changes something first asks whether the folder is still ours, and none is made any more
 * once `isClosed`. Reading needs no turn. Throws what `waitForTurn` throws.
 */
export function fenceFs(fs: StoreFs, turn: Turn, isClosed: () => boolean): StoreFs {
  async function mayWrite(): Promise<void> {
    if (isClosed()) throw new Error('The store is closed.');
    await waitForTurn(turn);
  }

  function fenceFile(file: StoreFile): StoreFile {
    return {
      writeFile: async (data) => {
        await mayWrite();
        return file.writeFile(data);
      },
      truncate: async (length) => {
        await mayWrite();
        return file.truncate(length);
      },
      read: (buffer, offset, length, position) => file.read(buffer, offset, length, position),
      stat: () => file.stat(),
      sync: () => file.sync(),
      datasync: () => file.datasync(),
      close: () => file.close(),
    };
  }

  return {
    open: async (path, flags, mode) => {
      if (flags !== 'r') await mayWrite();
      else if (isClosed()) throw new Error('The store is closed.');
      return fenceFile(await fs.open(path, flags, mode));
    },
    readFile: (path) => fs.readFile(path),
    readdir: (path) => fs.readdir(path),
    mkdir: async (path, options) => {
      await mayWrite();
      return fs.mkdir(path, options);
    },
    rename: async (from, to) => {
      await mayWrite();
      return fs.rename(from, to);
    },
    link: async (existing, added) => {
      await mayWrite();
      return fs.link(existing, added);
    },
    copyFile: async (from, to) => {
      await mayWrite();
      return fs.copyFile(from, to);
    },
    rm: async (path, options) => {
      await mayWrite();
      return fs.rm(path, options);
    },
    chmod: async (path, mode) => {
      await mayWrite();
      return fs.chmod(path, mode);
    },
  };
}
