import * as nodeFs from 'node:fs/promises';
import type { StoreFs } from '../../src/store/disk/storeFs.ts';

/** Node's file system, which counts what the store writes. */
export interface CountingFs extends StoreFs {
  readonly bytesWritten: number;
}

export function createCountingFs(): CountingFs {
  let bytesWritten = 0;
  return {
    get bytesWritten() {
      return bytesWritten;
    },
    async open(path, flags, mode) {
      const handle = await nodeFs.open(path, flags, mode);
      return {
        writeFile(data) {
          bytesWritten += data.length;
          return handle.writeFile(data);
        },
        read: (buffer, offset, length, position) => handle.read(buffer, offset, length, position),
        stat: () => handle.stat(),
        sync: () => handle.sync(),
        datasync: () => handle.datasync(),
        truncate: (length) => handle.truncate(length),
        close: () => handle.close(),
      };
    },
    readFile: (path) => nodeFs.readFile(path),
    readdir: (path) => nodeFs.readdir(path),
    mkdir: (path, options) => nodeFs.mkdir(path, options),
    rename: (from, to) => nodeFs.rename(from, to),
    link: (existing, added) => nodeFs.link(existing, added),
    copyFile: (from, to) => nodeFs.copyFile(from, to),
    rm: (path, options) => nodeFs.rm(path, options),
    chmod: (path, mode) => nodeFs.chmod(path, mode),
  };
}
