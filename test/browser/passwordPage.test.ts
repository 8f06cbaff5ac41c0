import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/languages.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { writeLinkMail } from '../../src/service/jobs/delivery/linkMail.ts';
import { writePasswordMail } from '../../src/service/jobs/delivery/mails.ts';
import { createWeb, type Web } from '../../src/web/createWeb.ts';
import { writeAskPage, writeGonePage, writeNoticePage, writeSecretPage } from '../../src/web/pageHtml.ts';
import { mountPasswordPages } from '../../src/web/passwordPages.ts';
import { createTestClock, createTestLog } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';
import { NO_BROWSER, openBrowser } from './openBrowser.ts';
import { expectAccessible } from './usePage.ts';

const ONE = 'A'.repeat(43);
const MANY = 'B'.repeat(43);
const PASS = 'C'.repeat(43);
/** As long as those that are drawn, and of wide letters. */
const PASSWORD = 'wmw4-w7mw-9wmr-mw3n-wma6';
const LONG_NAME = 'maximiliane.von-und-zu-hohenzollern@contoso.onmicrosoft.com';

function makePeople(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    displayName: `${count > 1 && index === 0 ? '=' : ''}Maximiliane von und zu Hohenzollern`,
    userPrincipalName: LONG_NAME,
    password: new Secret(PASSWORD),
    accountEnabled: false,
  }));
}

describe.skipIf(NO_BROWSER !== undefined && process.env.CI === undefined)('a one-time page', () => {
  let browser: Browser;
  let web: Web;
  let url: string;
  beforeAll(async () => {
    browser = await openBrowser();
    const log = createTestLog();
    web = createWeb({ host: '127.0.0.1', port: 0, turn: always, proveWord: String, log, checks: {} });
    mountPasswordPages(web.app, {
      service: {
        links: {
          isOpen: async () => true,
          take: async (token) => ({
            customer: 'Contoso',
            createdBy: 'Omar Haddad',
            people: makePeople(token === MANY ? 60 : 1).map((one) =>
              token === PASS
                ? { ...one, pass: { value: new Secret('+drkzqAD'), until: Date.UTC(2026, 0, 5, 10, 30) } }
                : one,
            ),
          }),
        },
      },
      clock: createTestClock(),
      log,
      signInUrl: 'https://www.office.com',
    });
    url = `http://127.0.0.1:${(await web.listen()).port}/p/`;
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  async function open(token: string, options: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(url + token);
    return page;
  }

  it('needs no script and no mouse: the button is the first stop, the password is selected when it is reached', async () => {
    const page = await open(ONE, { javaScriptEnabled: false });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#password');
    expect(await page.inputValue('#password')).toBe(PASSWORD);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('id')).toBe('password');
    const selected = await page.evaluate('getSelection().toString()');
    expect(selected).toBe(PASSWORD);
    expect(await page.locator('button:visible').count()).toBe(0);
    await page.context().close();
  });

  it('copies and prints, where the browser runs scripts', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const one = await open(ONE, { permissions });
    await one.click('text=Show now');
    await one.click('text=Copy the password');
    await one.waitForSelector('[role=status]:has-text("Copied")');
    expect(await one.evaluate('navigator.clipboard.readText()')).toBe(PASSWORD);
    await one.context().close();

    const many = await open(MANY, { permissions });
    await many.click('text=Show now');
    await many.click('text=Copy the list');
    await many.waitForSelector('[role=status]:has-text("Copied")');
    const lines = String(await many.evaluate('navigator.clipboard.readText()')).split('\n');
    expect(lines).toHaveLength(61);
    expect(lines[0]).toBe('Name\tUser name\tPassword');
    expect(lines[1]).toBe(`'=Maximiliane von und zu Hohenzollern\t${LONG_NAME}\t${PASSWORD}`);
    expect(lines[2]).toBe(`Maximiliane von und zu Hohenzollern\t${LONG_NAME}\t${PASSWORD}`);
    await many.evaluate('document.querySelector("td .secret").textContent = "+pass"');
    await many.click('text=Copy the list');
    const first = '(await navigator.clipboard.readText()).split("\\n")[1].split("\\t")[2]';
    await expect.poll(() => many.evaluate(`(async () => ${first})()`)).toBe('+pass');
    await many.evaluate('globalThis.print = () => document.body.setAttribute("data-printed", "yes")');
    await many.click('text=Print');
    await many.waitForSelector('body[data-printed=yes]');
    await many.context().close();
  });

  it('says until when a pass works in the time of its reader, or in UTC without scripts', async () => {
    for (const [javaScriptEnabled, said] of [
      [true, 'until 5:30 AM EST'],
      [false, 'until 10:30 AM UTC'],
    ] as const) {
      const page = await open(PASS, { javaScriptEnabled, locale: 'en-US', timezoneId: 'America/New_York' });
      await page.click('button');
      await page.waitForSelector('time');
      expect(String(await page.textContent('[role=note]')).replaceAll('\u202f', ' ')).toContain(said);
      await page.context().close();
    }
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 320],
    ['dark', 360],
  ] as const)('can be read by everybody, in %s and %i pixels wide', async (colorScheme, width) => {
    for (const token of [ONE, MANY]) {
      const page = await open(token, { colorScheme, viewport: { width, height: 800 } });
      await expectAccessible(page);
      await page.click('button');
      await page.waitForSelector('h1:has-text("First password")');
      await expectAccessible(page);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
      const cutOff = await page.evaluate(
        '[...document.querySelectorAll("input, .scroll")].filter((part) => part.scrollWidth > part.clientWidth).length',
      );
      expect(cutOff).toBe(0);
      await page.emulateMedia({ media: 'print' });
      await expectAccessible(page);
      await page.context().close();
    }
  });

  it.each(LANGUAGES)('and its mails fit a phone of 390 pixels in every part, in %s', async (language) => {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage();
    const people = makePeople(2);
    const passes = people.map((one) => ({ ...one, pass: { value: new Secret('+drkzqAD'), until: 0 } }));
    const taken = { customer: 'Contoso', createdBy: 'Omar Haddad' };
    const sign = { signInUrl: 'https://www.office.com', securityInfoUrl: 'https://aka.ms/mysecurityinfo' };
    const envelope = { jobId: 'j', recipient: 'it@contoso.com', part: 2, parts: 3, messageDomain: 'c.com' };
    const about = { ...taken, ...envelope, language, signInUrl: sign.signInUrl };
    const url = new Secret(`https://rollcall.contoso.com/p/${'A'.repeat(43)}?lang=${language}`);
    const link = { hash: 'h', url, expiresAt: 0, freshUntil: 0 };
    const mailOf = (names: string[]) => ({ ...about, people: names, link, isPass: true });
    const shown = [
      writeAskPage(language),
      writeGonePage(language),
      ...(['busy', 'later', 'broken'] as const).map((which) => writeNoticePage(language, which)),
      ...[people.slice(0, 1), people, passes.slice(0, 1), [...passes, ...people]].map((some) =>
        writeSecretPage({ ...taken, people: some }, sign, language),
      ),
      writePasswordMail({ ...about, people }).html.reveal(),
      ...[['Ann'], ['Ann', 'Ben']].map((names) => writeLinkMail(mailOf(names)).html.reveal()),
    ];
    for (const html of shown) {
      await page.setContent(html);
      await page.evaluate(
        'document.querySelectorAll("[hidden]").forEach((part) => { part.hidden = false; })',
      );
      const tooWide = await page.evaluate(
        `[...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > innerWidth || (!part.matches('thead, thead *') && part.clientWidth > 0 && part.scrollWidth > part.clientWidth)).map((part) => part.outerHTML.slice(0, 200))`,
      );
      expect(tooWide).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    }
    await page.context().close();
  });

  it('comes in a mail that a phone of 320 pixels shows whole, with each password on one line', async () => {
    const page = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage();
    const about = {
      jobId: 'job_1',
      recipient: 'it@contoso.com',
      part: 1,
      parts: 1,
      messageDomain: 'contoso.com',
      signInUrl: 'https://www.office.com',
    };
    const mail = {
      ...about,
      customer: 'Contoso',
      createdBy: 'Omar Haddad',
      language: 'en',
      people: makePeople(2),
    } as const;
    await page.setContent(writePasswordMail(mail).html.reveal());
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    const heights = await page
      .getByText(PASSWORD)
      .evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().height));
    expect(heights).toEqual([24, 24]);
    await page.context().close();
  });
});
