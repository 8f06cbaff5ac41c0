import type { Secret } from '../secrets/secret.ts';
import type { Reader } from './configReader.ts';
import * as values from './configValues.ts';

/** PostgreSQL, which several instances share. */
export interface DatabaseConfig {
  /** May lead through a pooler. */
  url: Secret<string>;
  /** Leads through none. */
  directUrl: Secret<string>;
}

/** Undefined: there is none, or what is set is wrong, which is then a problem. */
export function readDatabase(reader: Reader): DatabaseConfig | undefined {
  const url = reader.take('DATABASE_URL', values.databaseUrl, undefined);
  const directUrl = reader.take('DATABASE_DIRECT_URL', values.databaseUrl, url);
  if (!reader.has('DATABASE_URL')) {
    if (reader.has('DATABASE_DIRECT_URL')) {
      reader.complain('DATABASE_URL', "isn't set, and DATABASE_DIRECT_URL is of use only beside it");
    }
  } else if (!reader.has('SECRET_KEY')) {
    // Every instance has to open what another one sealed, so that none may draw a key of its own.
    reader.complain('SECRET_KEY', "isn't set, and DATABASE_URL needs it: the same one for every instance");
  }
  return url === undefined || directUrl === undefined ? undefined : { url, directUrl };
}

/** The sandbox keeps its state in a folder: a database that is set means that credentials were forgotten. */
export function refuseDatabase(reader: Reader): void {
  for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL'] as const) {
    if (reader.has(name))
      reader.complain(name, 'is set, and the sandbox uses none: set credentials, or take it away');
  }
}
