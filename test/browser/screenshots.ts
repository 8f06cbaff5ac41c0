import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { NO_BROWSER, openBrowser } from './openBrowser.ts';

/** The built program, which has the page's own code beside it. */
const { createSandbox }: typeof import('../../src/sandbox/sandbox.ts') = await import(
  new URL('../../../dist/sandbox/sandbox.js', import.meta.url).href
);
/** From the compiled program below dist-test, the repository's own folder. */
const FOLDER = fileURLToPath(new URL('../../../test/browser/screenshots/', import.meta.url));

/** The headless browser has no emoji: a font that has them, for the pictures only. */
function writeEmojiStyle(): string {
  const file = createRequire(import.meta.url).resolve('@fontsource/noto-emoji/400.css');
  const css = readFileSync(file, 'utf8').replaceAll(
    /url\(\.\/(files\/[\w-]+\.woff2)\)/g,
    (_whole, name: string) => {
      const font = readFileSync(join(dirname(file), name));
      return `url(data:font/woff2;base64,${font.toString('base64')})`;
    },
  );
  return `${css}:root{font-family:system-ui,sans-serif,'Noto Emoji'!important}`;
}

async function playStep(page: Page, step: string): Promise<void> {
  const before = await page.textContent('#said');
  await page.click(`[data-step=${step}]`);
  for (let tries = 0; (await page.textContent('#said')) === before; tries += 1) {
    if (tries > 400) throw new Error(`The step ${step} did nothing.`);
    await page.waitForTimeout(100);
  }
  await page.waitForSelector('body:not([aria-busy])');
  // The highlight of the place fades out.
  await page.waitForTimeout(1_500);
}

/**
 * `npm run screenshots`: the README's pictures, taken of the running sandbox; with `-- instances` only that of several
 * instances. @throws Error without a browser
 */
async function takeScreenshots(): Promise<void> {
  if (NO_BROWSER !== undefined) throw new Error(NO_BROWSER);
  await mkdir(FOLDER, { recursive: true });
  const sandbox = await createSandbox();
  const browser = await openBrowser();
  try {
    await sandbox.bot.start();
    const page = await browser.newPage({ viewport: { width: 1500, height: 900 }, bypassCSP: true });
    const take = async (name: string) => {
      await page.screenshot({ path: join(FOLDER, `${name}.png`) });
      console.log(`${name}.png`);
    };
    await page.goto(sandbox.url);
    await page.waitForSelector('body[data-ready]');
    await page.addStyleTag({ content: writeEmojiStyle() });
    await page.fill('#slack .composer [name=text]', '/adduser Ada King');
    await page.press('#slack .composer [name=text]', 'Enter');
    // The form takes the place of a modal that says it comes.
    await page.waitForSelector('#modal[open] [data-id=recipients]');
    await take('adduser');
    await page.click('#modal >> text=Cancel');
    await playStep(page, 'add');
    await playStep(page, 'drop');
    await take('verification');
    await playStep(page, 'fix');
    await page.waitForSelector('#teams-personal .card:has-text("people created")');
    await playStep(page, 'mail');
    await take('results');
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.click('#mail .message a[href*="/p/"]'),
    ]);
    await opened.setViewportSize({ width: 900, height: 700 });
    await opened.click('button');
    await opened.waitForSelector("text=You can't come back");
    await opened.screenshot({ path: join(FOLDER, 'one-time-page.png') });
    console.log('one-time-page.png');
    await playStep(page, 'approve');
    await page.click('#behind-tab');
    await page.click('#behind summary:has-text("adaptiveCard/action approval")');
    await page.waitForSelector('#behind details[open] pre');
    await take('approval');
    await page.click('#tenant-tab');
    await page.click('#people label:has-text("Omar")');
    await page.waitForSelector('body[data-ready=omar]');
    await page.fill('#slack .composer [name=text]', '/offboard ada@contoso.com');
    await page.press('#slack .composer [name=text]', 'Enter');
    await page.click('#modal[open] button.primary:has-text("Next")');
    await page.waitForSelector('#modal[open] button.primary:has-text("Offboard")');
    await take('offboarding');
    await page.click('#modal button.primary');
    await page.waitForSelector('#slack-direct .message:has-text("Set-Mailbox")');
    await page.fill('#teams .composer [name=text]', 'user ada@contoso.com');
    await page.press('#teams .composer [name=text]', 'Enter');
    await page.click('#teams-personal .message:last-child button:has-text("Put back")');
    await page.click('#teams-personal .message:last-child button:has-text("Show 1")');
    await page.waitForSelector('#teams-personal .card:has-text("Put this person back?")');
    await take('put-back');
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

/** Three instances in the middle of a job, and the one that ran it killed. */
async function takeInstances(): Promise<void> {
  const sandbox = await createSandbox({ instances: 3 });
  const browser = await openBrowser();
  try {
    await sandbox.bot.start();
    const page = await browser.newPage({ viewport: { width: 1500, height: 900 }, bypassCSP: true });
    await page.goto(sandbox.url);
    await page.waitForSelector('body[data-ready]');
    await page.addStyleTag({ content: writeEmojiStyle() });
    await page.click('#instances-tab');
    await page.click('[data-step=kill]');
    await page.waitForSelector('#instances :text("waiting to be taken over")', { timeout: 120_000 });
    await page.screenshot({ path: join(FOLDER, 'instances.png') });
    console.log('instances.png');
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

/** All of them, or those of several instances alone. */
if (!process.argv.includes('instances')) await takeScreenshots();
await takeInstances();
