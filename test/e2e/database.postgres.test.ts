import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, cp, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textOfCard } from '../../src/sandbox/teams/textOf.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { prepareRosterInTeams } from '../drills/conversations.ts';
import { useSandbox } from './useSandbox.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MIGRATIONS = 'src/postgres/migrations';

const database = await openTestDatabase();
const setUp = useSandbox({ env: { DATABASE_URL: database.url } });

// After the bot has let go of it.
afterAll(() => database.drop());

/** Everything in every table. */
async function readEverything(): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      texts.push(...rows.map(({ text }) => text));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

/** What another version adds to tables that are in use. */
const LATER = `
  ALTER TABLE jobs ADD COLUMN later text;
  ALTER TABLE rows ADD COLUMN later integer NOT NULL DEFAULT 0;
  ALTER TABLE requests ADD COLUMN later text;
  ALTER TABLE drafts ADD COLUMN later text;
  ALTER TABLE audit ADD COLUMN later text;
  CREATE INDEX rows_later ON rows (later);
  CREATE TABLE later (id text PRIMARY KEY);`;

/** This version with one more migration, in a folder of its own. */
async function makeNextVersion(): Promise<{ migrate(): Promise<string>; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-next-'));
  const filter = (from: string) => !from.includes('/sandbox');
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true, filter });
  await cp(join(ROOT, MIGRATIONS), join(folder, MIGRATIONS), { recursive: true });
  await writeFile(join(folder, MIGRATIONS, '9000_later.sql'), LATER);
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return {
    /** `npm run migrate`: what it says. */
    async migrate() {
      const child = spawn(process.execPath, ['dist/operate/migrate.js'], {
        cwd: folder,
        env: { PATH: process.env.PATH, DATABASE_URL: database.url },
      });
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return `${out}${err}`.trim();
    },
    remove: () => removeFolder(folder),
  };
}

describe('with a database', () => {
  it('creates one person, keeps nothing of it in a folder, and shows the password once, also after a kill', async () => {
    const { sandbox, watched } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Grace Hopper');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));
    const password = sandbox.graph.state.findUser('grace.hopper@contoso.com')?.password ?? '?';

    await sandbox.bot.kill();
    await sandbox.bot.start();
    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => textOf(view).includes(password));
    await mia.close();
    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => /shown only once/.test(textOf(view)));

    const kept = await readEverything();
    expect(kept).toContain('grace.hopper@contoso.com');
    expect(kept).not.toContain(password);
    expect(watched.lines.join('\n')).not.toContain(new URL(database.url).password);
  });

  it('goes on while the next version makes its tables, and stops and starts again on those', async () => {
    const { sandbox, watched } = setUp;
    const next = await makeNextVersion();
    const names = Array.from({ length: 300 }, (_, index) => `older${index}@contoso.com`);
    const asked = { fileName: 'older.csv', names, licenses: [], recipients: ['it@contoso.com'] };
    const { press } = await prepareRosterInTeams(sandbox, asked);
    sandbox.graph.switches.latencyMs = 3_000;
    await press();
    const countCreated = () => names.filter((name) => sandbox.graph.state.findUser(name)).length;
    await expect.poll(countCreated, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0);

    const said = await next.migrate();
    expect(countCreated()).toBeLessThan(names.length);
    expect(said).toBe('The tables are up to date. Ran 9000_later.');
    sandbox.graph.switches.latencyMs = 0;
    await next.remove();
    await sandbox.bot.stop();
    expect(watched.lines.at(-1)).toContain('rollcall.stopped');
    await sandbox.bot.start();
    const omar = sandbox.teams.as(CAST.admin.teams);
    await omar.waitForMessage((message) => textOfCard(message).includes('Results CSV'), 60_000);
    expect(countCreated()).toBe(names.length);
    expect(watched.lines.filter((line) => /"level":(?:50|"error")/.test(line))).toEqual([]);
  });
});
