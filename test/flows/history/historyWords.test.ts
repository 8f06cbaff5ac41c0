import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../../../src');

it('has words for everything that the service and Teams write into the history', () => {
  const code = ['service', 'teams']
    .flatMap((room) =>
      readdirSync(join(SOURCE, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(SOURCE, room, name), 'utf8')),
    )
    .join('\n');
  const written = new Set([...code.matchAll(/\bwhat: '([a-z]+\.[a-z_]+)'/g)].map((match) => match[1]));
  expect(written.size).toBeGreaterThan(10);
  const words = readFileSync(join(SOURCE, 'flows/history/words.ts'), 'utf8');
  expect([...written].filter((what) => !words.includes(`'${what}':`))).toEqual([]);
});
