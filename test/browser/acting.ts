import type { Page } from 'playwright-core';

/** Sends a message or a command in one of the chats. */
export async function say(page: Page, chat: 'slack' | 'teams', words: string): Promise<void> {
  await page.fill(`#${chat} .composer [name=text]`, words);
  await page.press(`#${chat} .composer [name=text]`, 'Enter');
}

/** Looks at everything as the person with this name. */
export function become(page: Page, name: string): Promise<void> {
  return page.click(`#people label:has-text("${name}")`);
}
