import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { textOf as textOfSlack } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { textOf as textOfTeams } from '../../src/sandbox/teams/textOf.ts';
import { addressOf, openTestDatabase, runOnServer } from '../composition/openTestDatabase.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import startPostgres from '../startPostgres.ts';

const SECRET_KEY = randomBytes(32).toString('base64');
/** Beside the drills, which are compiled to a folder of their own. */
const RESTORED = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist/operate/restored.js' : '../../src/operate/restored.js',
    import.meta.url,
  ),
);
/** A machine that is busy, and a bot that has just started. */
export const PATIENCE_MS = 60_000;

/** One bot, and a backup of what it keeps. */
export interface RestoreScene {
  sandbox: Sandbox;
  bot: BotProcess;
  /** In the middle of what the bot does, which goes on after it. */
  backUp(): Promise<void>;
  /** While the bot is down: the backup takes the place of what came after it. */
  putBack(): Promise<void>;
  /** `npm run restored`. */
  sayRestored(): Promise<{ code: number; said: string }>;
  close(): Promise<void>;
}

export type StoreName = 'embedded' | 'postgres';

function runRestored(env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [RESTORED], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: `${out}${err}` }),
    );
  });
}

async function openFolderScene(): Promise<RestoreScene> {
  const sandbox = await createSandbox({ env: { SECRET_KEY } });
  const { dataDir, bot } = sandbox;
  const copy = `${dataDir}-backup`;
  const put = async (from: string, to: string) => {
    await removeFolder(to);
    await cp(from, to, { recursive: true, preserveTimestamps: true });
  };
  return {
    ...{ sandbox, bot },
    // As a snapshot of its volume: of one moment, while the bot runs.
    async backUp() {
      process.kill(bot.pid ?? 0, 'SIGSTOP');
      await put(dataDir, copy);
      process.kill(bot.pid ?? 0, 'SIGCONT');
    },
    async putBack() {
      await put(copy, dataDir);
      await rm(join(dataDir, 'lock'), { force: true });
    },
    sayRestored: () => runRestored({ SECRET_KEY, DATA_DIR: dataDir }),
    close: () => sandbox.stop(),
  };
}

async function openDatabaseScene(): Promise<RestoreScene> {
  const stopPostgres = await startPostgres();
  const database = await openTestDatabase();
  const sandbox = await createSandbox({ env: { SECRET_KEY, DATABASE_URL: database.url } });
  const { bot } = sandbox;
  const name = new URL(database.url).pathname.slice(1);
  const copy = `${name}_backup`;
  const put = async (from: string, to: string) => {
    // The server ends connections of a killed bot a moment after it.
    await runOnServer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('${from}', '${to}')`,
    );
    await sleep(500);
    await runOnServer(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`);
    await runOnServer(`CREATE DATABASE ${to} TEMPLATE ${from}`);
  };
  return {
    ...{ sandbox, bot },
    // The server copies nothing that somebody is connected to.
    async backUp() {
      await bot.kill();
      await put(name, copy);
      await bot.start();
    },
    putBack: () => put(copy, name),
    sayRestored: () => runRestored({ SECRET_KEY, DATABASE_URL: addressOf(name) }),
    async close() {
      await sandbox.stop();
      await runOnServer(`DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
      await database.drop();
      await stopPostgres();
    },
  };
}

export const openRestoreScene = (store: StoreName): Promise<RestoreScene> =>
  store === 'embedded' ? openFolderScene() : openDatabaseScene();

/** The form for new passwords of several people, in Teams, up to its last button. */
export async function prepareResetsInTeams(
  sandbox: Sandbox,
  names: readonly string[],
  recipients: string,
): Promise<() => Promise<unknown>> {
  const omar = sandbox.teams.as(CAST.admin.teams);
  await omar.say('user');
  const list = await omar.waitForMessage(
    (message) => textOfTeams(message).includes('New passwords for several people'),
    PATIENCE_MS,
  );
  const asked = await omar.click(list, 'resets.who', {});
  const form = await omar.click(asked, 'resets.found', { person: names.join(', ') });
  return () => omar.click(form, 'resets.start', { recipients });
}

/** The question that an admin is asked in Slack, which has both buttons. */
export function waitForQuestion({ slack }: Sandbox) {
  return slack
    .as(CAST.admin.slack)
    .waitForMessage(
      (message) =>
        textOfSlack(message).includes('may be an older copy') && textOfSlack(message).includes('Continue'),
      PATIENCE_MS,
    );
}
