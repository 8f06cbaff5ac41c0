import { afterAll, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { startTransactionPooler } from '../composition/transactionPooler.ts';
import { useSandbox } from './useSandbox.ts';

const database = await openTestDatabase();
const pooler = await startTransactionPooler(database.url);
const setUp = useSandbox({ env: { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: database.url } });

// After the bot has let go of both.
afterAll(async () => {
  await pooler.close();
  await database.drop();
});

it('a bot whose database is behind a pooler in transaction mode creates a person and shows the password, also after a kill', async () => {
  const { sandbox } = setUp;
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
  expect(pooler.transactions).toBeGreaterThan(20);
  expect(sandbox.bot.lines.join('\n')).not.toContain('engine.no_notices');
});
