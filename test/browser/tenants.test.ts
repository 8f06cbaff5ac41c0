import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { NO_BROWSER, openBrowser } from './openBrowser.ts';
import { expectAccessible } from './usePage.ts';

describe.skipIf(NO_BROWSER !== undefined && process.env.CI === undefined)(
  'several tenants on the page',
  () => {
    let browser: Browser;
    let sandbox: Sandbox;
    let page: Page;

    beforeAll(async () => {
      if (NO_BROWSER !== undefined) throw new Error(NO_BROWSER);
      [browser, sandbox] = await Promise.all([openBrowser(), createSandbox({ several: true })]);
      page = await browser.newPage({ viewport: { width: 1500, height: 700 } });
      page.setDefaultTimeout(20_000);
      await page.goto(sandbox.url);
      await page.waitForSelector('body[data-ready]');
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      await sandbox?.stop();
    });

    /** How far below the top of its list something begins, in pixels. */
    async function topOf(caption: string): Promise<number> {
      const boxOf = (selector: string, hasText = '') =>
        page.locator(selector, { hasText }).first().boundingBox();
      const [log, there] = await Promise.all([boxOf('#tenant .log'), boxOf('#tenant caption', caption)]);
      return (there?.y ?? Number.NaN) - (log?.y ?? Number.NaN);
    }

    it('are led to by their names, which stay in sight', async () => {
      await expect.poll(() => page.textContent('#tenant-tab')).toBe('Tenants');
      const height = await page.locator('#tenant .log').evaluate(({ clientHeight }) => clientHeight);
      expect(await topOf('Wingtip: Licenses')).toBeGreaterThan(height);
      for (const name of ['Wingtip', 'Fabrikam', 'Contoso']) {
        await page.locator('#tenant .chips').getByRole('button', { name }).click();
        const top = await topOf(`${name}: Licenses`);
        expect(top).toBeGreaterThan(0);
        expect(top).toBeLessThan(height);
      }
      expect(await topOf('Wingtip: 1 person')).toBeGreaterThan(height);
      await expectAccessible(page);
    });
  },
);
