import { RollcallError } from '../domain/errors.ts';

/** What went wrong, and what to do about it. */
type Meaning = readonly [what: string, next: string];

const TRY_AGAIN =
  'Try again in a minute. If it goes on, ask the person who runs Rollcall to look at PostgreSQL.';
const CHECK_ADDRESS =
  'Check the host and the port in DATABASE_URL, and that PostgreSQL runs and lets this machine in.';
const GIVE_RIGHTS =
  'Let the role in DATABASE_URL own the database, or grant it what it lacks: "npm run doctor store" names it.';
const MIGRATE = 'Run "npm run migrate" once, then start Rollcall again.';
const POOLER =
  'Use a pooler in transaction mode without "server_reset_query", or point DATABASE_URL at PostgreSQL itself.';

/**
 * By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), by Node's names for network errors, or by
 * the words of node-postgres.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: ['Nothing listens at the address in DATABASE_URL.', CHECK_ADDRESS],
  ENOTFOUND: ["The host in DATABASE_URL isn't known.", CHECK_ADDRESS],
  EAI_AGAIN: ["The name of the host in DATABASE_URL couldn't be looked up.", CHECK_ADDRESS],
  EHOSTUNREACH: ["The host in DATABASE_URL can't be reached.", CHECK_ADDRESS],
  ETIMEDOUT: ["PostgreSQL didn't answer in time.", TRY_AGAIN],
  ECONNRESET: ['The connection to PostgreSQL broke off.', TRY_AGAIN],
  EPIPE: ['The connection to PostgreSQL broke off.', TRY_AGAIN],
  '08P01': ['What listens at DATABASE_URL refused how Rollcall speaks to it.', POOLER],
  '26000': ['A pooler between Rollcall and PostgreSQL mixed connections up.', POOLER],
  '42P05': ['A pooler between Rollcall and PostgreSQL mixed connections up.', POOLER],
  '28P01': [
    'PostgreSQL refused the password in DATABASE_URL.',
    'Set the right user name and password in DATABASE_URL.',
  ],
  '28000': [
    'PostgreSQL lets nobody in with what DATABASE_URL says.',
    'Check its user name, and pg_hba.conf on the server. Where the server wants TLS, add "?sslmode=verify-full".',
  ],
  '3D000': [
    "The database in DATABASE_URL doesn't exist.",
    'Create it (createdb), then run "npm run migrate".',
  ],
  '42501': ['The role in DATABASE_URL lacks a right in the database.', GIVE_RIGHTS],
  '3F000': ['The role in DATABASE_URL sees no schema to keep tables in.', GIVE_RIGHTS],
  '42P01': ['A table is missing in the database.', MIGRATE],
  '42703': ['A column is missing in the database.', MIGRATE],
  '25006': [
    'The database can only be read: it is a standby, or was set read-only.',
    'Point DATABASE_URL at the primary server. Its "target_session_attrs=read-write" isn\'t looked at.',
  ],
  '53100': [
    'The disk of PostgreSQL is full.',
    'Ask the person who runs PostgreSQL for room on its disk, then try again.',
  ],
  '53200': ['PostgreSQL has no memory left.', TRY_AGAIN],
  '53300': [
    'PostgreSQL takes no more connections.',
    'Each instance of Rollcall needs 14: raise max_connections, or start fewer instances.',
  ],
  '57014': ["PostgreSQL didn't finish in time.", TRY_AGAIN],
  '55P03': ['Something else in the database was in the way for too long.', TRY_AGAIN],
  '40P01': ['Something else in the database was in the way.', TRY_AGAIN],
  '57P01': ['PostgreSQL is being stopped.', TRY_AGAIN],
  '57P02': ['PostgreSQL crashed.', TRY_AGAIN],
  '57P03': ['PostgreSQL is starting or stopping.', TRY_AGAIN],
};

/** What node-postgres has no code for, and what node-pg-migrate wraps into a text of its own. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/lock timeout/i, '55P03'],
  [/timeout|timed out/i, 'ETIMEDOUT'],
  [/terminated|not queryable|connection (error|ended|closed)|client was closed/i, 'ECONNRESET'],
  [/password must be a string/i, '28P01'],
  [/does not support SSL/i, '28000'],
  [/permission denied/i, '42501'],
  [/read-only transaction/i, '25006'],
];

/** SQLSTATE, or Node's name of a network error; of several addresses that were tried in vain the first. */
function codeOf(error: unknown): string {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  const known = WORDS.find(([words]) => words.test(message))?.[1];
  return typeof code === 'string' && (code in MEANINGS || known === undefined) ? code : (known ?? '');
}

/** A statement that failed, in words. Its text and its values are kept nowhere: they hold names. */
export function describeDatabaseFailure(error: unknown): RollcallError {
  if (error instanceof RollcallError) return error;
  const code = codeOf(error);
  const [what, next] = MEANINGS[code] ?? ['PostgreSQL refused what Rollcall asked of it.', TRY_AGAIN];
  return new RollcallError('STORE_BROKEN', what, {
    done: "This change wasn't saved, or it isn't known whether it was.",
    next,
    cause: withoutValues(error),
    detail: { sqlstate: code },
  });
}

/** PostgreSQL quotes values in `detail`, `where` and sometimes in the message. */
function withoutValues(error: unknown): Error {
  const { name, code, table, constraint, routine } = error as Record<string, unknown>;
  const said = [name, code, table, constraint, routine].filter((part) => typeof part === 'string');
  const clean = new Error(said.join(' '));
  if (error instanceof Error && error.stack !== undefined) {
    clean.stack = error.stack.replace(error.message, clean.message);
  }
  return clean;
}
