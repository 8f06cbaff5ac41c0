import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  findUsageLocation,
  isUsageLocation,
  listUsageLocations,
  nameOfLocation,
} from '../../src/domain/usageLocations.ts';

describe('usage locations', () => {
  it('are listed by name', () => {
    const locations = listUsageLocations();
    const names = locations.map(({ name }) => name);
    expect(locations).toContainEqual({ code: 'US', name: 'United States' });
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    expect(new Set(names).size).toBe(names.length);
    expect(locations.length).toBeGreaterThan(240);
  });

  it.each([
    ['GB', true],
    ['UK', false],
    ['gb', false],
    ['USA', false],
    ['', false],
    ['__proto__', false],
  ])('%s is a code: %s', (code, expected) => {
    expect(isUsageLocation(code)).toBe(expected);
  });

  it.each([
    ['UK', 'GB'],
    ['u.k.', 'GB'],
    ['great britain', 'GB'],
    ['Scotland', 'GB'],
    ['usa', 'US'],
    ['United States', 'US'],
    ['DEU', 'DE'],
    ['the netherlands', 'NL'],
    ["Cote d'Ivoire", 'CI'],
    ['Côte d’Ivoire', 'CI'],
    ['Turkey', 'TR'],
    ['Czechia', 'CZ'],
    ['de', 'DE'],
    ['Atlantis', undefined],
    ['', undefined],
    ['constructor', undefined],
  ])('%s means %s', (text, code) => {
    expect(findUsageLocation(text)).toBe(code);
  });

  it('find every listed name and code again', () => {
    for (const { code, name } of listUsageLocations()) {
      expect(findUsageLocation(name)).toBe(code);
      expect(findUsageLocation(code)).toBe(code);
      expect(nameOfLocation(code)).toBe(name);
    }
  });

  it('give an unknown code back as it is', () => {
    expect(nameOfLocation('XX')).toBe('XX');
  });

  it('load in Node without a warning', () => {
    const script = "import 'i18n-iso-countries/langs/en.json' with { type: 'json' }; console.log('loaded')";
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(run.stdout.trim()).toBe('loaded');
    expect(run.stderr).toBe('');
  });
});
