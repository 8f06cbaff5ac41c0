import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const { version } = JSON.parse(read('package.json'));

describe('the changelog', () => {
  const titles = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, title]) => title ?? '');

  const releases = titles.filter((title) => title !== 'Unreleased').map((title) => title.split(' ')[0] ?? '');

  it('has the version of package.json as its newest release, or is on the way to it', () => {
    const [number = '', isOnTheWay] = version.split(/-(?=dev$)/);
    // What is unreleased must not call itself by the name of a release.
    expect(titles.includes('Unreleased')).toBe(isOnTheWay === 'dev');
    expect(releases.includes(number)).toBe(isOnTheWay !== 'dev');
    if (isOnTheWay !== 'dev') expect(releases[0]).toBe(number);
    expect(JSON.parse(read('package-lock.json')).version).toBe(version);
  });

  it('goes from the newest to the oldest', () => {
    const numbers = releases.map((title) => title.split('.').map(Number));
    const sorted = [...numbers].sort(
      ([a = 0, b = 0, c = 0], [x = 0, y = 0, z = 0]) => x - a || y - b || z - c,
    );
    expect(numbers).toEqual(sorted);
    expect(numbers.length).toBeGreaterThan(1);
  });
});
