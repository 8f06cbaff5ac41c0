import { readFileSync } from 'node:fs';

/** The one place of it: package.json, at the root of a checkout and of an image alike. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** This Rollcall's, as in CHANGELOG.md. */
export const VERSION = version;
