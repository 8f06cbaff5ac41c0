import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInCapitals, localeOfCapitals, writeInMixedCase } from '../../../src/domain/names/nameCase.ts';

describe('a name in capitals', () => {
  it.each([
    ['ADA LOVELACE', 'Ada Lovelace'],
    ['MÜLLER-LÜDENSCHEIDT', 'Müller-Lüdenscheidt'],
    ['McDONALD', 'McDonald'],
    ['MCCARTHY', 'McCarthy'],
    ['MacLEOD', 'MacLeod'],
    ['MACHADO', 'Machado'],
    ['DE LA CRUZ', 'de la Cruz'],
    ['MARIA DE LOS SANTOS', 'Maria de los Santos'],
    ['VAN DEN BERG', 'van den Berg'],
    ['van den BERG', 'van den Berg'],
    ['VON DER LEYEN, URSULA', 'von der Leyen, Ursula'],
    ['LA FONTAINE', 'La Fontaine'],
    ['LE PEN', 'Le Pen'],
    ["O'BRIEN", "O'Brien"],
    ['O’BRIEN', 'O’Brien'],
    ["D'ANGELO", "D'Angelo"],
    ["DELL'ORO", "Dell'Oro"],
    ["SA'DI", "Sa'di"],
    ["VAN 'T HOFF", "van 't Hoff"],
    ['J.R. SMITH', 'J.R. Smith'],
    ['DR. EVA BRAUN', 'Dr. Eva Braun'],
    ['ADA LIMA (IT)', 'Ada Lima (IT)'],
    ['JOHN SMITH III', 'John Smith III'],
    ['JOHN SMITH JR.', 'John Smith Jr.'],
    ['ANN LEE PHD', 'Ann Lee PHD'],
    ['JACK MA', 'Jack Ma'],
    ['NGUYEN VAN AN', 'Nguyen Van An'],
    ['IJSSELSTEIN', 'IJsselstein'],
    ['ИВАНОВА АННА', 'Иванова Анна'],
    ['ŁUKASZ ŻÓŁĆ', 'Łukasz Żółć'],
    ['VAN', 'Van'],
  ])('is offered as most people write it: %s', (name, expected) => {
    expect(isInCapitals(name)).toBe(true);
    expect(writeInMixedCase(name, 'en')).toBe(expected);
  });

  it('is in Turkish where one of the names is', () => {
    const names = ['IŞIK', 'DOĞAN', 'İPEK'];
    const locale = localeOfCapitals(names);
    expect(names.map((name) => writeInMixedCase(name, locale))).toEqual(['Işık', 'Doğan', 'İpek']);
    expect(localeOfCapitals(['ILSE IŞIK'])).toBe('en');
  });

  it.each([
    'Ada Lovelace',
    'Ada LOVELACE',
    'J',
    'J. R.',
    '山田 太郎',
    'ΠΑΠΑΣ',
    'محمد',
    'van Dyck',
    'McDonald',
    '',
    '007',
  ])('is none: %s', (name) => {
    expect(isInCapitals(name)).toBe(false);
  });

  it('keeps every letter, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-ZÀ-ÖØ-ÞĀŁŻŠČ'’ .()-]{2,30}$/).map((text) => text.trim().replace(/\s+/g, ' ')),
        (name) => {
          expect(writeInMixedCase(name, 'en').toUpperCase()).toBe(name.toUpperCase());
        },
      ),
    );
  });
});
