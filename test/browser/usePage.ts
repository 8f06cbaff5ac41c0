import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { createWatchedSandbox, type WatchedSandbox } from '../e2e/watchSecrets.ts';
import { NO_BROWSER, openBrowser } from './openBrowser.ts';

/** Patience with a browser, a bot and the sandbox on a busy machine. */
const WAIT_MS = 20_000;

export interface OpenPage {
  readonly sandbox: Sandbox;
  readonly page: Page;
  /** A second page, of another size or color. */
  open(options: BrowserContextOptions): Promise<Page>;
}

async function openAt(browser: Browser, url: string, options: BrowserContextOptions, trouble: string[]) {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
  });
  await page.goto(url);
  await page.waitForSelector('body[data-ready]');
  return page;
}

/** axe-core as one script. It is evaluated in the page, which lets no foreign script in by itself. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Mails are foreign documents in frames without scripts, where axe cannot run. */
const RUN_AXE = "axe.run({ exclude: ['iframe'] })";

/** Fails the test for what a screen reader or a keyboard would meet: axe-core's serious and critical findings. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { violations }: AxeResults = await page.evaluate(RUN_AXE);
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const said = grave.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect(said).toEqual([]);
}

/** Empty chats, and services without faults: as good as a fresh sandbox for whoever adds people of their own. */
function clearChats({ slack, teams, graph }: Sandbox, calm: Sandbox['graph']['switches']): void {
  for (const { messages } of slack.state.channels.values()) messages.length = 0;
  slack.state.ephemerals.length = 0;
  slack.state.views.clear();
  teams.state.messages.length = 0;
  for (const person of Object.values(CAST)) teams.as(person.teams).closeDialog();
  Object.assign(graph.switches, calm);
  graph.requests.length = 0;
}

/** What the chats have to say against the bot since they were last asked. */
function takeComplaints({ slack, teams }: Sandbox): unknown[] {
  const lists: unknown[][] = [slack.violations, slack.protocolErrors, teams.violations, teams.protocolErrors];
  return lists.flatMap((list) => list.splice(0));
}

/**
 * Tests with one sandbox and one bot for all of them, and for each a page in Chromium whose chats are empty. After each
 * nothing stands in the console, and the chats have nothing to say against the bot; after all, it wrote no secret.
 * Skipped where there is no browser; in CI that fails.
 */
export function describeInBrowser(name: string, tests: (use: () => OpenPage) => void): void {
  if (NO_BROWSER !== undefined && process.env.CI === undefined)
    console.warn(`Skipped: ${name}. ${NO_BROWSER}`);
  describe.skipIf(NO_BROWSER !== undefined && process.env.CI === undefined)(name, () => {
    let browser: Browser;
    let watched: WatchedSandbox;
    let sandbox: Sandbox;
    let calm: Sandbox['graph']['switches'];
    let page: Page;
    let trouble: string[] = [];
    beforeAll(async () => {
      if (NO_BROWSER !== undefined) throw new Error(NO_BROWSER);
      watched = await createWatchedSandbox();
      sandbox = watched.sandbox;
      calm = { ...sandbox.graph.switches };
      [browser] = await Promise.all([openBrowser(), sandbox.bot.start()]);
    });
    afterAll(async () => {
      await browser?.close();
      const leaks = await watched.findLeaks();
      await sandbox.stop();
      expect(leaks).toEqual([]);
    });
    beforeEach(async () => {
      trouble = [];
      clearChats(sandbox, calm);
      page = await openAt(browser, sandbox.url, {}, trouble);
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      expect(trouble).toEqual([]);
      expect(takeComplaints(sandbox)).toEqual([]);
    });
    tests(() => ({ sandbox, page, open: (options) => openAt(browser, sandbox.url, options, trouble) }));
  });
}
