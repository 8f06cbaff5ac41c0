import { writeSync } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { relative } from 'node:path';
import type { Mailer } from '../../src/service/ports/mailer.ts';
import type { StoreFile, StoreFs } from '../../src/store/disk/storeFs.ts';
import type { Turns } from './turns.ts';

/** Where a process dies: at its nth point, before what happens there or after it. */
export interface DeathPoint {
  nth: number;
  when: 'before' | 'after';
}

/** Everything that a process does to the world outside, each a point at which it can die. */
export interface Points {
  fs: StoreFs;
  fetch: typeof fetch;
  wrapMailer(mailer: Mailer): Mailer;
  /** Closes what a process that died within this one left open. */
  closeFiles(): Promise<void>;
}

/** Milliseconds of the injected clock: a disk that syncs, and a Graph and a mail server at some distance. */
const DISK_MS = 5;
const NETWORK_MS = 50;

/** What becomes of a process at its points. */
interface Fate {
  /** Hears the name of each. */
  say(name: string): void;
  /** Does not return. */
  die(): Promise<never>;
}

/** No signal handler, no exit handler, no flush: as if the power went. */
const OWN_PROCESS: Fate = {
  say: (name) => void writeSync(1, `${name}\n`),
  async die() {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  },
};

/**
 * Counts the points and says each, on stdout one line a point; dies at the one it is told to. The names of two runs
 * are the same: random parts of file names and hosts are left out.
 */
export function createPoints(
  turns: Turns,
  folder: string,
  death: DeathPoint | undefined,
  { say, die } = OWN_PROCESS,
): Points {
  let count = 0;
  const files = new Set<nodeFs.FileHandle>();

  function act<T>(name: string, ms: number, work: () => Promise<T>): Promise<T> {
    return turns.take(ms, async () => {
      count += 1;
      const isLast = count === death?.nth;
      say(name);
      if (isLast && death.when === 'before') await die();
      try {
        return await work();
      } finally {
        // Also when it was refused: a link to a file that is not there yet, say.
        if (isLast) await die();
      }
    });
  }

  function nameOf(path: string): string {
    return relative(folder, path).replace(/\.[0-9a-f]{12}\.tmp$/, '.tmp') || '.';
  }
  const change = <T>(verb: string, path: string, work: () => Promise<T>): Promise<T> =>
    act(`${verb} ${nameOf(path)}`, DISK_MS, work);
  /** Reading leaves nothing behind to die over. */
  const look = <T>(work: () => Promise<T>): Promise<T> => turns.take(0, work);

  function wrap(handle: nodeFs.FileHandle, path: string): StoreFile {
    return {
      writeFile: (data) => change('write', path, () => handle.writeFile(data)),
      sync: () => change('sync', path, () => handle.sync()),
      datasync: () => change('sync', path, () => handle.datasync()),
      truncate: (length) => change('truncate', path, () => handle.truncate(length)),
      read: (buffer, offset, length, position) => look(() => handle.read(buffer, offset, length, position)),
      stat: () => look(() => handle.stat()),
      close: () => {
        files.delete(handle);
        return look(() => handle.close());
      },
    };
  }

  return {
    fs: {
      async open(path, flags, mode) {
        const open = async () => {
          const file = await nodeFs.open(path, flags, mode);
          files.add(file);
          return file;
        };
        return wrap(await (flags === 'r' ? look(open) : change('open', path, open)), path);
      },
      mkdir: (path, options) => change('mkdir', path, () => nodeFs.mkdir(path, options)),
      rename: (from, to) => change('rename', to, () => nodeFs.rename(from, to)),
      link: (existing, added) => change('link', added, () => nodeFs.link(existing, added)),
      copyFile: (from, to) => change('copy', to, () => nodeFs.copyFile(from, to)),
      rm: (path, options) => change('rm', path, () => nodeFs.rm(path, options)),
      chmod: (path, mode) => look(() => nodeFs.chmod(path, mode)),
      readFile: (path) => look(() => nodeFs.readFile(path)),
      readdir: (path) => look(() => nodeFs.readdir(path)),
    },
    fetch: (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      return act(`${init?.method ?? 'GET'} ${pathname}`, NETWORK_MS, async () => {
        const response = await fetch(input, init);
        // The whole answer is here before anybody's turn comes.
        return new Response(await response.arrayBuffer(), response);
      });
    },
    wrapMailer: (mailer) => ({
      send: (mail) => act(`mail ${mail.to}`, NETWORK_MS, () => mailer.send(mail)),
    }),
    async closeFiles() {
      for (const file of files) await file.close();
    },
  };
}
