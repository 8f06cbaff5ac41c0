import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const FOLDERS = ['src', 'test', 'manifests', 'adaptive-cards'];
/** What whoever runs Rollcall makes. */
const MADE_BY_OPERATOR = ['rollcall-setup/', 'rollcall-rehearsal/', 'policy.json'];

/** Every file and folder of ours, folders with a slash at their end. */
const ours = [
  ...readdirSync(root),
  ...FOLDERS.map((folder) => `${folder}/`),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map(
      (entry) => `${join(entry.parentPath, entry.name)}${entry.isDirectory() ? '/' : ''}`,
    ),
  ),
].map((path) => `/${path}`);

/** What stands in code marks and looks like a file or a folder: a known ending, or a slash at the end. */
function readPaths(markdown: string): string[] {
  const prose = markdown.replace(/^```.*?^```/gms, '');
  const names = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name ?? '');
  return names.filter((name) => /^[\w.-]+(\/[\w.-]+)*(\.(ts|mjs|json|md|csv)|\/)$/.test(name));
}

/** What a page names that is not there. Its paths may begin at the root, or in a room that the sentence is about. */
function findMissing(page: string, markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link]) => link ?? '');
  const runs = [...markdown.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script ?? '');
  return [
    ...readPaths(markdown).filter(
      (path) => !MADE_BY_OPERATOR.includes(path) && !ours.some((one) => one.endsWith(`/${path}`)),
    ),
    ...links.filter((link) => !existsSync(join(root, dirname(page), link))),
    ...runs.filter((script) => scripts[script] === undefined),
  ];
}

const pages = ours
  .filter((path) => path.endsWith('.md') && !path.includes('/fixtures/'))
  .map((path) => path.slice(1).replace(root, ''));

describe('the pages of documentation', () => {
  it('are the README, and one beside what it is about', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'src/README.md', 'test/README.md']));
  });

  it.each(pages)('%s names files, folders and scripts that are there', (page) => {
    expect(findMissing(page, readFileSync(join(root, page), 'utf8'))).toEqual([]);
  });

  it.each([
    ['a file', 'See `service/nowhere.ts`.', 'service/nowhere.ts'],
    ['a folder', 'See `attic/`.', 'attic/'],
    ['a link', 'See [the attic](attic.md).', 'attic.md'],
    ['a script', 'Run `npm run nothing`.', 'nothing'],
  ])('are told of %s that is not there', (_what, markdown, missing) => {
    expect(findMissing('README.md', markdown)).toEqual([missing]);
  });
});
