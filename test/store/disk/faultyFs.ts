import * as nodeFs from 'node:fs/promises';
import type { StoreFile, StoreFs } from '../../../src/store/disk/storeFs.ts';

/** One call of the file system: `write /data/.job.json.1f.tmp`. */
export interface FsCall {
  name: 'open' | 'write' | 'sync' | 'truncate' | 'rename' | 'link' | 'mkdir' | 'rm';
  path: string;
}

/** Node's file system, with a say before each call that changes something. */
export function createFaultyFs(): StoreFs & {
  /** Every call so far that changes something, in order. */
  calls: FsCall[];
  /** Throws what it likes; `undefined` lets everything through. */
  before: ((call: FsCall) => void) | undefined;
} {
  const calls: FsCall[] = [];
  const say = (name: FsCall['name'], path: string): void => {
    calls.push({ name, path });
    faulty.before?.({ name, path });
  };

  function wrap(handle: nodeFs.FileHandle, path: string): StoreFile {
    return {
      async writeFile(data) {
        try {
          say('write', path);
        } catch (error) {
          // A disk that fills up takes the first half.
          await handle.writeFile(data.subarray(0, data.length >> 1));
          throw error;
        }
        await handle.writeFile(data);
      },
      async sync() {
        say('sync', path);
        await handle.sync();
      },
      async datasync() {
        say('sync', path);
        await handle.datasync();
      },
      async truncate(length) {
        say('truncate', path);
        await handle.truncate(length);
      },
      read: (buffer, offset, length, position) => handle.read(buffer, offset, length, position),
      stat: () => handle.stat(),
      close: () => handle.close(),
    };
  }

  const faulty: ReturnType<typeof createFaultyFs> = {
    calls,
    before: undefined,
    async open(path, flags, mode) {
      if (flags !== 'r') say('open', path);
      return wrap(await nodeFs.open(path, flags, mode), path);
    },
    async rename(from, to) {
      say('rename', to);
      await nodeFs.rename(from, to);
    },
    async link(existing, added) {
      say('link', added);
      await nodeFs.link(existing, added);
    },
    async mkdir(path, options) {
      say('mkdir', path);
      return nodeFs.mkdir(path, options);
    },
    async rm(path, options) {
      say('rm', path);
      await nodeFs.rm(path, options);
    },
    readFile: (path) => nodeFs.readFile(path),
    readdir: (path) => nodeFs.readdir(path),
    copyFile: (from, to) => nodeFs.copyFile(from, to),
    chmod: (path, mode) => nodeFs.chmod(path, mode),
  };
  return faulty;
}

/** What a full disk answers. */
export function noSpace(): NodeJS.ErrnoException {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}
