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

/** `The first password will be emailed`, `A one-time link to the first passwords will be emailed`. */
export function sayMailed(delivery: PasswordDelivery, people: number): string {
  if (delivery === 'pass' && people === 1) return 'A link to a Temporary Access Pass will be emailed';
  if (delivery === 'pass')
    return 'Links to Temporary Access Passes, for up to 20 people each, will be emailed';
  const passwords = people === 1 ? 'first password' : 'first passwords';
  if (delivery === 'link') return `A one-time link to the ${passwords} will be emailed`;
  return `The ${passwords} will be emailed`;
}

/** Said where a form names no recipients; `own` rows of a file name theirs, and are said beside it. */
export function sayNotMailed(people: number, own = 0): string {
  if (people === 1) return "The password won't be emailed. You can view it once.";
  return `The ${own === 0 ? '' : 'other '}passwords won't be emailed. You can view them once.`;
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
