import { trimEndsOf } from './trimEnds.ts';
import { foldToAscii, USER_NAME_LIMITS } from './userName.ts';

/** What a check says: its message, and a value that would pass it. */
export interface Complaint {
  code: string;
  message: string;
  suggestion?: string;
}

/** A slip of the finger makes no name longer than this; nobody is helped by reading it. */
const FAR_TOO_LONG = 4 * USER_NAME_LIMITS.whole;

const LOCAL_PART = /^[A-Za-z0-9'.\-_!#^~]*$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

function complainOfUserName(value: string): Complaint | undefined {
  const code = 'USER_NAME_INVALID';
  if (value.length > FAR_TOO_LONG) {
    const message = `At most ${USER_NAME_LIMITS.whole} characters are allowed in a user name, these are ${value.length}.`;
    return { code: 'TOO_LONG', message };
  }
  const parts = value.split('@');
  const [localPart = '', domain = ''] = parts;
  if (parts.length === 1)
    return { code, message: 'A user name needs an @ and a domain, as in ada@contoso.com.' };
  if (parts.length > 2) return { code, message: 'A user name has exactly one @.' };
  if (localPart === '') return { code, message: 'There is nothing before the @.' };
  if (/\s/u.test(value)) return { code, message: 'Spaces are not allowed in a user name.' };
  if (!LOCAL_PART.test(localPart)) {
    if (/[\p{L}\p{M}]/u.test(localPart.replace(/[A-Za-z]/g, ''))) {
      return { code, message: 'Accents and letters other than A to Z are not allowed in a user name.' };
    }
    const allowed = "letters, digits and ' . - _ ! # ^ ~";
    return { code, message: `Before the @ only ${allowed} are allowed.` };
  }
  if (localPart.startsWith('.') || localPart.endsWith('.')) {
    return { code, message: 'A user name cannot begin with a period or have one right before the @.' };
  }
  if (localPart.length > USER_NAME_LIMITS.localPart) {
    const message = `At most ${USER_NAME_LIMITS.localPart} characters are allowed before the @, these are ${localPart.length}.`;
    return { code: 'TOO_LONG', message };
  }
  if (domain.length > USER_NAME_LIMITS.domain) {
    const message = `At most ${USER_NAME_LIMITS.domain} characters are allowed after the @, these are ${domain.length}.`;
    return { code: 'TOO_LONG', message };
  }
  if (!HOST.test(domain)) return { code, message: 'What follows the @ is not a domain such as contoso.com.' };
  return undefined;
}

/** A user name as close to this one as the characters allow; it may still lack a domain. */
export function repairUserName(value: string): string {
  const folded = foldToAscii(value.slice(0, FAR_TOO_LONG)).replace(/\s/g, '');
  const at = folded.lastIndexOf('@');
  const localPart = (at < 0 ? folded : folded.slice(0, at)).replace(/[^A-Za-z0-9'.\-_!#^~]/g, '');
  const trimmed = trimEndsOf(localPart, '.');
  if (at < 0) return trimmed;
  const domain = folded.slice(at + 1).replace(/[^A-Za-z0-9.-]/g, '');
  return `${trimmed}@${trimEndsOf(domain, '.')}`;
}

/**
 * What is wrong with the way a user name is written; undefined when nothing is. The suggestion is well formed, but
 * its domain may not be one of the tenant's. Microsoft: "Create user" in Graph v1.0, and "Prepare for directory
 * synchronization to Microsoft 365".
 */
export function checkUserName(value: string): Complaint | undefined {
  const complaint = complainOfUserName(value);
  if (complaint === undefined || complaint.code === 'TOO_LONG') return complaint;
  const suggestion = repairUserName(value);
  return complainOfUserName(suggestion) === undefined ? { ...complaint, suggestion } : complaint;
}
