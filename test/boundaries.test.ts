import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCircles } from './findCircles.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** Packages that only these rooms may import. */
const ONLY_IN: Record<string, readonly string[]> = {
  '@microsoft/teams-ai': ['teams'],
  botbuilder: ['teams'],
  'botframework-connector': ['teams'],
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack'],
  undici: ['slack', 'run'],
  lowdb: ['store'],
  // The sandbox starts a server, and waits until it answers.
  pg: ['postgres', 'engine', 'sandbox'],
  'pg-boss': ['engine'],
  'node-pg-migrate': ['postgres'],
  nodemailer: ['mail'],
  '@opentelemetry': ['run'],
  // botbuilder sends its replies with a client that msal makes, so teams shares that package with graph.
  '@azure/msal-node': ['graph', 'teams'],
};

/** Domain is pure: no I/O, no clock, no crypto. */
const PURE_ROOMS = ['domain'];

/** What a room may import beside itself: rooms, or a folder inside one. */
type Rule = 'everything' | readonly string[];

/** The table "Rooms, and who may import whom" of src/README.md: its first column and its last. */
function readRules(markdown: string): Map<string, Rule> {
  const section = markdown.split('\n## ').find((part) => part.startsWith('Rooms, and who may import whom'));
  const rows = (section ?? '').split('\n').filter((line) => /^\| `[a-z]+` \|/.test(line));
  return new Map(
    rows.map((row) => {
      const cells = row.split('|').map((cell) => cell.trim());
      const named = (cell: string | undefined) =>
        [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
      const last = cells.at(-2);
      return [named(cells[1])[0] ?? '', last === 'everything' ? 'everything' : named(last)] as const;
    }),
  );
}

const RULES = readRules(readFileSync(join(src, 'README.md'), 'utf8'));

interface Import {
  file: string;
  target: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

/** Static, type-only and dynamic ones. */
function importsOf(file: string): Import[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => ({ file, target: match[1] ?? '' }));
}

/** The first folder; `main.ts` for the one file that has none. */
function roomOf(path: string): string {
  return relative(src, path).split('/')[0] ?? '';
}

/** Why an import breaks the house rule; undefined when it does not. */
function breach({ file, target }: Import): string | undefined {
  const room = roomOf(file);
  const said = `${relative(src, file)} imports ${target}`;
  const allowed = room === 'main.ts' ? 'everything' : RULES.get(room);
  if (allowed === undefined) return `${said}: src/README.md has no row for ${room}`;
  if (target.startsWith('.')) {
    const path = resolve(dirname(file), target);
    const other = roomOf(path);
    if (other === room || allowed === 'everything') return undefined;
    return allowed.some((one) => one === other || relative(src, dirname(path)) === one) ? undefined : said;
  }
  if (PURE_ROOMS.includes(room) && target.startsWith('node:')) return `${said}: ${room} is pure`;
  const owners = Object.entries(ONLY_IN).find(
    ([name]) => target === name || target.startsWith(`${name}/`),
  )?.[1];
  return owners === undefined || owners.includes(room) ? undefined : said;
}

/** Each file's imports of other files in src. */
function importGraph(files: readonly string[]): Map<string, string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const targets = importsOf(file).map(({ target }) => resolve(dirname(file), target));
      return [file, targets.filter((path) => known.has(path))];
    }),
  );
}

describe('the house rule', () => {
  const files = sources(src);

  it('has a row in src/README.md for every room, and a room for every row', () => {
    const rooms = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory());
    expect([...RULES.keys()].sort()).toEqual(rooms.sort());
  });

  it('leaves nothing loose in src but main.ts', () => {
    expect(
      readdirSync(src)
        .filter((name) => statSync(join(src, name)).isFile())
        .sort(),
    ).toEqual(['README.md', 'main.ts']);
  });

  it('holds for every import in src', () => {
    expect(files.length).toBeGreaterThan(300);
    expect(files.flatMap(importsOf).map(breach).filter(Boolean)).toEqual([]);
  });

  it('has no circle of imports, types included', () => {
    const circles = findCircles(importGraph(files));
    expect(circles.map((circle) => circle.map((file) => relative(src, file)))).toEqual([]);
  });

  it.each([
    ['domain/a.ts', '../service/ports/store.ts'],
    ['domain/a.ts', 'node:fs'],
    ['graph/a.ts', '../service/provisioning.ts'],
    ['graph/client/a.ts', '../../service/jobs/accept.ts'],
    ['slack/a.ts', '../teams/app.ts'],
    ['web/a.ts', '../flows/views.ts'],
    ['sandbox/a.ts', '../domain/terms.ts'],
    ['slack/a.ts', '../config/config.ts'],
    ['service/a.ts', '../run/log.ts'],
    ['flows/a.ts', '@slack/bolt'],
    ['service/a.ts', 'botbuilder/lib/index.js'],
    ['attic/a.ts', './b.ts'],
  ])('sees %s importing %s', (file, target) => {
    expect(breach({ file: join(src, file), target })).toBeTypeOf('string');
  });

  it.each([
    ['graph/a.ts', '../service/ports/store.ts'],
    ['slack/a.ts', '../flows/views.ts'],
    ['slack/a.ts', '@slack/bolt'],
    ['main.ts', './run/startRollcall.ts'],
    ['run/a.ts', '../slack/app.ts'],
  ])('lets %s import %s', (file, target) => {
    expect(breach({ file: join(src, file), target })).toBeUndefined();
  });
});

describe('findCircles', () => {
  it('finds two files that import each other, and a longer way round', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['a']],
      ['c', ['d']],
      ['d', ['e']],
      ['e', ['c', 'a']],
    ]);
    expect(findCircles(graph).map((circle) => [...circle].sort())).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('finds a file that imports itself', () => {
    expect(findCircles(new Map([['a', ['a']]]))).toEqual([['a']]);
  });

  it('finds none where two ways lead to one file', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
      ['d', []],
    ]);
    expect(findCircles(graph)).toEqual([]);
  });
});
