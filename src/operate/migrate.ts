import { createReader } from '../config/configReader.ts';
import * as values from '../config/configValues.ts';
import { RollcallError } from '../domain/errors.ts';
import { migrateQueues } from '../engine/queues.ts';
import { checkMayMigrate } from '../postgres/checkMayMigrate.ts';
import { describeDatabaseFailure } from '../postgres/databaseErrors.ts';
import { migrateRecords } from '../postgres/migrate.ts';
import { runCommand } from './runCommand.ts';

/**
 * `npm run migrate`: makes the tables in the database what this version needs. It can be run again at any time, and while
 * instances of the version before run.
 */

const HELP = `Usage: npm run migrate

Creates or updates the tables of Rollcall in the database that DATABASE_URL names, in the environment or .env. Run it
before the first start, and before the first instance of a new version starts.`;

function readUrl(): string {
  const reader = createReader(process.env);
  const direct = reader.take('DATABASE_DIRECT_URL', values.databaseUrl, undefined);
  const url = direct ?? reader.need('DATABASE_URL', values.databaseUrl);
  if (url === undefined || reader.problems.length > 0) {
    throw new RollcallError('CONFIG_INVALID', reader.problems.join('\n'), {
      done: 'Nothing was changed.',
      next: 'Set it in .env or the environment (.env.example explains it). Without a database there is nothing to migrate.',
    });
  }
  return url.reveal();
}

/** pg-boss gives what the server said, with the whole statement. */
function describeQueues(error: unknown): RollcallError {
  const { code, message, next, detail } = describeDatabaseFailure(error);
  return new RollcallError(code, `The queues couldn't be brought up to date. ${message}`, {
    done: 'The tables of the records are up to date. Of the queues, part may be: running it again changes only the rest.',
    next:
      detail.sqlstate === '42501'
        ? 'Run it with the role that made the schema pgboss, or make the role in DATABASE_URL the owner of that schema and of the tables in it.'
        : next,
    detail,
    cause: error,
  });
}

async function migrate(): Promise<number> {
  const url = readUrl();
  const { hasSchema } = await checkMayMigrate(url);
  const done = await migrateRecords(url);
  await migrateQueues(url, hasSchema).catch((error: unknown) => {
    throw describeQueues(error);
  });
  if (done.length === 0) console.log('The tables are up to date. Nothing was changed.');
  else console.log(`The tables are up to date. Ran ${done.join(', ')}.`);
  return 0;
}

process.exitCode = await runCommand(HELP, migrate);
