import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { runOperate } from './strangers.ts';

let database: TestDatabase;
let role: string;

beforeEach(async () => {
  database = await openTestDatabase({ empty: true });
  role = `rollcall_${randomBytes(6).toString('hex')}`;
  await change(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'`);
});
afterEach(async () => {
  await change(`DROP OWNED BY ${role} CASCADE`, `DROP ROLE ${role}`);
  await database.drop();
});

/** As whoever runs PostgreSQL does. */
async function change(...statements: string[]): Promise<pg.QueryResult[]> {
  const client = new pg.Client({
    connectionString: database.url,
    options: '-c default_transaction_read_only=off',
  });
  await client.connect();
  const answers = [];
  for (const statement of statements) answers.push(await client.query(statement));
  await client.end();
  return answers;
}

const at = (edit: (url: URL) => void): string => {
  const url = new URL(database.url);
  edit(url);
  return url.href;
};
const asRole = () => at((url) => Object.assign(url, { username: role, password: 'weak' }));
const name = () => new URL(database.url).pathname.slice(1);

async function migrate(url: string): Promise<string> {
  const { code, said } = await runOperate('migrate.js', [], { cwd: tmpdir(), env: { DATABASE_URL: url } });
  // No statement, and nothing of where in a library it failed.
  expect(said).not.toMatch(/^ +at |CREATE TABLE|INSERT INTO/m);
  return `${code} ${said.trim()}`;
}

async function countTables(): Promise<number> {
  const [answer] = await change("SELECT 1 FROM pg_tables WHERE schemaname IN ('public', 'pgboss')");
  return answer?.rowCount ?? 0;
}

describe('npm run migrate', () => {
  it('names the right that makes the schema of the queues, before it changes anything', async () => {
    await change(`GRANT ALL ON SCHEMA public TO ${role}`);
    const refused = await migrate(asRole());
    expect(refused).toContain(`1 The role ${role} in DATABASE_URL may not create the schema pgboss`);
    expect(refused).toContain('Nothing was changed.');
    expect(refused).toContain(`Run "GRANT CREATE ON DATABASE ${name()} TO ${role}"`);
    expect(await countTables()).toBe(0);
    await change(`GRANT CREATE ON DATABASE ${name()} TO ${role}`);
    expect(await migrate(asRole())).toContain('0 The tables are up to date. Ran 0001_records');
  });

  it('takes a schema that somebody else made for it', async () => {
    await change(`GRANT ALL ON SCHEMA public TO ${role}`, `CREATE SCHEMA pgboss AUTHORIZATION ${role}`);
    expect(await migrate(asRole())).toContain('0 The tables are up to date. Ran 0001_records');
    await change(`REVOKE CREATE ON SCHEMA public FROM ${role}`);
    expect(await migrate(asRole())).toBe('0 The tables are up to date. Nothing was changed.');
  });

  it('names the right that makes tables', async () => {
    const refused = await migrate(asRole());
    expect(refused).toContain(
      `1 The role ${role} in DATABASE_URL may not create tables.\nNothing was changed.`,
    );
    expect(refused).toContain(`GRANT USAGE, CREATE ON SCHEMA public TO ${role}`);
    expect(await countTables()).toBe(0);
  });

  it('says what it lacks for queues that are there', async () => {
    expect(await migrate(database.url)).toMatch(/^0 /);
    await change(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
    const refused = await migrate(asRole());
    expect(refused).toContain(
      "1 The queues couldn't be brought up to date. The role in DATABASE_URL lacks a right",
    );
    expect(refused).toContain('Run it with the role that made the schema pgboss');
  });

  it('says that a database can only be read, also where nothing is to be done', async () => {
    expect(await migrate(database.url)).toMatch(/^0 /);
    await change(`ALTER DATABASE ${name()} SET default_transaction_read_only = on`);
    const refused = await migrate(database.url);
    expect(refused).toContain('1 The database can only be read');
    expect(refused).toContain('Nothing was changed.\nPoint DATABASE_URL');
  });

  it('says that nothing was changed where it reached nobody', async () => {
    const unknown = await migrate(at((url) => (url.pathname = '/nowhere')));
    expect(unknown).toBe(
      '1 The database in DATABASE_URL doesn\'t exist.\nNothing was changed.\nCreate it (createdb), then run "npm run migrate".',
    );
    expect(await migrate(at((url) => (url.port = '1')))).toContain('Nothing listens at the address');
  });

  it('refuses tables that a newer version took something from, and leaves alone those that it only added to', async () => {
    expect(await migrate(database.url)).toMatch(/^0 /);
    await change("INSERT INTO migrations (name, run_on) VALUES ('9998_later', now())");
    expect(await migrate(database.url)).toBe('0 The tables are up to date. Nothing was changed.');
    await change("INSERT INTO migrations (name, run_on) VALUES ('9999_contract_jobs', now())");
    const refused = await migrate(database.url);
    expect(refused).toMatch(
      /^1 The tables in the database are of a newer version.*9999_contract_jobs took away/,
    );
    expect(refused).toContain('Nothing was changed.\nStart that version or a newer one.');
  });
});
