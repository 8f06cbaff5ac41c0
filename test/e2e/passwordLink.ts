import { expect } from 'vitest';

/** The one-time link in a mail. */
export function linkIn(text: string): string {
  const [link] = /http:\/\/127\.0\.0\.1:\d+\/p\/[A-Za-z0-9_-]{43}/.exec(text) ?? [];
  if (link === undefined) throw new Error(`No link in: ${text}`);
  return link;
}

/** Looks at a page without opening it: nothing of it is in there yet. */
export async function lookAt(link: string): Promise<string> {
  const response = await fetch(link);
  expect(response.status).toBe(200);
  return response.text();
}

/** Presses the button of a page. */
export async function openLink(link: string): Promise<{ status: number; text: string }> {
  const response = await fetch(link, { method: 'POST' });
  return { status: response.status, text: await response.text() };
}
