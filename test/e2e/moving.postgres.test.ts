import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { runMove } from '../operate/move/runMove.ts';
import { useSandbox } from './useSandbox.ts';

const SIZE = 240;
/** Mails to one recipient: a hundred people in each. */
const PARTS = 3;
const SECRET_KEY = randomBytes(32).toString('base64');

const database = await openTestDatabase();
const setUp = useSandbox({ env: { SECRET_KEY } });
let moved: BotProcess | undefined;

afterAll(async () => {
  await moved?.stop();
  await database.drop();
});

const created = (name: string) =>
  [...setUp.sandbox.graph.state.users.values()].filter(({ displayName }) =>
    displayName.startsWith(`${name} `),
  );

/** A job slow enough to be cut off in its middle. */
async function startJob(name: string): Promise<void> {
  setUp.sandbox.graph.switches.latencyMs = 600;
  const omar = setUp.sandbox.teams.as(CAST.admin.teams);
  const rows = Array.from({ length: SIZE }, (_, i) => `${name}${i}@contoso.com,,,${name} ${i}`);
  const content = ['Username,First name,Last name,Display name', ...rows].join('\n');
  await omar.say('', { files: [{ name: `${name}.csv`, content }] });
  const read = await omar.waitForMessage((message) => textOf(message).includes(`${name}.csv`), 20_000);
  const form = await omar.click(read, 'addusers.setup');
  const confirm = await omar.click(form, 'addusers.setupSubmit', {
    ...{ signIn: 'allowed', usageLocation: 'DE', recipients: `${name}@contoso.com` },
  });
  await omar.click(confirm, 'addusers.start');
  await expect.poll(() => created(name).length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(5);
}

/** Everybody has one account, and the password that lets them in was mailed once. */
async function finishJob(name: string): Promise<void> {
  const { sandbox } = setUp;
  sandbox.graph.switches.latencyMs = 0;
  const mails = () => sandbox.mail.mails.filter(({ to }) => to.includes(`${name}@contoso.com`));
  await expect.poll(() => mails().length, { timeout: 90_000 }).toBe(PARTS);
  const text = mails()
    .map((mail) => mail.text)
    .join('\n');
  const people = created(name);
  expect(new Set(people.map(({ userPrincipalName }) => userPrincipalName)).size).toBe(SIZE);
  expect(people).toHaveLength(SIZE);
  for (const { password } of people) expect(text.includes(String(password))).toBe(true);
  expect(mails()).toHaveLength(PARTS);
}

describe('Rollcall that is moved in the middle of a job', () => {
  it('goes on with PostgreSQL, and then in a data folder again, with nobody lost or doubled', async () => {
    const { sandbox } = setUp;
    await startJob('north');
    await sandbox.bot.kill();
    expect(created('north').length).toBeLessThan(SIZE);
    const env = { SECRET_KEY, DATABASE_URL: database.url };
    expect(await runMove('postgres', { ...env, DATA_DIR: sandbox.dataDir })).toMatchObject({ code: 0 });

    moved = sandbox.createInstance({ DATABASE_URL: database.url });
    await moved.start();
    await finishJob('north');
    await startJob('south');
    await moved.kill();
    expect(created('south').length).toBeLessThan(SIZE);
    // Whoever starts the old one by mistake hears where everything is.
    await expect(sandbox.bot.start()).rejects.toThrow(/was moved to PostgreSQL/);

    const DATA_DIR = join(sandbox.dataDir, '..', 'back');
    const back = await runMove('embedded', { ...env, DATA_DIR });
    expect(back).toMatchObject({ code: 0 });
    moved = sandbox.createInstance({ DATA_DIR });
    await moved.start();
    await finishJob('south');

    // What was shown before both moves still works.
    const omar = sandbox.teams.as(CAST.admin.teams);
    await omar.say('history north0@contoso.com');
    await omar.waitForMessage((message) => textOf(message).includes('north0@contoso.com'), 20_000);
  }, 300_000);
});
