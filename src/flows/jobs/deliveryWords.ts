import type { PasswordDelivery } from '../../domain/terms.ts';
import type { DeliveryLine, MoreDeliveries, Undelivered } from '../views/passwords.ts';

/** How each way of delivery reads in a form. */
export const DELIVERY_WORDS: Readonly<Record<PasswordDelivery, { text: string; description: string }>> = {
  password: { text: 'Mail with the password', description: 'As the admin center sends it' },
  link: { text: 'Mail with a one-time link', description: 'It shows the password once, and you are told' },
  pass: {
    text: 'Mail with a link to a Temporary Access Pass',
    description: 'Made when it is opened; signs in once, for a short time',
  },
  show: { text: 'Not mailed', description: 'Only you can reveal it' },
};

/** What has become of a one-time link, after the words about its mail. */
const LINK_WORDS: Readonly<Record<'sent' | 'opened', string>> = {
  sent: ', its link is not opened yet',
  opened: ', its link was opened',
};

/** `The first password is mailed`, `A one-time link to the first passwords is mailed`. */
export function sayMailed(delivery: PasswordDelivery, people: number): string {
  if (delivery === 'pass' && people === 1) return 'A link to a Temporary Access Pass is mailed';
  if (delivery === 'pass') return 'Links to Temporary Access Passes, for up to 20 people each, are mailed';
  const passwords = people === 1 ? 'first password' : 'first passwords';
  if (delivery === 'link') return `A one-time link to the ${passwords} is mailed`;
  return `The ${passwords} ${people === 1 ? 'is' : 'are'} mailed`;
}

/** What the mail server did with a mail. */
const MAIL_WORDS: Readonly<Record<DeliveryLine['state'], string>> = {
  todo: 'not sent yet',
  accepted: 'accepted by the mail server',
  deferred: 'not accepted yet',
  refused: 'refused',
  unreachable: 'the mail server could not be reached',
};

/** `refused: there is no such mailbox`. */
export function sayDelivery({ state, link, reason }: DeliveryLine): string {
  const opened = link === undefined ? '' : LINK_WORDS[link];
  return `${MAIL_WORDS[state]}${opened}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `not delivered yet`, `not delivered to everyone`. */
export function sayUndelivered({ pending, some }: Undelivered): string {
  return `not delivered${some ? ' to everyone' : ''}${pending ? ' yet' : ''}`;
}

/** `and 40 more, all accepted`. The worst are always shown, so that those left off are no worse. */
export function sayMoreMails({ all, unsent }: MoreDeliveries): string {
  const outcome = unsent === 0 ? 'all accepted' : `${unsent} of them not accepted`;
  return `and ${all} more, ${outcome}: see the results file`;
}
