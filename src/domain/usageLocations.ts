import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

countries.registerLocale(english);

/** A country a person may be licensed in. `code` is ISO 3166-1 alpha-2. */
export interface UsageLocation {
  code: string;
  name: string;
}

/** The name people look for first, where the library's first name is the long one. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  CD: 'Congo, Democratic Republic of the',
  CG: 'Congo, Republic of the',
  CI: "Côte d'Ivoire",
  CN: 'China',
  CZ: 'Czechia',
  GM: 'Gambia',
  IR: 'Iran',
  MK: 'North Macedonia',
  PS: 'Palestine',
  RU: 'Russia',
  TW: 'Taiwan',
  TZ: 'Tanzania',
  US: 'United States',
};

const OFFICIAL = countries.getNames('en', { select: 'official' });
const LOCATIONS: readonly UsageLocation[] = Object.entries(OFFICIAL)
  .map(([code, name]) => ({ code, name: SHORT_NAMES[code] ?? name }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));
const NAMES: ReadonlyMap<string, string> = new Map(LOCATIONS.map(({ code, name }) => [code, name]));
const BY_WORD = indexWords();

function wordKey(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^the(?=.)/, '');
}

function indexWords(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (word: string, code: string): void => {
    const key = wordKey(word);
    if (key !== '' && !found.has(key)) found.set(key, code);
  };
  for (const { code, name } of LOCATIONS) {
    add(code, code);
    add(name, code);
  }
  for (const [code, names] of Object.entries(countries.getNames('en', { select: 'all' }))) {
    for (const name of names) add(name, code);
  }
  for (const [alpha3, code] of Object.entries(countries.getAlpha3Codes())) add(alpha3, code);
  // Nations of the United Kingdom have no alpha-2 code of their own.
  for (const nation of ['England', 'Scotland', 'Wales', 'Northern Ireland']) add(nation, 'GB');
  return found;
}

/** Every usage location, by English name. */
export function listUsageLocations(): UsageLocation[] {
  return [...LOCATIONS];
}

/** True for an ISO 3166-1 alpha-2 code in capitals, which is what Graph's `usageLocation` takes. */
export function isUsageLocation(code: string): boolean {
  return NAMES.has(code);
}

/** The code somebody means by a code in any case, an alpha-3 code, or an English name: UK → GB. */
export function findUsageLocation(text: string): string | undefined {
  return BY_WORD.get(wordKey(text));
}

/** The English name of a code; the code itself when there is none. */
export function nameOfLocation(code: string): string {
  return NAMES.get(code) ?? code;
}
