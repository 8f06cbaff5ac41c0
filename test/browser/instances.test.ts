import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { createWatchedSandbox, type WatchedSandbox } from '../e2e/watchSecrets.ts';
import { NO_BROWSER, openBrowser } from './openBrowser.ts';
import { expectAccessible } from './usePage.ts';

const ROWS = 300;
/** An instance that dies is noticed after 10 to 13 s; the machine may be busy. */
const TAKEN_OVER_MS = 40_000;

const rowOf = (page: Page, name: string) => page.locator('#instances tr', { hasText: name }).first();

/** Presses one of an instance's buttons, and waits until the page shows its new state. */
async function press(page: Page, name: string, label: string, state: string): Promise<void> {
  await page.click(`#instances [aria-label="${label} ${name}"]`);
  await expect.poll(() => rowOf(page, name).textContent(), { timeout: TAKEN_OVER_MS }).toContain(state);
}

/** The name of the instance that runs a job. */
async function readOwner(page: Page): Promise<string | undefined> {
  const owner = page.locator('#instances table:nth-of-type(2) td:nth-child(2)').first();
  return (await owner.count()) === 0 ? undefined : ((await owner.textContent()) ?? undefined);
}

describe.skipIf(NO_BROWSER !== undefined && process.env.CI === undefined)(
  'several instances on the page',
  () => {
    let browser: Browser;
    let watched: WatchedSandbox;
    let page: Page;
    const trouble: string[] = [];

    beforeAll(async () => {
      if (NO_BROWSER !== undefined) throw new Error(NO_BROWSER);
      watched = await createWatchedSandbox({ instances: 3 });
      [browser] = await Promise.all([openBrowser(), watched.sandbox.bot.start()]);
      page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => trouble.push(error.message));
      await page.goto(watched.sandbox.url);
      await page.waitForSelector('body[data-ready]');
      await page.click('#instances-tab');
    });
    afterAll(async () => {
      await browser?.close();
      const leaks = await watched.findLeaks();
      await watched.sandbox.stop();
      expect([...leaks, ...trouble]).toEqual([]);
    });

    it('are shown with who answered, and can be frozen, cut off, drained, and started', {
      timeout: 120_000,
    }, async () => {
      await page.waitForSelector('#instances:has-text("3,000 writes")');
      await watched.sandbox.slack.as(CAST.helpdesk.slack).command('/licenses');
      await page.waitForSelector('#instances :text("last POST /slack/events")');
      // Each column begins where its heading does, and the buttons stand in one line.
      const lines = await page.evaluate<{ name: number; sides: string[]; tops: number[] }>(`(() => {
        const list = document.querySelector('#instances table');
        const of = (what, name) => [...list.querySelectorAll(what)].map((one) => getComputedStyle(one)[name]);
        return {
          name: list.querySelector('td b').getBoundingClientRect().height,
          sides: [...of('th,td', 'textAlign'), ...of('.tags', 'justifyContent')],
          tops: [...list.querySelector('.buttons').children].map((one) => one.getBoundingClientRect().top),
        };
      })()`);
      expect([...new Set(lines.sides)].sort()).toEqual(['flex-start', 'left']);
      expect(new Set(lines.tops).size).toBe(1);
      expect(lines.name).toBeLessThan(30);
      await press(page, 'Instance 1', 'Freeze', 'frozen');
      await press(page, 'Instance 1', 'Thaw', 'running');
      await press(page, 'Instance 2', 'Cut off', 'cut off');
      await press(page, 'Instance 2', 'Connect', 'running');
      await press(page, 'Instance 3', 'Drain', 'down');
      await expectAccessible(page);
      await press(page, 'Instance 3', 'Start', 'running');
    });

    it(`finish a job of ${ROWS} people when the one that runs it is killed`, {
      timeout: 180_000,
    }, async () => {
      const { graph, teams } = watched.sandbox;
      const before = graph.state.users.size;
      // 10 writes a second, half of Microsoft's limit in the long run: on a busy machine it must not end too soon.
      Object.assign(graph.switches, { quota: 'bucket', quotaWrites: 60, quotaMs: 6_000 });
      const rows = Array.from({ length: ROWS }, (_, at) => `kept.${at}@contoso.com,Kept ${at}`);
      const omar = teams.as(CAST.admin.teams);
      const content = ['User name,Display name', ...rows].join('\r\n');
      await omar.say('', { files: [{ name: 'kept.csv', content }] });
      const checked = await omar.waitForMessage(
        (message) => textOf(message).includes(`${ROWS} ready`),
        30_000,
      );
      const form = await omar.click(checked, 'addusers.setup');
      const confirm = await omar.click(form, 'addusers.setupSubmit', {
        ...{ signIn: 'allowed', usageLocation: 'DE', licenses: '', recipients: 'it@contoso.com' },
        reason: 'TICKET-1',
      });
      await omar.click(confirm, 'addusers.start');
      await expect.poll(() => graph.state.users.size, { timeout: 30_000 }).toBeGreaterThan(before + 20);
      await expect.poll(() => readOwner(page), { timeout: 20_000 }).toMatch(/^Instance \d$/);
      const owner = (await readOwner(page)) ?? '';
      await press(page, owner, 'Kill', 'down');
      expect(graph.state.users.size).toBeLessThan(before + ROWS);
      // Nobody runs it until that is noticed, and the page says so.
      await expect.poll(() => readOwner(page)).toBe('no one, waiting to be taken over');
      expect(await rowOf(page, owner).locator('td').nth(2).textContent()).toBe('none');
      await expect
        .poll(() => readOwner(page), { timeout: TAKEN_OVER_MS })
        .toMatch(new RegExp(`^Instance (?!${owner.at(-1)})\\d$`));
      await page.waitForSelector('#instances td:text-is("once")');
      await omar.waitForMessage((message) => textOf(message).includes(`${ROWS} people created`), 90_000);
      expect(graph.state.users.size).toBe(before + ROWS);
      graph.switches.quota = 'none';
      await press(page, owner, 'Start', 'running');
    });

    it('are part of the tour, which kills the one that runs a job', { timeout: 120_000 }, async () => {
      await page.click('[data-step=kill]');
      await expect
        .poll(() => page.textContent('#said'), { timeout: 100_000 })
        .toMatch(/Instance \d was killed in the middle of a job, and Instance \d went on with it/);
      await expectAccessible(page);
    });
  },
);
