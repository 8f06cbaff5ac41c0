import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { examineAuditOf } from '../../src/operate/doctor/doctorAudit.ts';
import type { BotProcess, Program } from '../../src/sandbox/bot.ts';
import { migrate } from '../../src/sandbox/instances/openInstances.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { type Instances, openInstances } from '../composition/instances.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { LICENSE } from '../composition/tenant.ts';
import startPostgres from '../startPostgres.ts';
import { checkPeople, type Findings } from './checkTenant.ts';
import { countCopies, listMissing, type Prepared, prepareRosterInTeams } from './conversations.ts';

/** The compiled preload; the drill itself may run from source, in tests. */
const NOTE_CALLS = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist-test/test/drills/noteCalls.js' : 'noteCalls.js',
  import.meta.url,
);
const RECIPIENTS = ['it@contoso.com', 'hr@contoso.com'];
/** Look-ups after a kill wait for up to a minute each, and the machine may be busy. */
const PATIENCE_MS = 4 * 60_000;

/** A call that an instance began. `at`: milliseconds since the epoch. */
export interface Call {
  at: number;
  /** `POST /graph/v1.0/$batch`, or `MAIL FROM`. */
  what: string;
}

/** Whole instances of the bot on one database, and files of people that they are asked to create. */
export interface BotScene extends Pick<Instances<Sandbox>, 'bots' | 'sandbox' | 'reach' | 'database'> {
  /** Sends so many files of so many people and starts each; the next instance is asked for the next. */
  start(files: number, people: number): Promise<void>;
  /** Whether everybody was told everything that was due. */
  waitUntilTold(): Promise<boolean>;
  /** What is wrong with the people, the mails, the jobs and the chain of the audit, once they are told. */
  check(): Promise<Findings & { copies: number }>;
  /** What the database answers to one statement. */
  ask<Row extends object>(statement: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** The calls that an instance began since it was started, oldest first, without those to be let in. */
export function listCalls({ lines }: BotProcess): Call[] {
  return lines.flatMap((line) => {
    const [, at, what = ''] = /^drill\.call (\d+) (.+)$/.exec(line) ?? [];
    return at === undefined || /\/(?:login|openid)\//.test(what) ? [] : [{ at: Number(at), what }];
  });
}

/** Makes the tables that a build needs, as whoever updates it does. */
export function migrateFor({ main }: Program, databaseUrl: string): Promise<void> {
  return migrate(join(dirname(main), 'operate/migrate.js'), databaseUrl);
}

/** Starts so many, of this build or of `program`, which makes its own tables. */
export async function openBotScene(instances: number, program?: Program): Promise<BotScene> {
  const stopPostgres = await startPostgres();
  const prepared = await openTestDatabase({ empty: program !== undefined });
  if (program !== undefined) await migrateFor(program, prepared.url);
  const secretKey = randomBytes(32).toString('base64');
  const scene = await openInstances(
    instances,
    async (options) => {
      const sandbox = await createSandbox({ ...options, ...(program === undefined ? {} : { program }) });
      return { stage: sandbox, sandbox };
    },
    () => ({ NODE_OPTIONS: `--import=${fileURLToPath(NOTE_CALLS)}`, SECRET_KEY: secretKey }),
    prepared,
  );
  const { sandbox, bots, database, reach } = scene;
  for (const sku of sandbox.graph.state.skus.values()) sku.enabled = 10_000;
  const asked: { prepared: Prepared; names: readonly string[] }[] = [];

  async function ask<Row extends object>(statement: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Row>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async function countUnfinished(): Promise<number> {
    const [row] = await ask<{ done: number }>("SELECT count(*)::int AS done FROM jobs WHERE state = 'done'");
    return asked.length - (row?.done ?? 0);
  }

  async function close(): Promise<void> {
    await Promise.all(bots.map((bot) => bot.kill()));
    await scene.close();
    await stopPostgres();
  }

  try {
    await Promise.all(bots.map((bot) => bot.start()));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ sandbox, bots, database, reach, ask, close },
    async start(files, people) {
      for (let file = 0; file < files; file += 1) {
        const fileName = `file${asked.length}.csv`;
        const names = Array.from({ length: people }, (_, n) => `file${asked.length}.${n}@contoso.com`);
        const prepared = await prepareRosterInTeams(sandbox, {
          ...{ fileName, names },
          ...{ licenses: [LICENSE], recipients: RECIPIENTS },
        });
        asked.push({ prepared, names });
      }
      for (const { prepared } of asked.slice(-files)) await prepared.press();
    },
    async waitUntilTold() {
      const until = Date.now() + PATIENCE_MS;
      while (asked.some(({ prepared }) => listMissing(prepared).length > 0)) {
        if (Date.now() > until) return false;
        await sleep(100);
      }
      return true;
    },
    async check() {
      const { findings, say } = checkPeople(
        sandbox,
        asked.flatMap(({ names }) => names),
        RECIPIENTS,
      );
      for (const { prepared } of asked) {
        for (const words of listMissing(prepared)) say('lost', `nobody was told: ${words}`);
      }
      const unfinished = await countUnfinished();
      if (unfinished !== 0)
        say(unfinished > 0 ? 'lost' : 'duplicated', `${unfinished} jobs too few are done`);
      const audit = await examineAuditOf({ DATABASE_URL: database.url, SECRET_KEY: secretKey }, '');
      if (!audit.well) say('lost', audit.lines.join(' '));
      for (const sentence of findings.said) console.error(sentence);
      return { ...findings, copies: asked.reduce((sum, { prepared }) => sum + countCopies(prepared), 0) };
    },
  };
}
