import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Why there is no browser here; undefined when there is one. The package has Chromium for Linux on x64 only. */
export const NO_BROWSER: string | undefined =
  process.env.CHROME_PATH === undefined && !(process.platform === 'linux' && process.arch === 'x64')
    ? 'There is no Chromium for this machine: set CHROME_PATH to one.'
    : undefined;

/**
 * A headless Chromium: the one at CHROME_PATH, or the package's own.
 *
 * @throws Error when CHROME_PATH names nothing
 */
export async function openBrowser(): Promise<Browser> {
  const own = process.env.CHROME_PATH;
  if (own === undefined) {
    // A GPU in software takes twice the time for the same pictures.
    chromium.setGraphicsMode = false;
    // In one process, as the package starts it for small containers, the browser ends with its first window.
    const args = chromium.args.filter((arg) => arg !== '--single-process');
    return driver.launch({ args, executablePath: await chromium.executablePath() });
  }
  if (!existsSync(own)) throw new Error(`CHROME_PATH names ${own}, which is not there.`);
  return driver.launch({ executablePath: own });
}
