import { type AuditKeys, deriveAuditKeys } from '../audit/auditKeys.ts';
import { RollcallError } from '../domain/errors.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { Database } from './openDatabase.ts';

/** To whom a database belongs: all instances that share it have the same. */
export interface Installation {
  /** Entra tenant of the app registration. */
  tenantId: string;
  /** Its client id. */
  clientId: string;
}

function refuse(message: string, next: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, { done: 'Nothing was changed.', next });
}

/**
 * Throws RollcallError CONFIG_INVALID where the newest of the keys that the database says is none of those that a running
 * instance has: it opens nobody's password any more, and writes nothing.
 */
export function refuseRotated(keys: string, { current, older }: AuditKeys): void {
  const [newest] = keys.split(' ');
  if ([current, ...older].some(({ id }) => id === newest)) return;
  throw refuse(
    'SECRET_KEY was replaced in the database in DATABASE_URL while this instance was running.',
    'Set the new SECRET_KEY for every instance, and start them.',
  );
}

/**
 * Notes whose database it is at the first start, and refuses others at each one after: two installations on one database
 * would carry out each other's jobs in the wrong tenant, and an instance with another key opens nobody's password.
 * Throws RollcallError CONFIG_INVALID.
 */
export async function claimDatabase(
  database: Database,
  installation: Installation | undefined,
  masterKeys: SealerOptions,
): Promise<void> {
  const { current, older } = deriveAuditKeys(masterKeys);
  const owner = installation && `${installation.tenantId} ${installation.clientId}`.toLowerCase();
  await database.transact(async (query) => {
    const claim = async (key: string, value: string): Promise<string> => {
      await query('INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [key, value]);
      const { rows } = await query<{ value: string }>('SELECT value FROM meta WHERE key = $1 FOR UPDATE', [
        key,
      ]);
      return rows[0]?.value ?? value;
    };
    const owned = owner && (await claim('owner', owner));
    if (owned !== undefined && owned !== owner) {
      const [tenant = '', client = ''] = owned.split(' ');
      throw refuse(
        `The database in DATABASE_URL belongs to another installation: tenant ${tenant}, app ${client}.`,
        'Give this one a database of its own, or set the tenant and the app registration of that one.',
      );
    }
    // The newest first.
    const keys = (await claim('keys', current.id)).split(' ');
    if (keys[0] === current.id) return;
    if (keys.includes(current.id)) {
      throw refuse(
        'SECRET_KEY puts a key first that another instance has replaced already.',
        'Set the same SECRET_KEY for every instance, the newest key first ("2:new,1:old").',
      );
    }
    if (!older.some(({ id }) => id === keys[0])) {
      throw refuse(
        "The database in DATABASE_URL was written with another SECRET_KEY: stored passwords couldn't be opened.",
        'Set the SECRET_KEY of the other instances. While it is being replaced, the older one stays behind it ("2:new,1:old"). If "npm run rotate-key" was cut off, run it again with the new key that it had.',
      );
    }
    await query('UPDATE meta SET value = $2 WHERE key = $1', ['keys', [current.id, ...keys].join(' ')]);
  });
}
