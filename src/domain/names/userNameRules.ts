import { trimEndsOf } from '../trimEnds.ts';
import { foldToAscii, spellInAscii, type UmlautSpelling, USER_NAME_LIMITS } from './userName.ts';

/** What a check says: its message, and a value that would pass it. */
export interface Complaint {
  code: string;
  message: string;
  suggestion?: string;
}

/** A slip of the finger makes no name longer than this; nobody is helped by reading it. */
const FAR_TOO_LONG = 4 * USER_NAME_LIMITS.whole;

/** What is wrong with a user name for which nobody wishes another one: a cut one, or that of nobody to create. */
export const NOT_REPAIRED: ReadonlySet<string> = new Set(['TOO_LONG', 'GUEST', 'COMMENTED_OUT']);

const LOCAL_PART = /^[A-Za-z0-9'.\-_!#^~]*$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

function complainOfUserName(value: string): Complaint | undefined {
  const code = 'USER_NAME_INVALID';
  if (value.length > FAR_TOO_LONG) {
    const message = `A user name can have up to ${USER_NAME_LIMITS.whole} characters; this one has ${value.length}.`;
    return { code: 'TOO_LONG', message };
  }
  const parts = value.split('@');
  const [localPart = '', domain = ''] = parts;
  if (parts.length === 1)
    return { code, message: 'A user name needs an @ and a domain, as in ada@contoso.com.' };
  if (parts.length > 2) return { code, message: 'A user name has exactly one @.' };
  if (localPart === '') return { code, message: 'There is nothing before the @.' };
  if (/#EXT#$/i.test(localPart)) {
    const message = "This is a guest account from another organization. Guests can't be created here.";
    return { code: 'GUEST', message };
  }
  if (/^(?:#|--)/.test(localPart)) {
    const message = `A user name that starts with ${localPart.startsWith('#') ? '#' : '--'} looks commented out. Delete that, or remove the row.`;
    return { code: 'COMMENTED_OUT', message };
  }
  if (/\s/u.test(value)) return { code, message: "Spaces aren't allowed in a user name." };
  if (!LOCAL_PART.test(localPart)) {
    if (/[\p{L}\p{M}]/u.test(localPart.replace(/[A-Za-z]/g, ''))) {
      return { code, message: "Accents and letters other than A to Z aren't allowed in a user name." };
    }
    const allowed = "letters, digits, and ' . - _ ! # ^ ~";
    return { code, message: `Before the @ only ${allowed} are allowed.` };
  }
  if (localPart.startsWith('.') || localPart.endsWith('.')) {
    return { code, message: "A user name can't start with a period or have one right before the @." };
  }
  if (localPart.length > USER_NAME_LIMITS.localPart) {
    const message = `The part before the @ can have up to ${USER_NAME_LIMITS.localPart} characters; this one has ${localPart.length}.`;
    return { code: 'TOO_LONG', message };
  }
  if (domain.length > USER_NAME_LIMITS.domain) {
    const message = `The part after the @ can have up to ${USER_NAME_LIMITS.domain} characters; this one has ${domain.length}.`;
    return { code: 'TOO_LONG', message };
  }
  if (!HOST.test(domain)) return { code, message: "What follows the @ isn't a domain such as contoso.com." };
  return undefined;
}

/** What stands before an address that was copied from somewhere. */
const SCHEME = /^(?:mailto|smtp|sip|upn|mail|e-?mail) ?: ?/i;
/** `CONTOSO\\ada` */
const OLD_DOMAIN = /^[\w.-]{1,64}\\(?=[^\\])/;
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'._-]*$/u;

/** Typed differently, and meant the same: `(at)`, curly and full-width marks, a comma before the last part. */
function tidyAddress(value: string): string {
  return value
    .slice(0, FAR_TOO_LONG)
    .normalize('NFKC')
    .replace(/[‘’ʼ´`]/g, "'")
    .split(/\s+/)
    .join(' ')
    .trim()
    .replace(/ ?[([{<] ?at ?[)\]}>] ?/gi, '@')
    .replace(/ ?[([{<] ?dot ?[)\]}>] ?/gi, '.')
    .replace(/ ?@ ?/g, '@')
    .replace(/ \.(?=[A-Za-z])/g, '.')
    .replace(/^([^\s,@]{1,64}@[^\s,@]{1,48}),([a-z]{2,4})$/i, '$1.$2');
}

/** The only address inside a text, in its letters; undefined for none and for several. */
function findAddress(text: string): string | undefined {
  const found = text
    .split(/[\s<>()[\]{}",;:|=“”„«»]+/)
    .map((part) => trimEndsOf(part, ".'*"))
    .filter((part) => part.includes('@'));
  const addresses = new Map(found.map((part) => [part.toLowerCase(), part]));
  const [address] = addresses.values();
  if (addresses.size !== 1 || address === undefined || address.split('@').length !== 2) return undefined;
  // "ada lima@contoso.com" is ada.lima with a slip in it, and not lima.
  const before = text.slice(0, text.indexOf(address));
  const words = /[\p{L}\p{N}] $/u.test(before) ? before.toLowerCase().split(/[^\p{L}\p{N}]+/u) : [];
  return words.every((word) => address.toLowerCase().includes(word)) ? address : undefined;
}

/**
 * The user name that somebody meant: the one address inside, with accents spelled out, or a name that only lacks its
 * domain. Undefined when a person would not be sure either. Its domain may not be one of the tenant's.
 */
export function findUserName(value: string, umlauts: UmlautSpelling = 'u'): string | undefined {
  const text = tidyAddress(value).replace(SCHEME, '').replace(OLD_DOMAIN, '');
  const isAddress = text.includes('@');
  const meant = isAddress ? findAddress(text) : PLAIN_NAME.test(text) ? text : undefined;
  if (meant === undefined) return undefined;
  const [written = '', domain] = meant.split('@');
  const localPart = trimEndsOf(spellInAscii(written, umlauts) ?? '', '.');
  if (!/[A-Za-z0-9]/.test(localPart) || !LOCAL_PART.test(localPart)) return undefined;
  if (domain === undefined) return localPart;
  const host = trimEndsOf(foldToAscii(domain), '.');
  return /^[A-Za-z0-9.-]+$/.test(host) ? `${localPart}@${host}` : undefined;
}

/**
 * What is wrong with the way a user name is written; undefined when nothing is. The suggestion is well formed, but
 * its domain may not be one of the tenant's. Microsoft: "Create user" in Graph v1.0, and "Prepare for directory
 * synchronization to Microsoft 365".
 */
export function checkUserName(value: string): Complaint | undefined {
  const complaint = complainOfUserName(value);
  if (complaint === undefined || NOT_REPAIRED.has(complaint.code)) return complaint;
  const suggestion = findUserName(value);
  return suggestion !== undefined && complainOfUserName(suggestion) === undefined
    ? { ...complaint, suggestion }
    : complaint;
}
