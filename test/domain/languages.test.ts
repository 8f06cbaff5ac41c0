import { describe, expect, it } from 'vitest';
import {
  createPlural,
  languageOfAccount,
  languageOfLocation,
  readLanguage,
  writeMoment,
} from '../../src/domain/languages.ts';
import { isUsageLocation } from '../../src/domain/usageLocations.ts';

describe('the language people are written to in', () => {
  it.each([
    ['DE', 'de'],
    ['AT', 'de'],
    ['FR', 'fr'],
    ['RE', 'fr'],
    ['MX', 'es'],
    ['BR', 'pt-BR'],
    ['US', 'en'],
  ])('is told by the location %s: %s', (location, language) => {
    expect(isUsageLocation(location)).toBe(true);
    expect(languageOfLocation(location)).toBe(language);
  });

  it.each(['CH', 'BE', 'CA', 'PT', 'JP', '', undefined])(
    'is not guessed where people read several, or another one: %s',
    (location) => {
      expect(languageOfLocation(location)).toBeUndefined();
    },
  );

  it('is read from a tag of an account, a browser or the policy, whatever its region and case', () => {
    expect(['de', 'DE-at', 'fr-CA', 'es-MX', 'pt', 'pt-br', 'en-GB'].map(readLanguage)).toEqual([
      'de',
      'de',
      'fr',
      'es',
      'pt-BR',
      'pt-BR',
      'en',
    ]);
    expect(['', 'pt-PT', 'ja', 'd', 'deu', '-', '*'].map(readLanguage)).toEqual(Array(7).fill(undefined));
  });

  it('is that of the account, before that of its location', () => {
    expect(languageOfAccount({ preferredLanguage: 'fr-CH', usageLocation: 'DE' })).toBe('fr');
    expect(languageOfAccount({ preferredLanguage: 'it-CH', usageLocation: 'DE' })).toBe('de');
    expect(languageOfAccount({ usageLocation: 'CH' })).toBeUndefined();
  });

  it('has its own plurals, thousands and times, with plain blanks', () => {
    const forms = { one: '# Konto', other: '# Konten' };
    expect([1, 2, 5000].map((count) => createPlural('de')(count, forms))).toEqual([
      '1 Konto',
      '2 Konten',
      '5.000 Konten',
    ]);
    // French has a form of its own for whole millions, which nobody has to write.
    expect(createPlural('fr')(1_000_000, { one: 'un', other: 'des' })).toBe('des');
    const at = Date.UTC(2026, 0, 5, 22, 30);
    expect(writeMoment('en', at)).toBe('January 5, 2026 at 10:30 PM UTC');
    expect(writeMoment('de', at)).toBe('5. Januar 2026 um 22:30 UTC');
    expect(writeMoment('pt-BR', at, 'time')).toBe('22:30 UTC');
  });
});
