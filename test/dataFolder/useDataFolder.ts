import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import type { SealerOptions } from '../../src/secrets/sealing.ts';
import { parseMasterKeys } from '../../src/store/keyFile.ts';
import { type Around, restoreAround } from './around.ts';
import { shiftClock } from './shiftClock.ts';

/** A data folder of an earlier version, opened by the real bot of today. */
export interface OpenedFolder {
  readonly sandbox: Sandbox;
  /** What its keys are derived from. */
  readonly masterKeys: SealerOptions | undefined;
  /** What stood around it when it was written. */
  readonly around: Around;
}

/** The loopback services stand at another address each time; what is kept of it is told so. */
async function rewriteUrl(folder: string, from: string, to: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    if (text.includes(from)) await writeFile(file, text.replaceAll(from, to));
  }
}

/**
 * Opens a copy of `test/fixtures/<name>` for the tests of a file, `later` milliseconds after it was written: the
 * clocks of the bot and of the services around it are set, so that the tests say the same in years.
 */
export function useDataFolder(name: string, later: number): OpenedFolder {
  const folder = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
  let opened: OpenedFolder | undefined;
  let restoreClock: (() => void) | undefined;

  beforeAll(async () => {
    const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
    const written: Around = JSON.parse(await read('around.json'));
    const clock = shiftClock(written.at + later);
    restoreClock = clock.restore;
    const key = (await read('fixture-key.txt')).trim();
    const sandbox = await createSandbox({
      policy: JSON.parse(await read('policy.json')),
      env: { ...clock.env, SECRET_KEY: key },
    });
    opened = {
      sandbox,
      masterKeys: parseMasterKeys(key),
      around: JSON.parse((await read('around.json')).replaceAll(written.url, sandbox.url)),
    };
    restoreAround(sandbox, opened.around);
    await cp(join(folder, 'kept'), sandbox.dataDir, { recursive: true });
    await chmod(sandbox.dataDir, 0o700);
    await rewriteUrl(sandbox.dataDir, written.url, sandbox.url);
    await sandbox.bot.start();
  });

  afterAll(async () => {
    try {
      await opened?.sandbox.stop();
    } finally {
      restoreClock?.();
    }
  });

  const get = (): OpenedFolder => {
    if (opened === undefined) throw new Error('The data folder is not opened yet.');
    return opened;
  };
  return {
    get sandbox() {
      return get().sandbox;
    },
    get masterKeys() {
      return get().masterKeys;
    },
    get around() {
      return get().around;
    },
  };
}
