import type { Secret } from '../../secrets/secret.ts';

/** One mail to one recipient. */
export interface Mail {
  /** One strict address. */
  to: string;
  subject: string;
  text: Secret<string>;
  html: Secret<string>;
  /** Stable per (job, part, recipient), so that a duplicate is recognisable. Without angle brackets. */
  messageId: string;
}

export type MailOutcome =
  /** The SMTP server took it. */
  | { status: 'accepted'; response: string }
  /** 4xx: it may be taken later. */
  | { status: 'deferred'; response: string }
  /** 5xx: it will not be taken. */
  | { status: 'refused'; response: string }
  /** No server, no TLS, no login: nothing was sent. */
  | { status: 'unreachable'; response: string };

export interface Mailer {
  /** Paced; never throws for what the server says. `response` is SMTP's own words, one line. */
  send(mail: Mail): Promise<MailOutcome>;
}
