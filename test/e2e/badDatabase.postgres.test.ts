import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import { textOf as textOfCard } from '../../src/sandbox/teams/textOf.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { useSandbox } from './useSandbox.ts';

const database = await openTestDatabase();
const setUp = useSandbox({ env: { DATABASE_URL: database.url } });
let other: TestDatabase;

beforeAll(async () => {
  other = await openTestDatabase({ empty: true });
});

// After the bot has let go of it.
afterAll(async () => {
  await other.drop();
  await database.drop();
});

const LONG = { timeout: 30_000 };
const UNKEPT = "Rollcall can't reach its records right now.";
const readReadiness = async () => (await fetch(`${setUp.sandbox.bot.url}/readyz`)).status;

/** Changes something in the database, as whoever runs PostgreSQL does. */
const change = (...statements: string[]) => changeBy(database.url, statements);
/** From another database. */
const changeElsewhere = (...statements: string[]) => changeBy(other.url, statements);

async function changeBy(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** What another instance says that can't start. */
async function refusalOf(env: Readonly<Record<string, string>>): Promise<string> {
  const bot = setUp.sandbox.createInstance({
    PORT: String(await findFreePort()),
    METRICS_PORT: String(await findFreePort()),
    DATA_DIR: join(setUp.sandbox.dataDir, 'other'),
    ...env,
  });
  const started = await bot.start().then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (started !== undefined) return started;
  await bot.stop();
  throw new Error('It started.');
}

const at = (change: (url: URL) => void, from = database.url): string => {
  const url = new URL(from);
  change(url);
  return url.href;
};

describe('an instance that cannot use its database does not start, and says why and what to do', () => {
  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'nothing listens there',
      () => ({ DATABASE_URL: at((url) => (url.port = '1')) }),
      /Nothing listens at the address in DATABASE_URL.*Check the host and the port/s,
    ],
    ['it is not an address', () => ({ DATABASE_URL: 'rollcall' }), /DATABASE_URL: isn't an address/],
    [
      'it has no tables yet',
      () => ({ DATABASE_URL: other.url }),
      /has no tables of Rollcall yet.*npm run migrate/s,
    ],
    [
      'it was written with another key',
      () => ({ SECRET_KEY: randomBytes(32).toString('base64') }),
      /written with another SECRET_KEY/,
    ],
    [
      'it belongs to the app of another installation',
      () => ({ AZURE_CLIENT_ID: '11111111-2222-4333-8444-555555555555' }),
      /belongs to another installation: tenant/,
    ],
    [
      'the way past the pooler leads nowhere',
      () => ({ DATABASE_DIRECT_URL: at((url) => (url.port = '1')) }),
      /Nothing listens at the address in DATABASE_DIRECT_URL.*Check the host and the port/s,
    ],
  ])('because %s', async (_why, env, words) => {
    const said = await refusalOf(env());
    expect(said).toMatch(words);
    expect(said).not.toContain(new URL(database.url).password || 'nothing');
  });
});

describe('a database that fails while Rollcall runs', () => {
  it('is told in the chat when its disk is full, and all goes on once there is room', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    const tables = `(SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname = 'public' OR (schemaname, tablename) = ('pgboss', 'job'))`;
    await change(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`,
      `DO $$ DECLARE one record; BEGIN FOR one IN ${tables} LOOP
        EXECUTE 'CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ' || one.name || ' FOR EACH ROW EXECUTE FUNCTION refuse()';
        END LOOP; END $$`,
    );
    await mia.command('/adduser', 'Frieda Full');
    expect(mia.ephemerals().at(-1)?.text).toContain(UNKEPT);
    await change('DROP FUNCTION refuse CASCADE');
    await expect.poll(readReadiness, LONG).toBe(200);
    await mia.command('/adduser', 'Frieda Full');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await mia.close();
  });

  it('that is away is told in both chats, and what was typed is still there once it is back', async () => {
    const { slack, teams } = setUp.sandbox;
    setUp.expectsTrouble();
    const mia = slack.as(CAST.helpdesk.slack);
    const omar = teams.as(CAST.admin.teams);
    await omar.say('user ada@contoso.com');
    const card = await omar.waitForMessage((message) => textOfCard(message).includes('Ada Lovelace'));
    await mia.command('/adduser', 'Dora Down');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    const name = new URL(database.url).pathname.slice(1);
    await changeElsewhere(
      `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    try {
      await expect.poll(readReadiness, LONG).toBe(503);
      // After that, nobody may act: the last sign of life is too old.
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      await mia.submit();
      expect(JSON.stringify(mia.openModal())).toContain(UNKEPT);
      await mia.close();
      await mia.command('/licenses');
      expect(mia.ephemerals().at(-1)?.text).toContain(UNKEPT);
      const said = await omar.click(card, 'change.open', {});
      expect(JSON.stringify(said)).toContain(UNKEPT);
    } finally {
      await changeElsewhere(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    }
    await expect.poll(readReadiness, LONG).toBe(200);
    expect(mia.openModal()?.callback_id).toBe('adduser.submit');
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    while (mia.openModal() !== undefined) await mia.close();
  }, 120_000);

  it('is not ready while it can only be read, and goes on by itself after that', async () => {
    const name = new URL(database.url).pathname.slice(1);
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    while (mia.openModal() !== undefined) await mia.close();
    await change(
      `ALTER DATABASE ${name} SET default_transaction_read_only = on`,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await expect
      .poll(async () => (await fetch(`${setUp.sandbox.bot.url}/readyz`)).status, { timeout: 20_000 })
      .toBe(503);
    const admin = new pg.Client({
      connectionString: database.url,
      options: '-c default_transaction_read_only=off',
    });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await admin.end();
    await expect
      .poll(async () => (await fetch(`${setUp.sandbox.bot.url}/readyz`)).status, { timeout: 20_000 })
      .toBe(200);
    await mia.command('/adduser', 'Rita Read');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
  });
});
