import { createPlural } from '../../../../domain/languages.ts';
import type { Brought, MailWords } from './mailWords.ts';

const plural = createPlural('en');

const accounts = (count: number) => plural(count, { one: 'an account', other: '# accounts' });

const what = (brought: Brought, count: number): string =>
  ({
    first: plural(count, { one: 'the first password', other: 'the first passwords' }),
    new: plural(count, { one: 'the new password', other: 'the new passwords' }),
    pass: plural(count, {
      one: 'a Temporary Access Pass for the first sign-in',
      other: 'a Temporary Access Pass for each first sign-in',
    }),
  })[brought];

/** English. */
export const EN: MailWords = {
  part: (part, parts) => ` (part ${part} of ${parts})`,
  subject(brought, { count, customer, part }) {
    const subject = {
      first: plural(count, {
        one: 'First password for a new account',
        other: 'First passwords for new accounts',
      }),
      new: plural(count, { one: 'New password for an account', other: 'New passwords for accounts' }),
      pass: plural(count, {
        one: 'First sign-in for a new account',
        other: 'First sign-ins for new accounts',
      }),
    };
    return `${subject[brought]} at ${customer}${part}`;
  },
  created: ({ createdBy, count, customer, part }) =>
    `${createdBy} created ${accounts(count)} at ${customer} with Rollcall${part}.`,
  reset({ createdBy, count, customer, part }) {
    const set = plural(count, { one: 'a new password', other: 'new passwords' });
    const before = plural(count, {
      one: 'The previous password no longer works.',
      other: 'The previous passwords no longer work.',
    });
    return `${createdBy} set ${set} for ${accounts(count)} at ${customer} with Rollcall${part}. ${before}`;
  },
  signIn: (url) =>
    `Sign in at ${url} with the user name and password below. Microsoft then asks for a new password that only the account's owner knows.`,
  userName: 'User name',
  password: 'Password',
  blocked: 'Sign-in is blocked until an administrator allows it.',
  keepSafe:
    'Give each password only to its owner, in person or by phone, and delete this email afterward. Rollcall never asks for a password.',
  more: (count) => plural(count, { other: 'and # more' }),
  see: (brought, count) => `See ${what(brought, count)}`,
  once(brought, count, until, createdBy) {
    const when =
      brought === 'pass'
        ? plural(count, {
            one: 'Open it when the person can sign in at once: the page says how long the pass is valid.',
            other:
              'Open it when all of them can sign in at once: the page says how long the passes are valid.',
          })
        : 'Open it when you can write down or pass on what it shows.';
    return `The link shows ${what(brought, count)} once, until ${until}. ${when} ${createdBy} will be notified when it's opened.`;
  },
  lost: (createdBy) =>
    `If the page shows nothing, or if you didn't expect this email, tell ${createdBy}, who can send another link. Don't forward this email.`,
};
