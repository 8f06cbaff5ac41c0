/** The languages that new people and recipients are written to in, as BCP 47 tags. The first is what is left when nothing else is known. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR'] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * Countries (ISO 3166-1 alpha-2) where everybody who works reads the language. Those with several, such as Switzerland,
 * Belgium and Canada, are missing: there only the policy or the account can tell. So is Portugal, which writes otherwise
 * than Brazil.
 */
const SPOKEN_IN: Readonly<Record<Language, string>> = {
  en: 'US GB IE AU NZ',
  de: 'DE AT LI',
  fr: 'FR MC GP MQ GF RE YT PM BL MF WF PF NC BJ BF CD CG CI GA GN ML NE SN TG',
  es: 'ES MX AR BO CL CO CR CU DO EC GQ GT HN NI PA PE PY SV UY VE',
  'pt-BR': 'BR',
};

const BY_LOCATION: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.flatMap((language) => SPOKEN_IN[language].split(' ').map((code) => [code, language] as const)),
);

/** What is read where somebody works; undefined where that cannot be told. */
export function languageOfLocation(usageLocation: string | undefined): Language | undefined {
  return usageLocation === undefined ? undefined : BY_LOCATION.get(usageLocation);
}

/** The language that a tag such as `de-AT` or `pt` asks for; undefined for others, `pt-PT` among them. */
export function readLanguage(tag: string): Language | undefined {
  const wanted = tag.toLowerCase();
  return LANGUAGES.find((language) => {
    const known = language.toLowerCase();
    return wanted === known || wanted.startsWith(`${known}-`) || known.startsWith(`${wanted}-`);
  });
}

/** What the owner of an account reads, as far as the account says. */
export function languageOfAccount(account: {
  preferredLanguage?: string;
  usageLocation?: string;
}): Language | undefined {
  const { preferredLanguage = '', usageLocation } = account;
  return readLanguage(preferredLanguage) ?? languageOfLocation(usageLocation);
}

/** The forms that a language has for numbers (Unicode CLDR); `#` stands for the number. `other` covers what is not named. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Writes a number in the form that the language has for it, with its own thousands. */
export function createPlural(language: Language): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', digits.format(count));
}

/** A moment with its zone, in which whoever reads it may not be; `time` leaves the day out. */
export function writeMoment(language: Language, at: number, part: 'whole' | 'time' = 'whole'): string {
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  return (
    new Intl.DateTimeFormat(language, {
      ...(part === 'whole' ? day : {}),
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    })
      .format(at)
      // Before AM and PM: a blank that old mail clients draw as a box.
      .replace(/\u202f/g, ' ')
  );
}
