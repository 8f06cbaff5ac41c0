import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../src/domain/languages.ts';
import { MAIL_WORDS } from '../src/service/jobs/delivery/words/byLanguage.ts';
import type { MailWords } from '../src/service/jobs/delivery/words/mailWords.ts';
import { PAGE_WORDS } from '../src/web/words/byLanguage.ts';
import type { PageWords } from '../src/web/words/pageWords.ts';

/** Stands for what is filled in, and is in no language. */
const FILLED = ['Øne', 'Twø', 'Thrée‡'] as const;
const [NAME, PLACE, REST] = FILLED;
const COUNTS = [1, 3];
const KINDS = ['first', 'new', 'pass'] as const;
const SECRETS = ['password', 'pass'] as const;

function mix<A, B>(ones: readonly A[], others: readonly B[], write: (one: A, other: B) => string): string[] {
  return ones.flatMap((one) => others.map((other) => write(one, other)));
}

/** Every sentence of the mails, by key, in all its forms. */
function sayMails(words: MailWords): Record<keyof MailWords, string[]> {
  const dones = COUNTS.map((count) => ({ createdBy: NAME, customer: PLACE, part: REST, count }));
  return {
    part: [words.part(2, 3)],
    subject: mix(KINDS, dones, (kind, done) => words.subject(kind, done)),
    created: dones.map((done) => words.created(done)),
    reset: dones.map((done) => words.reset(done)),
    signIn: [words.signIn(NAME)],
    userName: [words.userName],
    password: [words.password],
    blocked: [words.blocked],
    keepSafe: [words.keepSafe],
    more: COUNTS.map((count) => words.more(count)),
    see: mix(KINDS, COUNTS, (kind, count) => words.see(kind, count)),
    once: mix(KINDS, COUNTS, (kind, count) => words.once(kind, count, NAME, PLACE)),
    lost: [words.lost(NAME)],
  };
}

/** Every sentence of the pages, by key, in all its forms. */
function sayPages(words: PageWords): Record<keyof PageWords, string[]> {
  return {
    footer: [words.footer],
    ask: Object.values(words.ask),
    title: Object.values(words.title),
    heading: KINDS.map((shown) => words.heading(shown, NAME)),
    listTitle: KINDS.map((shown) => words.listTitle(shown)),
    listHeading: mix(KINDS, COUNTS, (shown, count) => words.listHeading(shown, count)),
    did: mix([true, false], COUNTS, (isReset, count) => words.did(isReset, count, NAME, PLACE)),
    name: [words.name],
    userName: [words.userName],
    secret: Object.values(words.secret),
    caption: Object.values(words.caption),
    blockedShort: [words.blockedShort],
    noPass: [words.noPass],
    blocked: [words.blocked],
    copy: Object.values(words.copy),
    print: [words.print],
    copied: [words.copied],
    notCopied: [words.notCopied],
    cannotReturn: [words.cannotReturn],
    keepFirst: [words.keepFirst],
    validUntil: COUNTS.map((count) => words.validUntil(count, NAME)),
    next: [
      words.next.title,
      words.next.chooseOwn,
      words.next.addMethod,
      ...mix(SECRETS, COUNTS, (secret, count) => words.next.hand(secret, count)),
      ...SECRETS.map((secret) => words.next.signIn(secret, NAME)),
    ],
    gone: Object.values(words.gone),
    busy: Object.values(words.busy),
    later: Object.values(words.later),
    broken: Object.values(words.broken),
  };
}

const filledIn = (text: string) => FILLED.filter((filled) => text.includes(filled));
const CATALOGS = [
  ['mails', (language: (typeof LANGUAGES)[number]) => Object.entries(sayMails(MAIL_WORDS[language]))],
  ['pages', (language: (typeof LANGUAGES)[number]) => Object.entries(sayPages(PAGE_WORDS[language]))],
] as const;

describe.each(CATALOGS)('the words of the %s', (_which, say) => {
  const english = new Map(say('en'));

  it.each(LANGUAGES)('say everything in %s, with everything that is filled in', (language) => {
    const said = say(language);
    expect(said.map(([key]) => key)).toEqual([...english.keys()]);
    for (const [key, texts] of said) {
      expect(texts.map(filledIn), key).toEqual(english.get(key)?.map(filledIn));
      for (const text of texts) {
        expect(text.trim(), key).not.toBe('');
        // Pages hold them as HTML; a number sign is a number that was not filled in.
        expect(text, key).not.toMatch(/[<>&"#]|undefined|\.\.| {2}/);
      }
    }
  });

  it.each(LANGUAGES.slice(1))('are none of them left in English in %s', (language) => {
    // A heading that is the same word in German.
    const same = ['name'];
    const left = say(language).filter(
      ([key, texts]) => !same.includes(key) && texts.some((text) => english.get(key)?.includes(text)),
    );
    expect(left.map(([key]) => key)).toEqual([]);
  });

  it('tell one from several in every language', () => {
    for (const language of LANGUAGES) {
      for (const [key, texts] of say(language)) {
        const forms = new Set(texts).size;
        const isSame = (english.get(key)?.length ?? 0) > forms;
        // What a pass is called, a title twice, and a short "and 3 more".
        if (isSame) expect(['gone', 'busy', 'later', 'broken', 'more'], `${language} ${key}`).toContain(key);
      }
    }
  });
});
