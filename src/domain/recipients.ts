import type { Problem } from './terms.ts';

/** As many addresses as the Microsoft 365 admin center sends results to. */
export const MAX_RECIPIENTS = 5;

/** RFC 5321 4.5.3.1: 64 before the @, and 254 for the whole path without its brackets. */
const MAX_ADDRESS = 254;
/**
 * RFC 5322 dot-atom and an RFC 1035 host name with at least two labels. Nothing that a mail library could read as
 * a display name, a group, a comment, a quoted part or a second address.
 */
const ADDRESS =
  /^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;

/** True for one plain mail address and nothing else around it. */
export function isMailAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && ADDRESS.test(text);
}

/** A tenant can have hundreds. */
const MAX_DOMAINS_NAMED = 5;

function problemWith(value: string, message: string): Problem {
  return { property: 'recipients', value, code: 'RECIPIENT_INVALID', severity: 'error', message };
}

/** One sentence for all of them: words with spaces between fall apart into many. */
function checkShape(addresses: readonly string[]): Problem[] {
  const bad = addresses.filter((address) => !isMailAddress(address));
  if (bad.length === 0) return [];
  const named = bad.join(', ');
  const message =
    bad.length === 1 ? `${named} isn't an email address` : `These aren't email addresses: ${named}`;
  return [problemWith(named, `${message}. Write each like name@example.com.`)];
}

function checkDomain(address: string, allowed: ReadonlySet<string> | undefined): Problem[] {
  if (!isMailAddress(address)) return [];
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  if (allowed === undefined || allowed.has(domain)) return [];
  const names = [...allowed].slice(0, MAX_DOMAINS_NAMED).join(', ');
  const more = allowed.size > MAX_DOMAINS_NAMED ? ` and ${allowed.size - MAX_DOMAINS_NAMED} more` : '';
  const message = `${address} can't receive passwords. They can go to ${names}${more}. An admin can allow ${domain} under "recipientDomains" in policy.json.`;
  return [problemWith(address, message)];
}

/**
 * Addresses for first passwords, separated by line breaks, commas, semicolons or spaces. The same address twice
 * counts once, whatever its case. `allowedDomains` limits where passwords may go; left out, any domain may.
 *
 * Fails closed: with any problem, `recipients` is empty.
 */
export function parseRecipients(
  text: string,
  allowedDomains?: readonly string[],
): { recipients: string[]; problems: Problem[] } {
  const unique = new Map<string, string>();
  for (const part of text.split(/[\r\n,; ]+/)) {
    if (part !== '' && !unique.has(part.toLowerCase())) unique.set(part.toLowerCase(), part);
  }
  const recipients = [...unique.values()];
  if (/[<>"():\\[\]]/.test(text)) {
    const message = 'Enter plain email addresses only, without names, brackets, quotes, or colons.';
    return { recipients: [], problems: [problemWith(text.trim(), message)] };
  }
  const allowed = allowedDomains && new Set(allowedDomains.map((domain) => domain.toLowerCase()));
  const problems = [
    ...checkShape(recipients),
    ...recipients.flatMap((address) => checkDomain(address, allowed)),
  ];
  if (recipients.length > MAX_RECIPIENTS) {
    const message = `Passwords can go to up to ${MAX_RECIPIENTS} addresses; you entered ${recipients.length}.`;
    problems.unshift({ ...problemWith(text.trim(), message), code: 'TOO_MANY_RECIPIENTS' });
  }
  return { recipients: problems.length === 0 ? recipients : [], problems };
}
