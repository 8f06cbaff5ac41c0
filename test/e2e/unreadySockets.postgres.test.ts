import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { type HeldWay, holdConnections } from '../../src/sandbox/instances/holdConnections.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { type Instances, openInstances } from '../composition/instances.ts';

/** It is noticed after some seconds; the machine may be busy. */
const PATIENCE = { timeout: 40_000, interval: 250 };

let running: Instances<undefined> | undefined;
/** Between the second one and PostgreSQL. */
let way: HeldWay | undefined;
const files: string[] = [];

function setUp(): Instances<undefined> {
  if (running === undefined) throw new Error('The instances have not started.');
  return running;
}

beforeAll(async () => {
  running = await openInstances(
    2,
    async (options) => {
      way = await holdConnections(String(options.env?.DATABASE_URL));
      const sandbox = await createSandbox({ ...options, slack: { socketMode: true } });
      return { stage: undefined, sandbox };
    },
    (index, { url }, sandbox) => {
      const file = join(dirname(sandbox.dataDir), `policy-${index}.json`);
      files.push(file);
      return { POLICY_FILE: file, DATABASE_URL: index === 1 ? (way?.url ?? '') : url };
    },
  );
  const { sandbox, bots } = running;
  for (const file of files) await copyFile(join(dirname(sandbox.dataDir), 'policy.json'), file);
  await Promise.all(bots.map((bot) => bot.start()));
});

afterAll(async () => {
  way?.release();
  await running?.close();
  await way?.close();
});

/** Changes nothing but the text, in one step, as whatever brings files to servers does. */
async function changeFile(file = ''): Promise<void> {
  await writeFile(`${file}.new`, `${await readFile(file, 'utf8')}\n`);
  await rename(`${file}.new`, file);
}

const mia = () => setUp().sandbox.slack.as(CAST.helpdesk.slack);
const countSockets = () => setUp().sandbox.slack.sockets.count;

/** What Slack and Rollcall say to so many commands, each once. */
async function ask(count: number): Promise<Set<string>> {
  const said = new Set<string>();
  for (let at = 0; at < count; at += 1) {
    const before = mia().messages().length;
    const { shown } = await mia().command('/licenses');
    if (shown === undefined)
      await expect.poll(() => mia().messages().length, PATIENCE).toBeGreaterThan(before);
    said.add(shown ?? textOf(mia().messages().at(-1) ?? {}));
  }
  return said;
}

describe('an instance that may do nothing', () => {
  it('has no socket while another one has a newer policy file', async () => {
    const [first = '', second = ''] = files;
    const wanted = await ask(1);
    expect(countSockets()).toBe(2);
    await changeFile(first);
    await expect.poll(countSockets, PATIENCE).toBe(1);
    expect(await ask(6)).toEqual(wanted);
    await copyFile(first, second);
    await expect.poll(countSockets, PATIENCE).toBe(2);
    expect(await ask(6)).toEqual(wanted);
  }, 120_000);

  it('nor where it starts with the older one', async () => {
    const [first = '', second = ''] = files;
    const wanted = await ask(1);
    const bot = setUp().bots[1];
    await bot?.stop();
    await changeFile(first);
    const countStarts = () => bot?.lines.filter((line) => line.includes('"rollcall.started"')).length;
    const before = countStarts();
    const starting = bot?.start();
    await expect.poll(countStarts, PATIENCE).not.toBe(before);
    await expect.poll(countSockets, PATIENCE).toBe(1);
    expect(await ask(6)).toEqual(wanted);
    await copyFile(first, second);
    await starting;
    await expect.poll(countSockets, PATIENCE).toBe(2);
  }, 120_000);

  it('nor while it is cut off from PostgreSQL', async () => {
    const wanted = await ask(1);
    // What goes on behind an answer is not what is meant here.
    await sleep(2_000);
    way?.hold();
    await expect.poll(countSockets, PATIENCE).toBe(1);
    expect(await ask(6)).toEqual(wanted);
    way?.release();
    await expect.poll(countSockets, PATIENCE).toBe(2);
    expect(await ask(6)).toEqual(wanted);
  }, 120_000);
});
