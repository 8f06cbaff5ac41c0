import type { Mail, Mailer, MailOutcome } from '../../../src/service/ports/mailer.ts';

export interface FakeMailer extends Mailer {
  /** Accepted mails with their words in the clear. */
  inbox: { to: string; subject: string; text: string; html: string; messageId: string }[];
  tries: number;
  outcomeOf: (mail: Mail) => MailOutcome;
}

export const ACCEPTED: MailOutcome = { status: 'accepted', response: '250 2.0.0 OK' };
export const UNREACHABLE: MailOutcome = { status: 'unreachable', response: 'connect ECONNREFUSED' };

export function createFakeMailer(): FakeMailer {
  const mailer: FakeMailer = {
    inbox: [],
    tries: 0,
    outcomeOf: () => ACCEPTED,
    async send(mail) {
      mailer.tries += 1;
      const outcome = mailer.outcomeOf(mail);
      if (outcome.status === 'accepted') {
        const { to, subject, messageId, text, html } = mail;
        mailer.inbox.push({ to, subject, messageId, text: text.reveal(), html: html.reveal() });
      }
      return outcome;
    },
  };
  return mailer;
}
