import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { type Instances, openInstances } from '../composition/instances.ts';

const PATIENCE = { timeout: 20_000, interval: 500 };
const BEHIND = "doesn't have the newest policy file";

let running: Instances<undefined> | undefined;
const files: string[] = [];

function setUp(): Instances<undefined> {
  if (running === undefined) throw new Error('The instances have not started.');
  return running;
}

const first = (): BotProcess => setUp().bots[0] as BotProcess;
const second = (): BotProcess => setUp().bots[1] as BotProcess;
const fileOf = (index: 0 | 1): string => files[index] ?? '';

beforeAll(async () => {
  running = await openInstances(
    2,
    async (options) => {
      const sandbox = await createSandbox(options);
      return { stage: undefined, sandbox };
    },
    (index, _database, sandbox) => {
      files[index] = join(dirname(sandbox.dataDir), `policy-${index}.json`);
      return { POLICY_FILE: fileOf(index as 0 | 1) };
    },
  );
  const shared = join(dirname(running.sandbox.dataDir), 'policy.json');
  for (const file of files) await copyFile(shared, file);
  await Promise.all(running.bots.map((bot) => bot.start()));
});

afterAll(() => running?.close());

/** In one step, as whatever brings files to servers does. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function readiness(bot: BotProcess): Promise<[number, string]> {
  const answer = await fetch(`${bot.url}/readyz`);
  return [answer.status, await answer.text()];
}

const mia = () => setUp().sandbox.slack.as(CAST.helpdesk.slack);
const lastTo = () => textOf(mia().messages().at(-1) ?? {});

/** Asks again once there's an answer, until it's the one that is waited for. */
async function ask(bot: BotProcess, words: string): Promise<void> {
  setUp().reach([bot]);
  await vi.waitFor(async () => {
    const before = mia().messages().length;
    await mia().command('/licenses');
    await vi.waitFor(() => expect(mia().messages().length).toBeGreaterThan(before), PATIENCE);
    expect(lastTo()).toContain(words);
  }, PATIENCE);
}

/** Somebody alone: a job of its own, which either instance may take. */
async function create(displayName: string): Promise<void> {
  await mia().command('/adduser', displayName);
  await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
  mia().fill({ usageLocation: 'US' });
  await mia().submit();
  await mia().waitForModal((view) => view.callback_id === 'adduser.create');
  await mia().submit();
  const address = `${displayName.toLowerCase().replace(' ', '.')}@contoso.com`;
  await vi.waitFor(() => expect(setUp().sandbox.graph.state.findUser(address)).toBeDefined(), PATIENCE);
  while (mia().openModal() !== undefined) await mia().close();
}

const countTaken = ({ lines }: BotProcess): number =>
  lines.filter((line) => line.includes('"job.taken"')).length;

/** Longer than an instance with an older file takes to look whether it's to hold. */
const LOOKS_AGAIN_MS = 35_000;

/** As if the last instance with the newest file had said so ten minutes ago, as after an outage of the database. */
async function ageNewest(): Promise<void> {
  const client = new pg.Client({ connectionString: setUp().database.url });
  await client.connect();
  try {
    await client.query(
      `UPDATE meta SET value = jsonb_set(value::jsonb, '{-1,aliveAt}',
         to_jsonb((value::jsonb -> -1 ->> 'aliveAt')::float8 - 600000))::text WHERE key = 'policies'`,
    );
  } finally {
    await client.end();
  }
}

async function listChanges(): Promise<string[]> {
  const client = new pg.Client({ connectionString: setUp().database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(
      `SELECT line FROM audit WHERE line LIKE '%"policy.changed%' ORDER BY seq`,
    );
    return rows.map(({ line }) => /"changed":"([^"]*)"/.exec(line)?.[1] ?? line);
  } finally {
    await client.end();
  }
}

it('an instance whose policy file is older than that of another takes nothing on and says so, until it has the newer one', async () => {
  const before = await readFile(fileOf(0), 'utf8');
  const policy = JSON.parse(before);
  const after = JSON.stringify({
    ...policy,
    people: policy.people.filter(({ id }: { id: string }) => id !== CAST.stranger.id),
    maxRows: 4_000,
  });
  await ask(first(), 'Office 365 E3');
  await ask(second(), 'Office 365 E3');

  // A form that was opened before is refused as well.
  await mia().command('/adduser', 'Berta Behind');
  await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
  mia().fill({ usageLocation: 'US' });
  await mia().submit();
  await mia().waitForModal((view) => view.callback_id === 'adduser.create');
  await write(fileOf(0), after);
  await vi.waitFor(async () => expect(await listChanges()).toEqual(['maxRows']), PATIENCE);
  await mia().submit();
  await vi.waitFor(() => expect(JSON.stringify(mia().openModal() ?? lastTo())).toContain(BEHIND), PATIENCE);
  if (mia().openModal() !== undefined) await mia().close();
  expect(setUp().sandbox.graph.state.findUser('berta.behind@contoso.com')).toBeUndefined();
  await ask(second(), BEHIND);
  await ask(first(), 'Office 365 E3');
  const takenBefore = countTaken(second());
  for (const name of ['Anna Newest', 'Nils Newest', 'Nora Newest', 'Nuno Newest']) await create(name);
  expect(countTaken(second())).toBe(takenBefore);
  expect(countTaken(first())).toBeGreaterThanOrEqual(4);
  await vi.waitFor(async () => expect((await readiness(second()))[0]).toBe(503), PATIENCE);
  expect((await readiness(second()))[1]).toContain('policy: POLICY_BEHIND');
  expect((await readiness(first()))[0]).toBe(200);
  expect(second().lines.join('\n')).toContain('POLICY_BEHIND');

  await write(fileOf(1), after);
  await ask(second(), 'Office 365 E3');
  // It takes tasks again: the other one is asked to stop.
  await first().stop();
  await create('Zoe Zuletzt');
  expect(countTaken(second())).toBe(takenBefore + 1);
  await first().start();
  await vi.waitFor(async () => expect((await readiness(second()))[0]).toBe(200), PATIENCE);
  expect(await listChanges()).toEqual(['maxRows']);

  // A mistake is taken back where it holds; elsewhere it's the newest then, too.
  await write(fileOf(0), before);
  await ask(second(), BEHIND);
  await write(fileOf(1), before);
  await ask(second(), 'Office 365 E3');
  await ask(first(), 'Office 365 E3');
  await vi.waitFor(async () => expect(await listChanges()).toEqual(['maxRows', 'maxRows']), PATIENCE);
}, 120_000);

it('an instance that starts with an older policy file is behind, until its file says something that none had', async () => {
  const before = await readFile(fileOf(1), 'utf8');
  const policy = JSON.parse(before);
  await write(fileOf(0), JSON.stringify({ ...policy, maxRows: 3_000 }));
  await vi.waitFor(async () => expect((await readiness(second()))[0]).toBe(503), PATIENCE);
  await second().kill();
  const starting = second().start();
  await vi.waitFor(
    async () => expect(await readiness(second())).toEqual([503, expect.stringContaining('POLICY_BEHIND')]),
    PATIENCE,
  );
  await ask(second(), BEHIND);
  const said = second().lines.filter((line) => line.includes('"policy.behind"'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('a blank line is enough');
  await write(fileOf(1), `${before}\n`);
  await ask(second(), 'Office 365 E3');
  await starting;
  await ask(first(), BEHIND);
}, 120_000);

it('an instance that starts alone with a file of before does nothing, also where the newer one’s instances could say nothing for long', async () => {
  await first().stop();
  const before = await readFile(fileOf(1), 'utf8');
  const changes = (await listChanges()).length;
  await write(fileOf(1), JSON.stringify({ ...JSON.parse(before), maxRows: 2_000 }));
  await vi.waitFor(async () => expect(await listChanges()).toHaveLength(changes + 1), PATIENCE);
  await second().stop();
  await write(fileOf(1), before);
  const starting = second().start();
  await vi.waitFor(
    async () => expect(await readiness(second())).toEqual([503, expect.stringContaining('POLICY_BEHIND')]),
    PATIENCE,
  );
  await ask(second(), BEHIND);
  await ageNewest();
  await new Promise((resolve) => setTimeout(resolve, LOOKS_AGAIN_MS));
  await ask(second(), BEHIND);
  await write(fileOf(1), `${before}\n\n`);
  await starting;
  await ask(second(), 'Office 365 E3');
  expect(second().lines.filter((line) => line.includes('"policy.stands_in"'))).toEqual([]);
  expect(await listChanges()).toHaveLength(changes + 2);
}, 120_000);
