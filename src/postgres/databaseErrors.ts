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

const TRUST =
  'Put the certificate of the authority that signed it into a file, and name that with "sslrootcert=/path/ca.pem" in DATABASE_URL, or in NODE_EXTRA_CA_CERTS.';

/** One for all of its kind, for which Node or OpenSSL has many names, and node-postgres none. */
const UNTRUSTED = 'CERT_UNTRUSTED';
const OUT_OF_TIME = 'CERT_HAS_EXPIRED';
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
const NO_TLS = 'NO_TLS';
const BROKEN_TLS = 'EPROTO';
const NO_FILE = 'ENOENT';

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
  [UNTRUSTED]: ["The certificate of PostgreSQL isn't from an authority that this machine trusts.", TRUST],
  [OUT_OF_TIME]: [
    "The certificate of PostgreSQL has expired, or isn't valid yet.",
    'Renew it on the server of PostgreSQL, and check the clocks of both machines.',
  ],
  [OTHER_NAME]: [
    'The certificate of PostgreSQL is for another host than the one in DATABASE_URL.',
    'Put the name that the certificate is for into DATABASE_URL, or have it issued for the host that is there.',
  ],
  [NO_TLS]: [
    'PostgreSQL takes no encrypted connections, and DATABASE_URL asks for one (sslmode).',
    'Switch ssl on in postgresql.conf. If nobody else is on the way to it, take sslmode out of DATABASE_URL instead.',
  ],
  [BROKEN_TLS]: [
    "What listens at DATABASE_URL and this machine don't find a way to encrypt.",
    'Check that PostgreSQL itself listens there, and takes TLS 1.2 or 1.3.',
  ],
  [NO_FILE]: [
    "A file or a socket that DATABASE_URL names isn't there, or can't be read.",
    'Check the paths in it (sslrootcert, sslcert, sslkey, or host), and that the user who runs Rollcall may read them.',
  ],
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
  [/does not support SSL/i, NO_TLS],
  [/error establishing an SSL connection/i, BROKEN_TLS],
  [/permission denied/i, '42501'],
  [/read-only transaction/i, '25006'],
];

/** Node's names: "X509 certificate error codes" in its page on TLS, those of OpenSSL, and of files. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, OUT_OF_TIME],
  [/^HOSTNAME_MISMATCH$/, OTHER_NAME],
  [
    /^(UNABLE_TO_(GET_ISSUER|VERIFY_LEAF|DECRYPT_CERT|DECODE_ISSUER)|(DEPTH_ZERO_)?SELF_SIGNED_CERT|CERT_|INVALID_(CA|PURPOSE))/,
    UNTRUSTED,
  ],
  [/^(ERR_SSL_|ERR_OSSL_|EPROTO$)/, BROKEN_TLS],
  [/^(ENOENT|EACCES|EISDIR|ENOTDIR)$/, NO_FILE],
];

/** SQLSTATE, or Node's name of a network error; of several addresses that were tried in vain the first. */
function codeOf(error: unknown): string {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  const known = WORDS.find(([words]) => words.test(message))?.[1];
  if (typeof code !== 'string') return known ?? '';
  if (code in MEANINGS) return code;
  return NAMES.find(([names]) => names.test(code))?.[1] ?? known ?? code;
}

/** A statement that was sent. */
const UNSURE = "This change wasn't saved, or it isn't known whether it was.";

/**
 * A statement that failed, in words. Its text and its values are kept nowhere: they hold names.
 *
 * @param done what became of the change, where more is known of it
 */
export function describeDatabaseFailure(error: unknown, done = UNSURE): RollcallError {
  if (error instanceof RollcallError) return error;
  const code = codeOf(error);
  const [what, next] = MEANINGS[code] ?? ['PostgreSQL refused what Rollcall asked of it.', TRY_AGAIN];
  return new RollcallError('STORE_BROKEN', what, {
    done,
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
