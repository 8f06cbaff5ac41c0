/** What a page shows: first passwords, new ones of accounts that were there, or Temporary Access Passes. */
export type Shown = 'first' | 'new' | 'pass';

/** A page that shows nothing. */
export interface Notice {
  title: string;
  heading: string;
  text: string;
}

/**
 * Everything that the one-time pages say, in one language. Another language is another file with these keys, an entry
 * in PAGE_WORDS and one in `domain/languages.ts`. None has a character that means something in HTML; what is passed in
 * may be HTML. `count` is a number of people, one or more.
 */
export interface PageWords {
  footer: string;
  ask: { title: string; once: string; when: string; button: string; told: string };
  /** The heading above one person's password or pass; `title` without the name. */
  title: Readonly<Record<Shown, string>>;
  heading(shown: Shown, name: string): string;
  listTitle(shown: Shown): string;
  listHeading(shown: Shown, count: number): string;
  /** Who created these accounts, or set their passwords, and where. */
  did(isReset: boolean, count: number, createdBy: string, customer: string): string;
  name: string;
  userName: string;
  secret: Readonly<Record<'password' | 'pass', string>>;
  caption: Readonly<Record<'password' | 'pass', string>>;
  /** Behind a name in a list. */
  blockedShort: string;
  noPass: string;
  blocked: string;
  copy: Readonly<Record<'password' | 'pass' | 'list', string>>;
  print: string;
  copied: string;
  notCopied: string;
  cannotReturn: string;
  keepFirst: string;
  /** How often a pass signs in, and until when: a time with its zone. */
  validUntil(count: number, until: string): string;
  next: {
    title: string;
    hand(secret: 'password' | 'pass', count: number): string;
    signIn(secret: 'password' | 'pass', address: string): string;
    chooseOwn: string;
    addMethod: string;
  };
  gone: Notice & { another: string; notYou: string; tell: string };
  busy: Notice;
  later: Notice;
  broken: Notice;
}
