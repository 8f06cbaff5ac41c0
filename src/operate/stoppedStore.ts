import { resolve } from 'node:path';
import { readDatabase } from '../config/configDatabase.ts';
import { createReader } from '../config/configReader.ts';
import * as values from '../config/configValues.ts';
import { RollcallError } from '../domain/errors.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { KEY_SHAPE, loadOrMakeKeyFile, parseMasterKeys } from '../store/keyFile.ts';
import { refuseNeverRun } from '../store/moveMark.ts';
import { openLowdbStore } from '../store/openLowdbStore.ts';

/** Where a Rollcall that is stopped keeps its state, and the keys to it. */
export interface KeptState {
  dataDir: string;
  /** Left out: in the folder. Leads through no pooler. */
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
  if (reader.has('DATABASE_URL') && secret === '') {
    throw refuse("SECRET_KEY isn't set.", 'Set SECRET_KEY, or SECRET_KEY_FILE, as the instances have it.');
  }
  const url = readDatabase(reader)?.directUrl.reveal();
  if (reader.problems.length > 0) throw refuse(reader.problems.join(' '), 'Set it as Rollcall has it.');
  const isKeyInFolder = secret === '';
  if (isKeyInFolder) await refuseNeverRun(dataDir);
  const keys = isKeyInFolder ? await loadOrMakeKeyFile(dataDir, log) : parseMasterKeys(secret);
  if (keys === undefined) throw refuse("SECRET_KEY isn't a key.", `It holds ${KEY_SHAPE}.`);
  return { dataDir, keys, isKeyInFolder, ...(url === undefined ? {} : { url }) };
}

/** PostgreSQL knows who is connected to it. Throws RollcallError CONFIG_INVALID while an instance is. */
export async function refuseInUse(url: string, log: Log): Promise<void> {
  const [{ openDatabase }, { listInstances }] = await Promise.all([
    import('../postgres/openDatabase.ts'),
    import('../postgres/moveMark.ts'),
  ]);
  const database = openDatabase({ url, log, name: 'rollcall move' });
  try {
    const connected = await listInstances(database.query);
    if (connected.length === 0) return;
    const from = connected.map(
      ({ address, count }) => `${count} from ${address ?? "PostgreSQL's own machine"}`,
    );
    throw refuse(
      `Rollcall is running on the database in DATABASE_URL. Its open connections: ${from.join(', ')}.`,
      'Stop every instance, and run this again. If none runs, wait a minute: PostgreSQL may not have noticed yet that one is gone. A pooler keeps idle connections for longer (PgBouncer: server_idle_timeout, 10 minutes), until it is reloaded.',
    );
  } finally {
    await database.close();
  }
}

/**
 * The database where one is set, otherwise the folder. Throws as either does, and RollcallError CONFIG_INVALID while Rollcall
 * runs with it, or where it never ran.
 */
export async function openStoppedStore(
  { dataDir: folder, url }: Pick<KeptState, 'dataDir' | 'url'>,
  masterKeys: SealerOptions,
  clock: Clock,
  log: Log,
): Promise<Store> {
  if (url === undefined) {
    await refuseNeverRun(folder);
    return openLowdbStore({ folder, masterKeys, clock, log, refuseOtherKey: true });
  }
  await refuseInUse(url, log);
  const { openPostgresStore } = await import('../postgres/openPostgresStore.ts');
  return openPostgresStore({ url, masterKeys, clock, log });
}
