import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { RollcallError } from '../domain/errors.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './processIdentity.ts';
import { errnoOf, FILE_MODE } from './storeFs.ts';

/**
 * How often the holder touches its lock. A holder we cannot see (another container or host) that misses two beats
 * counts as gone: longer delays the start after a crash there, shorter would take the folder from an instance that
 * is only slow, and two instances lose each other's rows.
 */
const BEAT_MS = 5_000;
/** Two that take over at once: after this time the last one's name is in the file, and only it goes on. */
const SETTLE_MS = 100;

interface Holder extends ProcessIdentity {
  token: string;
}

/** A held lock. */
export interface Lock {
  /** Throws RollcallError STORE_LOCKED when another instance took the folder from us. */
  check(): Promise<void>;
  /** Lets go. Leaves a lock that is no longer ours alone. */
  release(): Promise<void>;
}

function lockedBy(holder: Partial<Holder>, file: string): RollcallError {
  return new RollcallError('STORE_LOCKED', 'Another instance of Rollcall is running on this data folder.', {
    done: 'Nothing was changed.',
    next: `Stop the other instance (process ${holder.pid ?? 'unknown'} on ${holder.host ?? 'an unknown host'}), or give this one its own DATA_DIR. If there is none, remove ${file}.`,
    detail: { pid: holder.pid, host: holder.host },
  });
}

/** What the lock says; undefined when there is none, empty when it says nothing we understand. */
async function readHolder(file: string): Promise<Partial<Holder> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

async function readBeat(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Waits two beats for a sign of life. Compares the file with itself, so that no two clocks have to agree. */
async function beats(file: string, beatMs: number): Promise<boolean> {
  const before = await readBeat(file);
  await wait(2 * beatMs + beatMs / 2);
  return (await readBeat(file)) !== before;
}

function isWhole(holder: Partial<Holder>): holder is Holder {
  return typeof holder.pid === 'number' && typeof holder.token === 'string';
}

/**
 * Takes the data folder for this process. A lock whose holder is gone is taken over. Throws RollcallError
 * STORE_LOCKED while its holder lives.
 */
export async function takeLock(folder: string, log: Log, beatMs = BEAT_MS): Promise<Lock> {
  const file = join(folder, 'lock');
  const us: Holder = { ...(await identifyProcess()), token: randomBytes(12).toString('hex') };
  const text = JSON.stringify(us);

  async function isOurs(): Promise<boolean> {
    return (await readHolder(file))?.token === us.token;
  }

  async function takeOver(holder: Partial<Holder>): Promise<void> {
    const life = isWhole(holder) ? await isAlive(holder, us) : 'unknown';
    if (life === 'alive') throw lockedBy(holder, file);
    if (life === 'unknown') {
      log.warn({ pid: holder.pid, host: holder.host, ms: 2.5 * beatMs }, 'store.lock_watched');
      if (await beats(file, beatMs)) throw lockedBy((await readHolder(file)) ?? {}, file);
    }
    const now = await readHolder(file);
    if (now !== undefined && now.token !== holder.token) throw lockedBy(now, file);
    const fresh = `${file}.${us.token}`;
    await writeFile(fresh, text, { flag: 'wx', mode: FILE_MODE });
    await rename(fresh, file);
    await wait(SETTLE_MS);
    const winner = await readHolder(file);
    if (winner?.token !== us.token) throw lockedBy(winner ?? {}, file);
    log.warn({ pid: holder.pid, host: holder.host }, 'store.lock_taken_over');
  }

  try {
    await writeFile(file, text, { flag: 'wx', mode: FILE_MODE });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    await takeOver((await readHolder(file)) ?? {});
  }

  const heart = setInterval(() => {
    const now = new Date();
    isOurs()
      .then((ours) => (ours ? utimes(file, now, now) : log.error({ file }, 'store.lock_lost')))
      .catch((error: unknown) => log.error({ err: error }, 'store.lock_beat_failed'));
  }, beatMs);
  heart.unref();

  return {
    async check() {
      if (!(await isOurs())) throw lockedBy((await readHolder(file)) ?? {}, file);
    },
    async release() {
      clearInterval(heart);
      if (await isOurs()) await rm(file, { force: true });
    },
  };
}
