import type { PasswordDelivery } from '../domain/terms.ts';

/** How each way of delivery reads in a form. */
export const DELIVERY_WORDS: Readonly<Record<PasswordDelivery, { text: string; description: string }>> = {
  password: { text: 'Mail with the password', description: 'As the admin center sends it' },
  link: { text: 'Mail with a one-time link', description: 'It shows the password once, and you are told' },
  show: { text: 'Not mailed', description: 'Only you can reveal it' },
};

/** What has become of a one-time link, after the words about its mail. */
export const LINK_WORDS: Readonly<Record<'sent' | 'opened', string>> = {
  sent: ', its link is not opened yet',
  opened: ', its link was opened',
};

/** `The first password is mailed`, `A one-time link to the first passwords is mailed`. */
export function sayMailed(delivery: PasswordDelivery, people: number): string {
  const passwords = people === 1 ? 'first password' : 'first passwords';
  if (delivery === 'link') return `A one-time link to the ${passwords} is mailed`;
  return `The ${passwords} ${people === 1 ? 'is' : 'are'} mailed`;
}
