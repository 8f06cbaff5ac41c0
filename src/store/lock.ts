import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { RollcallError } from '../domain/errors.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { describeWriteFailure } from './disk/storeErrors.ts';
import { errnoOf, FILE_MODE } from './disk/storeFs.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './processIdentity.ts';

/**
 * How often the holder touches its lock. A holder we cannot see (another container or host) that misses two beats
 * counts as gone: longer delays the start after a crash there, shorter would take the folder from an instance that
 * is only slow, and two instances lose each other's rows.
 */
const BEAT_MS = 5_000;
/** What a taker-over watches for. */
const WATCH_BEATS = 2.5;
/**
 * How long a beat lets its sender act. It has to be less than `WATCH_BEATS`: longer, and two act at once. Less than
 * one beat would hold everything up between two of them; two forgive one that was late.
 */
const ACT_BEATS = 2;
/** Two that take over at once: after this time the last one's name is in the file, and only it goes on. */
const SETTLE_MS = 100;

interface Holder extends ProcessIdentity {
  token: string;
}

/** A held lock. Its signal aborts, once, when another instance has taken the folder: nothing may be done any more. */
export interface Lock extends Turn {
  /** It was another's, and nobody can see whether that process is gone or only stands still. */
  readonly isFromUnknown: boolean;
  /**
   * Throws RollcallError STORE_LOCKED when another instance took the folder from us, and STORE_BROKEN when our signs of
   * life do not reach the disk.
   */
  check(): Promise<void>;
  /** Lets go. Leaves a lock that is no longer ours alone. */
  release(): Promise<void>;
}

function lockedBy(
  holder: { pid?: number | undefined; host?: string | undefined },
  file: string,
): RollcallError {
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

/** The time now: that of the process, which stands still while the machine sleeps, and that of the wall, which is set. */
function readClocks() {
  return { steady: performance.now(), wall: Date.now() };
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
  const lost = new AbortController();
  /** When the last sign of life that surely was ours was sent. */
  let beat = readClocks();
  let released = false;
  let isFromUnknown = false;

  async function isOurs(): Promise<boolean> {
    return (await readHolder(file))?.token === us.token;
  }

  async function takeOver(holder: Partial<Holder>): Promise<void> {
    const life = isWhole(holder) ? await isAlive(holder, us) : 'unknown';
    if (life === 'alive') throw lockedBy(holder, file);
    // Stays that of the old lock when ours has taken its place.
    const old = await open(file, 'r').catch((error: unknown) => {
      if (errnoOf(error) !== 'ENOENT') throw error;
    });
    if (old === undefined) return take();
    try {
      // Compared with itself, so that no two clocks have to agree.
      const { mtimeMs } = await old.stat();
      if (life === 'unknown') {
        log.warn({ pid: holder.pid, host: holder.host, ms: WATCH_BEATS * beatMs }, 'store.lock_watched');
        await wait(WATCH_BEATS * beatMs);
        if ((await old.stat()).mtimeMs !== mtimeMs) throw lockedBy((await readHolder(file)) ?? {}, file);
      }
      const lookedAt = performance.now();
      const now = await readHolder(file);
      if (now === undefined) return take();
      if (now.token !== holder.token) throw lockedBy(now, file);
      const fresh = `${file}.${us.token}`;
      await writeFile(fresh, text, { flag: 'wx', mode: FILE_MODE });
      await rename(fresh, file);
      const slow = performance.now() - lookedAt > SETTLE_MS;
      await wait(SETTLE_MS);
      // The holder's last sign of life, or another that took over while we stood still: either may still act for a while.
      if (slow || (await old.stat()).mtimeMs !== mtimeMs) await wait(ACT_BEATS * beatMs);
    } finally {
      await old.close();
    }
    beat = readClocks();
    const winner = await readHolder(file);
    if (winner?.token !== us.token) throw lockedBy(winner ?? {}, file);
    isFromUnknown = life === 'unknown';
    log.warn({ pid: holder.pid, host: holder.host }, 'store.lock_taken_over');
  }

  async function take(): Promise<void> {
    beat = readClocks();
    try {
      await writeFile(file, text, { flag: 'wx', mode: FILE_MODE });
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
      await takeOver((await readHolder(file)) ?? {});
    }
  }

  await take();

  async function lose(): Promise<void> {
    if (released || lost.signal.aborted) return;
    clearInterval(heart);
    const { pid, host } = (await readHolder(file)) ?? {};
    log.error({ file, pid, host }, 'store.lock_lost');
    lost.abort(lockedBy({ pid, host }, file));
  }

  async function sendBeat(): Promise<void> {
    const sent = readClocks();
    if (!(await isOurs())) return lose();
    const now = new Date();
    await utimes(file, now, now);
    // It may have been taken in between, and the beat given to the other one's lock.
    if (!(await isOurs())) return lose();
    beat = sent;
  }

  let failure: unknown;
  let isSending = false;

  async function keepBeating(): Promise<void> {
    // One that hangs is enough.
    if (isSending) return;
    isSending = true;
    try {
      await sendBeat();
      failure = undefined;
    } catch (error) {
      failure = error;
      log.error({ err: error }, 'store.lock_beat_failed');
    }
    isSending = false;
  }

  const heart = setInterval(() => void keepBeating(), beatMs);
  heart.unref();

  function mayAct(): boolean {
    if (released || lost.signal.aborted) return false;
    const now = readClocks();
    const allowedMs = ACT_BEATS * beatMs;
    return now.steady - beat.steady < allowedMs && now.wall - beat.wall < allowedMs;
  }

  return {
    isFromUnknown,
    mayAct,
    signal: lost.signal,
    async check() {
      if (!(await isOurs())) throw lockedBy((await readHolder(file)) ?? {}, file);
      if (failure !== undefined) throw describeWriteFailure(file, failure);
    },
    async release() {
      clearInterval(heart);
      const ours = await isOurs();
      const mayRemove = ours && mayAct();
      released = true;
      if (mayRemove) await rm(file, { force: true });
    },
  };
}
