import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { type Instances, openInstances } from '../composition/instances.ts';

const PATIENCE = { timeout: 20_000, interval: 200 };

let running: Instances<undefined> | undefined;

beforeAll(async () => {
  running = await openInstances(
    2,
    async (options) => ({ stage: undefined, sandbox: await createSandbox(options) }),
    () => ({ START_CHECKS: 'on' }),
  );
});

afterAll(() => running?.close());

interface Line {
  event?: string;
  check?: string;
  said?: string;
}

const linesOf = (bot: BotProcess) => bot.lines.map((line) => JSON.parse(line) as Line);

it('find that the address leads to this installation, whichever instance answers, and tell admins nothing', async () => {
  const { sandbox, bots } = running ?? { bots: [] };
  for (const bot of bots) {
    await bot.start();
    await vi.waitFor(
      () => expect(linesOf(bot).some(({ event }) => event === 'start.checked')).toBe(true),
      PATIENCE,
    );
  }
  const found = bots.flatMap(linesOf).filter(({ event }) => event === 'start.wrong');
  expect(found.map(({ check, said }) => `${check}: ${said}`)).toEqual([]);
  expect(sandbox?.slack.as(CAST.admin.slack).messages().map(textOf)).toEqual([]);
});
