/** What a mail brings: a first password, one for an account that was there, or a Temporary Access Pass. */
export type Brought = 'first' | 'new' | 'pass';

/** Who did what for how many accounts, and where. */
export interface Done {
  createdBy: string;
  customer: string;
  /** Of accounts. */
  count: number;
  /** What `part` says; empty where there is one mail only. */
  part: string;
}

/**
 * Everything that the mails say, as plain text in one language. Another language is another file with these keys, an
 * entry in MAIL_WORDS and one in `domain/languages.ts`. `count` is the number of people in the mail, one or more.
 */
export interface MailWords {
  /** Begins with a blank. */
  part(part: number, parts: number): string;
  /** Names nobody. `part` as in {@link Done}. */
  subject(brought: Brought, about: Omit<Done, 'createdBy'>): string;
  created(done: Done): string;
  reset(done: Done): string;
  signIn(url: string): string;
  userName: string;
  password: string;
  blocked: string;
  keepSafe: string;
  /** After the last of the names that there is room for. */
  more(count: number): string;
  /** On the button that leads to the page. */
  see(brought: Brought, count: number): string;
  /** How often the link shows what, until when, and who is told. `until` is a moment with its day. */
  once(brought: Brought, count: number, until: string, createdBy: string): string;
  lost(createdBy: string): string;
}
