/** Somebody to write to or from, in the form that nodemailer never parses again. */
export interface MailAddress {
  name: string;
  address: string;
}

/** RFC 5321 4.5.3.1.3: a path has 256 characters with its brackets. */
const MAX_ADDRESS = 254;
/**
 * One @ between two parts of plain characters. Everything that a mail library could read as a list, a group, a
 * name, a comment, a route, a quoted part or a new header is missing: `, ; : < > " ( ) [ ] \`, spaces and control
 * characters. A host may have one label only, for relays on this machine.
 */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;
/** `Rollcall <rollcall@contoso.com>`; the name may be in quotes. */
const NAMED = /^(?:"([^"<>\r\n]*)"\s*|([^"<>\r\n]*))<([^<>]*)>$/;

/** True for exactly one plain address. The last check before an address goes to the mail library. */
export function isSingleAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && ADDRESS.test(text);
}

/** An address with or without a name, as MAIL_FROM has it; undefined when it is neither. */
export function parseSender(text: string): MailAddress | undefined {
  const named = NAMED.exec(text.trim());
  const address = (named?.[3] ?? text).trim();
  const name = (named?.[1] ?? named?.[2] ?? '').trim();
  return isSingleAddress(address) ? { name, address } : undefined;
}
