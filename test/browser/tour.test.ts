import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser, expectAccessible } from './usePage.ts';

async function playStep(page: Page, step: string): Promise<void> {
  const before = await page.textContent('#said');
  await page.click(`[data-step=${step}]`);
  await expect.poll(() => page.textContent('#said'), { timeout: 40_000 }).not.toBe(before);
  await page.waitForSelector('body:not([aria-busy])', { timeout: 40_000 });
}

describeInBrowser('the tour', (use) => {
  // The tour is played at the speed of eyes.
  it('adds a person in Slack, mends a file in Teams, approves as the manager and opens a one-time link', {
    timeout: 90_000,
  }, async () => {
    const { page, sandbox } = use();
    await playStep(page, 'add');
    expect(await page.textContent('#said')).toContain('Katherine is in the tenant');
    expect(await page.textContent('#tenant')).toContain('katherine.johnson@contoso.com');
    await expectAccessible(page);

    await playStep(page, 'drop');
    expect(await page.textContent('#teams-personal')).toContain('zoe.muller@contoso.com');
    await expectAccessible(page);

    await playStep(page, 'fix');
    await page.waitForSelector('#teams-personal .card:has-text("25 of 25")');
    await page.waitForSelector('#tenant :text("32 people")');
    expect(sandbox.graph.state.users.size).toBe(32);

    await playStep(page, 'approve');
    expect(await page.textContent('#said')).toContain('Grace approved in Teams');
    await page.waitForSelector('#tenant :text("33 people")');
    const dorothy = sandbox.graph.state.findUser('dorothy.vaughan@contoso.com');
    expect(dorothy?.assignedLicenses).toHaveLength(1);
    await playStep(page, 'approve');
    expect(await page.textContent('#said')).toContain('Microsoft 365 E5 has no seat left');
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
