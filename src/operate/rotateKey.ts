import { readFileSync } from 'node:fs';
import { RollcallError } from '../domain/errors.ts';
import { createLog } from '../run/logging/log.ts';
import { createSealer, type Sealer, type SealerOptions, type WrappedKey } from '../secrets/sealing.ts';
import type { OriginalData } from '../service/ports/drafts.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import { KEY_SHAPE, parseMasterKeys } from '../store/keyFile.ts';
import { runCommand } from './runCommand.ts';
import { openStoppedStore, readKeptState, refuse } from './stoppedStore.ts';

/**
 * `npm run rotate-key`: wraps the key of every job, of every installation of the Slack app, and of every file that is still being read, anew, from SECRET_KEY (or the key file in DATA_DIR) to NEW_SECRET_KEY.
 * What it has done stays done: after a crash it is started again with the same two keys.
 */

const clock: Clock = { now: () => Date.now(), sleep: () => Promise.resolve() };

/** `set -C`: typed again after a crash, it keeps the key that some passwords are under already. */
const DRAW = '(umask 077; set -C; openssl rand -base64 32 > new.key)';

const HELP = `Usage: ${DRAW}
       NEW_SECRET_KEY_FILE=new.key npm run rotate-key

Keep the new key: without it, no stored password can be opened afterwards. It can be in NEW_SECRET_KEY instead, if you have it elsewhere as well. Stop Rollcall first, every instance of it. Reads DATA_DIR or DATABASE_URL, and SECRET_KEY, as Rollcall does, from the environment or .env.`;

/** The old keys and the new one, which is the current one. It gets the next number unless it brings its own. */
function joinKeys(old: SealerOptions, text: string): SealerOptions {
  const given = parseMasterKeys(text);
  const [only, ...more] = given?.keys ?? [];
  if (given === undefined || only === undefined || more.length > 0) {
    throw refuse("NEW_SECRET_KEY isn't one key.", `Set it to ${KEY_SHAPE}.`);
  }
  const key = only[1];
  for (const known of old.keys.values()) {
    if (known.reveal().equals(key.reveal())) {
      throw refuse('NEW_SECRET_KEY is among the keys in use already.', `Draw a new one: ${DRAW}`);
    }
  }
  const version = /^\s*\d+:/.test(text) ? given.current : Math.max(...old.keys.keys()) + 1;
  if (old.keys.has(version)) {
    throw refuse(`SECRET_KEY has a key ${version} already.`, 'Leave the number before NEW_SECRET_KEY out.');
  }
  return { current: version, keys: new Map([[version, key], ...old.keys]) };
}

/** As other secrets, it can be in a file; the line end of its last line is no part of it. */
function readNewKey({ NEW_SECRET_KEY: key, NEW_SECRET_KEY_FILE: path }: NodeJS.ProcessEnv): string {
  if (key && path) {
    throw refuse('NEW_SECRET_KEY is set, and NEW_SECRET_KEY_FILE as well.', 'Keep one of them.');
  }
  if (key) return key;
  if (!path) {
    throw refuse(
      "NEW_SECRET_KEY_FILE isn't set.",
      `Draw a new key into a file that you keep, and set NEW_SECRET_KEY_FILE to its path: ${DRAW}`,
    );
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code = 'no such file' } = error as NodeJS.ErrnoException;
    throw refuse(
      `NEW_SECRET_KEY_FILE: ${path} can't be read (${code}).`,
      'Check the path, and that you may read the file.',
    );
  }
}

function countJobs(jobs: number): string {
  return jobs === 1 ? '1 job' : `${jobs} jobs`;
}

function rewrapOrNothing(sealer: Sealer, key: WrappedKey): WrappedKey | undefined {
  try {
    return sealer.rewrap(key);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return undefined;
  }
}

/** Job ids whose keys do not open; every other one, and those of files, are under the current key on return, in every copy. */
async function rewrapAll(store: Store, sealer: Sealer): Promise<{ rewrapped: number; broken: string[] }> {
  const broken: string[] = [];
  let rewrapped = 0;
  for (const { id, key } of await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })) {
    if (rewrapOrNothing(sealer, key) === undefined) {
      broken.push(id);
      continue;
    }
    await store.updateJob(id, (job) => ({ ...job, key: sealer.rewrap(job.key) }));
    // The version before is kept beside the newest one, and still holds the old wrapping until a second write. That
    // one is done for every job, because a run before this may have died between the two.
    await store.updateJob(id, (job) => job);
    if (sealer.rewrap(key) !== key) rewrapped += 1;
  }
  for (const { id, key } of await store.listSnapshots({})) {
    if (rewrapOrNothing(sealer, key) === undefined) {
      broken.push(id);
      continue;
    }
    await store.updateSnapshot(id, (one) => ({ ...one, key: sealer.rewrap(one.key) }));
  }
  for (const { id, key } of await store.listInstallations()) {
    if (rewrapOrNothing(sealer, key) === undefined) {
      broken.push(id);
      continue;
    }
    await store.updateInstallation(id, (one) => ({ ...one, key: sealer.rewrap(one.key) }));
  }
  for (const kind of ['original', 'handout', 'begun'] as const) {
    for (const { id, version, data } of await store.listDrafts({ kind, limit: Number.MAX_SAFE_INTEGER })) {
      const sealed = data as Partial<OriginalData>;
      // Words alone are not sealed.
      if (sealed.key === undefined) continue;
      const key = rewrapOrNothing(sealer, sealed.key);
      // One that does not open goes with its time: whoever it belongs to attaches the file, or asks for it, again.
      if (key !== undefined) await store.updateDraft(id, version, { ...sealed, key });
    }
  }
  return { rewrapped, broken };
}

async function rotate(): Promise<number> {
  const wanted = readNewKey(process.env);
  const log = createLog({ level: 'error' });
  const state = await readKeptState(process.env, log);
  const keys = joinKeys(state.keys, wanted);
  // The audit goes on under the new key from here, and keeps the old one for whoever has the new one.
  const store = await openStoppedStore(state, keys, clock, log);
  try {
    const { rewrapped, broken } = await rewrapAll(store, createSealer(keys));
    const detail = { jobs: rewrapped, broken: broken.length, keyVersion: keys.current };
    await store.audit({
      at: clock.now(),
      actor: 'rollcall',
      platform: 'system',
      what: 'key.rotated',
      outcome: broken.length === 0 ? 'done' : 'failed',
      detail,
    });
    const { NEW_SECRET_KEY_FILE: path } = process.env;
    const from = path ? `what is in ${path}` : 'the value of NEW_SECRET_KEY';
    const value = `${keys.current}:<${from}>`;
    const where = state.isKeyInFolder ? ', and delete secret.key in the data folder' : '';
    if (broken.length === 0) {
      console.log(`The keys of ${countJobs(rewrapped)} are under key ${keys.current} now.`);
      console.log(
        `Set SECRET_KEY=${value}${where}, take ${path ? 'NEW_SECRET_KEY_FILE' : 'NEW_SECRET_KEY'} away, and start Rollcall.`,
      );
      console.log('Backups made before still need the old key.');
      return 0;
    }
    console.error(`The keys of ${countJobs(broken.length)} don't open with SECRET_KEY: ${broken.join(', ')}`);
    console.error(
      `The other jobs are under key ${keys.current} now. Set SECRET_KEY=${value},<the value that SECRET_KEY had, with its numbers>, and start Rollcall.`,
    );
    return 1;
  } finally {
    await store.close();
  }
}

process.exitCode = await runCommand(HELP, rotate);
