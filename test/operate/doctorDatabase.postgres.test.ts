import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineAuditOf } from '../../src/operate/doctor/doctorAudit.ts';
import { examineDatabase } from '../../src/operate/doctor/doctorDatabase.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { createPolicies } from '../../src/postgres/policies.ts';
import { hashPolicy } from '../../src/run/policy/newestPolicy.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { startTransactionPooler } from '../composition/transactionPooler.ts';
import { createTestClock, createTestLog, masterKeys, sampleEntry } from '../store/sampleRecords.ts';

const key = Buffer.alloc(32, 7).toString('base64');
let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.drop());

/** A clock by which each answer takes so long, however busy the machine is. */
function answersIn(ms: number): () => number {
  let looks = 0;
  return () => ms * looks++;
}

const examine = async (url = database.url, policy?: string, directUrl = url, now = answersIn(3)) => {
  const addresses = { url: new Secret(url), directUrl: new Secret(directUrl) };
  const findings = await examineDatabase(addresses, policy, now);
  return findings.map(({ result, said }) => `${result}: ${said}`);
};

/** All is well. */
const WELL = [
  expect.stringMatching(/^ok: PostgreSQL \d+.* at 127\.0\.0\.1 is reachable/),
  "unsure: PostgreSQL doesn't archive its log, so it can't be known from here when it was last backed up.",
  'ok: PostgreSQL answers in 3 ms.',
  expect.stringMatching(
    /^ok: \d+ of \d+ connections to PostgreSQL are used; each instance of Rollcall needs 14\.$/,
  ),
  'ok: No task waits in the database.',
];

async function change(...statements: string[]): Promise<void> {
  const admin = openDatabase({ url: database.url, log: createTestLog() });
  for (const statement of statements) await admin.query(statement);
  await admin.close();
}

describe('npm run doctor store, with a database', () => {
  it('says that it is there', async () => {
    expect(await examine()).toEqual(WELL);
  });

  it('says what is wrong with it', async () => {
    const nowhere = new URL(database.url);
    nowhere.port = '1';
    expect(await examine(nowhere.href)).toEqual([expect.stringMatching(/^wrong: Nothing listens/)]);
    await change("UPDATE migrations SET name = '0000_before'");
    expect(await examine()).toEqual([expect.stringMatching(/^wrong: .*older than this version/)]);
  });

  it('names the tables that its role may not change', async () => {
    const role = `rollcall_doctor_${process.pid}`;
    await change(
      `CREATE ROLE ${role} LOGIN PASSWORD 'weak'`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
      `GRANT USAGE ON SCHEMA pgboss TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO ${role}`,
      `REVOKE DELETE ON drafts FROM ${role}`,
      `REVOKE UPDATE ON pgboss.queue FROM ${role}`,
    );
    const url = new URL(database.url);
    url.username = role;
    url.password = 'weak';
    expect(await examine(url.href)).toEqual([
      'wrong: The role in DATABASE_URL may not change drafts, pgboss.queue.',
    ]);
    await change(`GRANT DELETE ON drafts TO ${role}`, `GRANT UPDATE ON pgboss.queue TO ${role}`);
    expect(await examine(url.href)).toEqual(WELL);
    await change(`REVOKE USAGE ON SCHEMA pgboss FROM ${role}`);
    expect(await examine(url.href)).toEqual([
      expect.stringMatching(/^wrong: .*may not change pgboss\..* more\.$/),
    ]);
    await change(`DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
  });
});

describe('npm run doctor store, without the queues', () => {
  it('says what makes them, and which right that needs', async () => {
    const role = `rollcall_queues_${process.pid}`;
    await change(
      'DROP SCHEMA pgboss CASCADE',
      `CREATE ROLE ${role} LOGIN PASSWORD 'weak'`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
    const url = new URL(database.url);
    url.username = role;
    url.password = 'weak';
    expect(await examine()).toEqual(["wrong: Rollcall's queues aren't in the database yet."]);
    expect(await examine(url.href)).toEqual([
      `wrong: The role ${role} in DATABASE_URL may not create the schema pgboss, which Rollcall's queues need.`,
    ]);
    await change(`DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
  });
});

describe('npm run doctor store, for several instances', () => {
  it('says how fast it answers, and when that is too slow for chats', async () => {
    const speedOf = async (now: () => number) => {
      const said = await examine(undefined, undefined, undefined, now);
      return said.filter((one) => one.includes('answers in'));
    };
    expect(await speedOf(answersIn(50))).toEqual(['ok: PostgreSQL answers in 50 ms.']);
    expect(await speedOf(answersIn(51))).toEqual(['unsure: PostgreSQL answers in 51 ms.']);
    expect(await speedOf(answersIn(0))).toEqual(['ok: PostgreSQL answers in less than 1 ms.']);
  });

  it('says that tasks wait that nobody begins, and for how long', async () => {
    const send = (late: string) =>
      `INSERT INTO pgboss.job (name, singleton_key, start_after) VALUES ('bulk', 'job_${late}', now() + interval '${late}')`;
    await change(send('1 hour'), send('-30 seconds'));
    expect(await examine()).toContainEqual(
      expect.stringMatching(/^ok: Tasks wait in the database: bulk 1, the oldest for 3\d s\.$/),
    );
    await change(send('-10 minutes'));
    expect(await examine()).toContainEqual(
      expect.stringMatching(/^unsure: Tasks wait .* nobody begins them: bulk 2, the oldest for 10 min\.$/),
    );
  });

  it('says that a pooler keeps notices, and nothing of it where a way leads past it', async () => {
    const pooler = await startTransactionPooler(database.url);
    expect(await examine(pooler.url)).toEqual([
      ...WELL,
      expect.stringMatching(/^unsure: Notices from PostgreSQL don't arrive/),
    ]);
    expect(await examine(pooler.url, undefined, database.url)).toEqual(WELL);
    const nowhere = new URL(database.url);
    nowhere.port = '1';
    expect(await examine(pooler.url, undefined, nowhere.href)).toEqual([
      ...WELL,
      expect.stringMatching(/^wrong: DATABASE_DIRECT_URL can't be used. Nothing listens/),
    ]);
    await pooler.close();
  });
});

describe('npm run doctor store, with a policy file', () => {
  it('says that other instances have had a newer one, and nothing of the one that holds or of one that is new', async () => {
    const admin = openDatabase({ url: database.url, log: createTestLog() });
    const policies = createPolicies(admin);
    await policies.hold(hashPolicy('{"old":1}'), undefined);
    await policies.hold(hashPolicy('{"new":1}'), undefined);
    await admin.close();
    expect(await examine(database.url, '{"old":1}')).toEqual([
      ...WELL,
      expect.stringMatching(
        /^wrong: The policy file here is older than the one that holds since \d{4}-.*takes nothing on/,
      ),
    ]);
    for (const policy of ['{"new":1}', '{"newer":1}']) {
      expect(await examine(database.url, policy)).toEqual(WELL);
    }
  });
});

describe('npm run doctor audit, with a database', () => {
  it('follows the chain, and finds a line that was changed', async () => {
    const log = createTestLog();
    const store = await openPostgresStore({ url: database.url, masterKeys, clock: createTestClock(), log });
    await Promise.all([1, 2, 3].map((at) => store.audit(sampleEntry(at))));
    const noted = await store.auditHead();
    await store.close();
    const env = { DATABASE_URL: database.url, SECRET_KEY: key };
    expect(await examineAuditOf(env, '/nowhere', noted)).toMatchObject({
      well: true,
      lines: [expect.stringContaining('The audit in the database is whole: 3 entries'), expect.anything()],
    });
    await change('DELETE FROM audit WHERE at = 3');
    expect(await examineAuditOf(env, '/nowhere', noted)).toMatchObject({ well: false });
    await change("UPDATE audit SET line = replace(line, 'omar', 'mona') WHERE at = 2");
    expect(await examineAuditOf(env, '/nowhere')).toMatchObject({
      well: false,
      lines: [expect.stringContaining('Line 2: It was changed'), expect.anything()],
    });
  });
});
