import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** room → rooms it may import, beside itself. A folder inside a room may be named alone. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  secrets: ['domain'],
  roster: ['domain', 'secrets'],
  service: ['domain', 'secrets', 'roster'],
  flows: ['domain', 'secrets', 'roster', 'service'],
  slack: ['domain', 'secrets', 'roster', 'service', 'flows'],
  teams: ['domain', 'secrets', 'roster', 'service', 'flows'],
  web: ['service'],
  graph: ['domain', 'secrets', 'service/ports'],
  mail: ['domain', 'secrets', 'service/ports'],
  store: ['domain', 'secrets', 'service/ports'],
  engine: ['domain', 'secrets', 'service/ports'],
  sandbox: [],
};

/** Packages that only one room may import. */
const ONLY_IN: Record<string, string> = {
  '@microsoft/teams-ai': 'teams',
  botbuilder: 'teams',
  'botframework-connector': 'teams',
  '@slack/bolt': 'slack',
  '@slack/web-api': 'slack',
  lowdb: 'store',
  nodemailer: 'mail',
  '@azure/msal-node': 'graph',
};

/** Domain is pure: no I/O, no clock, no crypto. */
const PURE_ROOMS = ['domain'];

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

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => ({ file, target: match[1] ?? '' }));
}

function roomOf(path: string): string {
  const inside = relative(src, path);
  return inside.includes('/') ? (inside.split('/')[0] ?? '') : '';
}

/** Why an import breaks the house rule; undefined when it does not. */
function breach({ file, target }: Import): string | undefined {
  const room = roomOf(file);
  const said = `${relative(src, file)} imports ${target}`;
  if (target.startsWith('.')) {
    if (room === '') return undefined;
    const path = resolve(dirname(file), target);
    const other = roomOf(path);
    if (other === '')
      return path.endsWith('config.ts')
        ? `${said}: rooms take typed options`
        : `${said}: only main.ts is across the house`;
    if (other === room) return undefined;
    const allowed = MAY_IMPORT[room] ?? [];
    return allowed.includes(other) || allowed.includes(relative(src, dirname(path))) ? undefined : said;
  }
  if (PURE_ROOMS.includes(room) && target.startsWith('node:')) return `${said}: ${room} is pure`;
  const owner = Object.entries(ONLY_IN).find(
    ([name]) => target === name || target.startsWith(`${name}/`),
  )?.[1];
  // botbuilder sends its replies with a client that msal makes, so teams shares that package with graph.
  if (target === '@azure/msal-node' && room === 'teams') return undefined;
  return owner === undefined || owner === room ? undefined : said;
}

describe('the house rule', () => {
  it('holds for every import in src', () => {
    const files = sources(src);
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap(importsOf).map(breach).filter(Boolean)).toEqual([]);
  });

  it.each([
    ['domain/a.ts', '../service/ports/store.ts'],
    ['domain/a.ts', 'node:fs'],
    ['graph/a.ts', '../service/provisioning.ts'],
    ['engine/a.ts', '../store/tasks.ts'],
    ['slack/a.ts', '../teams/app.ts'],
    ['web/a.ts', '../flows/views.ts'],
    ['sandbox/a.ts', '../domain/terms.ts'],
    ['slack/a.ts', '../config.ts'],
    ['flows/a.ts', '@slack/bolt'],
    ['service/a.ts', 'botbuilder/lib/index.js'],
  ])('sees %s importing %s', (file, target) => {
    expect(breach({ file: join(src, file), target })).toBeTypeOf('string');
  });

  it.each([
    ['graph/a.ts', '../service/ports/store.ts'],
    ['slack/a.ts', '../flows/views.ts'],
    ['slack/a.ts', '@slack/bolt'],
    ['main.ts', './slack/app.ts'],
  ])('lets %s import %s', (file, target) => {
    expect(breach({ file: join(src, file), target })).toBeUndefined();
  });
});
