import { createPlural } from '../../domain/languages.ts';
import type { PageWords } from './pageWords.ts';

const plural = createPlural('en');

const title = { first: 'First password', new: 'New password', pass: 'Temporary Access Pass' };
const lists = { first: 'First passwords', new: 'New passwords', pass: 'Temporary Access Passes' };

/** English. */
export const EN: PageWords = {
  footer: 'Rollcall never asks you for a password.',
  ask: {
    title: 'Passwords from Rollcall',
    once: 'This link works only once.',
    when: "Open it when you're ready to write down the password or give it to its owner.",
    button: 'Show now',
    told: "The person who sent you the link will be notified when it's opened.",
  },
  title,
  heading: (shown, name) => `${title[shown]} for ${name}`,
  listTitle: (shown) => lists[shown],
  listHeading: (shown, count) =>
    `${lists[shown]} for ${plural(count, { one: '# person', other: '# people' })}`,
  did(isReset, count, createdBy, customer) {
    const accounts = plural(count, { one: 'this account', other: 'these accounts' });
    const set = plural(count, { one: 'set a new password for', other: 'set new passwords for' });
    return `${createdBy} ${isReset ? set : 'created'} ${accounts} at ${customer}.`;
  },
  name: 'Name',
  userName: 'User name',
  secret: { password: 'Password', pass: 'Temporary Access Pass' },
  caption: {
    password: 'People, their user names, and their passwords',
    pass: 'People, their user names, and their passes',
  },
  blockedShort: '(sign-in blocked)',
  noPass: '(no pass could be created, so this is the password)',
  blocked: 'Sign-in is blocked until an administrator allows it.',
  copy: { password: 'Copy the password', pass: 'Copy the pass', list: 'Copy the list' },
  print: 'Print',
  copied: 'Copied. Paste it where only its owner can read it.',
  notCopied: "The browser didn't allow it. Select the text and copy it yourself.",
  cannotReturn: "You can't come back to this page.",
  keepFirst: 'Keep what you need before you close it.',
  validUntil: (count, until) =>
    `${plural(count, { one: 'It works for one sign-in', other: 'Each works for one sign-in' })}, until ${until}.`,
  next: {
    title: 'What to do next',
    hand: (secret, count) =>
      `Give ${plural(count, { one: 'the', other: 'each' })} ${secret} only to its owner, in person or by phone.`,
    signIn: (secret, address) => `Sign in at ${address} with the user name and the ${secret}.`,
    chooseOwn: 'Microsoft then asks for a new password. Choose one that no one else knows.',
    addMethod:
      'Add a sign-in method within ten minutes: an authenticator app or a passkey. Use it instead of the pass from then on.',
  },
  gone: {
    title: 'Nothing to show',
    heading: 'This link shows nothing',
    text: "It was opened before, it has expired, or it isn't complete. Each link shows a password once.",
    another: 'Ask the person who sent it for a new one.',
    notYou: 'Did someone else open it?',
    tell: 'Tell the person who sent it right away, so that they can reset the password.',
  },
  busy: {
    title: 'Too many requests',
    heading: 'Too many requests',
    text: 'Nothing was opened, and your link still works. Wait a minute and try again.',
  },
  later: {
    title: 'Not now',
    heading: "This link can't be opened right now",
    text: 'Nothing was shown, and your link still works. Open it again later.',
  },
  broken: {
    title: 'Something went wrong',
    heading: 'Something went wrong',
    text: 'Nothing was shown. Ask the person who sent you the link for a new one.',
  },
};
