import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long whoever waits sees the same holder before it is taken for dead. Our own number: a change is a read and a write of a
 * small file. A shorter one could take the turn from somebody on a slow disk, who notices and changes nothing; a longer one keeps
 * a click waiting after a kill.
 */
const DEAD_AFTER_MS = 5_000;
/** Short beside a change, so that two who press at once both get their answer at once. */
const LOOK_EVERY_MS = 20;

/** Somebody's turn to change a file. */
export interface Turn {
  /** False once another has taken it. */
  isMine(): Promise<boolean>;
}

async function readHolder(lock: string): Promise<string | undefined> {
  return readFile(lock, 'utf8').catch(() => undefined);
}

/** Makes the lock, or waits for whoever has it. Throws the file system's error where it can't be made at all. */
async function take(lock: string, token: string): Promise<void> {
  let holder: string | undefined;
  let waited = 0;
  for (;;) {
    try {
      await writeFile(lock, token, { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    }
    const now = await readHolder(lock);
    waited = now === holder ? waited + LOOK_EVERY_MS : 0;
    holder = now;
    if (waited >= DEAD_AFTER_MS) {
      await rm(lock, { force: true });
      waited = 0;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Runs work that changes a file, one at a time among all processes that share its folder: a file beside it, `<file>.lock`, says
 * whose turn it is. Throws what the work throws, and the file system's error where there can be no file beside it.
 */
export async function inTurn<Result>(file: string, work: (turn: Turn) => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  const token = randomBytes(8).toString('hex');
  await take(lock, token);
  const isMine = async () => (await readHolder(lock)) === token;
  try {
    return await work({ isMine });
  } finally {
    if (await isMine()) await rm(lock, { force: true });
  }
}
