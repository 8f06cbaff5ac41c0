import { resolve } from 'node:path';
import { createReader } from '../config/configReader.ts';
import * as values from '../config/configValues.ts';
import { RollcallError } from '../domain/errors.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { KEY_SHAPE, loadOrMakeKeyFile, parseMasterKeys } from '../store/keyFile.ts';
import { openLowdbStore } from '../store/openLowdbStore.ts';

/** Where a Rollcall that is stopped keeps its state, and the keys to it. */
export interface KeptState {
  dataDir: string;
  /** Left out: in the folder. */
  url?: string;
  keys: SealerOptions;
  /** The keys are a file in the folder. */
  isKeyInFolder: boolean;
}

/** What an operator's command says when it changes nothing. */
export function refuse(message: string, next: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, { done: 'Nothing was changed.', next });
}

/** Reads DATA_DIR or DATABASE_URL, and SECRET_KEY, as Rollcall does. Throws RollcallError CONFIG_INVALID. */
export async function readKeptState(env: NodeJS.ProcessEnv, log: Log): Promise<KeptState> {
  const dataDir = resolve(env.DATA_DIR || './data');
  const reader = createReader(env);
  const secret = reader.take('SECRET_KEY', values.text, '');
  if (secret === undefined) throw refuse(reader.problems.join(' '), 'Set SECRET_KEY or SECRET_KEY_FILE.');
  const url = reader.take('DATABASE_URL', values.databaseUrl, undefined)?.reveal();
  if (reader.problems.length > 0) throw refuse(reader.problems.join(' '), 'Set it as Rollcall has it.');
  if (url !== undefined && secret === '') {
    throw refuse("SECRET_KEY isn't set.", 'Set SECRET_KEY, or SECRET_KEY_FILE, as the instances have it.');
  }
  const isKeyInFolder = secret === '';
  const keys = isKeyInFolder ? await loadOrMakeKeyFile(dataDir, log) : parseMasterKeys(secret);
  if (keys === undefined) throw refuse("SECRET_KEY isn't a key.", `It holds ${KEY_SHAPE}.`);
  return { dataDir, keys, isKeyInFolder, ...(url === undefined ? {} : { url }) };
}

/** The database where one is set, otherwise the folder. Throws as either does. */
export async function openStoppedStore(
  { dataDir: folder, url }: Pick<KeptState, 'dataDir' | 'url'>,
  masterKeys: SealerOptions,
  clock: Clock,
  log: Log,
): Promise<Store> {
  if (url === undefined) return openLowdbStore({ folder, masterKeys, clock, log });
  const { openPostgresStore } = await import('../postgres/openPostgresStore.ts');
  return openPostgresStore({ url, masterKeys, clock, log });
}
