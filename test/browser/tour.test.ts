import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { become } from './acting.ts';
import { describeInBrowser, expectAccessible } from './usePage.ts';

/** Plays a step by its own button, or the next one by Next. */
async function playStep(page: Page, step?: string): Promise<void> {
  const before = await page.textContent('#said');
  await page.click(step === undefined ? '#next' : `[data-step=${step}]`);
  await expect.poll(() => page.textContent('#said'), { timeout: 40_000 }).not.toBe(before);
  await page.waitForSelector('body:not([aria-busy])', { timeout: 40_000 });
}

describeInBrowser('the tour', (use) => {
  // The tour is played at the speed of eyes.
  it('adds a person in Slack, mends a file in Teams, approves as the manager and opens a one-time link', {
    timeout: 90_000,
  }, async () => {
    const { page, sandbox } = use();
    expect(await page.textContent('#next')).toBe('Start the tour');
    await playStep(page);
    expect(await page.textContent('[data-step=add]')).toBe('✓ Add one person, done');
    expect(await page.textContent('#next')).toBe('Next: Drop a CSV');
    expect(await page.textContent('#said')).toContain('Katherine is in the tenant');
    expect(await page.textContent('#tenant')).toContain('katherine.johnson@contoso.com');
    await expectAccessible(page);

    await playStep(page);
    expect(await page.textContent('#teams-personal')).toContain('zoe.muller@contoso.com');
    await expectAccessible(page);

    await playStep(page);
    await page.waitForSelector('#teams-personal .card:has-text("25 of 25")');
    await page.waitForSelector('#tenant :text("32 people")');
    expect(sandbox.graph.state.users.size).toBe(32);

    await playStep(page);
    expect(await page.textContent('#said')).toContain('Grace approved in Teams');
    await page.waitForSelector('#tenant :text("33 people")');
    const dorothy = sandbox.graph.state.findUser('dorothy.vaughan@contoso.com');
    expect(dorothy?.assignedLicenses).toHaveLength(1);
    await playStep(page, 'approve');
    expect(await page.textContent('#said')).toContain('Microsoft 365 E5 has no seats left');
    await expectAccessible(page);

    await playStep(page, 'mail');
    await page.waitForSelector('#mail .message:has-text("25")');
    await expectAccessible(page);
    const katherine = page
      .locator('#mail .message', { hasText: 'Katherine' })
      .locator('a[href*="/p/"]')
      .first();
    const [opened] = await Promise.all([page.context().waitForEvent('page'), katherine.click()]);
    await opened.waitForLoadState();
    await expectAccessible(opened);
    await opened.click('button');
    const user = sandbox.graph.state.findUser('katherine.johnson@contoso.com');
    await opened.waitForSelector(`input[value="${user?.password}"]`);
    await expectAccessible(opened);
    await opened.reload();
    expect(await opened.content()).not.toContain(user?.password);
  });
});

describeInBrowser('the page that starts over', (use) => {
  it('C16: says what it is and what to try, keeps the ticks over a reload, and starts over with nothing in it', async () => {
    const { page, sandbox } = use();
    await page.waitForSelector('.about:has-text("from Slack and Teams")');
    expect(await page.locator('#slack-direct .empty:visible button').count()).toBe(3);
    expect(await page.locator('#teams-personal .empty:visible button').count()).toBe(3);
    await become(page, 'Omar');
    await page.click('#teams-personal button:has-text("Drop a file of 22 people")');
    await page.waitForSelector('#teams-personal .card:has-text("22 ready")');
    await page.waitForSelector('#teams-personal .empty', { state: 'hidden' });
    await become(page, 'Mia');
    await page.click('#slack-direct button:has-text("Look up Ada Lovelace")');
    await page.waitForSelector('#slack-direct .message:has-text("ada@contoso.com")');
    await playStep(page, 'drop');
    expect(await page.textContent('#teams-personal')).toContain('22 ready');
    await page.reload();
    await page.waitForSelector('[data-step=drop].done');
    expect(await page.textContent('#next')).toBe('Next: Fix its rows');

    const first = sandbox.bot.pid;
    await page.click('#start-over');
    await page.waitForSelector('#next:text-is("Start the tour")');
    await page.waitForSelector('body[data-ready]');
    await become(page, 'Omar');
    await page.waitForSelector('#teams-personal .empty:visible');
    expect(await page.textContent('#bot')).toBe('Running');
    expect(sandbox.bot.pid).not.toBe(first);
    expect(sandbox.teams.state.messages).toEqual([]);
  });
});
