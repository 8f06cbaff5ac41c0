import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
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

/** Changes something in a database, as whoever runs PostgreSQL does. */
async function change(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
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
    await change(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`,
      'CREATE TRIGGER refuse BEFORE INSERT ON drafts FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
    await mia.command('/adduser', 'Frieda Full');
    await expect
      .poll(() => JSON.stringify(mia.openModal() ?? '') + mia.messages().map(textOf).join('\n'), {
        timeout: 20_000,
      })
      .toContain('The disk of PostgreSQL is full');
    while (mia.openModal() !== undefined) await mia.close();
    await change('DROP FUNCTION refuse CASCADE');
    await mia.command('/adduser', 'Frieda Full');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
  });

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
