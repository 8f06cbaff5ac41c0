import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { createSealer, type SealerOptions } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { createTestClock, createTestLog, sampleJob } from '../store/sampleRecords.ts';

const scriptOf = (name: string) => fileURLToPath(new URL(`../../dist/operate/${name}.js`, import.meta.url));
const [OLD, NEW] = [randomBytes(32), randomBytes(32)];
const keysOf = (version: number, key: Buffer): SealerOptions => ({
  current: version,
  keys: new Map([[version, new Secret(key)]]),
});

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const open = (masterKeys: SealerOptions) =>
  openPostgresStore({ url: database.url, masterKeys, clock: createTestClock(), log: createTestLog() });

function rotate(env: NodeJS.ProcessEnv, name = 'rotateKey') {
  const all = { PATH: process.env.PATH, DATA_DIR: '/nowhere', DATABASE_URL: database.url, ...env };
  return promisify(execFile)(process.execPath, [scriptOf(name)], { env: all }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string }) => error.stderr,
  );
}

it('turns the keys of a database, after which the old key alone is refused', async () => {
  const key = createSealer(keysOf(1, OLD)).newJobKey('job_1');
  const before = await open(keysOf(1, OLD));
  await before.accept(sampleJob('job_1', 0, { key }), []);
  await before.close();

  const NEW_SECRET_KEY = NEW.toString('base64');
  expect(await rotate({ NEW_SECRET_KEY })).toContain("SECRET_KEY isn't set");
  const wrong = await rotate({ NEW_SECRET_KEY, SECRET_KEY: randomBytes(32).toString('base64') });
  expect(wrong).toContain('another SECRET_KEY');
  const said = await rotate({ NEW_SECRET_KEY, SECRET_KEY: OLD.toString('base64') });
  expect(said).toContain('The keys of 1 job are under key 2 now.');

  await expect(open(keysOf(1, OLD))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const after = await open(keysOf(2, NEW));
  expect((await after.loadJob('job_1'))?.key).toMatchObject({ keyVersion: 2 });
  await after.close();
});

it.each(['rotateKey', 'restored'])('refuses %s while an instance runs on the database', async (name) => {
  const key = keysOf(2, NEW);
  const running = await open(key);
  await running.check();
  const [head] = await running.readAudit({ limit: 1 });
  const env = {
    NEW_SECRET_KEY: randomBytes(32).toString('base64'),
    SECRET_KEY: `2:${NEW.toString('base64')}`,
  };
  expect(await rotate(env, name)).toMatch(
    /Rollcall is running on the database in DATABASE_URL\. Its open connections: 1 from (127\.0\.0\.1|::1|PostgreSQL's own machine)\./,
  );
  expect((await running.readAudit({ limit: 1 }))[0]).toEqual(head);
  await running.close();
});
