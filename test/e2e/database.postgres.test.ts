import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { useSandbox } from './useSandbox.ts';

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

  it('stops when it is asked to, and starts again', async () => {
    const { sandbox, watched } = setUp;
    await sandbox.bot.stop();
    expect(watched.lines.at(-1)).toContain('rollcall.stopped');
    await sandbox.bot.start();
  });
});
