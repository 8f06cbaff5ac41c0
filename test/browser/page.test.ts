import iconv from 'iconv-lite';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { become, say } from './acting.ts';
import { describeInBrowser, expectAccessible } from './usePage.ts';

function writeRows(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => `new.person${at}@contoso.com,,,New Person ${at}`);
  return ['Username,First name,Last name,Display name', ...rows].join('\r\n');
}

async function startJob(page: Page, count: number): Promise<void> {
  await become(page, 'Omar');
  await page.setInputFiles('#teams .composer [name=file]', {
    name: 'many.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(writeRows(count)),
  });
  await page.click('#teams .composer >> text=Send');
  await page.click(`#teams-personal >> text=Set up ${count} people`);
  await page.fill('#teams-personal .card textarea', 'it@contoso.com');
  await page.click('#teams-personal >> text=Next');
  await page.click(`#teams-personal button:has-text("Create ${count}")`);
}

describeInBrowser('the page of the sandbox', (use) => {
  it('creates one person for an impatient double click', async () => {
    const { page, sandbox } = use();
    await say(page, 'slack', '/adduser Katherine Johnson');
    await page.fill('#modal [data-id=recipients]', 'it@contoso.com');
    await page.dblclick('#modal button.primary');
    await page.dblclick('#modal button.primary:has-text("Create")');
    await page.waitForSelector('#slack-direct :text("Add another")');
    const created = [...sandbox.graph.state.users.values()].filter(({ surname }) => surname === 'Johnson');
    expect(created).toHaveLength(1);
  });

  it('shows the job again after a reload, and after the bot was killed in the middle', {
    timeout: 90_000,
  }, async () => {
    const { page, sandbox } = use();
    sandbox.graph.switches.latencyMs = 400;
    await startJob(page, 120);
    await page.waitForSelector('#teams-personal :text("of 120")');
    await page.reload();
    await become(page, 'Omar');
    await page.waitForSelector('#teams-personal :text("of 120")');
    await page.click('#behind-tab');
    await page.click('#restart');
    await page.waitForSelector('#said:has-text("is running again")');
    // The page hears of it by another way than of the press.
    await expect.poll(() => page.textContent('#bot')).toBe('Running');
    await page.waitForSelector('#teams-personal .card:has-text("120 people created")', { timeout: 30_000 });
    const created = [...sandbox.graph.state.users.values()].filter(({ displayName }) =>
      /New Person/.test(displayName),
    );
    expect(created).toHaveLength(120);
  });

  it('fits a narrow window, in the dark', async () => {
    const { open } = use();
    const page = await open({ viewport: { width: 380, height: 760 }, colorScheme: 'dark' });
    await say(page, 'slack', 'help');
    await page.waitForSelector('#slack-direct .message:has-text("/adduser")');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(380);
    await expectAccessible(page);
    await say(page, 'slack', '/adduser');
    await page.waitForSelector('#modal[open]');
    await expectAccessible(page);
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = use();
    await page.focus('#tenant-tab');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('#mail:visible');
    await page.focus('#slack .composer [name=text]');
    await page.keyboard.type('/adduser Grace Hopper');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#modal[open]');
    expect(await page.evaluate("document.activeElement.closest('dialog').id")).toBe('modal');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#modal', { state: 'hidden' });
  });

  it('shows what went over the wire without its secrets, and finds it by a word', async () => {
    const { page, sandbox } = use();
    await say(page, 'slack', '/adduser Dorothy Vaughan');
    await page.fill('#modal [data-id=recipients]', 'it@contoso.com');
    await page.click('#modal button.primary');
    await page.click('#modal button.primary:has-text("Create")');
    await page.waitForSelector('#slack-direct :text("Add another")');
    await page.click('#behind-tab');
    await page.fill('#behind [name=words]', 'POST /users');
    await page.click('#behind summary:has-text("POST /users")');
    const request = await page.textContent('#behind details[open] pre');
    expect(request).toContain('dorothy.vaughan@contoso.com');
    expect(request).not.toContain(sandbox.graph.state.findUser('dorothy.vaughan@contoso.com')?.password);
  });

  it('says what to do when Graph is down, and goes on when it is back', async () => {
    const { page, sandbox } = use();
    await page.click('#behind-tab');
    await page.check('#behind [name=graphDown]');
    await expect.poll(() => sandbox.graph.switches.down).toBe(true);
    await say(page, 'teams', 'licenses');
    await page.waitForSelector('#teams-personal .message:has-text("Microsoft 365")');
    await page.uncheck('#behind [name=graphDown]');
    await expect.poll(() => sandbox.graph.switches.down).toBe(false);
    await say(page, 'teams', 'licenses');
    await page.waitForSelector('#teams-personal :text("25 used")');
  });

  it('offers Slack’s shortcuts, its channel and the dialog of Teams', async () => {
    const { page } = use();
    await page.click('[data-shortcut]');
    await page.waitForSelector('#modal[open]');
    await page.keyboard.press('Escape');
    await page.click('#slack-channel-tab');
    await say(page, 'slack', '/adduser Grace Hopper');
    await page.waitForSelector('#modal[open] :text("Add one person")');
    await page.click('#modal >> text=Cancel');
    await page.click('[data-extension]');
    await page.waitForSelector('#teams-dialog[open] .card');
    await expectAccessible(page);
  });

  it('keeps what is chosen in a card when the same form opens as a dialog', async () => {
    const { page } = use();
    await say(page, 'teams', 'adduser');
    await page.click('#teams-personal .card >> text=More');
    const chosen = page.locator('#teams-personal .card input[type=radio]:checked');
    await page.waitForSelector('#teams-personal .card input[type=radio]');
    const before = await chosen.count();
    expect(before).toBeGreaterThan(0);
    await page.click('[data-extension]');
    await page.click('#teams-dialog[open] .card >> text=More');
    await page.waitForSelector('#teams-dialog[open] .card input[type=radio]:checked');
    expect(await chosen.count()).toBe(before);
  });

  it('F2 and F9: lets an admin choose the letters and the columns of a file, in both chats', {
    timeout: 90_000,
  }, async () => {
    const { page } = use();
    const file = {
      name: 'czech.csv',
      mimeType: 'text/csv',
      buffer: iconv.encode('Vorname;Nachname;E-Mail\nJiří;Dvořák;jiri@private.example\n', 'win1250'),
    };
    await become(page, 'Omar');
    await page.setInputFiles('#slack .composer [name=file]', file);
    await page.click('#slack .composer >> text=Send');
    await page.click('#slack-direct >> text=Change columns');
    // What is chosen shows the people anew, so the form is another one each time.
    await page.locator('#modal select').first().selectOption({ label: 'Western European — Jiøí Dvoøák' });
    await page.waitForSelector('#modal :text("Jiøí Dvoøák jiri@private.example")');
    await page.locator('#modal select').first().selectOption({ label: 'Central European — Jiří Dvořák' });
    await page.waitForSelector('#modal :text("Jiří Dvořák jiri@private.example")');
    await page.locator('#modal select').last().selectOption({ label: 'Alternate email address' });
    await page.waitForSelector('#modal :text("jiri.dvorak@contoso.com")');
    await expectAccessible(page);
    await page.click('#modal >> text=Use these columns');
    await page.waitForSelector('#slack-direct .message:has-text("czech.csv"):has-text("1 ready")');

    await page.setInputFiles('#teams .composer [name=file]', file);
    await page.click('#teams .composer >> text=Send');
    await page.click('#teams-personal >> text=Change columns');
    await page.locator('#teams-personal .card select').first().selectOption('win1250');
    await page.click('#teams-personal >> text=User names from names');
    await page.waitForSelector('#teams-personal .card:has-text("jiri.dvorak@contoso.com")');
    await expectAccessible(page);
    await page.click('#teams-personal >> text=Use these columns');
    await page.waitForSelector('#teams-personal .card:has-text("1 ready")');
  });

  it('shows the Home of whoever looks at it, and says when the filter finds nothing', async () => {
    const { page } = use();
    await page.click('#slack-home-tab');
    await page.waitForSelector('#slack-home :text("Mia Meyer")');
    await become(page, 'Omar');
    await page.waitForSelector('#slack-home :text("Omar Haddad")');
    await page.click('#behind-tab');
    const whenEmpty = () =>
      page.evaluate("getComputedStyle(document.querySelector('#behind .log'), '::before').content");
    await page.fill('#behind [name=words]', 'nothing like this');
    await expect.poll(whenEmpty).toContain('Nothing fits the filter');
  });

  it('lets nobody without rights do anything', async () => {
    const { page, sandbox } = use();
    await become(page, 'Sam');
    await say(page, 'slack', '/adduser Katherine Johnson');
    await page.waitForSelector('#modal[open] :text("Ask Omar Haddad")');
    expect(sandbox.graph.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(CAST.stranger.roles).toEqual([]);
  });
});
